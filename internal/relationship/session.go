package relationship

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/nudge"
	"cuppa.example/internal/schedule"
)

// Session is one talk of the two. There is always one to come while they work
// together.
type Session struct {
	bun.BaseModel `bun:"table:relationship_sessions,alias:s"`

	ID             string `bun:",pk"`
	RelationshipID string
	Number         int64
	State          SessionState
	Room           string // a call link, or empty
	Agenda         []byte
	Notes          []byte
	Edits          int64
	Minutes        int64
	OpenedAt       time.Time
	HeldAt         time.Time `bun:",nullzero"`
	SaidBy         string    `bun:",nullzero"`

	AgendaText, NotesText string `bun:"-"`
}

// SessionState is where a session stands.
type SessionState string

// The states of a session.
const (
	Coming SessionState = "open"
	Held   SessionState = "held"
	Off    SessionState = "off"
)

// appointmentKind is what our appointments are called in package schedule.
const appointmentKind = "relationship"

func agendaPurpose(id string) string { return "relationship_sessions.agenda/" + id }
func notesPurpose(id string) string  { return "relationship_sessions.notes/" + id }

// nextSession opens the session after the last one.
func (t *turn) nextSession(ctx context.Context, a Agreement, number int64) error {
	id := t.s.NewID()
	n := Session{
		ID: id, RelationshipID: t.r.ID, Number: number, State: Coming, Minutes: a.Minutes, OpenedAt: t.now,
		Room: t.s.Meetings.By(t.network.Meeting(), t.network.MeetingBase).Room(id, ""),
	}
	_, err := t.tx.NewInsert().Model(&n).Exec(ctx)
	return err
}

// search is how the two look for a time of a session.
func (v *scene) search(r Relationship, n Session) schedule.Search {
	w := schedule.Window{
		From: r.BeatAt.AddDate(0, 0, -7), Until: r.BeatAt.AddDate(0, 0, 7), Zone: v.network.Zone(), Length: n.length(), Holidays: v.network.Calendar(),
	}
	return schedule.Search{
		Kind: appointmentKind, SubjectID: n.ID, People: r.People(), Suggested: w.Suggest(2, int(n.Number)%schedule.Turns), Length: n.length(),
	}
}

func (n Session) length() time.Duration { return time.Duration(n.Minutes) * time.Minute }

// Suits says that these times of the next session suit a member. One that suits
// both is agreed, and both get an invitation; otherwise the other is told. seen
// is the time that was agreed when the member looked, or zero.
func (s *Relationships) Suits(ctx context.Context, id, memberID string, seen time.Time, times ...time.Time) (agreed bool, err error) {
	err = s.act(ctx, id, memberID, func(t *turn, ctx context.Context) error {
		n, err := t.coming(ctx)
		if err != nil {
			return err
		}
		f, err := s.schedule.Suits(ctx, t.tx, t.search(*t.r, n), memberID, seen, times...)
		agreed = f.Agreed
		switch {
		case err != nil:
			return err
		case f.Arranged != nil:
			return t.arranged(ctx, n, *f.Arranged)
		case f.Offered:
			return t.tellOffer(ctx, n, f.Stood, times)
		}
		return nil
	})
	return agreed, err
}

// coming is the session to come.
func (t *turn) coming(ctx context.Context) (Session, error) {
	if err := t.working(); err != nil {
		return Session{}, err
	}
	return t.s.comingSession(ctx, t.tx, t.r.ID)
}

// arranged follows a time that both have agreed.
func (t *turn) arranged(ctx context.Context, n Session, a schedule.Appointment) error {
	due, err := t.s.schedule.DayAfter(ctx, a.EndsAt())
	if err != nil {
		return err
	}
	if err := t.ask(ctx, nudgeHeld, n.ID, due); err != nil {
		return err
	}
	t.watch(a.EndsAt())
	return t.tellAgreed(ctx, n, a)
}

// ask plans a question to both.
func (t *turn) ask(ctx context.Context, kind, about string, due time.Time) error {
	var plans []nudge.Plan
	for _, p := range t.r.People() {
		plans = append(plans, nudge.Plan{Kind: kind, SubjectID: t.r.ID + "/" + about, MemberID: p, Due: due})
	}
	return t.s.nudges.Plan(ctx, t.tx, plans...)
}

// answered notes that both of the questions about something have an answer.
func (t *turn) answered(ctx context.Context, kind, about, answer string) error {
	for _, p := range t.r.People() {
		if err := t.s.nudges.Answer(ctx, t.tx, kind, t.r.ID+"/"+about, p, answer); err != nil {
			return err
		}
	}
	return nil
}

// CancelTime takes back the time that was agreed.
func (s *Relationships) CancelTime(ctx context.Context, id, memberID string) error {
	return s.act(ctx, id, memberID, func(t *turn, ctx context.Context) error {
		n, err := t.coming(ctx)
		if err != nil {
			return err
		}
		a, err := t.callOff(ctx, n)
		if err != nil || a == nil {
			return err
		}
		t.watch(time.Time{})
		return t.tellTimeOff(ctx, n, *a)
	})
}

// callOff cancels the appointment of a session that has not begun; nil when
// there is none.
func (t *turn) callOff(ctx context.Context, n Session) (*schedule.Appointment, error) {
	if err := t.s.schedule.Withdraw(ctx, t.tx, n.ID, ""); err != nil {
		return nil, err
	}
	a, err := t.appointment(ctx, n)
	if err != nil || !a.StartsAt.After(t.now) {
		return nil, err
	}
	a, err = t.s.schedule.Cancel(ctx, t.tx, n.ID, t.me)
	if err != nil {
		return nil, err
	}
	return &a, t.s.nudges.Cancel(ctx, t.tx, t.r.ID+"/"+n.ID, nudgeHeld)
}

// SayHeld records that a session was held, on a day if they say so; one of the
// two is enough. The next one is open from then on. Saying it again changes
// nothing.
func (s *Relationships) SayHeld(ctx context.Context, id, memberID, sessionID string, on time.Time) error {
	return s.act(ctx, id, memberID, func(t *turn, ctx context.Context) error {
		n, err := s.session(ctx, t.tx, id, sessionID)
		if err != nil || n.State == Held {
			return err
		}
		if err := t.working(); err != nil {
			return err
		}
		a, err := t.appointment(ctx, n)
		if err != nil {
			return err
		}
		if on.IsZero() {
			if on = t.now; !a.StartsAt.IsZero() && a.StartsAt.Before(t.now) {
				on = a.StartsAt
			}
		}
		if on.After(t.now) || on.Before(t.r.CreatedAt.Add(-24*time.Hour)) {
			return fault.Because(fault.Invalid, "relationship.held.when")
		}
		if _, err := t.callOff(ctx, n); err != nil { // a time to come that is not needed now
			return err
		}
		n.State, n.HeldAt, n.SaidBy = Held, on, memberID
		if err := saveSession(ctx, t.tx, n); err != nil {
			return err
		}
		return t.held(ctx, n)
	})
}

// held follows a session that was held: the beat begins again, and the next one
// is to come.
func (t *turn) held(ctx context.Context, n Session) error {
	for _, kind := range []string{nudgeHeld, nudgeMissed, nudgeStalled} {
		if err := t.answered(ctx, kind, n.ID, "held"); err != nil {
			return err
		}
	}
	a, err := t.standing(ctx)
	if err != nil {
		return err
	}
	t.r.Missed, t.r.BeatAt = 0, n.HeldAt.Add(a.every())
	t.watch(time.Time{})
	return t.nextSession(ctx, a, n.Number+1)
}

// SayNotHeld records that the session was not held at its time. Another time can
// be found for it.
func (s *Relationships) SayNotHeld(ctx context.Context, id, memberID, sessionID string) error {
	return s.act(ctx, id, memberID, func(t *turn, ctx context.Context) error {
		n, err := t.coming(ctx)
		if err != nil || n.ID != sessionID {
			return err
		}
		a, err := t.appointment(ctx, n)
		if err != nil || a.StartsAt.IsZero() || a.StartsAt.After(t.now) {
			return err
		}
		if _, err := s.schedule.Cancel(ctx, t.tx, n.ID, memberID); err != nil {
			return err
		}
		t.watch(time.Time{})
		return t.answered(ctx, nudgeHeld, n.ID, "not held")
	})
}

// appointment is the one that stands for a session, or zero.
func (t *turn) appointment(ctx context.Context, n Session) (schedule.Appointment, error) {
	return t.s.appointment(ctx, t.tx, n.ID)
}

func (s *Relationships) appointment(ctx context.Context, tx bun.IDB, sessionID string) (schedule.Appointment, error) {
	a, err := s.schedule.Appointment(ctx, tx, sessionID)
	if errors.Is(err, fault.NotFound) {
		return schedule.Appointment{}, nil
	}
	return a, err
}

// standing is the agreement that holds.
func (t *turn) standing(ctx context.Context) (Agreement, error) {
	all, err := t.s.versions(ctx, t.tx, t.r.ID)
	if err != nil {
		return Agreement{}, err
	}
	a, ok := standing(all)
	if !ok {
		return a, errOver
	}
	return a, nil
}

// Coming is a relationship and its session to come.
func (s *Relationships) Coming(ctx context.Context, id string) (Relationship, Session, error) {
	r, err := byID(ctx, s.DB, id)
	if err != nil {
		return r, Session{}, err
	}
	n, err := s.comingSession(ctx, s.DB, id)
	return r, n, err
}
