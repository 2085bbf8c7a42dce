-- +goose Up
-- Two people who say yes to each other twice at the same moment, in two
-- processes, work together once. The later of two that began so is over.
UPDATE relationships SET state = 'closed', closed_at = created_at, closed_why = 'lapsed', check_at = NULL WHERE state <> 'closed' AND EXISTS (
    SELECT 1 FROM relationships AS o WHERE o.kind = relationships.kind AND o.helper_id = relationships.helper_id
        AND o.learner_id = relationships.learner_id AND o.state <> 'closed' AND o.id < relationships.id);
CREATE UNIQUE INDEX relationships_once ON relationships (kind, helper_id, learner_id) WHERE state <> 'closed';

-- +goose Down
DROP INDEX relationships_once;
