-- +goose Up
CREATE TABLE draws (
    id         TEXT PRIMARY KEY,
    round_id   TEXT NOT NULL REFERENCES rounds (id),
    attempt    BIGINT NOT NULL,
    kind       TEXT NOT NULL,        -- round, or pool for those who came later
    state      TEXT NOT NULL,        -- prepared, drawn, published, replaced
    engine     TEXT NOT NULL,        -- the version that drew it
    seed       TEXT NOT NULL,        -- 64 hexadecimal digits
    input      BYTEA NOT NULL,       -- what it was drawn from: numbers, no names
    digest     TEXT NOT NULL,        -- SHA-256 of input
    traits     TEXT NOT NULL,        -- what the traits of the input are, one a line
    result     TEXT,                 -- what the engine answered, as JSON; NULL until it has
    repeats    BIGINT NOT NULL,      -- of the conversations as they stand
    same       TEXT NOT NULL,        -- pairs that share each trait, one a line
    optimal    BOOLEAN NOT NULL,
    groups     BIGINT NOT NULL,
    people     BIGINT NOT NULL,
    unplaced   BIGINT NOT NULL,
    problems   BIGINT NOT NULL,      -- conversations that could not be as wished
    changes    BIGINT NOT NULL,      -- made by hand
    drawn_by   TEXT REFERENCES members (id), -- NULL: by itself
    drawn_at   TIMESTAMPTZ NOT NULL,
    UNIQUE (round_id, attempt)
);

-- Who is behind the numbers of a draw. Erasing somebody leaves the row: the
-- member it names has no name any more.
CREATE TABLE draw_people (
    draw_id   TEXT NOT NULL REFERENCES draws (id),
    person    BIGINT NOT NULL,       -- their number in the input
    pseudonym TEXT NOT NULL,
    member_id TEXT NOT NULL REFERENCES members (id),
    group_no  BIGINT NOT NULL,       -- of draw_groups; 0: in no conversation
    why       BIGINT NOT NULL,       -- match.Why, for those in none
    PRIMARY KEY (draw_id, person)
);
CREATE INDEX draw_people_by_group ON draw_people (draw_id, group_no);
CREATE INDEX draw_people_by_member ON draw_people (member_id, draw_id);

CREATE TABLE draw_groups (
    draw_id  TEXT NOT NULL REFERENCES draws (id),
    group_no BIGINT NOT NULL,
    people   TEXT NOT NULL,          -- their numbers, as JSON
    reasons  TEXT NOT NULL,          -- match.Reason, as JSON
    rank     BIGINT NOT NULL,        -- how much there is to look at; 0: nothing
    pinned   BOOLEAN NOT NULL,       -- stays together when drawn again
    PRIMARY KEY (draw_id, group_no)
);
CREATE INDEX draw_groups_by_rank ON draw_groups (draw_id, rank DESC, group_no);

-- What people changed by hand, in order: applied to the result, they give the
-- conversations.
CREATE TABLE draw_changes (
    draw_id    TEXT NOT NULL REFERENCES draws (id),
    number     BIGINT NOT NULL,
    kind       TEXT NOT NULL,        -- move, swap, out, gone
    people     TEXT NOT NULL,        -- JSON
    by_id      TEXT REFERENCES members (id), -- NULL: by itself
    changed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (draw_id, number)
);

-- +goose Down
DROP TABLE draw_changes;
DROP TABLE draw_groups;
DROP TABLE draw_people;
DROP TABLE draws;
