-- +goose Up
CREATE TABLE mentoring_offers (
    id           TEXT PRIMARY KEY,
    member_id    TEXT NOT NULL REFERENCES members (id),
    kind         TEXT NOT NULL,
    topics       TEXT NOT NULL,
    experience   TEXT NOT NULL,
    languages    TEXT NOT NULL,
    times        TEXT NOT NULL,
    ways         TEXT NOT NULL,
    rhythm       TEXT NOT NULL,
    capacity     BIGINT NOT NULL,
    used         BIGINT NOT NULL,      -- places taken by relationships and held by open requests
    waiting      BIGINT NOT NULL,      -- people who wait for a place
    search_key   TEXT NOT NULL,        -- everything in it that can be searched for, folded
    paused       BOOLEAN NOT NULL,
    paused_until TIMESTAMPTZ,
    created_at   TIMESTAMPTZ NOT NULL,
    changed_at   TIMESTAMPTZ NOT NULL,
    ended_at     TIMESTAMPTZ
);
CREATE INDEX mentoring_offers_by_member ON mentoring_offers (member_id);
CREATE INDEX mentoring_offers_newest ON mentoring_offers (created_at, id) WHERE ended_at IS NULL;
CREATE INDEX mentoring_offers_paused ON mentoring_offers (paused_until) WHERE paused_until IS NOT NULL;
CREATE INDEX mentoring_offers_waited ON mentoring_offers (id) WHERE waiting > 0;

-- The words of the offers that can be asked now, and of no others.
CREATE TABLE mentoring_words (
    word     TEXT NOT NULL,
    offer_id TEXT NOT NULL REFERENCES mentoring_offers (id),
    PRIMARY KEY (word, offer_id)
);
CREATE INDEX mentoring_words_of_offer ON mentoring_words (offer_id);

CREATE TABLE mentoring_seeks (
    id               TEXT PRIMARY KEY,
    member_id        TEXT NOT NULL REFERENCES members (id),
    kind             TEXT NOT NULL,
    topics           TEXT NOT NULL,
    aim              BYTEA,            -- encrypted
    tried            BYTEA,            -- encrypted
    languages        TEXT NOT NULL,
    times            TEXT NOT NULL,
    own_organisation BOOLEAN NOT NULL,
    created_at       TIMESTAMPTZ NOT NULL,
    changed_at       TIMESTAMPTZ NOT NULL,
    ended_at         TIMESTAMPTZ
);
CREATE INDEX mentoring_seeks_by_member ON mentoring_seeks (member_id);

CREATE TABLE mentoring_requests (
    id              TEXT PRIMARY KEY,
    kind            TEXT NOT NULL,
    offer_id        TEXT REFERENCES mentoring_offers (id),
    seek_id         TEXT,
    from_id         TEXT REFERENCES members (id),
    to_id           TEXT REFERENCES members (id),  -- none while an invitation waits for somebody to join
    address         BYTEA,             -- encrypted; of an invitation, until it is settled
    person          TEXT NOT NULL,     -- stands for that address, which cannot be found from it
    message         BYTEA,             -- encrypted
    state           TEXT NOT NULL,
    mute            BOOLEAN NOT NULL,  -- nobody was told, and who asks must not learn that
    reason          TEXT NOT NULL,
    reply           BYTEA,             -- encrypted
    suggested_id    TEXT REFERENCES members (id),
    suggested       BYTEA,             -- encrypted; the address of somebody suggested who is no member
    origin_id       TEXT,              -- the request whose answer suggested to ask this person
    asked_at        TIMESTAMPTZ NOT NULL,
    lapses_at       TIMESTAMPTZ,       -- while it is open
    willing_at      TIMESTAMPTZ,       -- an invitation: said yes, and is about to join
    answered_at     TIMESTAMPTZ,
    relationship_id TEXT NOT NULL,
    ended_at        TIMESTAMPTZ        -- when what came of it ended
);
CREATE INDEX mentoring_requests_due ON mentoring_requests (lapses_at) WHERE lapses_at IS NOT NULL;
CREATE INDEX mentoring_requests_from ON mentoring_requests (from_id, asked_at);
CREATE INDEX mentoring_requests_to ON mentoring_requests (to_id, asked_at);
CREATE INDEX mentoring_requests_offer ON mentoring_requests (offer_id, asked_at);
CREATE INDEX mentoring_requests_person ON mentoring_requests (person, asked_at) WHERE person <> '';
CREATE INDEX mentoring_requests_relationship ON mentoring_requests (relationship_id) WHERE relationship_id <> '';

CREATE TABLE mentoring_waits (
    id         TEXT PRIMARY KEY,
    offer_id   TEXT NOT NULL REFERENCES mentoring_offers (id),
    member_id  TEXT NOT NULL REFERENCES members (id),
    seek_id    TEXT,
    message    BYTEA,                  -- encrypted
    state      TEXT NOT NULL,
    since      TIMESTAMPTZ NOT NULL,
    offered_at TIMESTAMPTZ,
    lapses_at  TIMESTAMPTZ,            -- while a place is offered
    ended_at   TIMESTAMPTZ
);
CREATE UNIQUE INDEX mentoring_waits_once ON mentoring_waits (offer_id, member_id) WHERE ended_at IS NULL;
CREATE INDEX mentoring_waits_in_order ON mentoring_waits (offer_id, since, id);
CREATE INDEX mentoring_waits_by_member ON mentoring_waits (member_id);
CREATE INDEX mentoring_waits_due ON mentoring_waits (lapses_at) WHERE lapses_at IS NOT NULL;

CREATE TABLE mentoring_coaches (
    member_id TEXT PRIMARY KEY REFERENCES members (id),
    marked_by TEXT REFERENCES members (id),
    marked_at TIMESTAMPTZ NOT NULL
);

-- Who asked never to be written to again; the address cannot be found from it.
CREATE TABLE mentoring_refusals (
    person     TEXT PRIMARY KEY,
    refused_at TIMESTAMPTZ NOT NULL
);

-- +goose Down
DROP TABLE mentoring_refusals;
DROP TABLE mentoring_coaches;
DROP TABLE mentoring_waits;
DROP TABLE mentoring_requests;
DROP TABLE mentoring_seeks;
DROP TABLE mentoring_words;
DROP TABLE mentoring_offers;
