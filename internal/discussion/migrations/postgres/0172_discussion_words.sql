-- +goose Up
-- The words of posts, as they were folded: no parser and no dictionary changes
-- them. Longer words than these do not fit into an index.
UPDATE discussion_posts SET found = regexp_replace(found, '([^ ]{60})[^ ]+', '\1', 'g');
CREATE INDEX discussion_posts_words ON discussion_posts USING gin (array_to_tsvector(string_to_array(ltrim(found), ' ')));

-- +goose Down
DROP INDEX discussion_posts_words;
