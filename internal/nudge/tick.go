package nudge

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/mail"
)

// batch is how many nudges one transaction does. One that is larger makes
// other writers wait.
const batch = 200

// retryAfter is how long a nudge rests whose feature failed, so that it
// neither blocks the others nor fills the log.
const retryAfter = time.Hour

// Tick asks what is due and acts on silence. A feature that fails leaves its
// nudge for later and does not stop the others; the errors come back joined.
func (s *Nudges) Tick(ctx context.Context, now time.Time) error {
	var errs []error
	for ctx.Err() == nil {
		ids, err := due(ctx, s.DB, now, batch)
		if err != nil || len(ids) == 0 {
			return errors.Join(append(errs, err)...)
		}
		errs = append(errs, s.DB.InBatch(ctx, ids, func(ctx context.Context, tx bun.Tx, ids []string) error {
			return s.do(ctx, tx, ids, now)
		}, func(ctx context.Context, tx bun.Tx, id string) error {
			return postpone(ctx, tx, id, now.Add(retryAfter))
		}))
	}
	return errors.Join(append(errs, ctx.Err())...)
}

func (s *Nudges) do(ctx context.Context, tx bun.Tx, ids []string, now time.Time) error {
	ns, err := claim(ctx, s.DB, tx, ids, now)
	if err != nil {
		return err
	}
	if err := s.people(ctx, tx, ns); err != nil {
		return err
	}
	var letters []mail.Item
	for _, n := range ns {
		if !n.SentAt.IsZero() {
			err = s.silence(ctx, tx, n, now)
		} else {
			letters, err = s.ask(ctx, tx, n, now, letters)
		}
		if err != nil {
			return fmt.Errorf("nudge %s: %w", n.Kind, err)
		}
	}
	return s.Post.QueueAll(ctx, tx, letters)
}

func (s *Nudges) people(ctx context.Context, tx bun.IDB, ns []Nudge) error {
	ids := make([]string, len(ns))
	for i, n := range ns {
		ids[i] = n.MemberID
	}
	people, err := s.members.Many(ctx, tx, ids)
	for i := range ns {
		ns[i].Member = people[ns[i].MemberID]
	}
	return err
}
