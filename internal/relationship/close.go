package relationship

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/schedule"
)

// Close ends a relationship: either of the two may, at any time, without a
// reason. Both are asked what changed.
func (s *Relationships) Close(ctx context.Context, id, memberID string) error {
	return s.act(ctx, id, memberID, func(t *turn, ctx context.Context) error {
		if !t.r.open() {
			return nil // both may press at once
		}
		return t.part(ctx, Asked)
	})
}

// part ends it because one of the two wants to; the other hears the same words
// whatever for.
func (t *turn) part(ctx context.Context, why Reason) error {
	ran := t.r.State == Running
	off, err := t.end(ctx, why)
	if err != nil {
		return err
	}
	if err := t.tellOver(ctx, t.r.Other(t.me), "ended", off); err != nil {
		return err
	}
	if off != nil {
		if err := t.tellFree(ctx, t.me, *off); err != nil {
			return err
		}
	}
	if !ran {
		return nil
	}
	return t.ask(ctx, nudgeClosing, string(End), t.now)
}

// finish ends it because a date has come.
func (t *turn) finish(ctx context.Context, why Reason) error {
	off, err := t.end(ctx, why)
	if err != nil {
		return err
	}
	for _, p := range t.r.People() {
		if err := t.tellOver(ctx, p, string(why), off); err != nil {
			return err
		}
	}
	if why != Finished {
		return nil
	}
	return t.ask(ctx, nudgeClosing, string(End), t.now)
}

// end closes it, whatever for, and gives back the appointment that is off, for
// the calendars.
func (t *turn) end(ctx context.Context, why Reason) (off *schedule.Appointment, err error) {
	if t.r.State == Running {
		n, err := t.coming(ctx)
		if err != nil {
			return nil, err
		}
		if off, err = t.callOff(ctx, n); err != nil {
			return nil, err
		}
		n.State = Off
		if err := saveSession(ctx, t.tx, n); err != nil {
			return nil, err
		}
	}
	t.r.State, t.r.ClosedAt, t.r.ClosedBy, t.r.ClosedWhy, t.r.CheckAt = Closed, t.now, t.me, why, zero
	return off, nil
}

// blocked ends what runs between two people of whom one has blocked the other.
func (s *Relationships) blocked(ctx context.Context, tx bun.Tx, by, other string) error {
	list, err := s.lockAll(ctx, tx, "(r.helper_id = ? AND r.learner_id = ? OR r.helper_id = ? AND r.learner_id = ?) AND r.state <> ?", by, other, other, by, Closed)
	if err != nil {
		return err
	}
	for i := range list {
		err := s.turn(ctx, tx, &list[i], by, func(t *turn, ctx context.Context) error { return t.part(ctx, Apart) })
		if err != nil {
			return err
		}
	}
	return nil
}

// gone ends the relationships of somebody who leaves the network.
func (s *Relationships) gone(ctx context.Context, tx bun.Tx, memberID string) error {
	list, err := s.lockAll(ctx, tx, "(r.helper_id = ? OR r.learner_id = ?) AND r.state <> ?", memberID, memberID, Closed)
	if err != nil {
		return err
	}
	for i := range list {
		err := s.turn(ctx, tx, &list[i], memberID, func(t *turn, ctx context.Context) error {
			off, err := t.end(ctx, Gone)
			if err != nil {
				return err
			}
			return t.tellOver(ctx, t.r.Other(memberID), "gone", off)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
