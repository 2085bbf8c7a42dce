-- +goose Up
CREATE TABLE circle_calls (
    id           TEXT PRIMARY KEY,
    circle_id    TEXT NOT NULL REFERENCES circles (id),
    state        TEXT NOT NULL,                  -- polling, agreed, cancelled
    by_id        TEXT REFERENCES members (id),   -- who proposed it; NULL: the rhythm, or erased
    minutes      BIGINT NOT NULL,
    about        BYTEA,                          -- encrypted, as are link and notes
    link         BYTEA,
    notes        BYTEA,
    answer_until TIMESTAMPTZ NOT NULL,           -- who has not answered by then is not waited for
    decide_at    TIMESTAMPTZ,                    -- when a time is picked by itself; NULL: not any more
    starts_at    TIMESTAMPTZ,
    noted_by     TEXT REFERENCES members (id),
    noted_at     TIMESTAMPTZ,
    created_at   TIMESTAMPTZ NOT NULL,
    closed_at    TIMESTAMPTZ                     -- when it was cancelled
);
CREATE INDEX circle_calls_by_circle ON circle_calls (circle_id, created_at);
CREATE INDEX circle_calls_to_decide ON circle_calls (decide_at) WHERE decide_at IS NOT NULL;

CREATE TABLE circle_call_times (
    call_id   TEXT NOT NULL REFERENCES circle_calls (id),
    starts_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (call_id, starts_at)
);

CREATE TABLE circle_call_people (
    call_id     TEXT NOT NULL REFERENCES circle_calls (id),
    member_id   TEXT NOT NULL REFERENCES members (id),
    answered_at TIMESTAMPTZ,                     -- NULL: they have not answered
    can         TEXT NOT NULL,                   -- the times that suit them, one a line
    there       BOOLEAN NOT NULL,                -- they were at the call
    PRIMARY KEY (call_id, member_id)
);
CREATE INDEX circle_call_people_by_member ON circle_call_people (member_id);

CREATE TABLE circle_promises (
    id         TEXT PRIMARY KEY,
    circle_id  TEXT NOT NULL REFERENCES circles (id),
    call_id    TEXT REFERENCES circle_calls (id),
    member_id  TEXT NOT NULL REFERENCES members (id),
    text       BYTEA NOT NULL,                   -- encrypted
    due_at     TIMESTAMPTZ NOT NULL,
    state      TEXT NOT NULL,                    -- open, done, dropped
    settled_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX circle_promises_by_circle ON circle_promises (circle_id, state);
CREATE INDEX circle_promises_by_member ON circle_promises (member_id);

-- +goose Down
DROP TABLE circle_promises;
DROP TABLE circle_call_people;
DROP TABLE circle_call_times;
DROP TABLE circle_calls;
