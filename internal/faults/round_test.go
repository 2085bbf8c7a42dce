package faults_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
	"cuppa.example/internal/unmentoring"
)

func (n *network) join(people int) (addresses []string) {
	n.T.Helper()
	n.InTx(func(ctx context.Context, tx bun.Tx) error {
		for i := range people {
			addresses = append(addresses, address(i))
			d := member.Details{Name: fmt.Sprintf("Person %d", i), Organisation: fmt.Sprintf("Council %d", i%20), Region: fmt.Sprintf("Region %d", i%5)}
			if _, err := n.Members.Join(ctx, tx, address(i), d, true); err != nil {
				return err
			}
		}
		return nil
	})
	return addresses
}

// overdue is a programme whose round should have been drawn and sent out days
// ago: the next tick does everything from the draw to the letters.
func (n *network) overdue() {
	n.T.Helper()
	now := time.Now().UTC()
	n.Clock.Set(now.AddDate(0, 0, -16))
	p := unmentoring.Programme{
		Title: "Coffee", Purpose: "Meet somebody new.", Minutes: 30, Size: 2, Prompts: unmentoring.Lines{"Think"},
		Differ: unmentoring.Lines{unmentoring.DifferOrganisation}, Review: unmentoring.ReviewNever,
		Cadence: unmentoring.OnDates, Dates: unmentoring.Lines{now.AddDate(0, 0, -6).Format(time.DateOnly)},
	}
	p.SetWindows(unmentoring.DefaultWindows(p.Cadence, p.Review))
	if _, err := n.UnMentoring.Create(n.T.Context(), p, true); err != nil {
		n.T.Fatal(err)
	}
	n.Clock.Set(now)
}

func (n *network) rounds() []unmentoring.Info {
	n.T.Helper()
	list, err := n.UnMentoring.Rounds(context.Background())
	if err != nil {
		n.T.Fatal(err)
	}
	return list
}

func (n *network) state() unmentoring.RoundState { return n.rounds()[0].State }

func TestKilledWhileARoundGoesOutItHappensOnce(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	addresses := n.join(800)
	n.overdue()
	killedIn := map[unmentoring.RoundState]int{}
	for kill := 0; n.state() != unmentoring.Talking && kill < 20; kill++ {
		before := n.state()
		p := start(t, n.config)
		if kill%2 == 0 { // as soon as a step is done
			within(t, "a step of the round", func() bool { return n.state() != before })
		} else { // in the middle of one
			p.ready()
			<-time.After(time.Duration(rand.IntN(20+10*kill)) * time.Millisecond)
		}
		p.kill()
		killedIn[n.state()]++
	}
	p := start(t, n.config)
	within(t, "the round is out", func() bool { return n.state() == unmentoring.Talking })
	p.ready()
	p.kill()
	n.later()

	rounds := n.rounds()
	if len(rounds) != 1 {
		t.Fatalf("%d rounds", len(rounds))
	}
	talks, err := n.Conversations.BySource(t.Context(), n.DB, unmentoring.Source, rounds[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	n.oneEach(talks, len(addresses))
	report, err := n.UnMentoring.Verify(t.Context(), rounds[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Attempts) != 1 {
		t.Errorf("drawn %d times", len(report.Attempts))
	}
	onceEach(t, "match letters", n.arrived(anyLetter), addresses) // it was too late to ask who is in
	t.Logf("killed in %v", killedIn)
}

// oneEach checks that everybody is in exactly one conversation.
func (n *network) oneEach(talks []conversation.Conversation, people int) {
	n.T.Helper()
	in := map[string]int{}
	for _, c := range talks {
		for _, p := range c.People {
			in[p.MemberID]++
		}
	}
	for id, times := range in {
		if times != 1 {
			n.T.Errorf("%s is in %d conversations", id, times)
		}
	}
	if len(in) != people {
		n.T.Errorf("%d people are in a conversation, expected %d", len(in), people)
	}
}
