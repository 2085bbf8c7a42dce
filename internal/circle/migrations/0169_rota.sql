-- +goose Up
CREATE TABLE circle_rotas (
    circle_id  TEXT PRIMARY KEY REFERENCES circles (id),
    planned_at TIMESTAMPTZ NOT NULL,
    next_at    TIMESTAMPTZ                      -- when the next slot opens; NULL: all are open
);
CREATE INDEX circle_rotas_due ON circle_rotas (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE circle_pairs (
    circle_id       TEXT NOT NULL REFERENCES circles (id),
    a_id            TEXT NOT NULL REFERENCES members (id),
    b_id            TEXT NOT NULL REFERENCES members (id),
    opens_at        TIMESTAMPTZ NOT NULL,       -- of the slot
    ends_at         TIMESTAMPTZ NOT NULL,
    opened          BOOLEAN NOT NULL,
    conversation_id TEXT,
    PRIMARY KEY (circle_id, a_id, b_id)
);
CREATE INDEX circle_pairs_by_b ON circle_pairs (b_id);

-- +goose Down
DROP TABLE circle_pairs;
DROP TABLE circle_rotas;
