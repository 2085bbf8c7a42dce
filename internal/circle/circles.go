package circle

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/discussion"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/nudge"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/schedule"
	"cuppa.example/internal/site"
)

// Circles is all of them.
type Circles struct {
	site.Site
	members *member.Members
	safety  *safety.Safety
	nudges  *nudge.Nudges
	times   *schedule.Schedule
	talks   *conversation.Conversations
	rooms   *discussion.Discussions
	gate    gate
}

// New makes the store of circles. trusted are the proxies before us.
func New(s site.Site, members *member.Members, apart *safety.Safety, nudges *nudge.Nudges, times *schedule.Schedule, talks *conversation.Conversations, rooms *discussion.Discussions, trusted []netip.Prefix) *Circles {
	circles := &Circles{Site: s, members: members, safety: apart, nudges: nudges, times: times, talks: talks, rooms: rooms, gate: newGate(trusted)}
	circles.live()
	nudges.Handle(nudgeAlive, nudge.Handler{Letter: circles.askAlive, Silent: circles.silent})
	rooms.Register(roomKind, discussion.Owner{Around: circles.around})
	members.OnLeave(circles.gone)
	members.OnErase(circles.erase)
	apart.OnBlock(circles.part)
	apart.OnTogether(circles.sayTogether)
	return circles
}

// Founding is a circle to be made of people who are all members.
type Founding struct {
	OpeningID            string
	Name, Purpose, Rules string
	Rhythm               Rhythm
	Minutes              int
	Starts, Ends         time.Time
	Facilitator          string // a member's id, may be empty
	Experience           string // of the facilitator
	Members              []string
}

// Found makes a circle that runs from the start: its people have said yes.
func (s *Circles) Found(ctx context.Context, tx bun.Tx, f Founding) (Circle, error) {
	now := s.Now()
	c := Circle{
		ID: s.NewID(), OpeningID: f.OpeningID, Name: f.Name, Purpose: f.Purpose, Rules: f.Rules,
		Rhythm: f.Rhythm, Minutes: f.Minutes, State: Forming, StartsAt: f.Starts, EndsAt: f.Ends, CreatedAt: now,
	}
	if f.Facilitator != "" {
		c.People = append(c.People, Person{CircleID: c.ID, MemberID: f.Facilitator, Role: Facilitator, Experience: f.Experience, JoinedAt: now})
	}
	for _, id := range f.Members {
		c.People = append(c.People, Person{CircleID: c.ID, MemberID: id, Role: Member, JoinedAt: now})
	}
	if len(c.People) == 0 {
		return Circle{}, fault.Invalid
	}
	if err := insertCircle(ctx, tx, c); err != nil {
		return Circle{}, err
	}
	return c, s.start(ctx, tx, &c)
}

// start lets a circle begin whose people have said yes.
func (s *Circles) start(ctx context.Context, tx bun.Tx, c *Circle) error {
	c.State, c.AnswerBy, c.LookAt = Running, time.Time{}, s.Now().Add(lookEvery)
	if err := saveCircle(ctx, tx, *c); err != nil {
		return err
	}
	return s.openSpace(ctx, tx, *c)
}

// ByID is a circle with its people; who may see it is for the caller to check.
func (s *Circles) ByID(ctx context.Context, tx bun.IDB, id string) (Circle, error) {
	return circleByID(ctx, tx, id)
}

// Of are the circles that a member is in, the newest first.
func (s *Circles) Of(ctx context.Context, tx bun.IDB, memberID string) ([]Circle, error) {
	return circlesOf(ctx, tx, memberID)
}

func isNotFound(err error) bool { return errors.Is(err, fault.NotFound) }
