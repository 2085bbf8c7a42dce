-- +goose Up
CREATE TABLE relationships (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,  -- coaching, mentoring
    state      TEXT NOT NULL,  -- agreeing, running, closed
    helper_id  TEXT NOT NULL REFERENCES members (id),
    learner_id TEXT NOT NULL REFERENCES members (id),
    source     TEXT NOT NULL,
    source_id  TEXT NOT NULL,
    goals      BYTEA,          -- what the learner asked for, until an agreement says it better
    created_at TIMESTAMPTZ NOT NULL,
    started_at TIMESTAMPTZ,    -- when the first agreement was accepted
    ends_at    TIMESTAMPTZ,    -- as agreed
    beat_at    TIMESTAMPTZ,    -- by when the next session is due
    missed     BIGINT NOT NULL,
    check_at   TIMESTAMPTZ,    -- when Tick looks at it next; NULL: closed
    closed_at  TIMESTAMPTZ,
    closed_by  TEXT REFERENCES members (id), -- NULL: nobody did, or erased
    closed_why TEXT NOT NULL   -- asked, lapsed, finished, silent, apart, gone
);
CREATE INDEX relationships_by_helper ON relationships (helper_id, state);
CREATE INDEX relationships_by_learner ON relationships (learner_id, state);
CREATE INDEX relationships_check ON relationships (check_at, id) WHERE check_at IS NOT NULL;

CREATE TABLE relationship_agreements (
    relationship_id TEXT NOT NULL REFERENCES relationships (id),
    version         BIGINT NOT NULL,
    proposed_by     TEXT NOT NULL REFERENCES members (id),
    proposed_at     TIMESTAMPTZ NOT NULL,
    accepted_at     TIMESTAMPTZ,  -- by the other one
    ended_at        TIMESTAMPTZ,
    ended_why       TEXT NOT NULL, -- replaced, withdrawn, declined
    weeks           BIGINT NOT NULL,
    minutes         BIGINT NOT NULL,
    months          BIGINT NOT NULL,
    sealed          BYTEA NOT NULL,
    PRIMARY KEY (relationship_id, version)
);

-- +goose Down
DROP TABLE relationship_agreements;
DROP TABLE relationships;
