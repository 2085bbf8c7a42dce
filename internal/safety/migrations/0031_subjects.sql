-- +goose Up
ALTER TABLE safety_reports ADD COLUMN copy BYTEA;                        -- encrypted: what was reported, as it was then
ALTER TABLE safety_reports ADD COLUMN nameless BOOLEAN NOT NULL DEFAULT FALSE; -- the reporter does not know whom it is about

CREATE TABLE safety_reaches (
    by_id      TEXT NOT NULL REFERENCES members (id),
    to_id      TEXT NOT NULL REFERENCES members (id),
    reached_at TIMESTAMPTZ NOT NULL, -- when they wrote to this stranger, the first time within a week
    PRIMARY KEY (by_id, to_id)
);
CREATE INDEX safety_reaches_by_time ON safety_reaches (by_id, reached_at);
CREATE INDEX safety_reaches_by_to ON safety_reaches (to_id);

CREATE TABLE safety_refusals (
    id         TEXT PRIMARY KEY,
    by_id      TEXT NOT NULL REFERENCES members (id),
    refused_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX safety_refusals_by_time ON safety_refusals (refused_at, by_id);

-- +goose Down
DROP TABLE safety_refusals;
DROP TABLE safety_reaches;
ALTER TABLE safety_reports DROP COLUMN nameless;
ALTER TABLE safety_reports DROP COLUMN copy;
