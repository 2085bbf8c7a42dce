package schedule

import (
	"context"
	"net/url"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/site"
)

// MaxProposals is how many times one person may have proposed for one subject.
const MaxProposals = 20

// horizon is how far ahead a time may lie.
const horizon = 366 * 24 * time.Hour

// Owner is the feature whose subjects have appointments of a kind.
type Owner struct {
	// Remind queues the letters of the day before, in the transaction that
	// marks the reminder done. Nil reminds nobody.
	Remind func(ctx context.Context, tx bun.Tx, a Appointment) error
}

// Schedule holds proposals and appointments.
type Schedule struct {
	site.Site
	owners map[string]Owner
}

// New makes the store, and says what becomes of it when somebody is erased.
func New(s site.Site, members *member.Members) *Schedule {
	schedule := &Schedule{Site: s, owners: map[string]Owner{}}
	members.OnErase(schedule.erase)
	return schedule
}

// Register names the owner of a kind of appointment, before the first Tick.
func (s *Schedule) Register(kind string, o Owner) { s.owners[kind] = o }

// Proposal is a time at which somebody could.
type Proposal struct {
	bun.BaseModel `bun:"table:schedule_proposals"`

	ID         string `bun:",pk"`
	SubjectID  string
	MemberID   string
	StartsAt   time.Time
	ProposedAt time.Time
}

// Propose adds times at which a member could. A time that they proposed before
// stays as it is.
func (s *Schedule) Propose(ctx context.Context, tx bun.IDB, subjectID, memberID string, starts ...time.Time) error {
	now := s.Now()
	var rows []Proposal
	for _, at := range starts {
		if err := possible(at, now); err != nil {
			return err
		}
		rows = append(rows, Proposal{ID: s.NewID(), SubjectID: subjectID, MemberID: memberID, StartsAt: at.UTC(), ProposedAt: now})
	}
	if err := insertProposals(ctx, tx, rows); err != nil {
		return err
	}
	n, err := countProposals(ctx, tx, subjectID, memberID, now)
	if err == nil && n > MaxProposals {
		err = fault.Because(fault.Invalid, "schedule.many", "max", MaxProposals)
	}
	return err
}

func possible(at, now time.Time) error {
	switch {
	case !at.After(now):
		return fault.Because(fault.Invalid, "schedule.past")
	case at.After(now.Add(horizon)):
		return fault.Because(fault.Invalid, "schedule.far")
	}
	return nil
}

// Withdraw takes a member's own proposals back: these, or all of them for the
// subject when none is named.
func (s *Schedule) Withdraw(ctx context.Context, tx bun.IDB, subjectID, memberID string, proposalIDs ...string) error {
	return deleteProposals(ctx, tx, subjectID, memberID, proposalIDs)
}

// Proposals lists the times that are proposed for a subject and still to come,
// soonest first.
func (s *Schedule) Proposals(ctx context.Context, tx bun.IDB, subjectID string) ([]Proposal, error) {
	return proposals(ctx, tx, subjectID, s.Now())
}

// Appointment is the one time that stands for a subject.
type Appointment struct {
	bun.BaseModel `bun:"table:schedule_appointments"`

	SubjectID   string `bun:",pk"`
	Kind        string
	UID         string `bun:"uid"`
	Sequence    int64
	StartsAt    time.Time
	Seconds     int64
	ProposalID  string `bun:",nullzero"`
	ChangedBy   string `bun:",nullzero"` // empty when they were erased
	ChangedAt   time.Time
	CancelledAt time.Time `bun:",nullzero"`
	RemindAt    time.Time `bun:",nullzero"`
}

// EndsAt is when it is over.
func (a Appointment) EndsAt() time.Time {
	return a.StartsAt.Add(time.Duration(a.Seconds) * time.Second)
}

// Acceptance is somebody's yes to a proposal.
type Acceptance struct {
	Kind       string // whose Owner reminds
	SubjectID  string
	MemberID   string // who accepts
	ProposalID string
	Length     time.Duration
}

// Accept makes the proposed time the appointment. changed is false when it was
// accepted already, by a button that was pressed twice: nobody needs a letter
// then. Accepting one's own proposal, or one that is gone, is refused.
func (s *Schedule) Accept(ctx context.Context, tx bun.IDB, a Acceptance) (made Appointment, changed bool, err error) {
	p, err := proposalByID(ctx, s.DB, tx, a.SubjectID, a.ProposalID)
	if isNotFound(err) {
		current, err := s.Appointment(ctx, tx, a.SubjectID)
		if err == nil && current.ProposalID == a.ProposalID {
			return current, false, nil
		}
		return Appointment{}, false, fault.Because(fault.Conflict, "schedule.gone")
	}
	if err != nil {
		return Appointment{}, false, err
	}
	if p.MemberID == a.MemberID {
		return Appointment{}, false, fault.Because(fault.Conflict, "schedule.own")
	}
	return s.Arrange(ctx, tx, Arrangement{
		Kind: a.Kind, SubjectID: a.SubjectID, By: a.MemberID, StartsAt: p.StartsAt, Length: a.Length, proposalID: p.ID,
	})
}

// Arrangement is a time that needs nobody's further yes: one that the feature
// suggested, or that people agreed elsewhere.
type Arrangement struct {
	Kind      string
	SubjectID string
	By        string
	StartsAt  time.Time
	Length    time.Duration

	proposalID string
}

// Arrange makes or moves the appointment of a subject and ends its proposals.
// changed is false when the same time stands already.
func (s *Schedule) Arrange(ctx context.Context, tx bun.IDB, r Arrangement) (made Appointment, changed bool, err error) {
	now := s.Now()
	if err := possible(r.StartsAt, now); err != nil {
		return Appointment{}, false, err
	}
	a := Appointment{
		SubjectID: r.SubjectID, Kind: r.Kind, UID: s.NewID() + "@" + s.host(), StartsAt: r.StartsAt.UTC(),
		Seconds: int64(r.Length / time.Second), ProposalID: r.proposalID, ChangedBy: r.By, ChangedAt: now,
	}
	if a.RemindAt, err = s.dayBefore(ctx, a.StartsAt, now); err != nil {
		return Appointment{}, false, err
	}
	first, err := insertAppointment(ctx, tx, &a)
	if err != nil {
		return Appointment{}, false, err
	}
	if !first {
		old, err := lockAppointment(ctx, s.DB, tx, r.SubjectID)
		if err != nil || old.CancelledAt.IsZero() && old.StartsAt.Equal(a.StartsAt) && old.Seconds == a.Seconds {
			return old, false, err
		}
		a.UID, a.Sequence = old.UID, old.Sequence+1
		if err := updateAppointment(ctx, tx, &a); err != nil {
			return Appointment{}, false, err
		}
	}
	return a, true, deleteProposals(ctx, tx, r.SubjectID, "", nil)
}

// dayBefore is nine in the morning of the day before, in the network's zone,
// or zero when that has passed: who arranges something for tomorrow knows it.
func (s *Schedule) dayBefore(ctx context.Context, startsAt, now time.Time) (time.Time, error) {
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return time.Time{}, err
	}
	local := startsAt.In(n.Zone())
	at := time.Date(local.Year(), local.Month(), local.Day()-1, 9, 0, 0, 0, n.Zone()).UTC()
	if !at.After(now) {
		return time.Time{}, nil
	}
	return at, nil
}

// Appointment is the one that stands for a subject, past ones too;
// fault.NotFound when there is none or it was cancelled.
func (s *Schedule) Appointment(ctx context.Context, tx bun.IDB, subjectID string) (Appointment, error) {
	all, err := s.Appointments(ctx, tx, []string{subjectID})
	if err != nil {
		return Appointment{}, err
	}
	a, ok := all[subjectID]
	if !ok {
		return Appointment{}, fault.NotFound
	}
	return a, nil
}

// Appointments are the ones that stand for several subjects, by subject.
func (s *Schedule) Appointments(ctx context.Context, tx bun.IDB, subjectIDs []string) (map[string]Appointment, error) {
	return standing(ctx, tx, subjectIDs)
}

// Cancel ends the appointment of a subject and gives it back with its raised
// sequence, for the letters that say so; fault.NotFound when there is none. by
// is empty when no member did it.
func (s *Schedule) Cancel(ctx context.Context, tx bun.IDB, subjectID, by string) (Appointment, error) {
	a, err := lockAppointment(ctx, s.DB, tx, subjectID)
	if err == nil && !a.CancelledAt.IsZero() {
		err = fault.NotFound
	}
	if err != nil {
		return Appointment{}, err
	}
	a.Sequence++
	a.ChangedBy, a.ChangedAt, a.CancelledAt, a.RemindAt = by, s.Now(), s.Now(), time.Time{}
	return a, updateAppointment(ctx, tx, &a)
}

func (s *Schedule) host() string {
	if u, err := url.Parse(s.Base); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "localhost"
}
