package unmentoring_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"cuppa.example/internal/unmentoring"
)

func TestADrawIsHeldBackAndSomebodyIsLetInAgain(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	for i := range 6 {
		n.join(1, fmt.Sprintf("Council %d", i))
	}
	p := n.programme(func(p *unmentoring.Programme) { p.Review = unmentoring.ReviewAlways })
	r := n.reach(p, unmentoring.InReview)
	draw, olive := "/organise/rounds/"+r.ID+"/draw", n.organiser
	olive.Get(draw).Press("Release: goes out on Monday 25 January 2027", nil).Says("The draw is released")
	olive.Get(draw).Press("Do not release it yet", nil).Is(200, "The draw").Says("The draw is held back.")
	if got := n.round(p); !got.ApprovedAt.IsZero() || got.ApprovedBy != "" {
		t.Errorf("it is held back, and released: %+v", got)
	}

	first := strings.TrimSpace(olive.Get(draw).Find("tbody th").Eq(0).Text())
	a, _ := names(first)
	page := olive.Get(draw).Follow("Change "+first).Press("Take out of this round "+a, nil).Says("Taken out of this round", "1 person without a conversation")
	page.Press("Let them in again when drawing again "+a, nil).Says("They are in again the next time the draw is made.").
		Press("Draw again", nil).Is(200, "Draws side by side").
		Press("Choose this draw Draw 2", nil).Is(200, "The draw")
	if got := olive.Get(draw).Find("tbody th").Text(); strings.Count(got, " and ") != 3 || !strings.Contains(got, a) {
		t.Errorf("drawn again: %s", got)
	}

	n.Until(r.OpenAt.Add(time.Hour))
	if got := n.talks(r); len(got) != 0 {
		t.Errorf("what was held back went out: %d conversations", len(got))
	}
	olive.Get(draw).Press("Send it out", nil).Is(200, "Round 1")
	if got := n.talks(r); len(got) != 3 {
		t.Errorf("%d conversations", len(got))
	}
	for _, path := range []string{"/organise/rounds/" + r.ID + "/hold", draw + "/back", draw + "/pin", draw + "/change", "/organise/rounds/" + r.ID + "/release", draw, "/organise/rounds/" + r.ID + "/cancel"} {
		values := url.Values{"member": {n.people[0].ID}, "kind": {"out"}, "person": {"0"}, "seen": {"100000"}, "group": {"1"}}
		olive.Post(path, values).Is(409, "That cannot be done now")
	}
	if got := n.talks(r); len(got) != 3 {
		t.Errorf("%d conversations afterwards", len(got))
	}
	n.verify(r)
}

func TestARoundIsCalledOff(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(4, "Ashby Council")
	p := n.programme()
	n.Settle()
	r, olive := n.round(p), n.organiser
	out := n.people[3]
	if err := n.UnMentoring.Answer(t.Context(), r.ID, out.ID, false); err != nil {
		t.Fatal(err)
	}
	asked := n.Mail(n.people[0].Email, "your next conversation").Link("/r/")
	olive.Get("/organise/rounds/"+r.ID).Follow("Call this round off").Is(200, "Call this round off").
		Says("Everybody who was in gets an email", "This cannot be undone").Press("Call it off", nil).Is(200, "Round 1").Says("The round is called off.")
	for i, m := range n.people {
		told := 0
		for _, l := range n.Inbox(m.Email) {
			if strings.Contains(l.Subject, "this round does not take place") {
				told++
			}
		}
		if want := min(1, 3-i); told != want {
			t.Errorf("%s gets %d letters, not %d", m.Name, told, want)
		}
	}
	n.Visitor().Get(asked).Says("This round does not take place")
	olive.Get("/organise/rounds/"+r.ID+"/cancel").Is(409, "That cannot be done now")
	olive.Post("/organise/rounds/"+r.ID+"/cancel", nil).Is(409, "That cannot be done now")
	n.Until(r.EndAt)
	if got := n.talks(r); len(got) != 0 {
		t.Errorf("%d conversations in a round that was called off", len(got))
	}
	if next := n.reachRound(p, 2, unmentoring.Talking); len(n.talks(next)) != 2 {
		t.Errorf("the next round has %d conversations", len(n.talks(next)))
	}
}

func TestAProgrammeIsChangedAndBegunByHand(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(4, "Ashby Council")
	olive := n.organiser
	page := olive.Get("/organise/programmes/new").Press("Create the programme", map[string][]string{"title": {"Coffee"}, "begin": {"later"}}).Is(200, "Coffee")
	p := n.only()
	if got := n.rounds(p); len(got) != 0 {
		t.Fatalf("%d rounds before their time", len(got))
	}
	form := page.Follow("Change settings")
	form.Press("Save", map[string][]string{"title": {"Tea"}, "minutes": {"999"}}).Is(422, form.Heading()).Says("Enter a whole number from 5 to 240")
	if got := n.only(); got.Title != "Coffee" {
		t.Errorf("what was refused was saved: %s", got.Title)
	}
	form.Press("Save", map[string][]string{"title": {"Tea"}, "minutes": {"45"}, "size": {"3"}, "sign_up": {"in"}, "prompts": {"One\nTwo"}}).
		Is(200, "Tea").Says("Your changes are saved.", "45 minutes")
	got := n.only()
	if got.Minutes != 45 || got.Size != 3 || !got.OptIn || len(got.Prompts) != 2 || got.Cadence != p.Cadence || got.FirstDay != p.FirstDay {
		t.Errorf("%+v", got)
	}
	olive.Get("/organise/programmes/"+p.ID).Press("Ask people now", nil).Says("Sign-up is open")
	n.Settle()
	if got := n.rounds(p); len(got) != 1 || got[0].State != unmentoring.SignUp {
		t.Errorf("%+v", got)
	}
	n.Mail(n.people[0].Email, "Tea: ")

	// Who leaves is asked no more, and comes back when they like.
	leaver := n.people[1]
	here := n.SignIn(leaver.ID)
	here.Get("/programmes/"+p.ID).Press("Leave this programme", nil).Says("You have left the programme.")
	if m, err := n.UnMentoring.Membership(t.Context(), p.ID, leaver.ID); err != nil || m.State == unmentoring.TakesPart {
		t.Errorf("%+v, %v", m, err)
	}
	olive.Post("/organise/programmes/"+p.ID+"/state", url.Values{"state": {"ended"}})
	olive.Get("/organise/programmes/"+p.ID+"/settings").Is(409, "That cannot be done now")
	olive.Post("/organise/programmes/"+p.ID+"/settings", url.Values{"title": {"X"}}).Is(409, "That cannot be done now")
	olive.Post("/organise/programmes/"+p.ID+"/begin", nil).Is(409, "That cannot be done now")
	if n.only().Title != "Tea" {
		t.Error("an ended programme was changed")
	}
}
