-- +goose Up
CREATE TABLE mail_outbox (
	id          TEXT PRIMARY KEY,
	message_id  TEXT NOT NULL,
	kind        TEXT NOT NULL,
	ukey        TEXT NOT NULL UNIQUE,
	member_id   TEXT,             -- NULL: for somebody who is no member
	person      TEXT NOT NULL,    -- a keyed pseudonym of the address
	sealed      BYTEA,            -- name, address, language and letter, encrypted; NULL once purged
	state       TEXT NOT NULL,    -- queued sending sent unknown failed held
	attempts    BIGINT NOT NULL,
	twice       BOOLEAN NOT NULL, -- an earlier attempt may have arrived
	reason      TEXT NOT NULL,    -- why the last attempt failed, without the address
	lease       TEXT,             -- who is sending it: whoever holds another lease may not mark it
	next_try_at TIMESTAMPTZ,      -- when it is due, or when its lease ends; NULL: never again
	written_at  TIMESTAMPTZ NOT NULL,
	give_up_at  TIMESTAMPTZ NOT NULL,
	settled_at  TIMESTAMPTZ       -- when it was sent or failed
);
CREATE INDEX mail_outbox_due ON mail_outbox (next_try_at, id) WHERE next_try_at IS NOT NULL;
CREATE INDEX mail_outbox_state ON mail_outbox (state, id);
CREATE INDEX mail_outbox_member ON mail_outbox (member_id) WHERE member_id IS NOT NULL;

-- +goose Down
DROP TABLE mail_outbox;
