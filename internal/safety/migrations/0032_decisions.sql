-- +goose Up
ALTER TABLE safety_reports ADD COLUMN taken_by TEXT REFERENCES members (id); -- who looks after it
ALTER TABLE safety_reports ADD COLUMN taken_at TIMESTAMPTZ;

CREATE TABLE safety_decisions (
    id         TEXT PRIMARY KEY,
    report_id  TEXT NOT NULL REFERENCES safety_reports (id),
    by_id      TEXT REFERENCES members (id), -- NULL: erased
    about_id   TEXT REFERENCES members (id), -- NULL: erased
    kind       TEXT NOT NULL,                -- none, warned, content, suspended, removed
    message    BYTEA,                        -- encrypted: what the person was told
    until_at   TIMESTAMPTZ,                  -- the end of a suspension
    decided_at TIMESTAMPTZ NOT NULL,
    undone_at  TIMESTAMPTZ                   -- by an appeal, or by a later decision
);
CREATE INDEX safety_decisions_by_report ON safety_decisions (report_id, id);
CREATE INDEX safety_decisions_by_about ON safety_decisions (about_id);

CREATE TABLE safety_appeals (
    decision_id TEXT PRIMARY KEY REFERENCES safety_decisions (id), -- one appeal
    words       BYTEA,                        -- encrypted
    appealed_at TIMESTAMPTZ NOT NULL,
    remind_at   TIMESTAMPTZ,                  -- when those who may decide it are written to again
    decided_at  TIMESTAMPTZ,
    decided_by  TEXT REFERENCES members (id), -- NULL: open, erased, or the safeguarding contact
    by_contact  BOOLEAN NOT NULL,
    upheld      BOOLEAN NOT NULL,             -- the decision stands; FALSE while it is open
    answer      BYTEA                         -- encrypted
);
CREATE INDEX safety_appeals_open ON safety_appeals (appealed_at) WHERE decided_at IS NULL;
CREATE INDEX safety_appeals_remind ON safety_appeals (remind_at) WHERE remind_at IS NOT NULL;

CREATE TABLE safety_events (
    id          TEXT PRIMARY KEY,
    report_id   TEXT NOT NULL REFERENCES safety_reports (id),
    by_id       TEXT REFERENCES members (id), -- NULL: the reporter, the person it is about, the safeguarding contact, or erased
    kind        TEXT NOT NULL,
    happened_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX safety_events_by_report ON safety_events (report_id, id);
CREATE INDEX safety_events_by_time ON safety_events (happened_at, id);

-- +goose Down
DROP TABLE safety_events;
DROP TABLE safety_appeals;
DROP TABLE safety_decisions;
ALTER TABLE safety_reports DROP COLUMN taken_at;
ALTER TABLE safety_reports DROP COLUMN taken_by;
