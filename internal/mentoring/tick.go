package mentoring

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
)

// Tick does what is due: requests that nobody answered lapse, places that
// nobody took go to the next in line, pauses end. Each is a transaction of its
// own that looks at the state it starts from, so that it may be cut off
// anywhere and run in two processes at once.
func (s *Mentorings) Tick(ctx context.Context, now time.Time) error {
	d, err := whatIsDue(ctx, s.DB, now)
	if err != nil {
		return err
	}
	if d.lines, err = s.moving(ctx, d.lines); err != nil {
		return err
	}
	var errs []error
	each := func(what string, ids []string, do func(ctx context.Context, tx bun.Tx, id string, now time.Time) error) {
		for _, id := range ids {
			err := s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return do(ctx, tx, id, now) })
			if err != nil && !errors.Is(err, fault.NotFound) {
				errs = append(errs, fmt.Errorf("%s %s: %w", what, id, err))
			}
		}
	}
	each("request", d.requests, s.lapseDue)
	each("place", d.places, s.placeDue)
	each("pause", d.pauses, s.pauseDue)
	each("line of", d.lines, func(ctx context.Context, tx bun.Tx, id string, _ time.Time) error { return s.settle(ctx, tx, id) })
	return errors.Join(errs...)
}

// moving are those of the lines in which somebody can be offered a place: most
// that have one free wait for a member who helps as many people in other ways as
// they can, and need no transaction to find that out.
func (s *Mentorings) moving(ctx context.Context, ids []string) ([]string, error) {
	var list []string
	for _, id := range ids {
		o, err := offerByID(ctx, s.DB, id)
		if err != nil {
			return nil, err
		}
		able, err := s.able(ctx, s.DB, o)
		if err != nil {
			return nil, err
		}
		if able {
			list = append(list, id)
		}
	}
	return list, nil
}

func (s *Mentorings) lapseDue(ctx context.Context, tx bun.Tx, id string, now time.Time) error {
	r, err := s.lockRequest(ctx, tx, id)
	if err != nil || r.State != Asked || r.LapsesAt.After(now) {
		return err
	}
	late, err := s.remindedLate(ctx, tx, r.ID, now)
	if err != nil {
		return err
	}
	if !late.IsZero() {
		r.LapsesAt = late
		return updateRequest(ctx, tx, r)
	}
	return s.lapse(ctx, tx, r, Lapsed)
}

// remindedLate is until when somebody may still answer who was reminded only a
// short while ago, because nothing ran when it was due; zero where they were
// reminded in time, or not at all.
func (s *Mentorings) remindedLate(ctx context.Context, tx bun.IDB, id string, now time.Time) (time.Time, error) {
	asked, err := s.nudges.About(ctx, tx, id)
	for _, n := range asked {
		if until := n.SentAt.Add(lateGrace); !n.SentAt.IsZero() && until.After(now) {
			return until, err
		}
	}
	return time.Time{}, err
}

// lapse ends a request that nobody answered, or cannot any more, and shows who
// asked whom else they could ask.
func (s *Mentorings) lapse(ctx context.Context, tx bun.Tx, r Request, to State) error {
	r.State = to
	more, err := s.instead(ctx, tx, r)
	if err != nil {
		return err
	}
	if r.FromID != "" {
		from, err := s.members.In(ctx, tx, r.FromID)
		if err != nil {
			return err
		}
		who, err := s.called(ctx, tx, r)
		if err != nil {
			return err
		}
		if err := s.tell(ctx, tx, from, "mentoring.lapsed", r.ID, func(ctx context.Context) (letter, error) {
			return s.lapsedLetter(ctx, from, who, more, "mentoring.letter.lapsed"), nil
		}); err != nil {
			return err
		}
	}
	return s.finish(ctx, tx, r)
}

func (s *Mentorings) placeDue(ctx context.Context, tx bun.Tx, id string, now time.Time) error {
	w, err := waitByID(ctx, tx, id)
	if err != nil {
		return err
	}
	if _, err := s.lockOffer(ctx, tx, w.OfferID); err != nil {
		return err
	}
	if w, err = s.lockWait(ctx, tx, id); err != nil || !w.EndedAt.IsZero() || w.LapsesAt.IsZero() || w.LapsesAt.After(now) {
		return err
	}
	late, err := s.remindedLate(ctx, tx, w.ID, now)
	if err != nil {
		return err
	}
	if !late.IsZero() {
		w.LapsesAt = late
		return updateWait(ctx, tx, w)
	}
	if err := s.dismiss(ctx, tx, w, true); err != nil {
		return err
	}
	return s.settle(ctx, tx, w.OfferID)
}

func (s *Mentorings) pauseDue(ctx context.Context, tx bun.Tx, id string, now time.Time) error {
	o, err := s.lockOffer(ctx, tx, id)
	if err != nil || !o.Paused || o.PausedUntil.IsZero() || o.PausedUntil.After(now) {
		return err
	}
	o.Paused, o.PausedUntil = false, time.Time{}
	if err := updateOffer(ctx, tx, o); err != nil {
		return err
	}
	if err := index(ctx, tx, o); err != nil {
		return err
	}
	return s.settle(ctx, tx, id)
}
