package insight

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/chart"
	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
	"cuppa.example/internal/site"
	"cuppa.example/internal/web"
)

// Programme is a programme as far as statistics need it.
type Programme struct {
	ID, Title string
	Running   bool
	// Cadence is the message that names how often it has rounds, and Slower the
	// one for the next slower cadence, or empty.
	Cadence, Slower string
	ChangedAt       time.Time
}

// Round is a round as far as statistics need it.
type Round struct {
	ID          string
	ProgrammeID string
	Programme   string // its title
	Number      int
	BeginsAt    time.Time
	EndsAt      time.Time
	ClosedAt    time.Time // zero while it runs
	Begun       bool      // its conversations have been opened
}

// Closed reports whether the round is over.
func (r Round) Closed() bool { return !r.ClosedAt.IsZero() }

// Settled reports whether no answer can change the round any more.
func (r Round) Settled(now time.Time) bool {
	return r.Closed() && !now.Before(r.EndsAt.Add(conversation.Grace))
}

// Counts are what a round has come to.
type Counts struct {
	Asked   int // were written to
	Out     int // said "not this time"
	People  int // have or had a conversation
	Waiting int
	LeftOut int

	Met         int // conversations, as those below
	NotMet      int
	Unconfirmed int
	Open        int
	Cancelled   int

	Repeats int // pairs that had met before
}

// In is how many people took part.
func (c Counts) In() int { return c.People + c.Waiting + c.LeftOut }

// Unknown is of how many conversations nobody has told us, yet or at all.
func (c Counts) Unknown() int { return c.Unconfirmed + c.Open }

// Conversations is how many there were, without those that were called off.
func (c Counts) Conversations() int { return c.Met + c.NotMet + c.Unknown() }

// Source is where rounds come from.
type Source struct {
	// Name is what conversations call it.
	Name       string
	Programmes func(ctx context.Context) ([]Programme, error)
	// Rounds are all rounds, the oldest first.
	Rounds func(ctx context.Context) ([]Round, error)
	Counts func(ctx context.Context, roundID string) (Counts, error)
}

// Insight is the statistics and the picture.
type Insight struct {
	site.Site
	members *member.Members
	talks   *conversation.Conversations
	source  Source

	facts    kept[Facts]
	across   kept[Across]
	unmet    kept[[]string]
	pictures kept[*Picture]
	plans    kept[chart.Plan]

	looked atomic.Pointer[time.Time] // when rounds that have settled were last looked for
}

// New makes the statistics.
func New(s site.Site, members *member.Members, talks *conversation.Conversations, source Source) *Insight {
	i := &Insight{
		Site: s, members: members, talks: talks, source: source,
		facts: kept[Facts]{most: 2000}, across: kept[Across]{most: 2000}, unmet: kept[[]string]{most: 1},
		pictures: kept[*Picture]{most: 12}, plans: kept[chart.Plan]{most: 12},
	}
	forget := func(context.Context, bun.Tx, string) error {
		i.pictures.forget()
		i.unmet.forget()
		return nil
	}
	members.OnErase(forget)
	members.OnLeave(forget)
	return i
}

// Routes are the organisers' statistics, their downloads, and the picture.
func (s *Insight) Routes(m *web.Mux) {
	m.Handle(web.Organiser, "GET /organise/insight", s.roundsPage)
	m.Handle(web.Organiser, "GET /organise/insight/rounds.csv", s.download("rounds", s.WriteRounds))
	m.Handle(web.Organiser, "GET /organise/insight/rounds/{id}", s.roundPage)
	m.Handle(web.Organiser, "GET /organise/insight/reasons", s.reasonsPage)
	m.Handle(web.Organiser, "GET /organise/insight/reasons.csv", s.download("reasons", s.writeReasons))
	m.Handle(web.Organiser, "GET /organise/insight/growth", s.growthPage)
	m.Handle(web.Organiser, "GET /organise/insight/growth.csv", s.download("growth", s.writeGrowth))
	m.Handle(web.Organiser, "GET /organise/insight/unconnected", s.unconnectedPage)
	m.Handle(web.Organiser, "GET /organise/insight/unconnected.csv", s.download("unconnected", s.writeUnconnected))
	m.Handle(web.Public, "GET /picture", s.picturePage)
}
