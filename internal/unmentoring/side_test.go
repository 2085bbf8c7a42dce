package unmentoring_test

import (
	"testing"
	"time"

	"cuppa.example/internal/unmentoring"
)

// Somebody in two programmes sees every open question of both, and both
// conversations.
func TestTwoProgrammesSideBySide(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(4, "Ashby Council")
	coffee := n.programme()
	tea := n.programme(func(p *unmentoring.Programme) { p.Title, p.OptIn = "Tea", true })
	n.Settle()
	home := n.SignIn(n.people[0].ID)
	home.Get("/home").Is(200, "Hello Person").Says("Coffee: you are in, unless you say not this time", "Tea: say whether you are in")
	home.Get("/programmes").Says("You are in, unless you say by", "You are not in yet.")
	for _, m := range n.people {
		n.SignIn(m.ID).Get("/programmes/"+tea.ID).Press("I am in", nil)
	}
	home.Get("/home").Says("Coffee: you are in").SaysNot("Tea: say whether")
	n.reach(coffee, unmentoring.Talking)
	n.reach(tea, unmentoring.Talking)
	tasks := 0
	for _, p := range []unmentoring.Programme{coffee, tea} {
		for _, c := range n.talks(n.round(p)) {
			if _, in := c.Person(n.people[0].ID); in {
				if home.Get("/home").Find("a[href='/conversations/"+c.ID+"']").Length() == 0 {
					t.Errorf("the home page does not lead to the conversation of %s", p.Title)
				}
				tasks++
			}
		}
	}
	if tasks != 2 {
		t.Errorf("%d conversations", tasks)
	}
}

// While the next round asks, the one before is not forgotten.
func TestRoundsThatOverlap(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(4, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) {
		p.Cadence = unmentoring.Weekly
		p.SetWindows(unmentoring.Windows{SignUp: 3, Talk: 12, Closing: 3})
	})
	first := n.reachRound(p, 1, unmentoring.Talking)
	late := n.join(1, "Bexley Council")[0]
	browser := n.SignIn(late.ID)
	if err := n.UnMentoring.Answer(t.Context(), first.ID, late.ID, true); err != nil {
		t.Fatal(err)
	}
	for _, m := range n.people[:4] {
		if err := n.UnMentoring.Wish(t.Context(), p.ID, m.ID, 1, unmentoring.ThirdNo); err != nil {
			t.Fatal(err)
		}
	}
	n.reachRound(p, 2, unmentoring.SignUp)
	n.Advance(7 * time.Hour)
	browser.Get("/home").Says("Coffee: you are in, unless you say not this time", "Coffee: we are looking for somebody for you")
	browser.Get("/programmes").Says("You are in, unless you say by", "The round that began on Monday 25 January 2027", "We are looking for somebody for you")
	browser.Get("/programmes/"+p.ID).Is(200, "Coffee").Says("You are in, unless you say by", "The round that began on Monday 25 January 2027",
		"We are looking for somebody for you")
	n.SignIn(n.people[0].ID).Get("/programmes/"+p.ID).Says("You are in, unless you say by", "You have somebody to talk to until")
}
