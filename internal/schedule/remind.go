package schedule

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

// batch is how many reminders one transaction does.
const batch = 200

// retryAfter is how long a reminder rests whose owner failed.
const retryAfter = time.Hour

// Tick has the owners write the reminders that are due, each once. One whose
// meeting has begun, because nothing ran for a day, is left out.
func (s *Schedule) Tick(ctx context.Context, now time.Time) error {
	var errs []error
	for ctx.Err() == nil {
		ids, err := dueReminders(ctx, s.DB, now, batch)
		if err != nil || len(ids) == 0 {
			return errors.Join(append(errs, err)...)
		}
		errs = append(errs, s.DB.InBatch(ctx, ids, func(ctx context.Context, tx bun.Tx, ids []string) error {
			return s.remind(ctx, tx, ids, now)
		}, func(ctx context.Context, tx bun.Tx, id string) error {
			return setReminder(ctx, tx, []string{id}, now.Add(retryAfter))
		}))
	}
	return errors.Join(append(errs, ctx.Err())...)
}

func (s *Schedule) remind(ctx context.Context, tx bun.Tx, ids []string, now time.Time) error {
	list, err := claimReminders(ctx, s.DB, tx, ids, now)
	if err != nil || len(list) == 0 {
		return err
	}
	done := make([]string, len(list))
	for i, a := range list {
		done[i] = a.SubjectID
		remind := s.owners[a.Kind].Remind
		if remind == nil || !a.StartsAt.After(now) {
			continue
		}
		if err := remind(ctx, tx, a); err != nil {
			return fmt.Errorf("reminder of a %s: %w", a.Kind, err)
		}
	}
	return setReminder(ctx, tx, done, time.Time{})
}
