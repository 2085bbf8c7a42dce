package conversation

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/nudge"
	"cuppa.example/internal/schedule"
)

// appointmentKind is what our appointments are called in package schedule.
const appointmentKind = "conversation"

// search is how its people look for a time.
func (c Conversation) search() schedule.Search {
	q := schedule.Search{
		Kind: appointmentKind, SubjectID: c.ID, Suggested: c.Suggested, Length: c.Length, Until: c.EndsAt, TooLate: "conversation.time.late",
	}
	for _, p := range c.Active() {
		q.People = append(q.People, p.MemberID)
	}
	return q
}

// Suits says that these times suit a member. A time that suits enough of the
// people is agreed, and everybody gets an invitation; otherwise the others are
// told. seen is the time that was agreed when the member looked, or zero.
func (s *Conversations) Suits(ctx context.Context, id, memberID string, seen time.Time, times ...time.Time) (agreed bool, err error) {
	err = s.act(ctx, id, memberID, func(ctx context.Context, t *turn) error {
		if err := t.arranging(); err != nil {
			return err
		}
		f, err := s.schedule.Suits(ctx, t.tx, t.c.search(), memberID, seen, times...)
		agreed = f.Agreed
		switch {
		case err != nil:
			return err
		case f.Arranged != nil:
			return t.arranged(ctx, *f.Arranged)
		case f.Offered:
			return t.tellOffer(ctx, f.Stood, times)
		}
		return nil
	})
	return agreed, err
}

// arranged follows a time that has become the one that stands: an invitation to
// everybody, and the question of the day after.
func (t *turn) arranged(ctx context.Context, a schedule.Appointment) error {
	if err := t.s.nudges.Cancel(ctx, t.tx, t.c.ID, nudgeHalfway); err != nil {
		return err
	}
	due, err := t.s.schedule.DayAfter(ctx, a.EndsAt())
	if err != nil {
		return err
	}
	var plans []nudge.Plan
	for _, p := range t.c.Active() {
		plans = append(plans, nudge.Plan{Kind: nudgeMet, SubjectID: t.c.ID, MemberID: p.MemberID, Due: due})
	}
	if err := t.s.nudges.Plan(ctx, t.tx, plans...); err != nil {
		return err
	}
	return t.tellAgreed(ctx, a)
}

// CancelTime takes back the time that was agreed. The conversation goes on.
func (s *Conversations) CancelTime(ctx context.Context, id, memberID string) error {
	return s.act(ctx, id, memberID, func(ctx context.Context, t *turn) error {
		if err := t.arranging(); err != nil {
			return err
		}
		a, err := t.callOffTime(ctx)
		if err != nil || a == nil {
			return err
		}
		for _, p := range t.c.Active() {
			if err := t.tellTimeOff(ctx, p, *a); err != nil {
				return err
			}
		}
		return t.planHalfway(ctx)
	})
}

// planHalfway asks again half-way whether there is a time.
func (t *turn) planHalfway(ctx context.Context) error {
	if !t.c.HalfwayAt.After(t.now) {
		return nil
	}
	var plans []nudge.Plan
	for _, p := range t.c.Active() {
		plans = append(plans, nudge.Plan{Kind: nudgeHalfway, SubjectID: t.c.ID, MemberID: p.MemberID, Due: t.c.HalfwayAt})
	}
	return t.s.nudges.Plan(ctx, t.tx, plans...)
}

// callOffTime cancels the appointment that stands and the question about it;
// nil when there is none.
func (t *turn) callOffTime(ctx context.Context) (*schedule.Appointment, error) {
	standing, err := t.agreed(ctx)
	if err != nil || !standing.After(t.now) {
		return nil, err // what has begun stays in the calendars as it was
	}
	a, err := t.s.schedule.Cancel(ctx, t.tx, t.c.ID, t.me.MemberID)
	if err != nil {
		return nil, err
	}
	return &a, t.s.nudges.Cancel(ctx, t.tx, t.c.ID, nudgeMet)
}

// freeCalendar takes the agreed time out of the calendar of who leaves.
func (t *turn) freeCalendar(ctx context.Context) error {
	a, err := t.s.schedule.Appointment(ctx, t.tx, t.c.ID)
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || !a.StartsAt.After(t.now) {
		return err
	}
	// What this calendar is told must be newer than the invitation.
	a.Sequence++
	a.ChangedAt = t.now
	return t.tellTimeOff(ctx, *t.me, a)
}

// callOff follows the first "it is not going to happen" before the end: the
// agreed time is off, and the other of a pair hears of it and may ask for
// somebody else.
func (t *turn) callOff(ctx context.Context) error {
	if len(t.c.Active()) > fewest {
		return nil // the others of a group may still meet
	}
	off, err := t.callOffTime(ctx)
	if err != nil {
		return err
	}
	for _, p := range t.c.Others(t.me.MemberID) {
		if p.Answer != None {
			continue
		}
		if err := t.tellNotHappening(ctx, p, off); err != nil {
			return err
		}
	}
	if off != nil {
		return t.tellTimeOff(ctx, *t.me, *off)
	}
	return nil
}

// remind queues the letters of the day before.
func (s *Conversations) remind(ctx context.Context, tx bun.Tx, a schedule.Appointment) error {
	c, err := byID(ctx, tx, a.SubjectID)
	if err != nil {
		return err
	}
	if c.State != Open {
		return nil
	}
	v, err := s.scene(ctx, tx, c)
	if err != nil {
		return err
	}
	t := &turn{s: s, tx: tx, now: s.Now(), c: &c, scene: v}
	for _, p := range c.Active() {
		if p.Answer != None {
			continue
		}
		if err := t.tellReminder(ctx, p, a); err != nil {
			return err
		}
	}
	return s.Post.QueueAll(ctx, tx, t.letters)
}
