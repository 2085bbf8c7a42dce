-- +goose Up
ALTER TABLE members ADD COLUMN barred_from TEXT NOT NULL DEFAULT ''; -- the state in which somebody was suspended or removed
ALTER TABLE members ADD COLUMN pause_until TIMESTAMPTZ;              -- where they paused then: until when

-- +goose Down
ALTER TABLE members DROP COLUMN pause_until;
ALTER TABLE members DROP COLUMN barred_from;
