package outcome

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
	"cuppa.example/internal/nudge"
)

// How long people have.
const (
	remindAfter = 5 * 24 * time.Hour  // until somebody who has not answered is asked once more
	settleAfter = 14 * 24 * time.Hour // until silence means that it stays private
	// askEvery is how often somebody is written to about one outcome at most,
	// however often it is changed.
	askEvery = 24 * time.Hour
)

var zero time.Time

// turn is one person, an organiser or the clock changing one outcome, in the
// transaction that has locked it: what follows from the change is settled, saved
// and told.
type turn struct {
	s    *Outcomes
	ctx  context.Context
	tx   bun.Tx
	now  time.Time
	o    *Outcome
	by   string // who does it; empty for organisers and the clock
	name map[string]member.Member
	// fresh is that there is a new version to be agreed to.
	fresh bool

	letters []mail.Item
}

// act lets one of the people of an outcome do something. Somebody else's
// outcome is not found.
func (s *Outcomes) act(ctx context.Context, id, memberID string, do func(*turn) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		o, err := s.lockOne(ctx, tx, "o.id = ?", id)
		if err != nil {
			return err
		}
		return s.turn(ctx, tx, &o, memberID, do)
	})
}

func (s *Outcomes) turn(ctx context.Context, tx bun.Tx, o *Outcome, by string, do func(*turn) error) error {
	if _, in := o.Person(by); by != "" && !in {
		return fault.NotFound
	}
	people, err := s.members.Many(ctx, tx, o.others(""))
	if err != nil {
		return err
	}
	t := &turn{s: s, ctx: ctx, tx: tx, now: s.Now(), o: o, by: by, name: people}
	before, version, face := o.Standing(), o.Version, o.face()
	if err := do(t); err != nil {
		return err
	}
	if err := t.settle(before, version); err != nil {
		return err
	}
	if o.face() != face {
		o.ChangedAt = t.now
	}
	if err := s.save(ctx, tx, *o); err != nil {
		return fmt.Errorf("save outcome: %w", err)
	}
	return s.Post.QueueAll(ctx, tx, t.letters)
}

// settle brings everything in line with where the outcome stands now, and tells
// people what has become of it.
func (t *turn) settle(before Standing, version int64) error {
	o, standing := t.o, t.o.Standing()
	o.Agreed, o.Shown = standing == Public || standing == Hidden, standing == Public
	o.Found = ""
	if o.Agreed {
		o.Found = o.search()
	}
	if o.Shown && o.PublishedAt.IsZero() {
		o.PublishedAt = t.now
	}
	if t.fresh && version > 0 {
		if err := t.s.nudges.Cancel(t.ctx, t.tx, subjectOf(o.ID, version)); err != nil {
			return err
		}
	}
	switch {
	case standing != Waiting:
		o.SettleAt = zero
	case t.fresh, before == Declined:
		o.SettleAt = t.now.Add(settleAfter)
	}
	if t.fresh && standing == Waiting {
		if err := t.ask(); err != nil {
			return err
		}
	}
	return t.tellChange(before, standing)
}

// tellChange tells people what a change means, where it means something new.
func (t *turn) tellChange(before, standing Standing) error {
	switch {
	case standing == before, t.by == "":
		return nil
	case standing == Public:
		return t.tell(t.o.others(""), publishedLetter)
	case standing == Declined && before == Public:
		return t.tell(t.o.others(t.by), withdrawnLetter)
	case standing == Declined && t.o.WriterID != t.by:
		return t.tell([]string{t.o.WriterID}, declinedLetter)
	}
	return nil
}

// ask asks everybody who has not answered about a new version: at once, or
// later where they were asked a short while ago. Whoever must not hear from the
// writer is not written to; it ends as if they had not answered.
func (t *turn) ask() error {
	var plans []nudge.Plan
	for i := range t.o.People {
		p := &t.o.People[i]
		if p.Answer != Pending {
			continue
		}
		apart, err := t.s.safety.Separated(t.ctx, t.tx, t.by, p.MemberID)
		if err != nil {
			return err
		}
		if apart {
			continue
		}
		plan := nudge.Plan{Kind: nudgeAnswer, SubjectID: subject(*t.o), MemberID: p.MemberID, Due: t.now.Add(remindAfter)}
		if next := p.AskedAt.Add(askEvery); next.After(t.now) {
			plan.Due = next
			if p.AskedAt.After(t.now) {
				plan.Due = p.AskedAt
			}
			p.AskedAt = plan.Due
		} else {
			p.AskedAt = t.now
			if err := t.tell([]string{p.MemberID}, askLetter); err != nil {
				return err
			}
		}
		plans = append(plans, plan)
	}
	return t.s.nudges.Plan(t.ctx, t.tx, plans...)
}

// Tick tells writers kindly that what they wrote stays private, where its time
// is over and not everybody has answered.
func (s *Outcomes) Tick(ctx context.Context, now time.Time) error {
	const batch = 100
	for ctx.Err() == nil {
		ids, err := due(ctx, s.DB, now, batch)
		if err != nil || len(ids) == 0 {
			return err
		}
		err = s.DB.InBatch(ctx, ids, func(ctx context.Context, tx bun.Tx, ids []string) error {
			return s.silence(ctx, tx, ids, now)
		}, func(ctx context.Context, tx bun.Tx, id string) error {
			return postpone(ctx, tx, id, now.Add(time.Hour))
		})
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// silence ends the waiting for those of ids that still wait: another process
// may have been faster.
func (s *Outcomes) silence(ctx context.Context, tx bun.Tx, ids []string, now time.Time) error {
	list, err := s.lock(ctx, tx, "o.id IN (?) AND o.settle_at <= ?", bun.List(ids), now)
	if err != nil {
		return err
	}
	for i := range list {
		err := s.turn(ctx, tx, &list[i], "", func(t *turn) error {
			t.o.SettleAt = zero
			return t.tell([]string{t.o.WriterID}, quietLetter)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
