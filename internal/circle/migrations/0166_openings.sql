-- +goose Up
CREATE TABLE circle_openings (
    id          TEXT PRIMARY KEY,
    host_id     TEXT NOT NULL REFERENCES members (id),
    name        TEXT NOT NULL,
    purpose     TEXT NOT NULL,
    who         TEXT NOT NULL,        -- who may apply
    rules       TEXT NOT NULL,
    experience  TEXT NOT NULL,        -- what the host brings along
    size        BIGINT NOT NULL,
    one         BOOLEAN NOT NULL,     -- one circle only, however many apply
    weeks       BIGINT NOT NULL,
    rhythm      TEXT NOT NULL,
    minutes     BIGINT NOT NULL,
    listed      BOOLEAN NOT NULL,     -- on the public list, and not only for whoever has the link
    apply_until TIMESTAMPTZ NOT NULL, -- the first moment that is too late
    starts_at   TIMESTAMPTZ NOT NULL,
    state       TEXT NOT NULL,        -- open, review, sent, done, off
    tries       BIGINT NOT NULL,      -- how often circles were proposed
    look_at     TIMESTAMPTZ,          -- when something is due
    reminded    BIGINT NOT NULL,      -- how often the host was reminded
    created_at  TIMESTAMPTZ NOT NULL,
    sent_at     TIMESTAMPTZ
);
CREATE INDEX circle_openings_due ON circle_openings (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX circle_openings_by_state ON circle_openings (state, apply_until);
CREATE INDEX circle_openings_by_host ON circle_openings (host_id);

CREATE TABLE circle_applications (
    id           TEXT PRIMARY KEY,
    opening_id   TEXT NOT NULL REFERENCES circle_openings (id),
    member_id    TEXT REFERENCES members (id), -- NULL: not a member yet
    person       TEXT NOT NULL,      -- stands for the address, which cannot be found from it
    sealed       BYTEA,              -- what they wrote
    leads        BOOLEAN NOT NULL,   -- would facilitate
    free         TEXT NOT NULL,      -- when they could, in codes
    state        TEXT NOT NULL,      -- unconfirmed, applied, offered, accepted, declined, lapsed, waiting, withdrawn, refused
    team         BIGINT NOT NULL,    -- the proposed circle; 0 is none
    team_leads   BOOLEAN NOT NULL,   -- and they facilitate it
    circle_id    TEXT REFERENCES circles (id),
    answer_by    TIMESTAMPTZ,
    remind_at    TIMESTAMPTZ,
    created_at   TIMESTAMPTZ NOT NULL,
    confirmed_at TIMESTAMPTZ,
    answered_at  TIMESTAMPTZ
);
CREATE INDEX circle_applications_by_opening ON circle_applications (opening_id, state);
CREATE INDEX circle_applications_by_circle ON circle_applications (circle_id) WHERE circle_id IS NOT NULL;
CREATE INDEX circle_applications_by_member ON circle_applications (member_id) WHERE member_id IS NOT NULL;
CREATE UNIQUE INDEX circle_applications_once ON circle_applications (opening_id, person);
CREATE INDEX circle_applications_unconfirmed ON circle_applications (created_at) WHERE state = 'unconfirmed';
CREATE INDEX circle_applications_answers ON circle_applications (answer_by) WHERE answer_by IS NOT NULL;
CREATE INDEX circle_applications_reminders ON circle_applications (remind_at) WHERE remind_at IS NOT NULL;

-- +goose Down
DROP TABLE circle_applications;
DROP TABLE circle_openings;
