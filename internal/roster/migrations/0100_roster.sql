-- +goose Up
CREATE TABLE imports (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    file_name  TEXT NOT NULL,
    sealed     BYTEA,
    made_by    TEXT NOT NULL REFERENCES members (id),
    made_at    TIMESTAMPTZ NOT NULL,
    done_at    TIMESTAMPTZ,
    added      BIGINT NOT NULL,
    changed    BIGINT NOT NULL
);
CREATE INDEX imports_by_time ON imports (made_at);

-- +goose Down
DROP TABLE imports;
