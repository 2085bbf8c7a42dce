package conversation

import (
	"context"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
)

// Replace ends a conversation whose people go on in another one: nothing more
// is asked about it, and nobody is told that it failed. One that is settled, or
// for which a time is agreed, is left alone; then it says false.
func (s *Conversations) Replace(ctx context.Context, tx bun.Tx, id string) (bool, error) {
	c, err := s.lock(ctx, tx, id)
	if err != nil || c.State != Open || !c.ClosedAt.IsZero() {
		return false, err
	}
	_, err = s.schedule.Appointment(ctx, tx, id)
	if !errors.Is(err, fault.NotFound) {
		return false, err
	}
	if err := s.nudges.Cancel(ctx, tx, id); err != nil {
		return false, err
	}
	for i := range c.People {
		p := &c.People[i]
		if p.Out() {
			continue
		}
		if err := s.schedule.Withdraw(ctx, tx, id, p.MemberID); err != nil {
			return false, err
		}
		p.LeftAt, p.LeftWhy = s.Now(), Moved
	}
	c.State, c.ClosedAt = Cancelled, s.Now()
	if err := save(ctx, tx, c); err != nil {
		return false, fmt.Errorf("replace conversation: %w", err)
	}
	return true, nil
}
