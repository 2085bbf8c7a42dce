-- +goose Up
CREATE TABLE programmes (
    id            TEXT PRIMARY KEY,
    title         TEXT NOT NULL,
    purpose       TEXT NOT NULL,
    rules         TEXT NOT NULL,      -- one a line, as all lists of this table
    prompts       TEXT NOT NULL,
    minutes       BIGINT NOT NULL,
    size          BIGINT NOT NULL,
    differ        TEXT NOT NULL,
    opt_in        BOOLEAN NOT NULL,
    organisations TEXT NOT NULL,
    regions       TEXT NOT NULL,
    review        TEXT NOT NULL,
    cadence       TEXT NOT NULL,
    first_day     TEXT NOT NULL,      -- a civil date, as all days
    dates         TEXT NOT NULL,
    sign_up_days  BIGINT NOT NULL,
    review_days   BIGINT NOT NULL,
    talk_days     BIGINT NOT NULL,
    closing_days  BIGINT NOT NULL,
    state         TEXT NOT NULL,
    last_day      TEXT,
    next_at       TIMESTAMPTZ,        -- when the next round begins; NULL: never
    created_by    TEXT REFERENCES members (id),
    created_at    TIMESTAMPTZ NOT NULL,
    changed_at    TIMESTAMPTZ NOT NULL
);
CREATE INDEX programmes_due ON programmes (next_at) WHERE next_at IS NOT NULL;

-- What a member has said about a programme, and what the programme owes them.
-- Somebody without a row takes part like everybody else.
CREATE TABLE programme_members (
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    member_id    TEXT NOT NULL REFERENCES members (id),
    state        TEXT NOT NULL,       -- in, left, resting
    every        BIGINT NOT NULL,     -- takes part in every 1st, 2nd or 3rd round
    third        TEXT NOT NULL,       -- whether a third may join them: yes, no, or not said
    last_number  BIGINT NOT NULL,     -- of the round they were last placed in
    owed         BIGINT NOT NULL,     -- how often they were let down or left out since they last met somebody
    larger       BIGINT NOT NULL,     -- how often they were in a group larger than the others
    firsts       BIGINT NOT NULL,     -- how often they were to write first
    silent       BIGINT NOT NULL,     -- silent rounds in a row
    rested_at    TIMESTAMPTZ,
    changed_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (programme_id, member_id)
);
CREATE INDEX programme_members_by_member ON programme_members (member_id);

CREATE TABLE rounds (
    id           TEXT PRIMARY KEY,
    programme_id TEXT NOT NULL REFERENCES programmes (id),
    number       BIGINT NOT NULL,
    day          TEXT NOT NULL,
    state        TEXT NOT NULL,       -- sign_up, draw, review, conversations, closing, closed, cancelled
    reviewed     BOOLEAN NOT NULL,
    sign_up_at   TIMESTAMPTZ NOT NULL,
    draw_at      TIMESTAMPTZ NOT NULL,
    open_at      TIMESTAMPTZ NOT NULL,
    half_at      TIMESTAMPTZ,
    end_at       TIMESTAMPTZ NOT NULL,
    close_at     TIMESTAMPTZ NOT NULL,
    grace_at     TIMESTAMPTZ,         -- when a draw that nobody released goes out by itself
    due_at       TIMESTAMPTZ,         -- when there is something to do next; NULL: never again
    swept_at     TIMESTAMPTZ,         -- when newcomers were last asked
    draw_id      TEXT,                -- the newest attempt
    approved_by  TEXT REFERENCES members (id),
    approved_at  TIMESTAMPTZ,
    reminded_at  TIMESTAMPTZ,
    published_at TIMESTAMPTZ,
    closed_at    TIMESTAMPTZ,
    created_at   TIMESTAMPTZ NOT NULL,
    UNIQUE (programme_id, number),
    UNIQUE (programme_id, day)
);
CREATE INDEX rounds_due ON rounds (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE round_entries (
    round_id      TEXT NOT NULL REFERENCES rounds (id),
    member_id     TEXT NOT NULL REFERENCES members (id),
    answer        TEXT NOT NULL,      -- in, out, or not said
    place         TEXT NOT NULL,      -- none yet, placed, waiting, left_out, taken_out
    why           TEXT NOT NULL,      -- why they wait
    asked_at      TIMESTAMPTZ,        -- NULL: never asked by letter
    answered_at   TIMESTAMPTZ,
    waiting_since TIMESTAMPTZ,
    placed_at     TIMESTAMPTZ,
    outcome       TEXT NOT NULL,      -- met, not_met, unconfirmed, or not known yet
    let_down      BOOLEAN NOT NULL,   -- counted in what the programme owes them
    silent        BOOLEAN NOT NULL,   -- counted as a silent round
    PRIMARY KEY (round_id, member_id)
);
CREATE INDEX round_entries_by_member ON round_entries (member_id, round_id);
CREATE INDEX round_entries_waiting ON round_entries (round_id, waiting_since) WHERE place = 'waiting';
CREATE INDEX round_entries_met ON round_entries (member_id) WHERE outcome = 'met';

-- +goose Down
DROP TABLE round_entries;
DROP TABLE rounds;
DROP TABLE programme_members;
DROP TABLE programmes;
