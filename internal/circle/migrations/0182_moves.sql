-- +goose Up
CREATE TABLE circle_moves (
    circle_id TEXT NOT NULL REFERENCES circles (id),
    member_id TEXT NOT NULL REFERENCES members (id), -- who asks organisers for another circle
    asked_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (circle_id, member_id)
);
CREATE INDEX circle_moves_by_member ON circle_moves (member_id);

-- +goose Down
DROP TABLE circle_moves;
