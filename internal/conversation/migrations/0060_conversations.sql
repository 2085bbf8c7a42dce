-- +goose Up
CREATE TABLE conversations (
    id             TEXT PRIMARY KEY,
    source         TEXT NOT NULL,
    source_id      TEXT NOT NULL,
    ref            TEXT UNIQUE,      -- of an imported meeting: the same row of a spreadsheet is the same meeting
    state          TEXT NOT NULL,
    title          TEXT NOT NULL,
    first_writer   TEXT REFERENCES members (id),
    why            TEXT NOT NULL,
    prompts        TEXT NOT NULL,
    rules          TEXT NOT NULL,
    suggested      TEXT NOT NULL,
    room           TEXT NOT NULL,
    length         BIGINT NOT NULL,  -- nanoseconds
    opens_at       TIMESTAMPTZ NOT NULL,
    halfway_at     TIMESTAMPTZ,
    ends_at        TIMESTAMPTZ NOT NULL,
    close_at       TIMESTAMPTZ NOT NULL,  -- when Tick looks: the end, or later where the source failed
    met_at         TIMESTAMPTZ,
    asked_again_at TIMESTAMPTZ,
    closed_at      TIMESTAMPTZ,
    created_at     TIMESTAMPTZ NOT NULL
);
CREATE INDEX conversations_by_source ON conversations (source, source_id, id);
CREATE INDEX conversations_due ON conversations (close_at, id) WHERE closed_at IS NULL;

CREATE TABLE conversation_people (
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    position        BIGINT NOT NULL,
    answer          TEXT NOT NULL,
    reason          TEXT NOT NULL,
    answered_at     TIMESTAMPTZ,
    met_on          TIMESTAMPTZ,
    acted_at        TIMESTAMPTZ,
    left_at         TIMESTAMPTZ,
    left_why        TEXT NOT NULL,
    wanted_at       TIMESTAMPTZ,
    PRIMARY KEY (conversation_id, member_id)
);
CREATE INDEX conversation_people_by_member ON conversation_people (member_id, conversation_id);

CREATE TABLE conversation_reveals (
    id              TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    shown_at        TIMESTAMPTZ NOT NULL
);
CREATE INDEX conversation_reveals_by_conversation ON conversation_reveals (conversation_id);
CREATE INDEX conversation_reveals_by_member ON conversation_reveals (member_id);

-- +goose Down
DROP TABLE conversation_reveals;
DROP TABLE conversation_people;
DROP TABLE conversations;
