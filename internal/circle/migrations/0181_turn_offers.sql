-- +goose Up
ALTER TABLE circle_turns ADD COLUMN sure_for TEXT;   -- the call to which its owner has said they bring it
ALTER TABLE circle_turns ADD COLUMN passed_for TEXT; -- the call in which somebody else goes first

-- +goose Down
ALTER TABLE circle_turns DROP COLUMN passed_for;
ALTER TABLE circle_turns DROP COLUMN sure_for;
