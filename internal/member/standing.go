package member

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
)

// Pause takes a member out of everything until a date, or until they come back
// when until is zero.
func (s *Members) Pause(ctx context.Context, tx bun.Tx, id string, until time.Time) error {
	return s.away(ctx, tx, id, Paused, until)
}

// Resume brings a paused member back.
func (s *Members) Resume(ctx context.Context, tx bun.Tx, id string) error {
	return s.away(ctx, tx, id, Active, time.Time{})
}

// away begins, moves or ends a pause, and has other packages hear of it where it
// is one.
func (s *Members) away(ctx context.Context, tx bun.Tx, id string, to State, until time.Time) error {
	was, err := s.Lock(ctx, tx, id)
	if err != nil {
		return err
	}
	s.counts.Store(nil)
	if err := setState(ctx, tx, id, to, until, s.Now()); err != nil {
		return err
	}
	if was.State != Paused && (was.State != Active || to == Active) {
		return nil
	}
	return s.tellAway(ctx, tx, id)
}

// Leave ends a membership, its role and all sessions; the person may come
// back, as a member.
func (s *Members) Leave(ctx context.Context, tx bun.Tx, id string) error {
	if err := s.keepAnOrganiser(ctx, tx, id); err != nil {
		return err
	}
	if err := s.depart(ctx, tx, id); err != nil {
		return fmt.Errorf("leave: %w", err)
	}
	s.counts.Store(nil)
	if err := setState(ctx, tx, id, Left, time.Time{}, s.Now()); err != nil {
		return err
	}
	if err := setOrganiser(ctx, tx, id, false, s.Now()); err != nil {
		return err
	}
	return endSessions(ctx, tx, id, "")
}

// Erase removes everything that names the member, here and in every package
// that gave OnErase a function. What others did with them stays, without the name.
func (s *Members) Erase(ctx context.Context, tx bun.Tx, id string) error {
	if err := s.keepAnOrganiser(ctx, tx, id); err != nil {
		return err
	}
	for _, f := range s.erase {
		if err := f(ctx, tx, id); err != nil {
			return fmt.Errorf("erase: %w", err)
		}
	}
	s.counts.Store(nil)
	return eraseRows(ctx, tx, id, s.Now())
}

// SetOrganiser gives or takes the organiser's role. The last one keeps it.
func (s *Members) SetOrganiser(ctx context.Context, tx bun.IDB, id string, organiser bool) error {
	if !organiser {
		if err := s.keepAnOrganiser(ctx, tx, id); err != nil {
			return err
		}
	}
	return setOrganiser(ctx, tx, id, organiser, s.Now())
}

func (s *Members) keepAnOrganiser(ctx context.Context, tx bun.IDB, id string) error {
	others, err := otherOrganisers(ctx, tx, id)
	if err != nil {
		return err
	}
	m, err := byID(ctx, tx, id)
	if err != nil {
		return err
	}
	if m.Organiser && others == 0 {
		return fault.Because(fault.Conflict, "member.last_organiser")
	}
	return nil
}
