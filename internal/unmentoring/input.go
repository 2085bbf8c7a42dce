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
	in := match.Input{People: len(p.people), Size: size}
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
	in.Traits, err = s.traits(ctx, tx, p, programme.Differ)
	return in, err
}

// dayNumber counts days, so that a later meeting has a larger number.
func dayNumber(t time.Time) int32 { return int32(t.Unix() / 86400) }

// dayNumbered is the time of a day number.
func dayNumbered(n int32) time.Time { return time.Unix(int64(n)*86400, 0).UTC() }

// traits numbers what people have in common. The numbers are given in the
// order of the people, so that they say nothing by themselves.
func (s *Programmes) traits(ctx context.Context, tx bun.IDB, p pool, differ Lines) ([]match.Trait, error) {
	var fields map[string]map[string]string
	if slices.ContainsFunc(differ, func(d string) bool { return strings.HasPrefix(d, fieldPrefix) }) {
		var err error
		if fields, err = s.members.ManyFieldValues(ctx, tx, p.ids()); err != nil {
			return nil, err
		}
	}
	var list []match.Trait
	for _, d := range differ {
		numbers := map[string]int32{}
		t := match.Trait{Values: make([]int32, len(p.people))}
		for i, m := range p.people {
			v := valueOf(m, d, fields[m.ID])
			if v == "" {
				continue
			}
			if numbers[v] == 0 {
				numbers[v] = int32(len(numbers) + 1)
			}
			t.Values[i] = numbers[v]
		}
		list = append(list, t)
	}
	return list, nil
}

// valueOf is what a member has of a trait, folded; empty is unknown.
func valueOf(m member.Member, trait string, fields map[string]string) string {
	switch trait {
	case DifferOrganisation:
		return m.OrganisationID
	case DifferRegion:
		return member.Fold(m.Region)
	case DifferRole:
		return member.Fold(m.Job)
	}
	return member.Fold(fields[strings.TrimPrefix(trait, fieldPrefix)])
}
