-- +goose Up
-- Few addresses refuse mail, and organisers are told of them on every visit.
CREATE INDEX members_by_bounce ON members (bounced_at) WHERE bounced_at IS NOT NULL;

-- +goose Down
DROP INDEX members_by_bounce;
