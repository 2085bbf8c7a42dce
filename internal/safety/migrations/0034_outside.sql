-- +goose Up
CREATE TABLE safety_reaches_outside (
    by_id      TEXT NOT NULL REFERENCES members (id),
    person     TEXT NOT NULL,        -- stands for an address, which cannot be found from it
    reached_at TIMESTAMPTZ NOT NULL, -- when they wrote there, the first time within a week
    PRIMARY KEY (by_id, person)
);
CREATE INDEX safety_reaches_outside_by_time ON safety_reaches_outside (by_id, reached_at);

-- +goose Down
DROP TABLE safety_reaches_outside;
