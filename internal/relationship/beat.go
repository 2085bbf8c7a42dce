package relationship

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
)

// slack is how late a session may be before anybody is asked about it.
const slack = 14 * 24 * time.Hour

// soon is by when the first session is due after both have agreed.
const soon = 14 * 24 * time.Hour

// grace is how long after the agreed end it goes on by itself.
const grace = 28 * 24 * time.Hour

// reckon sets what is due when, after an agreement was accepted.
func (t *turn) reckon(ctx context.Context, a Agreement) error {
	all, err := t.s.sessions(ctx, t.tx, t.r.ID)
	if err != nil {
		return err
	}
	t.r.BeatAt = t.r.StartedAt.Add(soon)
	var coming Session
	for _, n := range all {
		if n.State == Held {
			t.r.BeatAt = n.HeldAt.Add(a.every())
		} else {
			coming = n
		}
	}
	if t.r.BeatAt.Before(t.now) {
		t.r.BeatAt = t.now.Add(slack)
	}
	if coming.ID == "" {
		err = t.nextSession(ctx, a, int64(len(all))+1)
	} else {
		coming.Minutes = a.Minutes
		err = saveSession(ctx, t.tx, coming)
	}
	if err != nil {
		return err
	}
	end := strconv.FormatInt(t.r.EndsAt.Unix(), 36)
	if half := t.r.half(); half.After(t.now) {
		if err := t.ask(ctx, nudgeHalf, "half", half); err != nil {
			return err
		}
	}
	appointment, err := t.s.appointment(ctx, t.tx, coming.ID)
	if err != nil {
		return err
	}
	t.watch(appointment.EndsAt())
	return t.ask(ctx, nudgeEnding, end, t.r.EndsAt.AddDate(0, 0, -7))
}

// watch sets when Tick looks at it next. agreed is the end of the time that was
// agreed for the session to come, or zero: a session is not late before that.
func (t *turn) watch(agreed time.Time) {
	due := t.r.BeatAt
	if agreed.After(due) {
		due = agreed
	}
	t.r.CheckAt = due.Add(slack)
	if last := t.r.EndsAt.Add(grace); last.Before(t.r.CheckAt) {
		t.r.CheckAt = last
	}
}

// batch is how many relationships one transaction looks at, retryAfter how long
// one rests that fails.
const (
	batch      = 100
	retryAfter = time.Hour
)

// Tick asks where a session was missed, and ends what nobody agreed or whose
// time is over.
func (s *Relationships) Tick(ctx context.Context, now time.Time) error {
	var errs []error
	for ctx.Err() == nil {
		ids, err := due(ctx, s.DB, now, batch)
		if err != nil || len(ids) == 0 {
			return errors.Join(append(errs, err)...)
		}
		errs = append(errs, s.DB.InBatch(ctx, ids, func(ctx context.Context, tx bun.Tx, ids []string) error {
			return s.look(ctx, tx, ids, now)
		}, func(ctx context.Context, tx bun.Tx, id string) error {
			return postpone(ctx, tx, id, now.Add(retryAfter))
		}))
	}
	return errors.Join(append(errs, ctx.Err())...)
}

// look does what is due for those of ids that are still due: another process may
// have been faster.
func (s *Relationships) look(ctx context.Context, tx bun.Tx, ids []string, now time.Time) error {
	list, err := s.lockAll(ctx, tx, "r.id IN (?) AND r.check_at <= ?", bun.List(ids), now)
	if err != nil {
		return err
	}
	for i := range list {
		if err := s.turn(ctx, tx, &list[i], "", (*turn).check); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) check(ctx context.Context) error {
	switch {
	case t.r.State == Closed:
		t.r.CheckAt = zero
		return nil
	case t.r.State == Agreeing && t.anybodyPaused():
		t.r.CheckAt = t.now.Add(slack) // nobody is late who is away
		return nil
	case t.r.State == Agreeing:
		return t.finish(ctx, Lapsed)
	case !t.now.Before(t.r.EndsAt.Add(grace)):
		return t.finish(ctx, Finished)
	}
	return t.beat(ctx)
}

// beat asks about a session that is late by two weeks: both, once, privately. A
// second one in a row offers closing; after that nobody is pressed.
func (t *turn) beat(ctx context.Context) error {
	a, err := t.standing(ctx)
	if err != nil {
		return err
	}
	n, err := t.s.comingSession(ctx, t.tx, t.r.ID)
	if err != nil {
		return err
	}
	agreed, err := t.appointment(ctx, n)
	if err != nil {
		return err
	}
	if !agreed.StartsAt.IsZero() && agreed.EndsAt().Add(slack).After(t.now) {
		t.watch(agreed.EndsAt())
		return nil
	}
	late := t.r.BeatAt
	for t.r.BeatAt = late.Add(a.every()); t.r.BeatAt.Add(slack).Before(t.now); t.r.BeatAt = t.r.BeatAt.Add(a.every()) {
	}
	t.watch(zero)
	if t.anybodyPaused() {
		return nil // nobody is late who is away
	}
	t.r.Missed++
	switch t.r.Missed {
	case 1:
		return t.ask(ctx, nudgeMissed, n.ID, t.now)
	case 2:
		return t.ask(ctx, nudgeStalled, n.ID, t.now)
	}
	return nil
}

func (t *turn) anybodyPaused() bool {
	for _, p := range t.r.People() {
		if t.people[p].State == member.Paused {
			return true
		}
	}
	return false
}
