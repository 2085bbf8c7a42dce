-- +goose Up
-- The place of an offer in a circle that everybody looks at from a place of
-- their own; under the empty word stand all offers that can be asked.
ALTER TABLE mentoring_words ADD COLUMN lot TEXT NOT NULL DEFAULT '';
UPDATE mentoring_words SET lot = substr(offer_id, 25);
INSERT INTO mentoring_words (word, offer_id, lot) SELECT '', id, substr(id, 25) FROM mentoring_offers
    WHERE ended_at IS NULL AND NOT paused AND used < capacity AND waiting = 0;
CREATE INDEX mentoring_words_by_lot ON mentoring_words (word, lot, offer_id);

-- +goose Down
DROP INDEX mentoring_words_by_lot;
DELETE FROM mentoring_words WHERE word = '';
ALTER TABLE mentoring_words DROP COLUMN lot;
