-- +goose Up
CREATE TABLE outcomes (
    id              TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL UNIQUE REFERENCES conversations (id),
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
    changed_at      TIMESTAMPTZ NOT NULL
);
CREATE INDEX outcomes_shown ON outcomes (published_at, id) WHERE shown;
CREATE INDEX outcomes_agreed ON outcomes (published_at, id) WHERE agreed;
CREATE INDEX outcomes_due ON outcomes (settle_at, id) WHERE settle_at IS NOT NULL;
CREATE INDEX outcomes_changed ON outcomes (changed_at);

CREATE TABLE outcome_people (
    outcome_id  TEXT NOT NULL REFERENCES outcomes (id),
    member_id   TEXT NOT NULL REFERENCES members (id),
    position    BIGINT NOT NULL,
    named       BOOLEAN NOT NULL,  -- their name was to stand on it
    answer      TEXT NOT NULL,     -- yes, unnamed, no, or nothing yet
    answered_at TIMESTAMPTZ,
    asked_at    TIMESTAMPTZ,       -- when they were last written to, or will be
    PRIMARY KEY (outcome_id, member_id)
);
CREATE INDEX outcome_people_by_member ON outcome_people (member_id, outcome_id);

-- +goose Down
DROP TABLE outcome_people;
DROP TABLE outcomes;
