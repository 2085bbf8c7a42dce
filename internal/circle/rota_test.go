package circle_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/testkit"
)

// six is a circle of n people.
func circleOf(t *testing.T, n int) (story, []testkit.Person) {
	t.Helper()
	k := testkit.New(t)
	people := make([]testkit.Person, n)
	for i := range people {
		people[i] = k.Member(fmt.Sprintf("P%02d Person", i))
	}
	return running(t, k, people...), people
}

// pass lets days pass, with what the circle does by itself once a day.
func (s story) pass(days int) {
	s.T.Helper()
	for range days {
		s.Clock.Set(s.Clock.Now().Add(day))
		if err := s.Circles.Tick(s.T.Context(), s.Clock.Now()); err != nil {
			s.T.Fatal(err)
		}
	}
}

// talks are the conversations of the rota.
func (s story) talks() []conversation.Conversation {
	s.T.Helper()
	list, err := s.Conversations.BySource(s.T.Context(), s.DB, "circle", s.c.ID)
	if err != nil {
		s.T.Fatal(err)
	}
	return list
}

// pairs are how often each two people were put together, and in how many slots.
func (s story) pairs() (met map[[2]string]int, slots map[time.Time][]string) {
	met, slots = map[[2]string]int{}, map[time.Time][]string{}
	for _, c := range s.talks() {
		a, b := c.People[0].MemberID, c.People[1].MemberID
		met[[2]string{min(a, b), max(a, b)}]++
		slots[c.OpensAt] = append(slots[c.OpensAt], a, b)
	}
	return met, slots
}

// Acceptance: the rota covers all pairs, in the fewest slots, of any circle.
func TestEverybodyTalksWithEverybodyElse(t *testing.T) {
	t.Parallel()
	for n := 3; n <= 12; n++ {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			s, _ := circleOf(t, n)
			s.pass(84)
			met, slots := s.pairs()
			if len(met) != n*(n-1)/2 || len(s.talks()) != len(met) {
				t.Errorf("%d pairs in %d conversations", len(met), len(s.talks()))
			}
			if want := n - 1 + n%2; len(slots) != want {
				t.Errorf("%d slots, want %d", len(slots), want)
			}
			for at, people := range slots {
				slices.Sort(people)
				if len(slices.Compact(people)) != n-n%2 {
					t.Errorf("at %s somebody is in the slot twice, or left out: %d", at, len(people))
				}
			}
			for _, c := range s.talks() {
				if c.EndsAt.After(s.c.EndsAt) || c.EndsAt.Sub(c.OpensAt) < 4*day {
					t.Errorf("from %s to %s", c.OpensAt, c.EndsAt)
				}
			}
		})
	}
}

// Acceptance: two people of whom one blocked the other meet nowhere, in circles
// of an odd size too, whenever it was that they did, and nothing tells them.
func TestABlockedPairIsLeftOutWithoutAWord(t *testing.T) {
	t.Parallel()
	for _, n := range []int{5, 6} {
		for _, after := range []int{0, 20} {
			t.Run(fmt.Sprint(n, after), func(t *testing.T) {
				t.Parallel()
				s, people := circleOf(t, n)
				s.pass(after)
				met, _ := s.pairs()
				a, b := people[1].ID, people[2].ID
				for _, p := range people[3:] { // somebody whom they have not been put together with yet
					if met[[2]string{min(a, b), max(a, b)}] > 0 {
						b = p.ID
					}
				}
				before := met[[2]string{min(a, b), max(a, b)}]
				s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Safety.Block(ctx, tx, a, b) })
				s.pass(84 - after)
				met, _ = s.pairs()
				if met[[2]string{min(a, b), max(a, b)}] != before {
					t.Error("they were put together")
				}
				if len(met) != n*(n-1)/2-1+before {
					t.Errorf("%d pairs of others", len(met))
				}
			})
		}
	}
}

func TestWhoComesOrGoesChangesWhatIsToCome(t *testing.T) {
	t.Parallel()
	s, people := circleOf(t, 5)
	s.pass(20)
	late := s.Member("Lea Late")
	gone := people[4].ID
	opened := len(s.talks())
	s.InTx(func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewRaw("INSERT INTO circle_people (circle_id, member_id, role, experience, joined_at, removed) VALUES (?, ?, 'member', '', ?, ?)",
			s.c.ID, late.ID, s.Clock.Now(), false).Exec(ctx); err != nil {
			return err
		}
		_, err := tx.NewRaw("UPDATE circle_people SET left_at = ? WHERE circle_id = ? AND member_id = ?", s.Clock.Now(), s.c.ID, gone).Exec(ctx)
		return err
	})
	s.pass(64)
	met, _ := s.pairs()
	here := []string{people[0].ID, people[1].ID, people[2].ID, people[3].ID, late.ID}
	for i, a := range here {
		for _, b := range here[i+1:] {
			if met[[2]string{min(a, b), max(a, b)}] != 1 {
				t.Errorf("%s and %s: %d times", a, b, met[[2]string{min(a, b), max(a, b)}])
			}
		}
	}
	for _, c := range s.talks()[opened:] {
		if _, in := c.Person(gone); in {
			t.Error("who has left is put together with somebody")
		}
	}
}

func TestThePageTellsWhoHasTalkedAndNotWhoIsToCome(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, eve := four(t)
	s.Settle()
	s.pass(1)
	s.Settle()
	talk := s.talks()[0]
	free := bob
	for _, p := range []testkit.Person{fay, ann, bob} {
		if _, in := talk.Person(p.ID); !in {
			free = p
		}
	}
	free.Get(s.c.Path()+"/one-to-ones").Is(200, "One-to-ones").
		Says("You have nobody to talk with at the moment.", "The next one-to-ones begin on", "0 of 3 pairs have talked")
	one := s.SignIn(talk.People[0].MemberID)
	one.Get(s.c.Path() + "/one-to-ones").Says("You are talking with")
	letter := s.Mail(s.email(talk.People[0].MemberID), "Open maps: you are talking to")
	if !contains(letter.Text, "You are both in the circle Open maps") || contains(letter.Text, "/about/fair") {
		t.Errorf("the letter does not say why:\n%s", letter.Text)
	}
	for _, p := range talk.People {
		if err := s.Conversations.SayMet(t.Context(), talk.ID, p.MemberID, s.Clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	free.Get(s.c.Path() + "/one-to-ones").Says("1 of 3 pairs have talked")
	if got := eve.Get(s.c.Path() + "/one-to-ones").Status; got != http.StatusNotFound {
		t.Errorf("somebody outside gets %d", got)
	}
	pairs, err := s.Conversations.Pairs(t.Context(), s.DB, "", "", 0)
	if err != nil || len(pairs) != 0 {
		t.Errorf("the network's picture shows %d pairs of a circle, %v", len(pairs), err)
	}
}

func TestTheFacilitatorOffersAOneToOne(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, eve := four(t)
	path := s.c.Path() + "/one-to-ones"
	fay.Get(path).Press("Offer a one-to-one Ann Lee", nil).Is(200, "One-to-ones").Says("has been offered", "Offered; to be found until", "You are talking with Ann Lee")
	s.Settle()
	s.Mail("ann.lee@example.org", "Open maps: you are talking to Fay Host")
	fay.Post(path+"/offer", url.Values{"who": {ann.ID}}) // a button that was pressed twice
	care, err := s.Conversations.BySource(t.Context(), s.DB, "circle", s.c.ID+"/care")
	if err != nil || len(care) != 1 {
		t.Errorf("%d conversations, %v", len(care), err)
	}
	if got := fay.Post(path+"/offer", url.Values{"who": {eve.ID}}).Status; got != http.StatusNotFound {
		t.Errorf("somebody outside: %d", got)
	}
	if got := ann.Post(path+"/offer", url.Values{"who": {bob.ID}}).Status; got != http.StatusForbidden {
		t.Errorf("not the facilitator: %d", got)
	}
	ann.Get(path).SaysNot("Offer a one-to-one").Says("You are talking with Fay Host")
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Safety.Block(ctx, tx, bob.ID, fay.ID) })
	fay.Post(path+"/offer", url.Values{"who": {bob.ID}}).Is(200, "One-to-ones").Says("has been offered")
	if care, _ = s.Conversations.BySource(t.Context(), s.DB, "circle", s.c.ID+"/care"); len(care) != 1 {
		t.Errorf("%d conversations after a block", len(care))
	}
}
