-- +goose Up
CREATE TABLE circle_removed (
    kind       TEXT NOT NULL,  -- as in reports
    subject_id TEXT NOT NULL,
    field      TEXT NOT NULL,
    content    BYTEA NOT NULL, -- what stood there, encrypted as it was
    member_id  TEXT NOT NULL REFERENCES members (id), -- who wrote it
    PRIMARY KEY (kind, subject_id, field)
);
CREATE INDEX circle_removed_by_member ON circle_removed (member_id);

-- +goose Down
DROP TABLE circle_removed;
