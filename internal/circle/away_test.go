package circle_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/testkit"
)

// Acceptance: a blocked pair meets nowhere. In a circle that runs, whoever blocked
// stays away from its calls, and nobody else sees more than that no time suits them.
func TestABlockedPairMeetsInNoCall(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, _ := four(t)
	k := s.agreed(fay, "2027-01-20T10:00Z")
	s.Settle()
	first := s.Mail(ann.Email, "Open maps: call on Wednesday")
	block(s.Kit, ann, bob)
	s.Settle()
	told := s.Mail(ann.Email, "You are in one circle with somebody you blocked: Open maps")
	if !contains(told.Text, "you stay away from its calls") || !strings.Contains(told.Text, s.c.Path()+"/leave") {
		t.Errorf("the letter does not say what it means:\n%s", told.Text)
	}
	off := s.Mail(ann.Email, "Open maps: you stay away from the call on Wednesday")
	holds(t, off, "METHOD:CANCEL", "UID:"+uid(unfold(first.Calendar)))

	ann.Get(s.call(k)).Is(200, "Call on Wednesday 20 January 2027").Says("You have blocked Bob Roe").SaysNot("Join the call")
	if page := ann.Get(s.call(k) + "/join"); page.URL.Path == s.call(k)+"/join" {
		t.Error("the door of the call opens")
	}
	for _, other := range []testkit.Person{fay, bob} {
		other.Get(s.call(k)).SaysNot("block")
	}
	before := len(s.Inbox(ann.Email))
	poll := s.propose(fay, "2027-01-27T10:00Z", "2027-01-28T10:00Z")
	s.Settle()
	s.Mail(bob.Email, "Open maps: when can you make the next call?")
	bob.Get(s.call(poll)).Says("1: Ann Lee", "Not answered yet: Bob Roe.")
	if got := ann.Post(s.call(poll)+"/answer", url.Values{"time": {"2027-01-27T10:00Z"}}).Status; got != http.StatusConflict {
		t.Errorf("who stays away answers a poll: %d", got)
	}
	s.Until(time.Date(2027, 1, 29, 10, 0, 0, 0, time.UTC))
	for _, l := range s.Inbox(ann.Email)[before:] {
		if strings.Contains(l.Subject, "call") {
			t.Errorf("a letter about calls: %s", l.Subject)
		}
	}
	for _, p := range []testkit.Person{fay, bob} {
		for _, l := range s.Inbox(p.Email) {
			if strings.Contains(strings.ToLower(l.Subject+l.Text), "block") {
				t.Errorf("%s is told: %s", p.Name, l.Subject)
			}
		}
	}
}

func TestWhoBlockedIsAskedIntoCallsAgainWhenTheOtherIsGone(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, _ := four(t)
	block(s.Kit, ann, bob)
	k := s.agreed(fay, "2027-01-20T10:00Z")
	s.Settle()
	fay.Get(s.c.Path()+"/care/remove/"+bob.ID).Press("Take Bob Roe out", nil)
	s.Settle()
	holds(t, s.Mail(ann.Email, "Open maps: call on Wednesday 20 January 2027"), "METHOD:REQUEST")
	ann.Get(s.call(k)).SaysNot("You have blocked")
}

func TestABlockChangesTheRotaAtOnce(t *testing.T) {
	t.Parallel()
	s, people := circleOf(t, 6)
	s.pass(1)
	met, _ := s.pairs()
	a, b := people[1], people[2]
	for _, p := range people[3:] {
		if met[[2]string{min(a.ID, b.ID), max(a.ID, b.ID)}] > 0 {
			b = p
		}
	}
	block(s.Kit, a, b)
	n, err := s.DB.NewSelect().Table("circle_pairs").
		Where("a_id = ? AND b_id = ?", min(a.ID, b.ID), max(a.ID, b.ID)).Count(t.Context())
	if err != nil || n != 0 {
		t.Errorf("they are in the plan still: %d, %v", n, err)
	}
}

func TestWhatABlockedPersonWroteIsFolded(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, _ := four(t)
	page := s.take(bob, "Bob is stuck")
	ann.Get(page).Says("Bob is stuck").SaysNot("Written by somebody you blocked")
	block(s.Kit, ann, bob)
	ann.Get(page).Says("Written by somebody you blocked")
	ann.Get(s.c.Path() + "/turns").Says("Written by somebody you blocked")
	for _, p := range []testkit.Person{bob, fay} {
		p.Get(page).SaysNot("blocked")
	}
}

// twins are two circles of one opening; the second has a place.
func twins(t *testing.T) (s story, second string, ann, bob testkit.Person) {
	t.Helper()
	s, fay, ann, bob, _ := four(t)
	gil, hal := s.Member("Gil Lead", testkit.Works("Hull")), s.Member("Hal Two", testkit.Works("Bath"))
	two := running(t, s.Kit, gil, hal)
	o := opened(t, s.Kit, fay)
	s.InTx(func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw("UPDATE circles SET opening_id = ? WHERE id IN (?, ?)", o.ID, s.c.ID, two.c.ID).Exec(ctx)
		return err
	})
	return s, two.c.ID, ann, bob
}

func TestAMemberMovesToAnotherCircleInTwoClicks(t *testing.T) {
	t.Parallel()
	s, second, ann, bob := twins(t)
	block(s.Kit, ann, bob)
	s.Settle()
	ann.Get(path(t, s.Mail(ann.Email, "You are in one circle with somebody you blocked").Link("/leave"))).
		Says("Gil Lead facilitates.", "Report Bob Roe").Press("Move there", nil).Is(200, "Open maps").Says("You are in this circle now.", "Gil Lead")
	s.Settle()
	s.Mail("gil.lead@example.org", "Ann Lee has joined your circle")
	if got := ann.Get(s.c.Path()).Status; got != http.StatusNotFound {
		t.Errorf("who has moved sees the old circle: %d", got)
	}
	list, err := s.Circles.Of(t.Context(), s.DB, ann.ID)
	if err != nil || len(list) != 1 || list[0].ID != second || !slices.Contains(list[0].Here(), ann.ID) {
		t.Errorf("%+v %v", list, err)
	}
	for _, l := range s.Inbox(bob.Email) {
		if strings.Contains(l.Text, "Ann Lee") {
			t.Errorf("Bob is told: %s", l.Subject)
		}
	}
	s.InTx(func(ctx context.Context, tx bun.Tx) error {
		return s.Safety.Block(ctx, tx, bob.ID, list[0].People[0].MemberID)
	})
	bob.Get(s.c.Path() + "/leave").SaysNot("Move there").Says("Ask organisers for another circle")
}

func TestOrganisersFindAPlaceOrSayThatThereIsNone(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, _ := four(t)
	other := running(t, s.Kit, s.Member("Gil Lead", testkit.Works("Hull")), s.Member("Hal Two", testkit.Works("Bath")))
	for _, p := range []testkit.Person{ann, bob} {
		p.Get(s.c.Path()+"/leave").Press("Ask organisers for another circle", nil).Is(200, "Leave the circle").Says("You have asked organisers for another circle")
	}
	oona := s.Organiser("Oona Osei")
	page := oona.Get("/organise").Follow("2 people ask for another circle").Is(200, "Circles").Says("Ann Lee, Kent", "Bob Roe, Leeds")
	answer := "/organise/circles/moves/" + s.c.ID + "/"
	page.Press("Move them there", nil).Is(422, "Circles").Says("Choose a circle")
	oona.Post(answer+ann.ID, url.Values{"to": {other.c.ID}}).Is(200, "Circles").Says("They have moved, and are told.")
	ann.Get(other.c.Path()).Is(200, "Open maps")
	oona.Post(answer+bob.ID, url.Values{"none": {"yes"}}).Is(200, "Circles").SaysNot("Bob Roe")
	s.Settle()
	s.Mail(bob.Email, "There is no other circle for you just now")
	if got := fay.Post(answer+bob.ID, url.Values{"none": {"yes"}}).Status; got != http.StatusForbidden {
		t.Errorf("a member answers: %d", got)
	}
}

// Whom an organiser keeps apart is moved by an organiser, who is told that they are
// together; nobody else is.
func TestAnOrganiserPartsTwoPeopleOfACircle(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, eve := four(t)
	other := running(t, s.Kit, s.Member("Gil Lead", testkit.Works("Hull")), s.Member("Hal Two", testkit.Works("Bath")))
	oona := s.Organiser("Oona Osei")
	keep := func(first, second string) *testkit.Page {
		return oona.Get("/organise/apart?"+url.Values{"first": {first}, "second": {second}}.Encode()).Press("Keep them apart", nil).Is(200, "People kept apart")
	}
	keep("Ann Lee", "Eve Out").SaysNot("Open maps")
	list := keep("Ann Lee", "Bob Roe").Says("Ann Lee and Bob Roe", "They are both in the circle “Open maps” now.")
	oona.Get("/organise").Says("People who are kept apart are together in a circle")
	page := list.Follow("Decide who moves").Is(200, "Circles").Says("Ann Lee and Bob Roe are kept apart, and are together in this circle.").SaysNot("Eve Out")
	page.Press("Move Bob Roe", nil).Is(422, "Circles").Says("Choose a circle")
	answer := "/organise/circles/apart/" + s.c.ID + "/"
	if got := fay.Post(answer+bob.ID, url.Values{"to": {other.c.ID}}).Status; got != http.StatusForbidden {
		t.Errorf("a member moves somebody: %d", got)
	}
	if got := oona.Post(answer+fay.ID, url.Values{"to": {other.c.ID}}).Status; got != http.StatusConflict {
		t.Errorf("an organiser moves somebody who is kept apart from nobody: %d", got)
	}
	page.Press("Move Bob Roe", testkit.Fill("to", other.c.ID)).Is(200, "Circles").Says("They have moved, and are told.").SaysNot("Kept apart, and in one circle")
	if got := oona.Post(answer+bob.ID, url.Values{"to": {other.c.ID}}).Status; got != http.StatusConflict {
		t.Errorf("moved twice: %d", got)
	}
	bob.Get(other.c.Path()).Is(200, "Open maps")
	oona.Get("/organise/apart").Says("Ann Lee and Bob Roe").SaysNot("They are both in the circle")
	oona.Get("/organise").SaysNot("People who are kept apart are together")
	s.Settle()
	if told := s.Mail(bob.Email, "You have another circle: Open maps"); strings.Contains(told.Text, "apart") || strings.Contains(told.Text, "Ann Lee") {
		t.Errorf("the letter says why:\n%s", told.Text)
	}
	for _, p := range []testkit.Person{fay, ann, eve} {
		for _, l := range s.Inbox(p.Email) {
			if strings.Contains(l.Text, "apart") || strings.Contains(l.Text, "Bob Roe") && strings.Contains(l.Subject, "moved") {
				t.Errorf("%s is told: %s", p.Name, l.Subject)
			}
		}
	}
}
