-- +goose Up
CREATE TABLE mail_outbox (
	id          TEXT PRIMARY KEY,
	kind        TEXT NOT NULL,
	ukey        TEXT NOT NULL UNIQUE,
	member_id   TEXT,             -- NULL: for somebody who is no member
	person      TEXT NOT NULL,    -- a keyed pseudonym of the address
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
CREATE INDEX mail_outbox_due ON mail_outbox (next_try_at, id, state) WHERE next_try_at IS NOT NULL;
CREATE INDEX mail_outbox_member ON mail_outbox (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX mail_outbox_trouble ON mail_outbox (id) WHERE state IN ('failed', 'unknown');
CREATE INDEX mail_outbox_held ON mail_outbox (written_at, id) WHERE state = 'held';

-- What is large and secret: apart from the rows that change on the way.
CREATE TABLE mail_body (
	id     TEXT PRIMARY KEY,
	sealed BYTEA NOT NULL -- name, address, language, Message-ID and letter, encrypted
);

-- How much left, for the organiser, without a person.
CREATE TABLE mail_day (
	day  TEXT PRIMARY KEY, -- 2026-11-22, UTC
	sent BIGINT NOT NULL
);

-- +goose Down
DROP TABLE mail_day;
DROP TABLE mail_body;
DROP TABLE mail_outbox;
