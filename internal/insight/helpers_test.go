package insight_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

const day = 24 * time.Hour

// filled is a network with a past: so many people, and so many monthly rounds in
// which they were paired at random. It is written straight into the tables, since
// years of a network of thousands take minutes to live through.
type filled struct {
	*testkit.Kit
	organiser testkit.Person
	ids       []string
	programme unmentoring.Programme
	rounds    []unmentoring.Round
}

func fill(k *testkit.Kit, people, rounds int) *filled {
	k.T.Helper()
	f := &filled{Kit: k, organiser: k.Organiser("Olive Organ")}
	f.addPeople(people)
	f.programme = unmentoring.Programme{
		ID: k.NewID(), Title: "Coffee", Purpose: "Meet somebody new.", Minutes: 30, Size: 2, Review: unmentoring.ReviewNever,
		Cadence: unmentoring.Monthly, FirstDay: "2024-01-01", State: unmentoring.Running, CreatedAt: k.Now(), ChangedAt: k.Now().AddDate(-5, 0, 0),
		SignUpDays: 7, ReviewDays: 3, TalkDays: 21, ClosingDays: 3,
	}
	f.insert(&f.programme)
	r := rand.New(rand.NewPCG(3, 4))
	for n := 1; n <= rounds; n++ {
		f.addRound(r, n, rounds)
	}
	return f
}

func (f *filled) insert(rows any) {
	f.T.Helper()
	f.InTx(func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewInsert().Model(rows).Exec(ctx)
		return err
	})
}

func chunks[T any](list []T, each func([]T)) {
	for len(list) > 0 {
		n := min(400, len(list))
		each(list[:n])
		list = list[n:]
	}
}

func (f *filled) addPeople(n int) {
	now := f.Now()
	var organisations []member.Organisation
	for i := range max(1, n/6) {
		name := fmt.Sprintf("Council %d", i+1)
		organisations = append(organisations, member.Organisation{ID: f.NewID(), Name: name, NameKey: member.Fold(name), CreatedAt: now})
	}
	chunks(organisations, func(part []member.Organisation) { f.insert(&part) })
	r := rand.New(rand.NewPCG(1, 2))
	var list []member.Member
	for i := range n {
		o := organisations[min(len(organisations)-1, int(r.ExpFloat64()*float64(len(organisations))/4))]
		name := fmt.Sprintf("%s %s", firstNames[i%len(firstNames)], lastNames[i/len(firstNames)%len(lastNames)])
		list = append(list, member.Member{
			ID: f.NewID(), Email: fmt.Sprintf("person%d@example.org", i), Name: name, NameKey: member.Fold(name), State: member.Active,
			OrganisationID: o.ID, Region: fmt.Sprintf("Region %d", r.IntN(9)+1), Pictured: i%3 != 0,
			JoinedAt: now.AddDate(0, -24, 0).Add(time.Duration(i) * 500 * day / time.Duration(n)), ChangedAt: now,
		})
		f.ids = append(f.ids, list[i].ID)
	}
	chunks(list, func(part []member.Member) { f.insert(&part) })
}

var (
	firstNames = []string{"Ann", "Bob", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal", "Ivy", "Jon", "Kim", "Lou", "Max", "Nia", "Oli", "Pam"}
	lastNames  = []string{"Archer", "Baker", "Cooper", "Dyer", "Ellis", "Fisher", "Glover", "Hunter", "Ingram", "Jarvis", "Knight", "Lister"}
)

// addRound adds a round in which a fifth of the people were not in; the last one
// is under way.
func (f *filled) addRound(r *rand.Rand, number, of int) {
	now := f.Now()
	open := now.AddDate(0, number-of, -10)
	round := unmentoring.Round{
		ID: f.NewID(), ProgrammeID: f.programme.ID, Number: number, Day: unmentoring.Day(open.Format(time.DateOnly)), State: unmentoring.Closed,
		SignUpAt: open.Add(-10 * day), DrawAt: open.Add(-3 * day), OpenAt: open, EndAt: open.Add(21 * day), CloseAt: open.Add(24 * day),
		PublishedAt: open, ClosedAt: open.Add(24 * day), CreatedAt: open.Add(-10 * day),
	}
	if number == of {
		round.State, round.ClosedAt = unmentoring.Talking, time.Time{}
	}
	f.insert(&round)
	f.rounds = append(f.rounds, round)

	var talks []conversation.Conversation
	var persons []conversation.Person
	var entries []unmentoring.Entry
	order := r.Perm(len(f.ids))
	in := order[:len(order)*4/5/2*2]
	for i := 0; i < len(in); i += 2 {
		c := conversation.Conversation{
			ID: f.NewID(), Source: unmentoring.Source, SourceID: round.ID, State: conversation.Unconfirmed, Title: "Coffee",
			Length: 30 * time.Minute, OpensAt: open, EndsAt: round.EndAt, CloseAt: round.EndAt, ClosedAt: round.ClosedAt, CreatedAt: open,
		}
		reason := conversation.Reason("")
		answer := conversation.None
		switch x := r.Float64(); {
		case number == of && x < 0.7:
			c.State = conversation.Open
		case x < 0.55:
			c.State, answer, c.MetAt = conversation.Met, conversation.SaidMet, open.Add(5*day)
		case x < 0.78:
			c.State, answer = conversation.NotMet, conversation.SaidNotMet
			reason = conversation.Reasons[min(5, int(r.ExpFloat64()*1.6))]
		}
		talks = append(talks, c)
		for p, at := range in[i : i+2] {
			persons = append(persons, conversation.Person{ConversationID: c.ID, MemberID: f.ids[at], Position: p, Answer: answer, Reason: reason})
			entries = append(entries, unmentoring.Entry{RoundID: round.ID, MemberID: f.ids[at], Place: unmentoring.Placed, AskedAt: open})
		}
	}
	for _, at := range order[len(in):] {
		entries = append(entries, unmentoring.Entry{RoundID: round.ID, MemberID: f.ids[at], Answer: unmentoring.Out, AskedAt: open})
	}
	chunks(talks, func(part []conversation.Conversation) { f.insert(&part) })
	chunks(persons, func(part []conversation.Person) { f.insert(&part) })
	chunks(entries, func(part []unmentoring.Entry) { f.insert(&part) })
}

// page opens a page and fails the test unless it is there.
func page(t *testing.T, b *testkit.Browser, address string) *testkit.Page {
	t.Helper()
	p := b.Get(address)
	if p.Status != 200 {
		t.Fatalf("%s answers %d: %s", address, p.Status, p.Text())
	}
	return p
}
