-- +goose Up
CREATE TABLE nudges (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    subject_id  TEXT NOT NULL,
    member_id   TEXT NOT NULL REFERENCES members (id),
    due_at      TIMESTAMPTZ NOT NULL,
    silent_at   TIMESTAMPTZ,          -- NULL: silence means nothing
    next_at     TIMESTAMPTZ,          -- when something is to be done; NULL: nothing more
    sent_at     TIMESTAMPTZ,
    answered_at TIMESTAMPTZ,
    answer      TEXT NOT NULL,
    silenced_at TIMESTAMPTZ,          -- when silence was acted on
    ended       TEXT NOT NULL,        -- why it was not asked, or no longer: cancelled unneeded unreachable
    failures    BIGINT NOT NULL,
    planned_at  TIMESTAMPTZ NOT NULL,
    UNIQUE (kind, subject_id, member_id)
);
CREATE INDEX nudges_next ON nudges (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX nudges_by_subject ON nudges (subject_id);
CREATE INDEX nudges_by_member ON nudges (member_id);

-- +goose Down
DROP TABLE nudges;
