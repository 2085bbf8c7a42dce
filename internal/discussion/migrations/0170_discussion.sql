-- +goose Up
CREATE TABLE discussion_rooms (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,   -- of what it belongs to
    subject_id TEXT NOT NULL,
    title      TEXT NOT NULL,
    changes    BIGINT NOT NULL, -- how often anything was written, edited or deleted
    opened_at  TIMESTAMPTZ NOT NULL,
    closed_at  TIMESTAMPTZ
);

CREATE TABLE discussion_people (
    room_id   TEXT NOT NULL REFERENCES discussion_rooms (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    joined_at TIMESTAMPTZ NOT NULL,
    left_at   TIMESTAMPTZ,      -- NULL: is in the room
    read_seq  BIGINT NOT NULL,  -- of the newest post that they have read
    email     TEXT NOT NULL,    -- each, daily, weekly, none
    told_seq  BIGINT NOT NULL,  -- of the newest post that a letter was about
    mail_at   TIMESTAMPTZ,      -- when the next letter is due; NULL: there is nothing to tell
    here_at   TIMESTAMPTZ,      -- when their page last listened; NULL: it does not
    PRIMARY KEY (room_id, member_id)
);
CREATE INDEX discussion_people_by_member ON discussion_people (member_id, room_id);
CREATE INDEX discussion_people_mail ON discussion_people (mail_at, room_id, member_id) WHERE mail_at IS NOT NULL;

CREATE TABLE discussion_posts (
    id         TEXT PRIMARY KEY,
    room_id    TEXT NOT NULL REFERENCES discussion_rooms (id),
    seq        BIGINT NOT NULL,  -- its place in the room: the room's changes when it was written
    change_seq BIGINT NOT NULL,  -- the room's changes when it last changed
    author_id  TEXT REFERENCES members (id), -- NULL: erased
    reply_to   TEXT REFERENCES discussion_posts (id),
    body       TEXT NOT NULL,    -- Markdown; empty once it is deleted
    found      TEXT NOT NULL,    -- its words, folded, for searching
    versions   BIGINT NOT NULL,  -- how many stood there before
    written_at TIMESTAMPTZ NOT NULL,
    edited_at  TIMESTAMPTZ,
    deleted_at TIMESTAMPTZ,
    UNIQUE (room_id, seq)
);
CREATE INDEX discussion_posts_changes ON discussion_posts (room_id, change_seq);
CREATE INDEX discussion_posts_by_author ON discussion_posts (author_id, room_id, seq) WHERE author_id IS NOT NULL;
CREATE INDEX discussion_posts_replies ON discussion_posts (reply_to, seq) WHERE reply_to IS NOT NULL;

CREATE TABLE discussion_versions (
    post_id    TEXT NOT NULL REFERENCES discussion_posts (id),
    number     BIGINT NOT NULL,
    body       TEXT NOT NULL,
    written_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (post_id, number)
);

CREATE TABLE discussion_mentions (
    post_id   TEXT NOT NULL REFERENCES discussion_posts (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    PRIMARY KEY (post_id, member_id)
);
CREATE INDEX discussion_mentions_by_member ON discussion_mentions (member_id, post_id);

CREATE TABLE discussion_files (
    id       TEXT PRIMARY KEY,
    post_id  TEXT NOT NULL REFERENCES discussion_posts (id),
    position BIGINT NOT NULL,
    name     TEXT NOT NULL,
    type     TEXT NOT NULL,   -- of its content, as it was found, never as it was said
    size     BIGINT NOT NULL,
    width    BIGINT NOT NULL, -- of a picture, in pixels; 0 for other files
    height   BIGINT NOT NULL
);
CREATE INDEX discussion_files_by_post ON discussion_files (post_id, position);

-- Apart from what says what they are, so that a page of posts reads none.
CREATE TABLE discussion_contents (
    file_id TEXT PRIMARY KEY REFERENCES discussion_files (id),
    content BYTEA NOT NULL
);

-- +goose Down
DROP TABLE discussion_contents;
DROP TABLE discussion_files;
DROP TABLE discussion_mentions;
DROP TABLE discussion_versions;
DROP TABLE discussion_posts;
DROP TABLE discussion_people;
DROP TABLE discussion_rooms;
