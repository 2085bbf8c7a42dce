package conversation_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/fault"
)

// What must hold whatever people do, in whatever order and however often:
// they do it wildly for five weeks.
func TestWhateverPeopleDo(t *testing.T) {
	t.Parallel()
	for seed := range uint64(9) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 1))
			s := tell(t, []string{"Ann Lee", "Bob Roe", "Cat Moe", "Dan Poe"}[:2+seed%3]...)
			for step := range 40 {
				if r.IntN(3) == 0 {
					s.at(s.Clock.Now().Add(time.Duration(r.IntN(72)) * time.Hour))
				}
				what, err := s.anything(r)
				if err != nil && !errors.Is(err, fault.Conflict) && !errors.Is(err, fault.Invalid) {
					t.Fatalf("%s: %v", what, err)
				}
				s.holds(what)
				if step%5 == 0 {
					s.pagesHold(what)
				}
			}
			s.at(s.c.EndsAt.Add(40 * day))
			c := s.now()
			if c.ClosedAt.IsZero() || c.State == conversation.Open || s.closed[len(s.closed)-1] != c.State {
				t.Errorf("at the end it is %s, and the source was told %v", c.State, s.closed)
			}
			if c.State != cancelled && c.State != conversation.Decide(c.People).State {
				t.Errorf("%s is not what the answers say: %+v", c.State, c.People)
			}
		})
	}
}

// anything is one thing that one of the people can do.
func (s *story) anything(r *rand.Rand) (string, error) {
	ctx, cs := s.T.Context(), s.Conversations
	i := r.IntN(len(s.people))
	id, me, other := s.c.ID, s.people[i].ID, s.people[(i+1)%len(s.people)].ID
	at := s.c.OpensAt.Add(time.Duration(24*r.IntN(25)+r.IntN(9)) * time.Hour)
	acts := []struct {
		name string
		do   func() error
	}{
		{"suits", func() error { _, err := cs.Suits(ctx, id, me, time.Time{}, at); return err }},
		{"suits", func() error { _, err := cs.Suits(ctx, id, me, time.Time{}, s.c.Suggested...); return err }},
		{"moves", func() error {
			a, err := s.Times.Appointment(ctx, s.DB, id)
			if err != nil {
				return nil //nolint:nilerr // there is nothing to move
			}
			_, err = cs.Suits(ctx, id, me, a.StartsAt, at)
			return err
		}},
		{"cancels the time", func() error { return cs.CancelTime(ctx, id, me) }},
		{"met", func() error { return cs.SayMet(ctx, id, me, time.Time{}) }},
		{"not met", func() error { return cs.SayNotMet(ctx, id, me, conversation.Reasons[r.IntN(6)]) }},
		{"reveals", func() error { _, err := cs.Reveal(ctx, id, me); return err }},
		{"another", func() error { return cs.AnotherPartner(ctx, id, me) }},
		{"not this time", func() error { return cs.NotThisTime(ctx, id, me) }},
		{"no reply", func() error { return rarely(r, func() error { return cs.NoReply(ctx, id, me) }) }},
		{"cannot", func() error { return rarely(r, func() error { return cs.CannotMakeIt(ctx, id, me) }) }},
		{"blocks", func() error { return rarely(r, func() error { return cs.Block(ctx, id, me, other) }) }},
	}
	a := acts[r.IntN(len(acts))]
	return s.people[i].FirstName() + " " + a.name, a.do()
}

func rarely(r *rand.Rand, do func() error) error {
	if r.IntN(4) > 0 {
		return nil
	}
	return do()
}

// holds checks what must always be true.
func (s *story) holds(what string) {
	s.T.Helper()
	c := s.now()
	if c.State == cancelled && len(c.Active()) > 1 || c.State != cancelled && len(c.Active()) < 2 {
		s.T.Fatalf("%s: it is %s with %d people", what, c.State, len(c.Active()))
	}
	if c.State != cancelled && c.ClosedAt.IsZero() != (c.State == conversation.Open) {
		s.T.Fatalf("%s: it is %s, closed at %s", what, c.State, c.ClosedAt)
	}
	if first, in := c.Person(c.FirstWriter); !in || c.State == conversation.Open && first.Out() {
		s.T.Fatalf("%s: %s writes first", what, s.called(c.FirstWriter))
	}
	seen := map[string]bool{}
	for _, name := range s.wanted {
		if seen[name] {
			s.T.Fatalf("%s: %s was handed back twice", what, name)
		}
		seen[name] = true
	}
}

// pagesHold checks that everybody sees a page with at most one main thing to do.
func (s *story) pagesHold(what string) {
	s.T.Helper()
	for i := range s.people {
		p := s.visit(i, "")
		if p.Status != 200 || strings.Contains(string(p.Body), phone) {
			s.T.Fatalf("%s: the page of %s answers %d", what, s.people[i].Name, p.Status)
		}
		if n := p.Find("main .govuk-button:not(.govuk-button--secondary)").Length(); n > 1 {
			s.T.Fatalf("%s: the page of %s has %d main things to do:\n%s", what, s.people[i].Name, n, p.Text())
		}
	}
}
