package conversation

import (
	"context"

	"github.com/uptrace/bun"
)

// erase takes a member out of what is open and removes what could name them.
// That there was a conversation, and what was answered, stays as counts.
func (s *Conversations) erase(ctx context.Context, tx bun.Tx, memberID string) error {
	if err := s.gone(ctx, tx, memberID); err != nil {
		return err
	}
	for _, statement := range []string{
		// The reasons of a draw may name whom they work for.
		"UPDATE conversations SET why = '[]' WHERE id IN (SELECT conversation_id FROM conversation_people WHERE member_id = ?)",
		"DELETE FROM conversation_ticks WHERE member_id = ?",
		"DELETE FROM conversation_reveals WHERE member_id = ?",
	} {
		if _, err := tx.NewRaw(statement, memberID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
