package unmentoring_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/unmentoring"
)

// walk is a round in which people do whatever they can, in any order.
type walk struct {
	*network
	rand  *rand.Rand
	p     unmentoring.Programme
	r     unmentoring.Round
	log   []string
	apart map[[2]string]map[string]bool // two of whom one blocked the other → the conversations there were then
}

// What must hold in a round whatever people do: everybody has one conversation
// or waits for one, nobody is put together with somebody they have blocked, and
// in the end all is settled and every draw can be repeated.
func TestWhateverPeopleDoInARound(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			w := &walk{network: newNetwork(t), rand: rand.New(rand.NewPCG(seed, 7)), apart: map[[2]string]map[string]bool{}}
			w.join(7, "Ashby Council")
			w.join(5-int(seed%2), "Bexley Council")
			w.p = w.programme()
			w.r = w.reach(w.p, unmentoring.Talking)
			w.holds("drawn")
			for range 30 {
				what, err := w.anything()
				w.log = append(w.log, what)
				if err != nil && !errors.Is(err, fault.Conflict) && !errors.Is(err, fault.Invalid) && !errors.Is(err, fault.Gone) {
					t.Fatalf("%s: %v", what, err)
				}
				w.Clock.Set(w.Clock.Now().Add(time.Duration(w.rand.IntN(30)) * time.Hour))
				w.Settle()
				w.holds(what)
			}
			w.ends()
		})
	}
}

// anything is one thing that one person does.
func (w *walk) anything() (string, error) {
	ctx, cs := w.T.Context(), w.Conversations
	me := w.people[w.rand.IntN(len(w.people))]
	var c conversation.Conversation
	for _, one := range w.talks(w.r) {
		if p, in := one.Person(me.ID); in && !p.Out() && one.State == conversation.Open {
			c = one
		}
	}
	other := ""
	if c.ID != "" {
		other = c.Others(me.ID)[0].MemberID
	}
	alone := func(f func(ctx context.Context, tx bun.Tx, id string) error) error {
		return w.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return f(ctx, tx, me.ID) })
	}
	acts := []struct {
		name string
		talk bool // needs a conversation
		do   func() error
	}{
		{"gets no reply", true, func() error { return cs.NoReply(ctx, c.ID, me.ID) }},
		{"cannot make it", true, func() error { return cs.CannotMakeIt(ctx, c.ID, me.ID) }},
		{"asks for another", true, func() error { return cs.AnotherPartner(ctx, c.ID, me.ID) }},
		{"says not met", true, func() error {
			return cs.SayNotMet(ctx, c.ID, me.ID, conversation.Reasons[w.rand.IntN(len(conversation.Reasons))])
		}},
		{"says met", true, func() error { return cs.SayMet(ctx, c.ID, me.ID, time.Time{}) }},
		{"blocks", true, func() error { w.block(me.ID, other); return cs.Block(ctx, c.ID, me.ID, other) }},
		{"is in", false, func() error { return w.UnMentoring.Answer(ctx, w.r.ID, me.ID, true) }},
		{"is out", false, func() error { return w.UnMentoring.Answer(ctx, w.r.ID, me.ID, false) }},
		{"wants no third", false, func() error { return w.UnMentoring.Wish(ctx, w.p.ID, me.ID, 1, unmentoring.ThirdNo) }},
		{"comes late", false, func() error {
			return w.UnMentoring.Answer(ctx, w.r.ID, w.join(1, "Corby Council")[0].ID, true)
		}},
		{"pauses", false, func() error {
			return alone(func(ctx context.Context, tx bun.Tx, id string) error {
				return w.Members.Pause(ctx, tx, id, time.Time{})
			})
		}},
		{"leaves the network", false, func() error { return alone(w.Members.Leave) }},
		{"is erased", false, func() error { return alone(w.Members.Erase) }},
	}
	for {
		a := acts[w.rand.IntN(len(acts))]
		if (c.ID == "") == a.talk {
			continue
		}
		return me.Name + " " + a.name, a.do()
	}
}

func pairOf(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

func (w *walk) block(a, b string) {
	before := map[string]bool{}
	for _, c := range w.talks(w.r) {
		before[c.ID] = true
	}
	w.apart[pairOf(a, b)] = before
}

// holds checks what must always be true.
func (w *walk) holds(what string) {
	w.T.Helper()
	talks := map[string]int{} // conversations of somebody in the round, that are open
	ever := map[string]bool{}
	for _, c := range w.talks(w.r) {
		for _, p := range c.People {
			ever[p.MemberID] = true
		}
		if c.State != conversation.Open {
			continue
		}
		active := c.Active()
		if len(active) < 2 || len(active) > 3 {
			w.T.Fatalf("%s: %d people are in a conversation", what, len(active))
		}
		for i, p := range active {
			talks[p.MemberID]++
			for _, q := range active[:i] {
				if before, blocked := w.apart[pairOf(p.MemberID, q.MemberID)]; blocked && !before[c.ID] {
					w.T.Fatalf("%s: two people are put together of whom one has blocked the other", what)
				}
			}
		}
	}
	var entries []unmentoring.Entry
	if err := w.DB.NewSelect().Model(&entries).Where("round_id = ?", w.r.ID).Scan(w.T.Context()); err != nil {
		w.T.Fatal(err)
	}
	for _, e := range entries {
		m, err := w.Members.ByID(w.T.Context(), e.MemberID)
		if err != nil {
			w.T.Fatal(err)
		}
		switch {
		case talks[e.MemberID] > 1:
			w.T.Fatalf("%s: %s has %d conversations after %q", what, m.Name, talks[e.MemberID], w.log)
		case e.Place == unmentoring.Waiting && talks[e.MemberID] > 0:
			w.T.Fatalf("%s: %s waits, and has a conversation", what, m.Name)
		case talks[e.MemberID] > 0 && e.Place != unmentoring.Placed:
			w.T.Fatalf("%s: %s has a conversation, and is %q", what, m.Name, e.Place)
		case e.In(w.p) && m.State == member.Active && e.Place == unmentoring.NoPlace && !ever[e.MemberID]:
			w.T.Fatalf("%s: %s is in, and was forgotten", what, m.Name)
		}
	}
}

// ends lets the round come to its end.
func (w *walk) ends() {
	w.T.Helper()
	r := w.reachRound(w.p, w.r.Number, unmentoring.Closed)
	w.holds("closed")
	for _, c := range w.talks(r) {
		if c.State == conversation.Open {
			w.T.Errorf("a conversation is open in a closed round: %+v", c.People)
		}
	}
	if got := w.numbers(r); got.Waiting != 0 || got.Open != 0 {
		w.T.Errorf("%+v", got)
	}
	w.verify(r)
}
