-- +goose Up
CREATE TABLE circle_turns (
    id         TEXT PRIMARY KEY,
    circle_id  TEXT NOT NULL REFERENCES circles (id),
    member_id  TEXT NOT NULL REFERENCES members (id),
    state      TEXT NOT NULL,       -- waiting, had, told
    place      BIGINT NOT NULL,     -- in the queue, while it waits
    problem    BYTEA NOT NULL,      -- encrypted, as are try and happened
    try        BYTEA,
    happened   BYTEA,
    created_at TIMESTAMPTZ NOT NULL,
    had_at     TIMESTAMPTZ,
    told_at    TIMESTAMPTZ
);
CREATE INDEX circle_turns_by_circle ON circle_turns (circle_id, state, place);
CREATE INDEX circle_turns_by_member ON circle_turns (member_id);

CREATE TABLE circle_questions (
    id         TEXT PRIMARY KEY,
    turn_id    TEXT NOT NULL REFERENCES circle_turns (id),
    member_id  TEXT NOT NULL REFERENCES members (id),
    text       BYTEA NOT NULL,      -- encrypted
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX circle_questions_by_turn ON circle_questions (turn_id, created_at);
CREATE INDEX circle_questions_by_member ON circle_questions (member_id);

-- +goose Down
DROP TABLE circle_questions;
DROP TABLE circle_turns;
