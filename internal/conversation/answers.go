package conversation

import (
	"context"
	"errors"
	"slices"
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/nudge"
)

// SayMet records that they met, on a day if they say so. An answer may be
// changed, and counts until fourteen days after the end.
func (s *Conversations) SayMet(ctx context.Context, id, memberID string, on time.Time) error {
	return s.act(ctx, id, memberID, func(ctx context.Context, t *turn) error {
		if !on.IsZero() && (on.After(t.now) || on.Before(t.c.OpensAt.Add(-48*time.Hour))) {
			return fault.Because(fault.Invalid, "conversation.met.when")
		}
		if on.IsZero() {
			at, err := t.agreed(ctx)
			if err != nil {
				return err
			}
			if at.Before(t.now) {
				on = at // which may be zero: nobody said when
			}
		}
		return t.answer(ctx, SaidMet, "", on)
	})
}

// SayNotMet records that they did not meet, or will not, and why.
func (s *Conversations) SayNotMet(ctx context.Context, id, memberID string, reason Reason) error {
	return s.act(ctx, id, memberID, func(ctx context.Context, t *turn) error {
		if !slices.Contains(Reasons, reason) {
			return fault.Because(fault.Invalid, "conversation.not_met.missing")
		}
		before := t.me.Answer
		if err := t.answer(ctx, SaidNotMet, reason, time.Time{}); err != nil {
			return err
		}
		if before == SaidNotMet || !t.c.Running(t.now) {
			return nil
		}
		return t.callOff(ctx)
	})
}

// answer records an answer and what follows from all of them.
func (t *turn) answer(ctx context.Context, a Answer, r Reason, on time.Time) error {
	if err := t.mine(); err != nil {
		return err
	}
	if !t.c.Answerable(t.now) {
		return errOver
	}
	t.me.Answer, t.me.Reason, t.me.MetOn, t.me.AnsweredAt = a, r, on, t.now
	for _, kind := range questions {
		if err := t.s.nudges.Answer(ctx, t.tx, kind, t.c.ID, t.me.MemberID, string(a)); err != nil {
			return err
		}
	}
	return t.settle(ctx)
}

// settle closes a conversation as soon as everybody agrees, brings a closed one
// in line with a late answer, and asks once more where answers contradict.
func (t *turn) settle(ctx context.Context) error {
	v := Decide(t.c.People)
	t.c.MetAt = v.MetAt
	switch {
	case !t.c.ClosedAt.IsZero():
		t.c.State = v.State
		t.tellClosed()
	case v.Complete && !v.Conflict:
		t.c.State, t.c.ClosedAt = v.State, t.now
		t.tellClosed()
	default:
		t.c.State = Open
	}
	if !v.Conflict || !t.c.AskedAgainAt.IsZero() {
		return nil
	}
	t.c.AskedAgainAt = t.now
	var plans []nudge.Plan
	for _, p := range t.c.Active() {
		if p.Answer != None {
			plans = append(plans, nudge.Plan{Kind: nudgeAgain, SubjectID: t.c.ID, MemberID: p.MemberID, Due: t.now})
		}
	}
	return t.s.nudges.Plan(ctx, t.tx, plans...)
}

// agreed is the time that stands, or zero.
func (t *turn) agreed(ctx context.Context) (time.Time, error) {
	a, err := t.s.schedule.Appointment(ctx, t.tx, t.c.ID)
	if errors.Is(err, fault.NotFound) {
		return time.Time{}, nil
	}
	return a.StartsAt, err
}
