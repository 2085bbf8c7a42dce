-- +goose Up
CREATE TABLE schedule_proposals (
    id          TEXT PRIMARY KEY,
    subject_id  TEXT NOT NULL,
    member_id   TEXT NOT NULL REFERENCES members (id),
    starts_at   TIMESTAMPTZ NOT NULL,
    proposed_at TIMESTAMPTZ NOT NULL,
    UNIQUE (subject_id, member_id, starts_at)
);
CREATE INDEX schedule_proposals_by_member ON schedule_proposals (member_id);

CREATE TABLE schedule_appointments (
    subject_id   TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,
    uid          TEXT NOT NULL,
    sequence     BIGINT NOT NULL,
    starts_at    TIMESTAMPTZ NOT NULL,
    seconds      BIGINT NOT NULL,
    proposal_id  TEXT,                             -- which was accepted, if one was
    changed_by   TEXT REFERENCES members (id),     -- NULL: erased
    changed_at   TIMESTAMPTZ NOT NULL,
    cancelled_at TIMESTAMPTZ,
    remind_at    TIMESTAMPTZ                       -- NULL: done, or not to be done
);
CREATE INDEX schedule_appointments_remind ON schedule_appointments (remind_at, subject_id) WHERE remind_at IS NOT NULL;
CREATE INDEX schedule_appointments_by_member ON schedule_appointments (changed_by);

-- +goose Down
DROP TABLE schedule_appointments;
DROP TABLE schedule_proposals;
