package roster

import (
	"context"
	"fmt"
	"maps"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/sheet"
)

// plan is what an import would do.
type plan struct {
	Rows      int
	New       []person
	Changed   []person
	Unchanged int
	Pairs     []conversation.Past
	Problems  []problem
	Ignored   []string
	Encoding  string
}

// Doable reports whether confirming would write anything.
func (p plan) Doable() bool { return len(p.New)+len(p.Changed)+len(p.Pairs) > 0 }

func (r *Roster) plan(ctx context.Context, tx bun.IDB, kind Kind, s sheet.Sheet) (plan, error) {
	p := plan{Rows: len(s.Rows), Encoding: s.Encoding}
	if kind == Meetings {
		return p, r.planMeetings(ctx, tx, s, &p)
	}
	return p, r.planPeople(ctx, tx, s, &p)
}

func (r *Roster) planPeople(ctx context.Context, tx bun.IDB, s sheet.Sheet, p *plan) error {
	fields, err := r.members.Fields(ctx, tx)
	if err != nil {
		return err
	}
	people, problems, ignored, err := checkPeople(s, fields)
	if err != nil {
		return err
	}
	p.Problems, p.Ignored = problems, ignored
	known, err := r.known(ctx, tx)
	if err != nil {
		return err
	}
	for _, one := range people {
		m, is := known.email[one.Email]
		switch {
		case !is:
			p.New = append(p.New, one)
		case m.State == member.Left || m.Barred():
			p.Problems = append(p.Problems, problem{one.Row, say("roster.problem.left", "email", one.Email)})
		default:
			before, err := r.members.Described(ctx, tx, m.ID)
			if err != nil {
				return err
			}
			if one.Details = fill(before, one.Details); same(before, one.Details) {
				p.Unchanged++
			} else {
				p.Changed = append(p.Changed, one)
			}
		}
	}
	return nil
}

// fill adds what the member has not said themselves; their own words stay.
func fill(have, offered member.Details) member.Details {
	filled := have.Over(offered)
	filled.Fields = maps.Clone(offered.Fields)
	maps.DeleteFunc(filled.Fields, func(_, v string) bool { return v == "" })
	maps.Copy(filled.Fields, have.Fields)
	return filled
}

// same reports whether b says nothing that a does not.
func same(a, b member.Details) bool {
	for id, v := range b.Fields {
		if a.Fields[id] != v {
			return false
		}
	}
	a.Fields, b.Fields = nil, nil
	return fmt.Sprint(a) == fmt.Sprint(b)
}

// directory finds members by their address or by a name that only one has.
type directory struct {
	email map[string]member.Member
	name  map[string][]member.Member
}

func (r *Roster) known(ctx context.Context, tx bun.IDB) (directory, error) {
	d := directory{map[string]member.Member{}, map[string][]member.Member{}}
	return d, r.members.All(ctx, tx, func(m member.Member) error {
		d.email[m.Email] = m
		d.name[member.Fold(m.Name)] = append(d.name[member.Fold(m.Name)], m)
		return nil
	})
}

func (d directory) find(written string) (member.Member, locale.Phrase) {
	if m, ok := d.email[written]; ok {
		return m, locale.Phrase{}
	}
	switch found := d.name[member.Fold(written)]; len(found) {
	case 1:
		return found[0], locale.Phrase{}
	case 0:
		return member.Member{}, say("roster.problem.nobody", "who", written)
	}
	return member.Member{}, say("roster.problem.several", "who", written)
}

func (r *Roster) planMeetings(ctx context.Context, tx bun.IDB, s sheet.Sheet, p *plan) error {
	n, err := r.Networks.Current(ctx)
	if err != nil {
		return err
	}
	meetings, problems, ignored, err := checkMeetings(s, n.Zone(), r.Now())
	if err != nil {
		return err
	}
	p.Problems, p.Ignored = problems, ignored
	known, err := r.known(ctx, tx)
	if err != nil {
		return err
	}
	for _, one := range meetings {
		a, wrong := known.find(one.A)
		if wrong.Key == "" {
			var b member.Member
			if b, wrong = known.find(one.B); wrong.Key == "" && a.ID == b.ID {
				wrong = say("roster.problem.self")
			} else if wrong.Key == "" {
				p.Pairs = append(p.Pairs, conversation.Past{
					Source: "import", SourceID: one.Round, Title: one.Round, Members: []string{a.ID, b.ID}, At: one.At, State: one.State,
				})
				continue
			}
		}
		p.Problems = append(p.Problems, problem{one.Row, wrong})
	}
	return nil
}
