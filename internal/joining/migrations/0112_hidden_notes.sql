-- +goose Up
-- When an organiser took it off the public page; until they lift that, its
-- member cannot put it there again.
ALTER TABLE shared_notes ADD COLUMN hidden_at TIMESTAMPTZ;

-- +goose Down
ALTER TABLE shared_notes DROP COLUMN hidden_at;
