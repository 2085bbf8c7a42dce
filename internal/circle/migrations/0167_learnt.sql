-- +goose Up
CREATE TABLE circle_learnt (
    circle_id    TEXT PRIMARY KEY REFERENCES circles (id),
    writer_id    TEXT REFERENCES members (id),
    version      BIGINT NOT NULL,  -- whoever approves names the version that they saw
    sealed       BYTEA NOT NULL,
    closing      BOOLEAN NOT NULL, -- the circle closes once everybody has approved
    published_at TIMESTAMPTZ,
    hidden_at    TIMESTAMPTZ,      -- by organisers
    changed_at   TIMESTAMPTZ NOT NULL
);
CREATE INDEX circle_learnt_published ON circle_learnt (published_at) WHERE published_at IS NOT NULL;

CREATE TABLE circle_approvals (
    circle_id   TEXT NOT NULL REFERENCES circles (id),
    member_id   TEXT NOT NULL REFERENCES members (id),
    answer      TEXT NOT NULL,     -- yes, unnamed, no
    answered_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (circle_id, member_id)
);
CREATE INDEX circle_approvals_by_member ON circle_approvals (member_id);

-- +goose Down
DROP TABLE circle_approvals;
DROP TABLE circle_learnt;
