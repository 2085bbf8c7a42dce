package conversation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/a-h/templ"
	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/nudge"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/schedule"
	"cuppa.example/internal/site"
)

// Conversations opens conversations and carries them to their end.
type Conversations struct {
	site.Site
	members  *member.Members
	safety   *safety.Safety
	nudges   *nudge.Nudges
	schedule *schedule.Schedule
	sources  map[string]Source

	// Outcomes says that the pages below a conversation's at /outcome are there.
	Outcomes bool
	// Next are what people may begin who all would like to talk again.
	Next []NextStep
	// Aside is what another package says to one of the people on the page of a
	// conversation; nil is nothing. base is the path of the page.
	Aside func(ctx context.Context, c Conversation, memberID, base string) (templ.Component, error)
}

// Source is whoever opens conversations: a programme's round, a circle's rota.
type Source struct {
	// WantsPartner is told that a member of the conversation is without a
	// partner and would like to talk to somebody else in the same round. Nil
	// means that the source has nobody else to offer.
	WantsPartner func(ctx context.Context, tx bun.Tx, c Conversation, memberID string) error
	// Private is that nobody but its people learns that there is such a
	// conversation: it stands in no picture of the network and in no list of
	// the organisers. No draw made it, and no letter says how a draw is fair.
	Private bool
	// Closed is told what became of a conversation, with everybody who was
	// ever part of it; Person.Silent says who answered nothing. That is when
	// all have answered, or when its window ends, and again with every answer
	// that comes after that. What became Cancelled is told at the end, so that
	// whoever was asked then has had time.
	Closed func(ctx context.Context, tx bun.Tx, c Conversation, people []Person) error
}

// New makes the store of conversations, and says what becomes of them when
// somebody leaves or is erased.
func New(s site.Site, members *member.Members, apart *safety.Safety, nudges *nudge.Nudges, times *schedule.Schedule) *Conversations {
	c := &Conversations{Site: s, members: members, safety: apart, nudges: nudges, schedule: times, sources: map[string]Source{}}
	c.handleNudges()
	times.Register(appointmentKind, schedule.Owner{Remind: c.remind})
	apart.Subject("conversation", safety.Subject{Say: c.subject, About: c.about, Copy: c.copyOf})
	apart.OnBlock(c.part)
	members.OnLeave(c.gone)
	members.OnErase(c.erase)
	return c
}

// Register says who is behind a source's name. It is called while the program
// is built.
func (s *Conversations) Register(name string, source Source) { s.sources[name] = source }

// Open puts people together and queues their letters. Ten thousand people in
// one call take few statements. The conversations come back in the order of the
// openings.
func (s *Conversations) Open(ctx context.Context, tx bun.Tx, openings []Opening) ([]Conversation, error) {
	now := s.Now()
	list := make([]Conversation, 0, len(openings))
	for i, o := range openings {
		c, err := o.conversation(s.NewID(), now)
		if err != nil {
			return nil, fmt.Errorf("opening %d: %w", i+1, err)
		}
		list = append(list, c)
	}
	if len(list) == 0 {
		return nil, nil
	}
	calls, err := s.prepare(ctx, tx, list)
	if err != nil {
		return nil, err
	}
	if err := insert(ctx, tx, list); err != nil {
		return nil, fmt.Errorf("open conversations: %w", err)
	}
	if err := s.planNudges(ctx, tx, list); err != nil {
		return nil, err
	}
	return list, s.sendMatches(ctx, tx, list, calls)
}

// prepare suggests times and, where nobody has a way of their own to talk, a
// room for a call. It gives the call names, by member.
func (s *Conversations) prepare(ctx context.Context, tx bun.IDB, list []Conversation) (map[string]string, error) {
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, c := range list {
		for _, p := range c.People {
			ids = append(ids, p.MemberID)
		}
	}
	calls, err := s.members.CallNames(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	service := s.Meetings.By(n.Meeting(), n.MeetingBase)
	type offer struct {
		opens, ends int64
		length      time.Duration
		turn        int
	}
	suggested := map[offer][]time.Time{} // a round's conversations have one window
	for i := range list {
		c := &list[i]
		o := offer{c.OpensAt.Unix(), c.EndsAt.Unix(), c.Length, i % schedule.Turns}
		if _, known := suggested[o]; !known {
			w := schedule.Window{From: c.OpensAt, Until: c.EndsAt, Zone: n.Zone(), Length: c.Length, Holidays: n.Calendar()}
			suggested[o] = w.Suggest(suggestions, o.turn)
		}
		c.Suggested = suggested[o]
		if !slices.ContainsFunc(c.People, func(p Person) bool { return calls[p.MemberID] != "" }) {
			c.Room = service.Room(c.ID, "")
		}
	}
	return calls, nil
}

// suggestions is how many times a letter offers.
const suggestions = 2

// BySource lists what a source has opened under an id, with its people.
func (s *Conversations) BySource(ctx context.Context, tx bun.IDB, source, sourceID string) ([]Conversation, error) {
	return where(ctx, tx, "c.source = ? AND c.source_id = ?", source, sourceID)
}

// ByID finds a conversation with its people.
func (s *Conversations) ByID(ctx context.Context, tx bun.IDB, id string) (Conversation, error) {
	return byID(ctx, tx, id)
}
