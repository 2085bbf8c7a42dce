-- +goose Up
CREATE TABLE intakes (
    id            TEXT PRIMARY KEY,
    kind          TEXT NOT NULL,        -- mentoring or coaching
    title         TEXT NOT NULL,
    purpose       TEXT NOT NULL,
    state         TEXT NOT NULL,        -- signing_up, choosing, drawn, published, cancelled
    sign_up_until TIMESTAMPTZ NOT NULL,
    choose_until  TIMESTAMPTZ NOT NULL,
    answer_by     TIMESTAMPTZ NOT NULL,
    next_at       TIMESTAMPTZ,          -- when the clock does the next thing
    seed          TEXT NOT NULL,        -- of the draw's lottery, hexadecimal
    engine        TEXT NOT NULL,
    draws         BIGINT NOT NULL,
    changes       BIGINT NOT NULL,      -- by hand since the draw
    drawn_at      TIMESTAMPTZ,
    settled_at    TIMESTAMPTZ,          -- when it was published or cancelled
    created_by    TEXT REFERENCES members (id),
    created_at    TIMESTAMPTZ NOT NULL
);
CREATE INDEX intakes_due ON intakes (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX intakes_by_state ON intakes (state, sign_up_until);

CREATE TABLE intake_people (
    intake_id TEXT NOT NULL REFERENCES intakes (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    side      TEXT NOT NULL,            -- helper or learner
    places    BIGINT NOT NULL,          -- how many a helper takes; 1 for a learner
    topics    TEXT NOT NULL,
    about     TEXT NOT NULL,
    anywhere  BOOLEAN NOT NULL,         -- also somebody of their own organisation
    signed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (intake_id, member_id, side)
);
CREATE INDEX intake_people_by_member ON intake_people (member_id);

CREATE TABLE intake_choices (
    intake_id TEXT NOT NULL REFERENCES intakes (id),
    member_id TEXT NOT NULL REFERENCES members (id),
    side      TEXT NOT NULL,            -- of who chooses
    other_id  TEXT NOT NULL REFERENCES members (id),
    place     BIGINT NOT NULL,          -- 1 is their first choice; 0 rules out
    PRIMARY KEY (intake_id, member_id, side, other_id)
);
CREATE INDEX intake_choices_by_other ON intake_choices (other_id);

CREATE TABLE intake_matches (
    intake_id       TEXT NOT NULL REFERENCES intakes (id),
    learner_id      TEXT NOT NULL REFERENCES members (id),
    helper_id       TEXT REFERENCES members (id),  -- none where there is nobody
    by_hand         BOOLEAN NOT NULL,
    why             TEXT NOT NULL,                 -- why there is nobody
    relationship_id TEXT NOT NULL,
    PRIMARY KEY (intake_id, learner_id)
);
CREATE INDEX intake_matches_by_helper ON intake_matches (helper_id);

-- +goose Down
DROP TABLE intake_matches;
DROP TABLE intake_choices;
DROP TABLE intake_people;
DROP TABLE intakes;
