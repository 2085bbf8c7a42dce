-- +goose Up
-- Who would like to talk again. Nobody else is told before all of them would.
CREATE TABLE conversation_ticks (
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    member_id       TEXT NOT NULL REFERENCES members (id),
    ticked_at       TIMESTAMPTZ NOT NULL,
    told_at         TIMESTAMPTZ, -- when all of them had, and heard of it
    PRIMARY KEY (conversation_id, member_id)
);
CREATE INDEX conversation_ticks_by_member ON conversation_ticks (member_id);

-- +goose Down
DROP TABLE conversation_ticks;
