-- +goose Up
CREATE TABLE circles (
    id            TEXT PRIMARY KEY,
    opening_id    TEXT,                 -- NULL: it did not come from an opening
    name          TEXT NOT NULL,
    purpose       TEXT NOT NULL,
    rules         TEXT NOT NULL,
    rhythm        TEXT NOT NULL,        -- weekly, fortnightly, monthly
    minutes       BIGINT NOT NULL,      -- of a call
    state         TEXT NOT NULL,        -- forming, running, closed
    answer_by     TIMESTAMPTZ,          -- while it forms: when it begins or is called off
    starts_at     TIMESTAMPTZ NOT NULL,
    ends_at       TIMESTAMPTZ NOT NULL,
    heir_id       TEXT,                 -- who is asked to take it over, or anybody: 'anybody'
    heir_asked_at TIMESTAMPTZ,
    look_at       TIMESTAMPTZ,          -- when to look whether it needs somebody
    created_at    TIMESTAMPTZ NOT NULL,
    closed_at     TIMESTAMPTZ
);
CREATE INDEX circles_by_opening ON circles (opening_id);
CREATE INDEX circles_due ON circles (look_at) WHERE look_at IS NOT NULL;

CREATE TABLE circle_people (
    circle_id  TEXT NOT NULL REFERENCES circles (id),
    member_id  TEXT NOT NULL REFERENCES members (id),
    role       TEXT NOT NULL,     -- facilitator, member
    experience TEXT NOT NULL,     -- what a facilitator brings along
    joined_at  TIMESTAMPTZ NOT NULL,
    left_at    TIMESTAMPTZ,
    removed    BOOLEAN NOT NULL,  -- they did not leave by themselves
    PRIMARY KEY (circle_id, member_id)
);
CREATE INDEX circle_people_by_member ON circle_people (member_id, circle_id);

-- +goose Down
DROP TABLE circle_people;
DROP TABLE circles;
