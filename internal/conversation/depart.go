package conversation

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/nudge"
)

// CannotMakeIt takes a member out of a conversation because they say so. Who is
// left alone by that gets another partner, if there is one.
func (s *Conversations) CannotMakeIt(ctx context.Context, id, memberID string) error {
	return s.act(ctx, id, memberID, func(ctx context.Context, t *turn) error {
		if err := t.arranging(); err != nil {
			return err
		}
		return t.leave(ctx, CannotMakeIt)
	})
}

// NoReply takes a member out of a conversation in which nobody answers them, and
// hands them back to its source for another partner. The one who did not answer
// is asked kindly, once, whether they would like one too.
func (s *Conversations) NoReply(ctx context.Context, id, memberID string) error {
	return s.act(ctx, id, memberID, func(ctx context.Context, t *turn) error {
		if err := t.arranging(); err != nil {
			return err
		}
		if !s.rematches(*t.c) || t.now.Before(t.c.patience()) {
			return errOver
		}
		if err := t.leave(ctx, GotNoReply); err != nil {
			return err
		}
		t.wantsPartner(t.me)
		return nil
	})
}

// patience is how long others have for a first sign: three days, or a quarter
// of a short window.
func (c Conversation) patience() time.Time {
	return c.OpensAt.Add(min(72*time.Hour, c.EndsAt.Sub(c.OpensAt)/4))
}

// AnotherPartner hands a member back to the source who was left without a
// partner and would like to talk to somebody else in the same round.
func (s *Conversations) AnotherPartner(ctx context.Context, id, memberID string) error {
	return s.act(ctx, id, memberID, func(ctx context.Context, t *turn) error {
		if !t.c.mayAsk(*t.me, t.now) || !s.rematches(*t.c) {
			return errOver
		}
		if err := s.nudges.Answer(ctx, t.tx, nudgeStill, t.c.ID, memberID, "yes"); err != nil {
			return err
		}
		if t.c.State == Open {
			if err := t.answer(ctx, SaidNotMet, "", time.Time{}); err != nil {
				return err
			}
		}
		t.wantsPartner(t.me)
		return nil
	})
}

// NotThisTime is the answer of somebody who was left without a partner and does
// not want another one now.
func (s *Conversations) NotThisTime(ctx context.Context, id, memberID string) error {
	return s.act(ctx, id, memberID, func(ctx context.Context, t *turn) error {
		if t.c.State != Cancelled {
			return errOver
		}
		if !t.me.Out() && t.me.WantedAt.IsZero() {
			t.me.LeftAt, t.me.LeftWhy = t.now, CannotMakeIt
		}
		return s.nudges.Answer(ctx, t.tx, nudgeStill, t.c.ID, memberID, "no")
	})
}

// mayAsk reports whether a person who has nobody to talk to may still ask for
// somebody else: their conversation was cancelled, or the other says that it is
// not going to happen.
func (c Conversation) mayAsk(p Person, now time.Time) bool {
	switch p.LeftWhy {
	case LeftNetwork, CannotMakeIt, Moved:
		return false
	}
	if !p.WantedAt.IsZero() || !now.Before(c.EndsAt) {
		return false
	}
	if c.State == Cancelled {
		return true
	}
	return (c.State == Open || c.State == NotMet) && len(c.People) == fewest && p.Answer != SaidMet && c.calledOff(p.MemberID)
}

// calledOff reports whether everybody else has said that it will not happen.
func (c Conversation) calledOff(memberID string) bool {
	others := c.Others(memberID)
	for _, p := range others {
		if p.Answer != SaidNotMet {
			return false
		}
	}
	return len(others) > 0
}

// leave takes a person out. Where two or more are left they go on; where one
// is left the conversation is cancelled.
func (t *turn) leave(ctx context.Context, why Departure) error {
	t.me.LeftAt, t.me.LeftWhy = t.now, why
	if err := t.s.nudges.CancelFor(ctx, t.tx, t.c.ID, t.me.MemberID); err != nil {
		return err
	}
	if err := t.s.schedule.Withdraw(ctx, t.tx, t.c.ID, t.me.MemberID); err != nil {
		return err
	}
	if why != LeftNetwork { // who leaves the network gets no more letters
		if err := t.freeCalendar(ctx); err != nil {
			return err
		}
	}
	rest := t.c.Active()
	if t.c.FirstWriter == t.me.MemberID && len(rest) > 0 {
		t.c.FirstWriter = rest[0].MemberID
	}
	if len(rest) >= fewest {
		if err := t.tellRest(ctx); err != nil {
			return err
		}
		return t.settle(ctx)
	}
	t.c.State = Cancelled
	return t.cancel(ctx, why)
}

// cancel ends a conversation that has one person left, and says so to them.
// It is closed when its window ends: until then they may ask for somebody else.
func (t *turn) cancel(ctx context.Context, why Departure) error {
	if err := t.s.nudges.Cancel(ctx, t.tx, t.c.ID); err != nil {
		return err
	}
	if err := t.s.schedule.Withdraw(ctx, t.tx, t.c.ID, ""); err != nil {
		return err
	}
	off, err := t.callOffTime(ctx)
	if err != nil {
		return err
	}
	for i := range t.c.People {
		p := &t.c.People[i]
		if p.Out() {
			continue
		}
		if why == GotNoReply {
			return t.s.nudges.Plan(ctx, t.tx, nudge.Plan{Kind: nudgeStill, SubjectID: t.c.ID, MemberID: p.MemberID, Due: t.now})
		}
		if err := t.tellAlone(ctx, *p, off); err != nil {
			return err
		}
		if !t.keepRest {
			t.wantsPartner(p)
		}
	}
	return nil
}

// gone takes somebody who leaves the network, or is erased, out of everything
// that is still open, so that nobody waits for them.
func (s *Conversations) gone(ctx context.Context, tx bun.Tx, memberID string) error {
	list, err := s.lockOpenOf(ctx, tx, memberID)
	if err != nil {
		return err
	}
	for i := range list {
		err := s.turn(ctx, tx, &list[i], memberID, func(ctx context.Context, t *turn) error {
			if !t.c.Running(t.now) || Decide(t.c.People).State == Met {
				t.me.LeftAt, t.me.LeftWhy = t.now, LeftNetwork
				return s.nudges.CancelFor(ctx, t.tx, t.c.ID, memberID)
			}
			return t.leave(ctx, LeftNetwork)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
