package relationship

import (
	"context"

	"github.com/uptrace/bun"
)

// end closes the relationship, whatever for.
func (t *turn) end(why Reason) {
	t.r.State, t.r.ClosedAt, t.r.ClosedBy, t.r.ClosedWhy, t.r.CheckAt = Closed, t.now, t.me, why, zero
}

// gone ends the relationships of somebody who leaves the network.
func (s *Relationships) gone(ctx context.Context, tx bun.Tx, memberID string) error {
	list, err := s.lockAll(ctx, tx, "(r.helper_id = ? OR r.learner_id = ?) AND r.state <> ?", memberID, memberID, Closed)
	if err != nil {
		return err
	}
	for i := range list {
		err := s.turn(ctx, tx, &list[i], memberID, func(t *turn, ctx context.Context) error {
			t.end(Gone)
			return t.tellOver(ctx, t.r.Other(memberID), "gone")
		})
		if err != nil {
			return err
		}
	}
	return nil
}
