-- +goose Up
CREATE TABLE safety_terms (
    kind         TEXT NOT NULL,   -- terms, conduct
    version      BIGINT NOT NULL, -- 1 is what comes with the program, until organisers write their own
    revision     BIGINT NOT NULL, -- small corrections of a version, about which nobody is asked again
    words        TEXT NOT NULL,
    by_id        TEXT REFERENCES members (id), -- NULL: erased
    published_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (kind, version, revision)
);

CREATE TABLE safety_acceptances (
    member_id   TEXT NOT NULL REFERENCES members (id),
    kind        TEXT NOT NULL,
    version     BIGINT NOT NULL,
    accepted_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (member_id, kind, version)
);
CREATE INDEX safety_acceptances_by_version ON safety_acceptances (kind, version);

CREATE TABLE safety_adults (
    member_id   TEXT PRIMARY KEY REFERENCES members (id), -- who has said that they are 18 or over
    declared_at TIMESTAMPTZ NOT NULL
);

-- +goose Down
DROP TABLE safety_adults;
DROP TABLE safety_acceptances;
DROP TABLE safety_terms;
