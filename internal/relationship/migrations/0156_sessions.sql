-- +goose Up
CREATE TABLE relationship_sessions (
    id              TEXT PRIMARY KEY,
    relationship_id TEXT NOT NULL REFERENCES relationships (id),
    number          BIGINT NOT NULL,
    state           TEXT NOT NULL,   -- open: the one to come; held; off: it never came
    room            TEXT NOT NULL,
    agenda          BYTEA,
    notes           BYTEA,
    edits           BIGINT NOT NULL, -- of agenda and notes: who saves names what they changed
    minutes         BIGINT NOT NULL,
    opened_at       TIMESTAMPTZ NOT NULL,
    held_at         TIMESTAMPTZ,
    said_by         TEXT REFERENCES members (id), -- NULL: nobody, or erased
    UNIQUE (relationship_id, number)
);

CREATE TABLE relationship_actions (
    id              TEXT PRIMARY KEY,
    relationship_id TEXT NOT NULL REFERENCES relationships (id),
    session_id      TEXT NOT NULL REFERENCES relationship_sessions (id),
    owner_id        TEXT NOT NULL REFERENCES members (id),
    sealed          BYTEA NOT NULL,
    due_at          TIMESTAMPTZ NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    ended_at        TIMESTAMPTZ,
    ended           TEXT NOT NULL    -- done, dropped
);
CREATE INDEX relationship_actions_of ON relationship_actions (relationship_id, due_at);
CREATE INDEX relationship_actions_open ON relationship_actions (owner_id, due_at) WHERE ended_at IS NULL;

CREATE TABLE relationship_reflections (
    id              TEXT PRIMARY KEY,
    relationship_id TEXT NOT NULL REFERENCES relationships (id),
    session_id      TEXT REFERENCES relationship_sessions (id),
    author_id       TEXT NOT NULL REFERENCES members (id),
    sealed          BYTEA NOT NULL,  -- with the key of reflections
    written_at      TIMESTAMPTZ NOT NULL,
    changed_at      TIMESTAMPTZ NOT NULL,
    published       TEXT NOT NULL    -- the path of what its author made public of it
);
CREATE INDEX relationship_reflections_of ON relationship_reflections (author_id, relationship_id, written_at);

CREATE TABLE relationship_reviews (
    relationship_id TEXT NOT NULL REFERENCES relationships (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    part            TEXT NOT NULL,   -- half, close
    going           TEXT NOT NULL,   -- well, fair, badly
    again           TEXT NOT NULL,   -- yes, perhaps, no
    sealed          BYTEA,
    answered_at     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (relationship_id, member_id, part)
);

CREATE TABLE relationship_templates (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    agenda     TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);

-- +goose Down
DROP TABLE relationship_templates;
DROP TABLE relationship_reviews;
DROP TABLE relationship_reflections;
DROP TABLE relationship_actions;
DROP TABLE relationship_sessions;
