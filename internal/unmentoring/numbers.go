package unmentoring

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
)

// Info is a round and its programme's title, for lists and statistics.
type Info struct {
	Round
	Title string
}

// Rounds lists all rounds of all programmes, the oldest first.
func (s *Programmes) Rounds(ctx context.Context) ([]Info, error) {
	list, err := programmes(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	title := make(map[string]string, len(list))
	for _, p := range list {
		title[p.ID] = p.Title
	}
	rs, err := allRounds(ctx, s.DB)
	infos := make([]Info, len(rs))
	for i, r := range rs {
		infos[i] = Info{r, title[r.ProgrammeID]}
	}
	return infos, err
}

// Numbers are what a round has come to, as far as is known.
type Numbers struct {
	Asked   int // were written to
	Said    int // said that they are in
	Out     int // said "not this time"
	Silent  int // have said nothing
	People  int // have or had a conversation
	Waiting int
	LeftOut int

	// Conversations that were opened, without those that were called off
	// because somebody could not make it.
	Conversations int
	Met           int
	NotMet        int
	Unconfirmed   int
	Open          int
	Cancelled     int

	// What the published draw could not avoid.
	Repeats int
	Same    map[string]int // pairs that share a trait, by its name in Programme.Differ
}

// Range is the share of conversations that took place: at least and at most.
// What nobody has told us may have taken place or not.
func (n Numbers) Range() (least, most float64) {
	all := float64(n.Met + n.NotMet + n.Unconfirmed + n.Open)
	if all == 0 {
		return 0, 0
	}
	return float64(n.Met) / all, float64(n.Met+n.Unconfirmed+n.Open) / all
}

// In is how many are in before a round's conversations begin: in an opt-out
// programme also who has said nothing.
func (n Numbers) In(p Programme) int {
	if p.OptIn {
		return n.Said
	}
	return n.Said + n.Silent
}

// RoundNumbers counts a round.
func (s *Programmes) RoundNumbers(ctx context.Context, roundID string) (Numbers, error) {
	return s.numbers(ctx, s.DB, roundID)
}

func (s *Programmes) numbers(ctx context.Context, tx bun.IDB, roundID string) (Numbers, error) {
	var n Numbers
	list, err := tallies(ctx, tx, roundID)
	if err != nil {
		return n, err
	}
	for _, t := range list {
		n.add(t)
	}
	counts, err := s.talks.Counts(ctx, tx, Source, roundID)
	if err != nil {
		return n, err
	}
	n.Met, n.NotMet, n.Unconfirmed = counts[conversation.Met], counts[conversation.NotMet], counts[conversation.Unconfirmed]
	n.Open, n.Cancelled = counts[conversation.Open], counts[conversation.Cancelled]
	n.Conversations = n.Met + n.NotMet + n.Unconfirmed + n.Open
	ds, err := draws(ctx, tx, roundID)
	if err != nil {
		return n, err
	}
	n.Same = map[string]int{}
	for _, d := range ds {
		if d.State != DrawPublished {
			continue
		}
		n.Repeats += d.Repeats
		for trait, pairs := range d.SameBy() {
			n.Same[trait] += pairs
		}
	}
	return n, nil
}

func (n *Numbers) add(t tally) {
	if t.Asked {
		n.Asked += t.N
	}
	switch t.Answer {
	case In:
		n.Said += t.N
	case Out:
		n.Out += t.N
	default:
		n.Silent += t.N
	}
	switch t.Place {
	case Waiting:
		n.Waiting += t.N
	case LeftOut:
		n.LeftOut += t.N
	case Placed:
		n.People += t.N
	}
}

// totals are what came of all rounds, kept for a minute since everybody's
// front page shows them.
type totals struct {
	read        time.Time
	people, all int
	coming      time.Time
}

const totalsLast = time.Minute

// Totals is in how many rounds how many different people met somebody, and
// when the next conversations begin (zero when none are planned).
func (s *Programmes) Totals(ctx context.Context) (rounds, people int, coming time.Time, err error) {
	now := s.Now()
	t := s.totals.Load()
	if t == nil || now.Sub(t.read) >= totalsLast || now.Before(t.read) {
		t = &totals{read: now}
		if t.people, t.all, err = peopleWhoMet(ctx, s.DB); err != nil {
			return 0, 0, time.Time{}, err
		}
		if t.coming, err = s.coming(ctx); err != nil {
			return 0, 0, time.Time{}, err
		}
		s.totals.Store(t)
	}
	return t.all, t.people, t.coming, nil
}

// coming is when the next conversations begin.
func (s *Programmes) coming(ctx context.Context) (time.Time, error) {
	var at time.Time
	sooner := func(t time.Time) {
		if t.After(s.Now()) && (at.IsZero() || t.Before(at)) {
			at = t
		}
	}
	rs, err := allRounds(ctx, s.DB, SignUp, Drawing, InReview)
	if err != nil {
		return at, err
	}
	for _, r := range rs {
		sooner(r.OpenAt)
	}
	zone, err := s.zone(ctx)
	if err != nil {
		return at, err
	}
	list, err := programmes(ctx, s.DB, Running)
	for _, p := range list {
		if d, ok := s.next(p, 2, zone); ok {
			sooner(d.Open)
		}
	}
	return at, err
}
