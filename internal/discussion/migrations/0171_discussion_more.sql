-- +goose Up
-- The room's number, from 1: with a post's place in the room it makes one
-- number, which the index of words on SQLite is kept by (0172).
ALTER TABLE discussion_rooms ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
UPDATE discussion_rooms SET number = (SELECT count(*) FROM discussion_rooms AS b WHERE b.id <= discussion_rooms.id);
CREATE UNIQUE INDEX discussion_rooms_number ON discussion_rooms (number);

-- What a picture shows, for people who do not see it; empty: its sender did not say.
ALTER TABLE discussion_files ADD COLUMN alt TEXT NOT NULL DEFAULT '';

-- NULL unless organisers took the post down. What it says stays, in case they undo that.
ALTER TABLE discussion_posts ADD COLUMN removed_at TIMESTAMPTZ;

-- +goose Down
ALTER TABLE discussion_posts DROP COLUMN removed_at;
ALTER TABLE discussion_files DROP COLUMN alt;
DROP INDEX discussion_rooms_number;
ALTER TABLE discussion_rooms DROP COLUMN number;
