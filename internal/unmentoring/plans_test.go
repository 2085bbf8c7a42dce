package unmentoring_test

import (
	"slices"
	"testing"
	"time"

	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

// A programme of dates has a round for each, and says when they have run out.
func TestProgrammeOfDates(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(4, "Ashby Council")
	dates := unmentoring.Lines{"2027-02-10", "2027-03-27", "2027-06-02"} // the second is a Saturday
	p := n.programme(func(p *unmentoring.Programme) {
		p.Cadence, p.Dates = unmentoring.OnDates, dates
	})
	dashboard := func() *testkit.Page { return n.SignIn(n.organiser.ID).Get("/organise") }
	var got []string
	for number := 1; number <= 3; number++ {
		dashboard().SaysNot("no further round is planned")
		r := n.reachRound(p, number, unmentoring.Talking)
		got = append(got, string(r.Day))
		n.pages(r)
		n.answerAll(r, "", nil) // nobody is left in peace for being silent
	}
	if want := []string{"2027-02-10", "2027-03-29", "2027-06-02"}; !slices.Equal(got, want) {
		t.Errorf("rounds on %v, not %v", got, want)
	}
	n.life(p, 3)
	dashboard().Says("Coffee: no further round is planned. Add dates, or end it")
	n.SignIn(n.people[0].ID).Get("/programmes/" + p.ID).Says("No round is planned at the moment.")
	n.Advance(60 * 24 * time.Hour)
	if len(n.rounds(p)) != 3 {
		t.Errorf("%d rounds", len(n.rounds(p)))
	}
	if err := n.UnMentoring.SetState(t.Context(), p.ID, unmentoring.Ended); err != nil {
		t.Fatal(err)
	}
	dashboard().SaysNot("no further round is planned")
}

// What is changed between two rounds holds from the next one on.
func TestProgrammeIsEditedBetweenRounds(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(8, "Ashby Council")
	p := n.programme()
	first := n.reach(p, unmentoring.Talking)
	edited, err := n.UnMentoring.Programme(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	edited.Size, edited.Title, edited.Minutes, edited.Cadence = 4, "Tea", 45, unmentoring.Fortnightly
	edited.SetWindows(unmentoring.DefaultWindows(edited.Cadence, edited.Review))
	if err := n.UnMentoring.Change(t.Context(), edited); err != nil {
		t.Fatal(err)
	}
	if again := n.round(p); again.EndAt != first.EndAt || !slices.Equal(n.sizes(again), []int{2, 2, 2, 2}) {
		t.Errorf("the round that runs has changed: %+v", again)
	}
	second := n.reachRound(p, 2, unmentoring.Talking)
	if got := n.sizes(second); !slices.Equal(got, []int{4, 4}) {
		t.Errorf("%v", got)
	}
	if c := n.talks(second)[0]; c.Title != "Tea" || c.Length != 45*time.Minute {
		t.Errorf("%s, %s", c.Title, c.Length)
	}
	if gap := first.Day.Until(second.Day); gap%14 != 0 || gap > 28 {
		t.Errorf("%s, then %s", first.Day, second.Day)
	}
	n.verify(first)
	n.verify(second)
}

// A programme that is paused or ended in the middle of a round lets it run to
// its end, and begins no other.
func TestProgrammeStopsInTheMiddleOfARound(t *testing.T) {
	t.Parallel()
	for state, during := range map[unmentoring.ProgrammeState]unmentoring.RoundState{
		unmentoring.Halted: unmentoring.SignUp, unmentoring.Ended: unmentoring.InReview,
	} {
		n := newNetwork(t)
		n.join(4, "Ashby Council")
		p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewAlways })
		n.reach(p, during)
		if err := n.UnMentoring.SetState(t.Context(), p.ID, state); err != nil {
			t.Fatal(err)
		}
		home := n.SignIn(n.people[0].ID)
		home.Get("/programmes/"+p.ID).Is(200, "Coffee")
		r := n.reachRound(p, 1, unmentoring.Talking)
		if got := n.sizes(r); !slices.Equal(got, []int{2, 2}) {
			t.Errorf("%s during %s: %v", state, during, got)
		}
		home.Get("/home").Says("Agree a time with")
		r = n.reachRound(p, 1, unmentoring.Closed)
		n.pages(r)
		n.Advance(40 * 24 * time.Hour)
		if len(n.rounds(p)) != 1 {
			t.Errorf("%s during %s: %d rounds", state, during, len(n.rounds(p)))
		}
	}
}
