-- +goose Up
ALTER TABLE networks ADD COLUMN holidays TEXT NOT NULL DEFAULT ''; -- a calendar of package holiday; empty: what the time zone suggests

-- +goose Down
ALTER TABLE networks DROP COLUMN holidays;
