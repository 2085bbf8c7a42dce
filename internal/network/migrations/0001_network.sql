-- +goose Up
CREATE TABLE networks (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    purpose       TEXT NOT NULL,
    pledge        TEXT NOT NULL,
    rule          TEXT NOT NULL,
    contact       TEXT NOT NULL,
    time_zone     TEXT NOT NULL,
    language      TEXT NOT NULL,
    meeting_base  TEXT NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL
);

-- +goose Down
DROP TABLE networks;
