-- +goose Up
-- The network's own agendas are written, changed and retired by organisers.
ALTER TABLE relationship_templates ADD COLUMN edits BIGINT NOT NULL DEFAULT 0; -- who saves names what they changed
ALTER TABLE relationship_templates ADD COLUMN retired_at TIMESTAMPTZ;          -- no longer offered

-- +goose Down
ALTER TABLE relationship_templates DROP COLUMN retired_at;
ALTER TABLE relationship_templates DROP COLUMN edits;
