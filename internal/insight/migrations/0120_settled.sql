-- +goose Up
-- What a round came to, counted once when no answer can change it any more.
CREATE TABLE insight_settled (
    round_id   TEXT PRIMARY KEY,
    counts     TEXT NOT NULL,       -- JSON: numbers only, nothing about anybody
    counted_at TIMESTAMPTZ NOT NULL
);

-- +goose Down
DROP TABLE insight_settled;
