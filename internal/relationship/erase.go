package relationship

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

var zero time.Time

// erase ends what a member is part of, and removes what they wrote.
func (s *Relationships) erase(ctx context.Context, tx bun.Tx, memberID string) error {
	if err := s.gone(ctx, tx, memberID); err != nil {
		return err
	}
	for _, statement := range []string{
		"DELETE FROM relationship_agreements WHERE relationship_id IN (SELECT id FROM relationships WHERE ? IN (helper_id, learner_id))",
		"UPDATE relationships SET goals = NULL WHERE ? IN (helper_id, learner_id)",
		"UPDATE relationships SET closed_by = NULL WHERE closed_by = ?",
	} {
		if _, err := tx.NewRaw(statement, memberID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
