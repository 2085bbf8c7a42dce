package relationship

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/nudge"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/schedule"
	"cuppa.example/internal/seal"
	"cuppa.example/internal/site"
)

// Relationships opens relationships and carries them to their end.
type Relationships struct {
	site.Site
	members  *member.Members
	safety   *safety.Safety
	nudges   *nudge.Nudges
	schedule *schedule.Schedule
	closed   []func(ctx context.Context, tx bun.Tx, r Relationship) error
	// private are the keys of reflections, which open nothing else.
	private *seal.Keys

	// Wishes tells who would like to talk again; nil knows of nobody.
	Wishes Wishes
	// Posts makes posts of reflections; its zero value offers none.
	Posts Posts
}

// New makes the store of relationships, and says what becomes of them when
// somebody leaves or is erased.
func New(s site.Site, members *member.Members, apart *safety.Safety, nudges *nudge.Nudges, times *schedule.Schedule) *Relationships {
	rs := &Relationships{Site: s, members: members, safety: apart, nudges: nudges, schedule: times}
	private, err := s.Keys.Apart("relationship reflections v1")
	if err != nil { // the key is of a wrong length, which this one is not
		panic(err)
	}
	rs.private = private
	rs.handleNudges()
	rs.reportable()
	times.Register(appointmentKind, schedule.Owner{Remind: rs.remind})
	apart.OnBlock(rs.blocked)
	members.OnAway(rs.away)
	members.OnLeave(rs.gone)
	members.OnErase(rs.erase)
	return rs
}

// OnClosed adds what another package does when a relationship has been closed
// and its helper has a place free again, in the transaction that closes it.
func (s *Relationships) OnClosed(f func(ctx context.Context, tx bun.Tx, r Relationship) error) {
	s.closed = append(s.closed, f)
}

// Opening is a relationship to be opened: both have said yes to each other.
type Opening struct {
	Kind Kind
	// Helper coaches or mentors, Learner is helped: member ids.
	Helper, Learner string
	// Source and SourceID say who opened it: "request" and its id.
	Source, SourceID string
	// Goals are what the learner would like to get better at; may be empty.
	Goals string
	// Why is what the first letter to one of them says of how they came together,
	// for who did not ask each other; nil says that both have said yes.
	Why func(memberID string) []locale.Phrase
}

// patience is how long two people have to agree how they work together.
const patience = 28 * 24 * time.Hour

// Open begins a relationship and writes to both. Two people of whom one has
// blocked the other are refused like people who do not exist; two who have an
// open relationship of this kind in these roles get that one.
func (s *Relationships) Open(ctx context.Context, tx bun.Tx, o Opening) (id string, err error) {
	if o.Helper == "" || o.Learner == "" || o.Helper == o.Learner || o.Kind != Coaching && o.Kind != Mentoring {
		return "", fault.Because(fault.Invalid, "relationship.invalid")
	}
	apart, err := s.safety.Separated(ctx, tx, o.Helper, o.Learner)
	if err != nil {
		return "", err
	}
	if apart {
		return "", fault.NotFound
	}
	same, err := between(ctx, tx, o)
	if err != nil || len(same) > 0 {
		return first(same).ID, err
	}
	now := s.Now()
	r := Relationship{
		ID: s.NewID(), Kind: o.Kind, State: Agreeing, HelperID: o.Helper, LearnerID: o.Learner,
		Source: o.Source, SourceID: o.SourceID, CreatedAt: now, CheckAt: now.Add(patience),
	}
	r.Goals = s.Keys.Encrypt(o.Goals, goalsPurpose(r.ID))
	if opened, err := insert(ctx, tx, r); err != nil {
		return "", fmt.Errorf("open relationship: %w", err)
	} else if !opened { // another process was faster
		same, err = between(ctx, tx, o)
		return first(same).ID, err
	}
	return r.ID, s.turn(ctx, tx, &r, r.LearnerID, func(t *turn, ctx context.Context) error { return t.begin(ctx, o.Why) })
}

func goalsPurpose(id string) string { return "relationships.goals/" + id }

func first(list []Relationship) Relationship {
	if len(list) == 0 {
		return Relationship{}
	}
	return list[0]
}

// Helping counts the relationships that are not closed in which each of these
// people is the one who coaches or mentors. Who helps nobody is not in it.
func (s *Relationships) Helping(ctx context.Context, tx bun.IDB, memberIDs []string) (map[string]int, error) {
	return helping(ctx, tx, memberIDs)
}

// Running reports whether two people have a relationship that is not closed,
// whoever helps whom.
func (s *Relationships) Running(ctx context.Context, tx bun.IDB, a, b string) (bool, error) {
	list, err := where(ctx, tx, "(r.helper_id = ? AND r.learner_id = ? OR r.helper_id = ? AND r.learner_id = ?) AND r.state <> ?", a, b, b, a, Closed)
	return len(list) > 0, err
}

// Together are the pairs among these people who have a relationship that is not
// closed, whoever helps whom: the smaller id first.
func (s *Relationships) Together(ctx context.Context, tx bun.IDB, memberIDs []string) ([][2]string, error) {
	return together(ctx, tx, memberIDs)
}

// Of lists a member's relationships: those that go on first, then by age, the
// newest first.
func (s *Relationships) Of(ctx context.Context, tx bun.IDB, memberID string) ([]Relationship, error) {
	return ofMember(ctx, tx, memberID)
}

// Path is the address of a relationship's page, for its two people.
func (s *Relationships) Path(id string) string { return "/relationships/" + id }
