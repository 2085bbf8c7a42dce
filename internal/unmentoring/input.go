package unmentoring

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
	"cuppa.example/match"
)

// pool is the people of a draw, numbered.
type pool struct {
	people  []member.Member // in the order of their pseudonyms
	pseudo  []string
	number  map[string]int32 // by member
	members map[string]Membership
}

// number puts people in the order of their pseudonyms, which says nothing of
// who they are or when they came.
func (s *Programmes) number(roundID string, people []member.Member, ms map[string]Membership) pool {
	type named struct {
		name string
		m    member.Member
	}
	list := make([]named, len(people))
	for i, m := range people {
		list[i] = named{s.Keys.Pseudonym("draw/"+roundID, m.ID), m}
	}
	slices.SortFunc(list, func(a, b named) int { return strings.Compare(a.name, b.name) })
	p := pool{number: make(map[string]int32, len(list)), members: ms}
	for i, n := range list {
		p.people = append(p.people, n.m)
		p.pseudo = append(p.pseudo, n.name)
		p.number[n.m.ID] = int32(i)
	}
	return p
}

func (p pool) ids() []string {
	ids := make([]string, len(p.people))
	for i, m := range p.people {
		ids[i] = m.ID
	}
	return ids
}

// drawn are the rows that say who is behind the numbers.
func (p pool) drawn(drawID string) []Drawn {
	list := make([]Drawn, len(p.people))
	for i, m := range p.people {
		list[i] = Drawn{DrawID: drawID, Person: i, Pseudonym: p.pseudo[i], MemberID: m.ID}
	}
	return list
}

// input gathers everything the draw depends on, in a handful of statements
// however many people there are.
func (s *Programmes) input(ctx context.Context, tx bun.IDB, p pool, size int, programme Programme) (match.Input, error) {
	in := match.Input{People: len(p.people), Size: size, Mode: programme.Decides.mode()}
	ids := p.ids()
	history, err := s.talks.History(ctx, tx, ids)
	if err != nil {
		return in, err
	}
	for _, h := range history {
		a, b := p.number[h.A], p.number[h.B]
		if h.State == conversation.NotMet || h.State == conversation.Cancelled {
			in.Avoid = append(in.Avoid, match.Pair{A: a, B: b})
			continue
		}
		in.Met = append(in.Met, match.Meeting{Round: dayNumber(h.At), A: a, B: b})
	}
	apart, err := s.safety.Apart(ctx, tx, ids)
	if err != nil {
		return in, err
	}
	for _, a := range apart {
		in.Apart = append(in.Apart, match.Pair{A: p.number[a[0]], B: p.number[a[1]]})
	}
	in.Priority, in.Larger = make([]int32, in.People), make([]int32, in.People)
	for i, m := range p.people {
		in.Priority[i] = int32(min(p.members[m.ID].Owed, match.MaxTurns))
		in.Larger[i] = int32(min(p.members[m.ID].Larger, match.MaxTurns))
	}
	in.Traits, err = s.traits(ctx, tx, p, programme.Wishes())
	return in, err
}

// dayNumber counts days, so that a later meeting has a larger number.
func dayNumber(t time.Time) int32 { return int32(t.Unix() / 86400) }

// dayNumbered is the time of a day number.
func dayNumbered(n int32) time.Time { return time.Unix(int64(n)*86400, 0).UTC() }
