package conversation

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"
)

// batch is how many conversations one transaction closes.
const batch = 200

// retryAfter is how long a conversation rests whose source fails when it is
// told.
const retryAfter = time.Hour

// Tick closes the conversations whose window is over, as their answers say.
func (s *Conversations) Tick(ctx context.Context, now time.Time) error {
	var errs []error
	for ctx.Err() == nil {
		ids, err := due(ctx, s.DB, now, batch)
		if err != nil || len(ids) == 0 {
			return errors.Join(append(errs, err)...)
		}
		errs = append(errs, s.DB.InBatch(ctx, ids, func(ctx context.Context, tx bun.Tx, ids []string) error {
			return s.close(ctx, tx, ids, now)
		}, func(ctx context.Context, tx bun.Tx, id string) error {
			return postpone(ctx, tx, id, now.Add(retryAfter))
		}))
	}
	return errors.Join(append(errs, ctx.Err())...)
}

// close settles those of ids that are still to be closed: another process may
// have been faster, or somebody's last answer.
func (s *Conversations) close(ctx context.Context, tx bun.Tx, ids []string, now time.Time) error {
	list, err := s.lockAll(ctx, tx, "c.id IN (?) AND c.closed_at IS NULL", bun.List(ids))
	if err != nil || len(list) == 0 {
		return err
	}
	byState := map[State][]string{}
	for i := range list {
		c := &list[i]
		if c.State != Cancelled {
			c.State = Decide(c.People).State
		}
		c.ClosedAt = now
		byState[c.State] = append(byState[c.State], c.ID)
	}
	for state, ids := range byState {
		if err := markClosed(ctx, tx, ids, state, now); err != nil {
			return err
		}
	}
	for _, c := range list {
		if closed := s.sources[c.Source].Closed; closed != nil {
			if err := closed(ctx, tx, c, c.People); err != nil {
				return err
			}
		}
	}
	return nil
}
