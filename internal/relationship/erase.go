package relationship

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

var zero time.Time

// erase ends what a member is part of, and removes what they wrote. The notes
// and agendas that both wrote stay with the other, without a name.
func (s *Relationships) erase(ctx context.Context, tx bun.Tx, memberID string) error {
	if err := s.gone(ctx, tx, memberID); err != nil {
		return err
	}
	for _, statement := range []string{
		"DELETE FROM relationship_reflections WHERE author_id = ?",
		"DELETE FROM relationship_actions WHERE owner_id = ?",
		"DELETE FROM relationship_reviews WHERE member_id = ?",
		"DELETE FROM relationship_agreements WHERE relationship_id IN (SELECT id FROM relationships WHERE ? IN (helper_id, learner_id))",
		"UPDATE relationships SET goals = NULL WHERE ? IN (helper_id, learner_id)",
		"UPDATE relationships SET closed_by = NULL WHERE closed_by = ?",
		"UPDATE relationship_sessions SET said_by = NULL WHERE said_by = ?",
	} {
		if _, err := tx.NewRaw(statement, memberID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
