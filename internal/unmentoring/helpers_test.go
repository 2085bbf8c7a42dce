package unmentoring_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

// network is a network with programmes, and people who come from organisations.
type network struct {
	*testkit.Kit
	organiser testkit.Person
	people    []member.Member
	seen      map[string]bool // pages that life has looked at
}

func newNetwork(t *testing.T) *network {
	t.Helper()
	k := testkit.New(t)
	n := &network{Kit: k, organiser: k.Organiser("Olive Organ"), seen: map[string]bool{}}
	var seed byte
	k.UnMentoring.Seed = func() [32]byte { seed++; return [32]byte{1: seed} }
	return n
}

// join adds so many people of an organisation.
func (n *network) join(count int, organisation string) []member.Member {
	n.T.Helper()
	var added []member.Member
	n.InTx(func(ctx context.Context, tx bun.Tx) error {
		for range count {
			name := fmt.Sprintf("Person %c%02d", 'A'+len(n.people)/100, len(n.people)%100)
			m, err := n.Members.Join(ctx, tx, testkit.Address(name), member.Details{Name: name, Organisation: organisation, Region: "Region of " + organisation}, true)
			if err != nil {
				return err
			}
			n.people, added = append(n.people, m), append(added, m)
		}
		return nil
	})
	return added
}

// rest keeps the organiser out, so that counts are those of the people.
func (n *network) without(p unmentoring.Programme) {
	n.T.Helper()
	if err := n.UnMentoring.Leave(n.T.Context(), p.ID, n.organiser.ID); err != nil {
		n.T.Fatal(err)
	}
}

// programme begins one that asks people at once.
func (n *network) programme(change ...func(*unmentoring.Programme)) unmentoring.Programme {
	n.T.Helper()
	p := unmentoring.Programme{
		Title: "Coffee", Purpose: "Meet somebody new.", Minutes: 30, Size: 2, Prompts: unmentoring.Lines{"Think", "Do", "Share"},
		Differ: unmentoring.Lines{unmentoring.DifferOrganisation, unmentoring.DifferRegion},
		Review: unmentoring.ReviewNever, Cadence: unmentoring.Monthly, FirstDay: "2027-01-25",
	}
	for _, f := range change {
		f(&p)
	}
	if p.SignUpDays == 0 {
		p.SetWindows(unmentoring.DefaultWindows(p.Cadence, p.Review))
	}
	p, err := n.UnMentoring.Create(n.T.Context(), p, true)
	if err != nil {
		n.T.Fatal(err)
	}
	n.without(p)
	return p
}

// round is the newest round of a programme.
func (n *network) round(p unmentoring.Programme) unmentoring.Round {
	n.T.Helper()
	list := n.rounds(p)
	return list[len(list)-1]
}

// reach moves the clock until the newest round is in a state.
func (n *network) reach(p unmentoring.Programme, state unmentoring.RoundState) unmentoring.Round {
	n.T.Helper()
	return n.reachRound(p, n.round(p).Number, state)
}

// reachRound moves the clock until a round is in a state.
func (n *network) reachRound(p unmentoring.Programme, number int, state unmentoring.RoundState) unmentoring.Round {
	n.T.Helper()
	for range 6 * 200 {
		for _, r := range n.rounds(p) {
			if r.Number == number && r.State == state {
				return r
			}
		}
		n.Clock.Set(n.Clock.Now().Add(4 * time.Hour))
		n.Settle()
	}
	n.T.Fatalf("round %d does not reach %s: %+v", number, state, n.rounds(p))
	return unmentoring.Round{}
}

func (n *network) rounds(p unmentoring.Programme) []unmentoring.Round {
	n.T.Helper()
	all, err := n.UnMentoring.Rounds(n.T.Context())
	if err != nil {
		n.T.Fatal(err)
	}
	var list []unmentoring.Round
	for _, r := range all {
		if r.ProgrammeID == p.ID {
			list = append(list, r.Round)
		}
	}
	return list
}

func (n *network) talks(r unmentoring.Round) []conversation.Conversation {
	n.T.Helper()
	list, err := n.Conversations.BySource(n.T.Context(), n.DB, unmentoring.Source, r.ID)
	if err != nil {
		n.T.Fatal(err)
	}
	return list
}

// open are the conversations that were not called off.
func open(list []conversation.Conversation) []conversation.Conversation {
	var out []conversation.Conversation
	for _, c := range list {
		if c.State != conversation.Cancelled {
			out = append(out, c)
		}
	}
	return out
}

func (n *network) numbers(r unmentoring.Round) unmentoring.Numbers {
	n.T.Helper()
	got, err := n.UnMentoring.RoundNumbers(n.T.Context(), r.ID)
	if err != nil {
		n.T.Fatal(err)
	}
	return got
}

func (n *network) verify(r unmentoring.Round) unmentoring.VerifyReport {
	n.T.Helper()
	report, err := n.UnMentoring.Verify(n.T.Context(), r.ID)
	if err != nil {
		n.T.Fatal(err)
	}
	if !report.OK() || len(report.Attempts) == 0 {
		n.T.Fatalf("the draw cannot be repeated: %+v", report)
	}
	return report
}
