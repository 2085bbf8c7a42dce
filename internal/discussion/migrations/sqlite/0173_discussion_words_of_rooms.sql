-- +goose Up
-- Each word of a post begins with the number of its room and an x, so that the
-- words of a room lie together, and what other rooms write costs a search
-- nothing. Until here all rooms' words were read.
DROP TRIGGER discussion_words_gone;
DROP TRIGGER discussion_words_changed;
DROP TRIGGER discussion_words_written;
DROP TABLE discussion_words;
CREATE VIRTUAL TABLE discussion_words USING fts5 (
    found, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0"
);
INSERT INTO discussion_words (rowid, found)
SELECT r.number * 4294967296 + o.seq, replace(o.found, ' ', ' ' || r.number || 'x')
FROM discussion_posts AS o JOIN discussion_rooms AS r ON r.id = o.room_id WHERE o.found <> '' ORDER BY r.number, o.seq;

-- +goose StatementBegin
CREATE TRIGGER discussion_words_written AFTER INSERT ON discussion_posts WHEN new.found <> '' BEGIN
    INSERT INTO discussion_words (rowid, found)
    SELECT r.number * 4294967296 + new.seq, replace(new.found, ' ', ' ' || r.number || 'x') FROM discussion_rooms AS r WHERE r.id = new.room_id;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER discussion_words_changed AFTER UPDATE OF found ON discussion_posts WHEN old.found <> new.found BEGIN
    DELETE FROM discussion_words WHERE rowid = (SELECT r.number * 4294967296 + old.seq FROM discussion_rooms AS r WHERE r.id = old.room_id);
    INSERT INTO discussion_words (rowid, found)
    SELECT r.number * 4294967296 + new.seq, replace(new.found, ' ', ' ' || r.number || 'x')
    FROM discussion_rooms AS r WHERE r.id = new.room_id AND new.found <> '';
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
