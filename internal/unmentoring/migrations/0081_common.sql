-- +goose Up
-- What people should have in common, one a line, the most important first.
ALTER TABLE programmes ADD COLUMN common TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE programmes DROP COLUMN common;
