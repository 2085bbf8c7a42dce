-- +goose Up
CREATE TABLE email_changes (
    id         TEXT PRIMARY KEY,
    member_id  TEXT NOT NULL REFERENCES members (id),
    token_hash TEXT NOT NULL UNIQUE,
    email      BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX email_changes_by_member ON email_changes (member_id);
CREATE INDEX email_changes_by_expiry ON email_changes (expires_at);

-- +goose Down
DROP TABLE email_changes;
