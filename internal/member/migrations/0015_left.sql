-- +goose Up
-- When somebody left the network or was erased; NULL while they are a member.
ALTER TABLE members ADD COLUMN left_at TIMESTAMPTZ;
UPDATE members SET left_at = changed_at WHERE state IN ('left', 'erased');
CREATE INDEX members_by_leaving ON members (left_at) WHERE left_at IS NOT NULL;

-- +goose Down
DROP INDEX members_by_leaving;
ALTER TABLE members DROP COLUMN left_at;
