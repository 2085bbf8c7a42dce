-- +goose Up
-- A post is an outcome of one member and of no conversation. SQLite cannot make
-- a column optional, so that both tables are made anew, the same on both.
CREATE TABLE outcomes_made (
    id              TEXT PRIMARY KEY,
    conversation_id TEXT UNIQUE REFERENCES conversations (id), -- NULL: a post
    programme       TEXT NOT NULL,
    version         BIGINT NOT NULL,  -- of what is for others: an answer names the version that was seen
    edits           BIGINT NOT NULL,  -- of anything: who saves names what they changed
    writer_id       TEXT REFERENCES members (id),
    noted_by        TEXT REFERENCES members (id),
    joint           BOOLEAN NOT NULL,
    show_talked     BOOLEAN NOT NULL,
    show_will       BOOLEAN NOT NULL,
    sealed          BYTEA NOT NULL,   -- the texts
    found           TEXT NOT NULL,    -- the words of what everybody has agreed to, for searching
    agreed          BOOLEAN NOT NULL,
    shown           BOOLEAN NOT NULL,
    published_at    TIMESTAMPTZ,      -- the first time
    settle_at       TIMESTAMPTZ,      -- when silence means that it stays private
    hidden_at       TIMESTAMPTZ,
    hidden_by       TEXT REFERENCES members (id),
    hidden_why      TEXT NOT NULL,
    hidden_version  BIGINT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    changed_at      TIMESTAMPTZ NOT NULL,
    will_by         TEXT,             -- who wrote what they will do; NULL: nobody, or not known
    will_at         TIMESTAMPTZ,
    did             TEXT NOT NULL,    -- yes, partly, no, skip, or nothing yet
    did_at          TIMESTAMPTZ
);
INSERT INTO outcomes_made (id, conversation_id, programme, version, edits, writer_id, noted_by, joint, show_talked, show_will,
        sealed, found, agreed, shown, published_at, settle_at, hidden_at, hidden_by, hidden_why, hidden_version,
        created_at, changed_at, will_by, will_at, did, did_at)
    SELECT id, conversation_id, programme, version, edits, writer_id, noted_by, joint, show_talked, show_will,
        sealed, found, agreed, shown, published_at, settle_at, hidden_at, hidden_by, hidden_why, hidden_version,
        created_at, changed_at, will_by, will_at, did, did_at FROM outcomes;

CREATE TABLE outcome_people_made (
    outcome_id  TEXT NOT NULL REFERENCES outcomes_made (id),
    member_id   TEXT NOT NULL REFERENCES members (id),
    position    BIGINT NOT NULL,
    named       BOOLEAN NOT NULL,  -- their name was to stand on it
    answer      TEXT NOT NULL,     -- yes, unnamed, no, or nothing yet
    answered_at TIMESTAMPTZ,
    asked_at    TIMESTAMPTZ,       -- when they were last written to, or will be
    PRIMARY KEY (outcome_id, member_id)
);
INSERT INTO outcome_people_made (outcome_id, member_id, position, named, answer, answered_at, asked_at)
    SELECT outcome_id, member_id, position, named, answer, answered_at, asked_at FROM outcome_people;

DROP TABLE outcome_people;
DROP TABLE outcomes;
ALTER TABLE outcomes_made RENAME TO outcomes;
ALTER TABLE outcome_people_made RENAME TO outcome_people;

CREATE INDEX outcomes_shown ON outcomes (published_at, id) WHERE shown;
CREATE INDEX outcomes_agreed ON outcomes (published_at, id) WHERE agreed;
CREATE INDEX outcomes_due ON outcomes (settle_at, id) WHERE settle_at IS NOT NULL;
CREATE INDEX outcomes_changed ON outcomes (changed_at);
CREATE INDEX outcomes_will ON outcomes (will_by, will_at) WHERE will_by IS NOT NULL;
CREATE INDEX outcome_people_by_member ON outcome_people (member_id, outcome_id);

-- +goose Down
-- The column stays optional, which the program before did not notice; but it
-- knows of no posts.
DELETE FROM outcome_people WHERE outcome_id IN (SELECT id FROM outcomes WHERE conversation_id IS NULL);
DELETE FROM outcomes WHERE conversation_id IS NULL;
