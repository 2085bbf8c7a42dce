-- +goose Up
-- What decides who talks to whom: best (the best spread) or chance.
ALTER TABLE programmes ADD COLUMN decides TEXT NOT NULL DEFAULT 'best';
ALTER TABLE draws ADD COLUMN decides TEXT NOT NULL DEFAULT 'best';
-- What the engine knows of how good the draw is: match.How, and match.Bound as
-- JSON; NULL where nothing was proved.
ALTER TABLE draws ADD COLUMN how BIGINT NOT NULL DEFAULT 0;
ALTER TABLE draws ADD COLUMN steps BIGINT NOT NULL DEFAULT 0;
ALTER TABLE draws ADD COLUMN least TEXT;

-- +goose Down
ALTER TABLE draws DROP COLUMN least;
ALTER TABLE draws DROP COLUMN steps;
ALTER TABLE draws DROP COLUMN how;
ALTER TABLE draws DROP COLUMN decides;
ALTER TABLE programmes DROP COLUMN decides;
