-- +goose Up
CREATE TABLE applications (
    id           TEXT PRIMARY KEY,
    token_hash   TEXT NOT NULL UNIQUE,
    person       TEXT NOT NULL,
    payload      BYTEA,
    created_at   TIMESTAMPTZ NOT NULL,
    expires_at   TIMESTAMPTZ NOT NULL,
    confirmed_at TIMESTAMPTZ
);
CREATE INDEX applications_by_person ON applications (person);
CREATE INDEX applications_by_expiry ON applications (expires_at);

CREATE TABLE welcome_steps (
    member_id TEXT NOT NULL REFERENCES members (id),
    step      TEXT NOT NULL,
    skipped   BOOLEAN NOT NULL,
    done_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (member_id, step)
);

CREATE TABLE shared_notes (
    member_id  TEXT PRIMARY KEY REFERENCES members (id),
    note       TEXT NOT NULL,
    link       TEXT NOT NULL,
    public     BOOLEAN NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX shared_notes_by_change ON shared_notes (public, changed_at, member_id);

-- +goose Down
DROP TABLE shared_notes;
DROP TABLE welcome_steps;
DROP TABLE applications;
