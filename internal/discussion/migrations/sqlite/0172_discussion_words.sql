-- +goose Up
-- The words of posts. A row's number is the room's times 2^32 plus the post's
-- place, so that a room is a range and its newest posts are found first. It
-- holds no text of its own; triggers keep it, so that whoever writes posts, a
-- restored backup too, need not know of it.
CREATE VIRTUAL TABLE discussion_words USING fts5 (
    found, content = '', contentless_delete = 1, prefix = '2 3', tokenize = "unicode61 remove_diacritics 0"
);
INSERT INTO discussion_words (rowid, found)
SELECT r.number * 4294967296 + o.seq, o.found FROM discussion_posts AS o JOIN discussion_rooms AS r ON r.id = o.room_id WHERE o.found <> '';

-- +goose StatementBegin
CREATE TRIGGER discussion_words_written AFTER INSERT ON discussion_posts WHEN new.found <> '' BEGIN
    INSERT INTO discussion_words (rowid, found)
    SELECT r.number * 4294967296 + new.seq, new.found FROM discussion_rooms AS r WHERE r.id = new.room_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER discussion_words_changed AFTER UPDATE OF found ON discussion_posts WHEN old.found <> new.found BEGIN
    DELETE FROM discussion_words WHERE rowid = (SELECT r.number * 4294967296 + old.seq FROM discussion_rooms AS r WHERE r.id = old.room_id);
    INSERT INTO discussion_words (rowid, found)
    SELECT r.number * 4294967296 + new.seq, new.found FROM discussion_rooms AS r WHERE r.id = new.room_id AND new.found <> '';
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER discussion_words_gone AFTER DELETE ON discussion_posts WHEN old.found <> '' BEGIN
    DELETE FROM discussion_words WHERE rowid = (SELECT r.number * 4294967296 + old.seq FROM discussion_rooms AS r WHERE r.id = old.room_id);
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER discussion_words_gone;
DROP TRIGGER discussion_words_changed;
DROP TRIGGER discussion_words_written;
DROP TABLE discussion_words;
