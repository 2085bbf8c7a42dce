-- +goose Up
-- What a round's seeds are made of: secret until the draw goes out, and sealed
-- from the day of the first letter. NULL in rounds that began before this.
ALTER TABLE rounds ADD COLUMN secret TEXT;
ALTER TABLE rounds ADD COLUMN seal TEXT;
-- A number of somebody's own that goes into the seeds; empty: none.
ALTER TABLE round_entries ADD COLUMN own TEXT NOT NULL DEFAULT '';
-- The fingerprint of all rows of the draw; empty where there is none.
ALTER TABLE draws ADD COLUMN root TEXT NOT NULL DEFAULT '';
ALTER TABLE draw_people ADD COLUMN own TEXT NOT NULL DEFAULT '';
ALTER TABLE draw_people ADD COLUMN salt TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE draw_people DROP COLUMN salt;
ALTER TABLE draw_people DROP COLUMN own;
ALTER TABLE draws DROP COLUMN root;
ALTER TABLE round_entries DROP COLUMN own;
ALTER TABLE rounds DROP COLUMN seal;
ALTER TABLE rounds DROP COLUMN secret;
