-- +goose Up
CREATE TABLE organisations (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    name_key   TEXT NOT NULL UNIQUE,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE members (
    id              TEXT PRIMARY KEY,
    email           TEXT UNIQUE,
    name            TEXT NOT NULL,
    name_key        TEXT NOT NULL,
    state           TEXT NOT NULL,
    organiser       BOOLEAN NOT NULL,
    organisation_id TEXT REFERENCES organisations (id),
    job             TEXT NOT NULL,
    region          TEXT NOT NULL,
    about           TEXT NOT NULL,
    topics          TEXT NOT NULL,
    blog            TEXT NOT NULL,
    language        TEXT NOT NULL,
    phone           BYTEA,
    call_name       BYTEA,
    pictured        BOOLEAN NOT NULL,
    paused_until    TIMESTAMPTZ,
    pledged_at      TIMESTAMPTZ,
    bounced_at      TIMESTAMPTZ,
    joined_at       TIMESTAMPTZ NOT NULL,
    changed_at      TIMESTAMPTZ NOT NULL
);
CREATE INDEX members_by_name ON members (name_key, id);
CREATE INDEX members_by_joined ON members (joined_at, id);
CREATE INDEX members_by_organisation ON members (organisation_id, name_key, id);
CREATE INDEX members_by_pause ON members (paused_until);

CREATE TABLE profile_fields (
    id       TEXT PRIMARY KEY,
    label    TEXT NOT NULL,
    choices  TEXT NOT NULL,
    position BIGINT NOT NULL
);
CREATE TABLE profile_values (
    member_id TEXT NOT NULL REFERENCES members (id),
    field_id  TEXT NOT NULL REFERENCES profile_fields (id),
    value     TEXT NOT NULL,
    PRIMARY KEY (member_id, field_id)
);

CREATE TABLE sessions (
    id           TEXT PRIMARY KEY,
    token_hash   TEXT NOT NULL UNIQUE,
    member_id    TEXT NOT NULL REFERENCES members (id),
    device       TEXT NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    seen_at      TIMESTAMPTZ NOT NULL,
    expires_at   TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_by_member ON sessions (member_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE sign_in_links (
    token_hash TEXT PRIMARY KEY,
    member_id  TEXT NOT NULL REFERENCES members (id),
    next       TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at    TIMESTAMPTZ
);
CREATE INDEX sign_in_links_by_member ON sign_in_links (member_id);
CREATE INDEX sign_in_links_by_expiry ON sign_in_links (expires_at);

-- +goose Down
DROP TABLE sign_in_links;
DROP TABLE sessions;
DROP TABLE profile_values;
DROP TABLE profile_fields;
DROP TABLE members;
DROP TABLE organisations;
