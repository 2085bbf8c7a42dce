package unmentoring_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
	"cuppa.example/internal/unmentoring"
)

// pages opens everything that an organiser sees of a round.
func (n *network) pages(r unmentoring.Round) {
	n.T.Helper()
	organiser := n.SignIn(n.organiser.ID)
	base := "/organise/rounds/" + r.ID
	organiser.Get(base).Is(200, "Round "+strconv.Itoa(r.Number))
	organiser.Get(base+"/people").Is(200, "People")
	organiser.Get("/organise/programmes/" + r.ProgrammeID).Says("Rounds so far")
	organiser.Get("/organise").Is(200, "Organise")
	if r.DrawID != "" {
		organiser.Get(base+"/draw").Is(200, "The draw")
		organiser.Get(base+"/draws").Is(200, "Draws on record")
	}
}

// life lets a round live to its end, and looks at its pages in each state.
func (n *network) life(p unmentoring.Programme, number int) unmentoring.Round {
	n.T.Helper()
	for range 6 * 200 {
		for _, r := range n.rounds(p) {
			if r.Number == number && !n.seen[string(r.State)+r.ID] {
				n.seen[string(r.State)+r.ID] = true
				n.pages(r)
			}
			if r.Number == number && r.Over() {
				n.Settle()
				return r
			}
		}
		n.Clock.Set(n.Clock.Now().Add(4 * time.Hour))
		n.Settle()
	}
	n.T.Fatalf("round %d does not end: %+v", number, n.rounds(p))
	return unmentoring.Round{}
}

// told counts the letters to somebody whose subject contains a text.
func (n *network) told(m member.Member, subject string) int {
	n.T.Helper()
	count := 0
	for _, l := range n.Inbox(m.Email) {
		if strings.Contains(l.Subject, subject) {
			count++
		}
	}
	return count
}

// sizes are how many people are in each conversation of a round.
func (n *network) sizes(r unmentoring.Round) []int {
	n.T.Helper()
	var list []int
	for _, c := range open(n.talks(r)) {
		list = append(list, len(c.People))
	}
	slices.Sort(list)
	return list
}

// nobodyForgotten checks that everybody who was in has heard whom they talk to,
// or that nobody was found.
func (n *network) nobodyForgotten() {
	n.T.Helper()
	for _, m := range n.people {
		if n.told(m, "you are talking to")+n.told(m, "nobody this time") == 0 {
			n.T.Errorf("%s has heard nothing: %v", m.Name, n.Inbox(m.Email))
		}
	}
}

func TestRoundsOfAFewPeople(t *testing.T) {
	t.Parallel()
	for count, want := range map[int][]int{0: nil, 1: nil, 2: {2}, 3: {3}, 5: {2, 3}, 7: {2, 2, 3}} {
		n := newNetwork(t)
		n.join(count, "Ashby Council")
		p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewFirst })
		r := n.life(p, 1)
		if r.State != unmentoring.Closed || !slices.Equal(n.sizes(r), want) {
			t.Errorf("%d people: %s, %v", count, r.State, n.sizes(r))
		}
		n.nobodyForgotten()
		organiser, _ := n.Members.ByID(t.Context(), n.organiser.ID)
		few, look := n.told(organiser, "too few people are in"), n.told(organiser, "look at the draw")
		if (few == 1) != (count < 2) || (look == 1) != (count >= 2) {
			t.Errorf("%d people: organisers hear %d times that they are too few, %d times of a draw", count, few, look)
		}
		closing := n.Mail(organiser.Email, "what came of it").Text
		if strings.Contains(closing, "Nobody was put together") != (count < 2) {
			t.Errorf("%d people:\n%s", count, closing)
		}
		if count > 0 {
			n.verify(r)
		}
	}
}

func TestTooFewPeopleIsSaidAndLatecomersAreConnected(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(1, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewFirst })
	r := n.reach(p, unmentoring.InReview)
	organiser := n.SignIn(n.organiser.ID)
	organiser.Get("/organise").Says("Nothing needs you today")
	organiser.Get("/organise/rounds/"+r.ID).Says("Only one person is in, so nobody can be put together.", "It goes out at 9am on Monday 25 January 2027")
	organiser.Get("/organise/rounds/"+r.ID+"/draw").Says("Nobody is put together in this draw.").SaysNot("Everybody meets", "no other draw is better")
	r = n.reach(p, unmentoring.Talking)
	late := n.join(1, "Bexley Council")[0]
	n.SignIn(late.ID).Get("/programmes/"+p.ID).Press("I am in", nil)
	n.Advance(2 * time.Hour)
	if got := n.sizes(r); !slices.Equal(got, []int{2}) {
		t.Fatalf("%v", got)
	}
	organiser.Get("/organise/rounds/" + r.ID).SaysNot("Only one person is in")
}

func TestEverybodyIsKeptApart(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(3, "Ashby Council")
	n.InTx(func(ctx context.Context, tx bun.Tx) error {
		for i, a := range n.people {
			for _, b := range n.people[i+1:] {
				if err := n.Safety.KeepApart(ctx, tx, n.organiser.ID, a.ID, b.ID, ""); err != nil {
					return err
				}
			}
		}
		return nil
	})
	p := n.programme()
	r := n.reach(p, unmentoring.InReview)
	n.SignIn(n.organiser.ID).Get("/organise/rounds/"+r.ID+"/draw").Says("3 people have no conversation", "Nobody is put together in this draw.").
		SaysNot("Everybody")
	if r = n.life(p, 1); r.State != unmentoring.Closed || len(n.talks(r)) != 0 {
		t.Errorf("%+v", n.talks(r))
	}
	n.nobodyForgotten()
	n.verify(r)
}

func TestGroupsOfFour(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(9, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.Size = 4 })
	r := n.reach(p, unmentoring.Talking)
	if got := n.sizes(r); !slices.Equal(got, []int{4, 5}) {
		t.Fatalf("%v", got)
	}
	// Two of four go: the others go on, and nobody is told who went why.
	four := n.talks(r)[slices.IndexFunc(n.talks(r), func(c conversation.Conversation) bool { return len(c.People) == 4 })]
	n.Advance(24 * time.Hour)
	for _, person := range four.People[:2] {
		if err := n.Conversations.CannotMakeIt(t.Context(), four.ID, person.MemberID); err != nil {
			t.Fatal(err)
		}
	}
	c, err := n.Conversations.ByID(t.Context(), n.DB, four.ID)
	if err != nil || c.State != conversation.Open || len(c.Active()) != 2 {
		t.Errorf("%+v, %v", c, err)
	}
	n.life(p, 1)
	n.nobodyForgotten()
}

func TestNobodyOptsIn(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(3, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.OptIn = true })
	if r := n.life(p, 1); r.State != unmentoring.Closed || len(n.talks(r)) != 0 {
		t.Errorf("%+v", r)
	}
	for _, m := range n.people {
		if n.told(m, "are you in?") == 0 || n.told(m, "nobody this time") > 0 {
			t.Errorf("%s: %v", m.Name, n.Inbox(m.Email))
		}
	}
	organiser, _ := n.Members.ByID(t.Context(), n.organiser.ID)
	if text := n.Mail(organiser.Email, "too few people are in").Text; !strings.Contains(text, "Nobody is in round 1.") {
		t.Error(text)
	}
}

// People go while a draw is looked at, and while conversations run: nobody who
// stays is forgotten, and the draw can still be repeated.
func TestPeopleLeaveInTheMiddleOfARound(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(8, "Ashby Council")
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewAlways })
	r := n.reach(p, unmentoring.InReview)
	leave := func(m member.Member, erase bool) {
		n.InTx(func(ctx context.Context, tx bun.Tx) error {
			if erase {
				return n.Members.Erase(ctx, tx, m.ID)
			}
			return n.Members.Leave(ctx, tx, m.ID)
		})
	}
	leave(n.people[0], true)
	leave(n.people[1], false)
	n.pages(r)
	r = n.reach(p, unmentoring.Talking)
	n.Advance(48 * time.Hour)
	leave(n.people[2], true)
	leave(n.people[3], false)
	n.pages(r)
	r = n.life(p, 1)
	stay := n.people[4:]
	n.people = stay
	n.nobodyForgotten()
	n.verify(r)
	for _, m := range stay {
		if with := n.with(r, m.ID); len(with) == 0 && n.told(m, "nobody this time") == 0 {
			t.Errorf("%s talks to nobody, and does not know", m.Name)
		}
	}
}

// "The first time only" is the first time that there is something to look at.
func TestTheFirstDrawIsReviewedWheneverItComes(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewFirst })
	n.life(p, 1) // nobody is in
	n.join(4, "Ashby Council")
	second := n.reachRound(p, 2, unmentoring.SignUp)
	if !second.Reviewed {
		t.Error("the second round goes out unseen, after a first in which nobody was")
	}
	if err := n.UnMentoring.Cancel(t.Context(), second.ID); err != nil {
		t.Fatal(err)
	}
	third := n.reachRound(p, 3, unmentoring.InReview)
	if !third.Reviewed || !third.ApprovedAt.IsZero() {
		t.Errorf("the third round does not wait for anybody: %+v", third)
	}
	n.life(p, 3)
	if fourth := n.reachRound(p, 4, unmentoring.SignUp); fourth.Reviewed {
		t.Error("the fourth round waits for somebody")
	}
}
