package circle

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/schedule"
)

// tickCalls picks the time of calls that nobody decided about, and asks when
// the next call of a circle can be that has none ahead.
func (s *Circles) tickCalls(ctx context.Context, now time.Time) error {
	return errors.Join(s.decideCalls(ctx, now), s.proposeNext(ctx, now))
}

func (s *Circles) decideCalls(ctx context.Context, now time.Time) error {
	ids, err := callsToDecide(ctx, s.DB, now)
	errs := []error{err}
	for _, id := range ids {
		errs = append(errs, s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return s.decide(ctx, tx, id, now) }))
	}
	return errors.Join(errs...)
}

// decide picks the time that suits most, or ends the poll: then the rhythm
// proposes others.
func (s *Circles) decide(ctx context.Context, tx bun.Tx, id string, now time.Time) error {
	k, err := lockCall(ctx, s.DB, tx, id)
	if err != nil {
		return err
	}
	if k.State != Polling || k.DecideAt.IsZero() || k.DecideAt.After(now) {
		return nil // another process was faster, or somebody
	}
	c, err := circleByID(ctx, tx, k.CircleID)
	if err != nil {
		return err
	}
	k.DecideAt = time.Time{}
	if best, some := k.Best(c.Here(), now.Add(2*time.Hour)); some && c.Open() {
		err = s.arrange(ctx, tx, c, &k, "", best.At)
	} else {
		err = s.callOff(ctx, tx, c, &k, "")
		k.ClosedAt = k.CreatedAt // nobody called it off: the rhythm need not wait
	}
	if err != nil {
		return err
	}
	if err := saveCall(ctx, tx, k); err != nil {
		return err
	}
	return s.planTurns(ctx, tx, c)
}

func (s *Circles) proposeNext(ctx context.Context, now time.Time) error {
	ids, err := quietCircles(ctx, s.DB, now)
	errs := []error{err}
	for _, id := range ids {
		err := s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return s.proposeIn(ctx, tx, id, now) })
		if !errors.Is(err, errPolling) { // another process was faster
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func (s *Circles) proposeIn(ctx context.Context, tx bun.Tx, circleID string, now time.Time) error {
	c, err := circleByID(ctx, tx, circleID)
	if err != nil || len(c.Here()) < 2 {
		return err
	}
	all, err := callsOf(ctx, tx, circleID)
	if err != nil {
		return err
	}
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return err
	}
	w := schedule.Window{Zone: n.Zone(), Length: time.Duration(c.Minutes) * time.Minute, Holidays: n.Calendar()}
	times := nextTimes(c, all, w, now)
	if len(times) == 0 {
		return nil // its time is nearly over
	}
	_, err = s.ProposeCall(ctx, tx, circleID, Proposal{Times: times, Minutes: c.Minutes})
	return err
}

// nextTimes are when a circle could have its next call: at the clock and on the
// weekday of the last, a rhythm later, and some times around that.
func nextTimes(c Circle, all []Call, w schedule.Window, now time.Time) []time.Time {
	const offered = 6
	due, usual := c.StartsAt.AddDate(0, 0, 4), time.Time{}
	i := slices.IndexFunc(all, func(k Call) bool { return k.State == Agreed })
	if i >= 0 {
		last := all[i].StartsAt.In(w.Zone)
		for days := c.Rhythm.Days(); ; days += c.Rhythm.Days() {
			due = last.AddDate(0, 0, days)
			at, err := schedule.Local(due.Year(), due.Month(), due.Day(), last.Hour(), last.Minute(), w.Zone)
			if err == nil && at.After(now.AddDate(0, 0, 3)) {
				usual, due = at, at
				break
			}
			if due.After(c.EndsAt) {
				return nil
			}
		}
	}
	w.From, w.Until = later(now.AddDate(0, 0, 2), due.AddDate(0, 0, -4)), due.AddDate(0, 0, 6)
	if least := w.From.AddDate(0, 0, 8); w.Until.Before(least) {
		w.Until = least
	}
	if w.Until.After(c.EndsAt) {
		w.Until = c.EndsAt
	}
	if !w.Until.After(w.From) {
		return nil
	}
	times := w.Suggest(offered, len(all))
	if !usual.IsZero() && usual.Before(c.EndsAt) && !w.Holidays.On(usual.In(w.Zone)) && !slices.ContainsFunc(times, usual.Equal) {
		times = append(times, usual.UTC())
	}
	slices.SortFunc(times, time.Time.Compare)
	return times
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
