package circle

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/nudge"
	"cuppa.example/internal/schedule"
)

// What people may write about a call, in characters.
const (
	maxAbout   = 300
	maxNotes   = 4000
	maxPromise = 300
)

// MaxTimes is how many times one poll offers.
const MaxTimes = 12

// callKind is what our appointments are called in package schedule.
const callKind = "circle.call"

// Proposal is a call to be arranged.
type Proposal struct {
	By      string // empty: the circle's rhythm
	Times   []time.Time
	Minutes int
	About   string
	Link    string
}

var (
	errClosed  = fault.Because(fault.Conflict, "circle.call.closed")
	errPolling = fault.Because(fault.Conflict, "circle.call.polling")
	errPicker  = fault.Because(fault.Forbidden, "circle.call.picker")
	errTime    = fault.Because(fault.Conflict, "circle.call.time_gone")
)

// ProposeCall asks the people of a circle which of some times suit them. Those
// times suit whoever proposes them. There is one such question at a time.
func (s *Circles) ProposeCall(ctx context.Context, tx bun.Tx, circleID string, p Proposal) (Call, error) {
	c, err := lockCircle(ctx, s.DB, tx, circleID)
	if err != nil {
		return Call{}, err
	}
	all, err := callsOf(ctx, tx, c.ID)
	if err != nil {
		return Call{}, err
	}
	now := s.Now()
	switch _, in := c.Person(p.By); {
	case !c.Open() || p.By != "" && !in:
		return Call{}, errClosed
	case len(p.Times) == 0 || len(p.Times) > MaxTimes || !p.Times[0].After(now):
		return Call{}, fault.Invalid
	case slices.ContainsFunc(all, func(k Call) bool { return k.State == Polling }):
		return Call{}, errPolling
	}
	k := Call{ID: s.NewID(), CircleID: c.ID, State: Polling, ByID: p.By, Minutes: p.Minutes, CreatedAt: now, Times: p.Times}
	k.About, k.Link = s.Keys.Encrypt(p.About, k.purpose("about")), s.Keys.Encrypt(p.Link, k.purpose("link"))
	k.AnswerUntil, k.DecideAt = deadlines(now, p.Times[0])
	if err := insertCall(ctx, tx, k); err != nil {
		return Call{}, err
	}
	away, err := s.away(ctx, tx, c)
	if err != nil {
		return Call{}, err
	}
	if err := s.keepAway(ctx, tx, &k, away); err != nil {
		return Call{}, err
	}
	if p.By != "" && !away[p.By] {
		mine := CallPerson{CallID: k.ID, MemberID: p.By, AnsweredAt: now, Can: p.Times}
		if err := saveCallPerson(ctx, tx, mine); err != nil {
			return Call{}, err
		}
		k.People = append(k.People, mine)
	}
	return k, s.askWhen(ctx, tx, c, k)
}

// purpose binds what is encrypted to its place.
func (k Call) purpose(column string) string { return "circle_calls." + column + "/" + k.ID }

// picker is who decides about a call: the facilitator, and who proposed it.
func (k Call) picker(c Circle, memberID string) bool {
	_, in := c.Person(memberID)
	return in && (c.Facilitates(memberID) || k.ByID == memberID)
}

// asked is whom Cuppa asks to decide.
func (k Call) asked(c Circle) (string, bool) {
	if f, ok := c.Facilitator(); ok {
		return f.MemberID, true
	}
	_, in := c.Person(k.ByID)
	return k.ByID, in
}

// noter is whom Cuppa asks who was there: who decides about the call, unless the
// time does not suit them.
func (k Call) noter(c Circle) (string, bool) {
	who, ok := k.asked(c)
	if ok && !k.Misses(who) {
		return who, true
	}
	for _, id := range c.Here() {
		if k.Person(id).Can.Has(k.StartsAt) {
			return id, true
		}
	}
	return who, ok
}

func (k Call) noterIs(c Circle, memberID string) bool {
	who, ok := k.noter(c)
	return ok && who == memberID
}

// onCall does something in a call, in a circle that is open, for somebody in it.
func (s *Circles) onCall(ctx context.Context, id, memberID string, do func(ctx context.Context, tx bun.Tx, c Circle, k *Call) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		k, err := lockCall(ctx, s.DB, tx, id)
		if err != nil {
			return err
		}
		c, err := circleByID(ctx, tx, k.CircleID)
		if err != nil {
			return err
		}
		if _, in := c.Person(memberID); !in {
			return fault.NotFound
		}
		if !c.Open() {
			return errClosed
		}
		if err := do(ctx, tx, c, &k); err != nil {
			return err
		}
		if err := saveCall(ctx, tx, k); err != nil {
			return err
		}
		return s.planTurns(ctx, tx, c)
	})
}

// AnswerCall says which of the times suit a member; a later answer replaces an
// earlier one. When the last has answered, whoever decides is asked to.
func (s *Circles) AnswerCall(ctx context.Context, id, memberID string, can []time.Time) error {
	return s.onCall(ctx, id, memberID, func(ctx context.Context, tx bun.Tx, c Circle, k *Call) error {
		if k.State != Polling {
			return errTime
		}
		if away, err := s.away(ctx, tx, c); err != nil || away[memberID] {
			return cmp.Or(err, errAway)
		}
		p := k.Person(memberID)
		p.Can, p.AnsweredAt = nil, s.Now()
		for _, at := range k.Times {
			if slices.ContainsFunc(can, at.Equal) {
				p.Can = append(p.Can, at)
			}
		}
		if err := saveCallPerson(ctx, tx, p); err != nil {
			return err
		}
		k.People = append(slices.DeleteFunc(k.People, func(o CallPerson) bool { return o.MemberID == memberID }), p)
		return s.answered(ctx, tx, c, k, memberID)
	})
}

// answered is that one more has answered; when it was the last, somebody decides.
func (s *Circles) answered(ctx context.Context, tx bun.Tx, c Circle, k *Call, memberID string) error {
	if err := s.nudges.Answer(ctx, tx, nudgePoll, k.ID, memberID, "answered"); err != nil || len(k.Silent(c.Here())) > 0 {
		return err
	}
	return s.askToPick(ctx, tx, c, k, s.Now())
}

// askToPick asks whoever decides to pick a time, at due.
func (s *Circles) askToPick(ctx context.Context, tx bun.Tx, c Circle, k *Call, due time.Time) error {
	who, ok := k.asked(c)
	if !ok {
		k.DecideAt = due // nobody to ask: it is decided by itself
		return nil
	}
	return s.nudges.Plan(ctx, tx, nudge.Plan{Kind: nudgePick, SubjectID: k.ID, MemberID: who, Due: due})
}

// PickTime makes one of the proposed times, or any other, the time of the call:
// the first time, or instead of another that stands. Everybody gets an
// invitation, or the change of it.
func (s *Circles) PickTime(ctx context.Context, id, memberID string, at time.Time) error {
	return s.onCall(ctx, id, memberID, func(ctx context.Context, tx bun.Tx, c Circle, k *Call) error {
		if !k.picker(c, memberID) {
			return errPicker
		}
		if k.State == CalledOff || k.Over(s.Now()) {
			return errTime
		}
		return s.arrange(ctx, tx, c, k, memberID, at)
	})
}

// arrange makes a time stand; by is empty when it is picked by itself.
func (s *Circles) arrange(ctx context.Context, tx bun.Tx, c Circle, k *Call, by string, at time.Time) error {
	a, changed, err := s.times.Arrange(ctx, tx, schedule.Arrangement{
		Kind: callKind, SubjectID: k.ID, By: by, StartsAt: at, Length: k.Length(),
	})
	if err != nil || !changed {
		return err
	}
	moved := k.State == Agreed
	k.State, k.StartsAt, k.DecideAt = Agreed, a.StartsAt, time.Time{}
	if err := s.nudges.Cancel(ctx, tx, k.ID, nudgePoll, nudgePick, nudgeAfter); err != nil {
		return err
	}
	if who, ok := k.noter(c); ok {
		due, err := s.dayAfter(ctx, k.EndsAt())
		if err != nil {
			return err
		}
		if err := s.nudges.Plan(ctx, tx, nudge.Plan{Kind: nudgeAfter, SubjectID: k.ID, MemberID: who, Due: due}); err != nil {
			return err
		}
	}
	return s.tellTime(ctx, tx, c, *k, a, moved)
}

// dayAfter is ten in the morning of the day after, in the network's zone.
func (s *Circles) dayAfter(ctx context.Context, at time.Time) (time.Time, error) {
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return time.Time{}, err
	}
	local := at.In(n.Zone())
	return time.Date(local.Year(), local.Month(), local.Day()+1, 10, 0, 0, 0, n.Zone()).UTC(), nil
}

// CancelCall calls it off: the time that stands leaves everybody's calendar.
func (s *Circles) CancelCall(ctx context.Context, id, memberID string) error {
	return s.onCall(ctx, id, memberID, func(ctx context.Context, tx bun.Tx, c Circle, k *Call) error {
		switch {
		case !k.picker(c, memberID):
			return errPicker
		case k.State == CalledOff:
			return nil // a button that was pressed twice
		case k.Over(s.Now()):
			return errTime
		}
		return s.callOff(ctx, tx, c, k, memberID)
	})
}

func (s *Circles) callOff(ctx context.Context, tx bun.Tx, c Circle, k *Call, by string) error {
	k.State, k.DecideAt, k.ClosedAt = CalledOff, time.Time{}, s.Now()
	if err := s.nudges.Cancel(ctx, tx, k.ID, nudgePoll, nudgePick, nudgeAfter); err != nil {
		return err
	}
	a, err := s.times.Cancel(ctx, tx, k.ID, by)
	if errors.Is(err, fault.NotFound) {
		return nil // no time stood: there is nothing in a calendar
	}
	if err != nil {
		return err
	}
	return s.tellOff(ctx, tx, c, *k, a)
}

// NoteCall keeps who was at a call that is over, and what they agreed.
func (s *Circles) NoteCall(ctx context.Context, id, memberID string, there []string, notes string) error {
	return s.onCall(ctx, id, memberID, func(ctx context.Context, tx bun.Tx, c Circle, k *Call) error {
		if !k.Over(s.Now()) {
			return errTime
		}
		for _, person := range c.People {
			p := k.Person(person.MemberID)
			was := p.There
			if p.There = slices.Contains(there, p.MemberID); p.There == was {
				continue
			}
			if err := saveCallPerson(ctx, tx, p); err != nil {
				return err
			}
		}
		k.Notes, k.NotedBy, k.NotedAt = s.Keys.Encrypt(notes, k.purpose("notes")), memberID, s.Now()
		who, _ := k.noter(c)
		return s.nudges.Answer(ctx, tx, nudgeAfter, k.ID, who, "noted")
	})
}
