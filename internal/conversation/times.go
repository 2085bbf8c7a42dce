package conversation

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/nudge"
	"cuppa.example/internal/schedule"
)

// appointmentKind is what our appointments are called in package schedule.
const appointmentKind = "conversation"

// Offer is a time that somebody could, or that the letter suggested.
type Offer struct {
	At time.Time
	// By are the people whom it suits, by id; nobody yet for a suggestion.
	By []string
}

// offers gathers who can when, soonest first, with the suggestions while no
// time is agreed.
func (c Conversation) offers(proposals []schedule.Proposal, agreed bool, now time.Time) []Offer {
	var list []Offer
	at := func(t time.Time) *Offer {
		for i := range list {
			if list[i].At.Equal(t) {
				return &list[i]
			}
		}
		list = append(list, Offer{At: t})
		return &list[len(list)-1]
	}
	for _, p := range proposals {
		if person, in := c.Person(p.MemberID); in && !person.Out() && p.StartsAt.After(now) {
			o := at(p.StartsAt)
			o.By = append(o.By, p.MemberID)
		}
	}
	for _, t := range c.Suggested {
		if !agreed && t.After(now) {
			at(t)
		}
	}
	slices.SortFunc(list, func(a, b Offer) int { return a.At.Compare(b.At) })
	return list
}

// enough reports whether an offer suits more than half of the people: both of
// two, two of three. Nobody of a group can keep the others from meeting by silence.
func (c Conversation) enough(o Offer) bool { return 2*len(o.By) > len(c.Active()) }

// errAgreed is the answer to who accepts a time while another was agreed: they
// look at it first.
var errAgreed = fault.Because(fault.Conflict, "conversation.time.agreed")

// Suits says that these times suit a member. A time that suits enough of the
// people is agreed, and everybody gets an invitation; otherwise the others are
// told. seen is the time that was agreed when the member looked, or zero.
func (s *Conversations) Suits(ctx context.Context, id, memberID string, seen time.Time, times ...time.Time) (agreed bool, err error) {
	err = s.act(ctx, id, memberID, func(ctx context.Context, t *turn) error {
		agreed = false
		if err := t.arranging(); err != nil {
			return err
		}
		standing, err := t.agreed(ctx)
		if err != nil {
			return err
		}
		if len(times) == 1 && standing.Equal(times[0]) {
			agreed = true // a button that was pressed twice, or by both at once
			return nil
		}
		if !standing.Equal(seen) {
			return errAgreed
		}
		agreed, err = t.suits(ctx, times)
		return err
	})
	return agreed, err
}

func (t *turn) suits(ctx context.Context, times []time.Time) (agreed bool, err error) {
	for _, at := range times {
		if at.Add(t.c.Length).After(t.c.EndsAt) {
			return false, fault.Because(fault.Invalid, "conversation.time.late")
		}
	}
	before, err := t.s.schedule.Proposals(ctx, t.tx, t.c.ID)
	if err != nil {
		return false, err
	}
	if err := t.s.schedule.Propose(ctx, t.tx, t.c.ID, t.me.MemberID, times...); err != nil {
		return false, err
	}
	after, err := t.s.schedule.Proposals(ctx, t.tx, t.c.ID)
	if err != nil {
		return false, err
	}
	for _, o := range t.c.offers(after, true, t.now) {
		if t.c.enough(o) && slices.Contains(o.By, t.me.MemberID) {
			return true, t.arrange(ctx, o.At)
		}
	}
	if len(after) == len(before) {
		return false, nil
	}
	return false, t.tellOffer(ctx, times)
}

// arrange makes a time the one that stands, with an invitation to everybody
// and the question of the day after.
func (t *turn) arrange(ctx context.Context, at time.Time) error {
	a, changed, err := t.s.schedule.Arrange(ctx, t.tx, schedule.Arrangement{
		Kind: appointmentKind, SubjectID: t.c.ID, By: t.me.MemberID, StartsAt: at, Length: t.c.Length,
	})
	if err != nil || !changed {
		return err
	}
	if err := t.s.nudges.Cancel(ctx, t.tx, t.c.ID, nudgeHalfway); err != nil {
		return err
	}
	due, err := t.s.dayAfter(ctx, a.EndsAt())
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

// dayAfter is ten in the morning of the day after, in the network's zone.
func (s *Conversations) dayAfter(ctx context.Context, at time.Time) (time.Time, error) {
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return time.Time{}, err
	}
	local := at.In(n.Zone())
	return time.Date(local.Year(), local.Month(), local.Day()+1, 10, 0, 0, 0, n.Zone()).UTC(), nil
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
