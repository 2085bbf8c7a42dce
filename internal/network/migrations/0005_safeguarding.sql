-- +goose Up
ALTER TABLE networks ADD COLUMN safeguarding_name TEXT NOT NULL DEFAULT '';  -- whom people turn to when they feel unsafe
ALTER TABLE networks ADD COLUMN safeguarding_email TEXT NOT NULL DEFAULT '';
ALTER TABLE networks ADD COLUMN safeguarding_phone TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE networks DROP COLUMN safeguarding_phone;
ALTER TABLE networks DROP COLUMN safeguarding_email;
ALTER TABLE networks DROP COLUMN safeguarding_name;
