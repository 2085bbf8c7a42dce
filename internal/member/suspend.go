package member

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
)

// errSuspended is the answer to somebody whom organisers have kept out.
var errSuspended = fault.Because(fault.Gone, "member.suspended")

// Barred reports whether organisers keep the member out.
func (m Member) Barred() bool { return m.State == Suspended || m.State == Removed }

// Suspend keeps a member out until a date: they cannot sign in, nothing they
// hold a link to takes their word, and nobody waits for them. Everything they
// wrote stays.
func (s *Members) Suspend(ctx context.Context, tx bun.Tx, id string, until time.Time) error {
	return s.bar(ctx, tx, id, Suspended, until)
}

// Remove ends a membership for good: the address cannot join again, unless
// Reinstate undoes it.
func (s *Members) Remove(ctx context.Context, tx bun.Tx, id string) error {
	return s.bar(ctx, tx, id, Removed, time.Time{})
}

func (s *Members) bar(ctx context.Context, tx bun.Tx, id string, to State, until time.Time) error {
	if err := s.keepAnOrganiser(ctx, tx, id); err != nil {
		return err
	}
	if err := s.depart(ctx, tx, id); err != nil {
		return fmt.Errorf("%s: %w", to, err)
	}
	s.counts.Store(nil)
	if err := setBarred(ctx, tx, id, to, until, s.Now()); err != nil {
		return err
	}
	if to == Removed {
		if err := setOrganiser(ctx, tx, id, false, s.Now()); err != nil {
			return err
		}
	}
	return endSessions(ctx, tx, id, "")
}

// Reinstate lets a suspended or removed member back in.
func (s *Members) Reinstate(ctx context.Context, tx bun.IDB, id string) error {
	s.counts.Store(nil)
	_, err := tx.NewUpdate().Model((*Member)(nil)).Set("state = ?, paused_until = NULL, left_at = NULL, changed_at = ?", Active, s.Now()).
		Where("id = ? AND state IN (?)", id, bun.List([]State{Suspended, Removed})).Exec(ctx)
	return err
}

// setBarred moves anybody who is not erased.
func setBarred(ctx context.Context, tx bun.IDB, id string, to State, until, now time.Time) error {
	var left time.Time
	if to == Removed {
		left = now
	}
	_, err := tx.NewUpdate().Model((*Member)(nil)).Set("state = ?", to).Set("paused_until = ?", bun.NullTime{Time: until}).
		Set("left_at = ?", bun.NullTime{Time: left}).Set("changed_at = ?", now).Where("id = ? AND state <> ?", id, Erased).Exec(ctx)
	return err
}
