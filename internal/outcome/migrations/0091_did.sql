-- +goose Up
-- Whoever wrote what they will do is asked later how it went. Only they see
-- what they answer.
ALTER TABLE outcomes ADD COLUMN will_by TEXT;                  -- who wrote it; NULL: nobody, or not known
ALTER TABLE outcomes ADD COLUMN will_at TIMESTAMPTZ;
ALTER TABLE outcomes ADD COLUMN did     TEXT NOT NULL DEFAULT ''; -- yes, partly, no, skip, or nothing yet
ALTER TABLE outcomes ADD COLUMN did_at  TIMESTAMPTZ;
CREATE INDEX outcomes_will ON outcomes (will_by, will_at) WHERE will_by IS NOT NULL;

-- +goose Down
DROP INDEX outcomes_will;
ALTER TABLE outcomes DROP COLUMN did_at;
ALTER TABLE outcomes DROP COLUMN did;
ALTER TABLE outcomes DROP COLUMN will_at;
ALTER TABLE outcomes DROP COLUMN will_by;
