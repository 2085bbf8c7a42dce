package discussion

import (
	"context"

	"github.com/uptrace/bun"
)

// erase takes away what somebody wrote, and their name. The places of their
// posts stay, so that what others answered keeps its sense.
func (s *Discussions) erase(ctx context.Context, tx bun.Tx, memberID string) error {
	rooms, err := roomsOf(ctx, tx, memberID)
	if err != nil {
		return err
	}
	for _, id := range rooms { // in order, so that two such do not wait for each other
		if _, err := s.lock(ctx, tx, id); err != nil {
			return err
		}
		if err := erasePosts(ctx, tx, id, memberID, s.Now()); err != nil {
			return err
		}
	}
	_, err = tx.NewRaw("DELETE FROM discussion_mentions WHERE member_id = ?", memberID).Exec(ctx)
	if err == nil {
		_, err = tx.NewRaw("DELETE FROM discussion_people WHERE member_id = ?", memberID).Exec(ctx)
	}
	return err
}
