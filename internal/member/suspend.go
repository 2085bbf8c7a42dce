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

// Reinstate lets a suspended or removed member back to where they stood.
func (s *Members) Reinstate(ctx context.Context, tx bun.IDB, id string) error {
	s.counts.Store(nil)
	return unbar(ctx, tx, s.Now(), "id = ? AND state IN (?)", id, bun.List([]State{Suspended, Removed}))
}

// setBarred moves anybody who is not erased, and keeps where they stood. Of two
// in a row the first one knows.
func setBarred(ctx context.Context, tx bun.IDB, id string, to State, until, now time.Time) error {
	q := tx.NewUpdate().Model((*Member)(nil)).
		Set("barred_from = CASE WHEN state IN (?) THEN barred_from ELSE state END", bun.List([]State{Suspended, Removed})).
		Set("pause_until = CASE state WHEN ? THEN paused_until WHEN ? THEN NULL ELSE pause_until END", Paused, Active).
		Set("state = ?", to).Set("paused_until = ?", bun.NullTime{Time: until}).Set("changed_at = ?", now)
	if to == Removed {
		q = q.Set("left_at = COALESCE(left_at, ?)", now)
	}
	_, err := q.Where("id = ? AND state <> ?", id, Erased).Exec(ctx)
	return err
}

// unbar puts people back to where they stood: to their pause, if that is not
// over, and out of the network if they had left it.
func unbar(ctx context.Context, tx bun.IDB, now time.Time, where string, args ...any) error {
	_, err := tx.NewUpdate().Model((*Member)(nil)).
		Set(`state = CASE WHEN barred_from = ? THEN barred_from
			WHEN barred_from = ? AND (pause_until IS NULL OR pause_until > ?) THEN barred_from ELSE ? END`, Left, Paused, now, Active).
		Set("paused_until = CASE WHEN barred_from = ? AND pause_until > ? THEN pause_until END", Paused, now).
		Set("left_at = CASE WHEN barred_from = ? THEN left_at END", Left).
		Set("barred_from = '', pause_until = NULL, changed_at = ?", now).
		Where(where, args...).Exec(ctx)
	return err
}
