-- +goose Up
CREATE TABLE safety_blocks (
    by_id      TEXT NOT NULL REFERENCES members (id),
    other_id   TEXT NOT NULL REFERENCES members (id),
    blocked_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (by_id, other_id)
);
CREATE INDEX safety_blocks_by_other ON safety_blocks (other_id);

CREATE TABLE safety_apart (
    a_id         TEXT NOT NULL REFERENCES members (id), -- the smaller of the two ids
    b_id         TEXT NOT NULL REFERENCES members (id),
    organiser_id TEXT REFERENCES members (id),          -- NULL: erased
    note         BYTEA,                                 -- encrypted
    kept_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (a_id, b_id)
);
CREATE INDEX safety_apart_by_b ON safety_apart (b_id);

CREATE TABLE safety_reports (
    id           TEXT PRIMARY KEY,
    by_id        TEXT REFERENCES members (id), -- NULL: erased
    about_id     TEXT REFERENCES members (id), -- NULL: erased
    subject_kind TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    words        BYTEA,                        -- encrypted
    reported_at  TIMESTAMPTZ NOT NULL,
    remind_at    TIMESTAMPTZ,                  -- when organisers are written to again; NULL once it is handled
    handled_at   TIMESTAMPTZ,
    handled_by   TEXT REFERENCES members (id)
);
CREATE INDEX safety_reports_open ON safety_reports (reported_at, id) WHERE handled_at IS NULL;
CREATE INDEX safety_reports_handled ON safety_reports (handled_at, id) WHERE handled_at IS NOT NULL;
CREATE INDEX safety_reports_remind ON safety_reports (remind_at, id) WHERE remind_at IS NOT NULL;
CREATE INDEX safety_reports_by ON safety_reports (by_id);
CREATE INDEX safety_reports_about ON safety_reports (about_id);

CREATE TABLE safety_notes (
    id         TEXT PRIMARY KEY,
    report_id  TEXT NOT NULL REFERENCES safety_reports (id),
    by_id      TEXT REFERENCES members (id), -- NULL: erased
    words      BYTEA,                        -- encrypted
    written_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX safety_notes_by_report ON safety_notes (report_id, id);

-- +goose Down
DROP TABLE safety_notes;
DROP TABLE safety_reports;
DROP TABLE safety_apart;
DROP TABLE safety_blocks;
