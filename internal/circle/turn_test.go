package circle_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/circle"
	"cuppa.example/internal/testkit"
)

// take has somebody join the queue through the pages, and gives their turn's page.
func (s story) take(p testkit.Person, problem string) string {
	s.T.Helper()
	return p.Get(s.c.Path()+"/turns").Follow("Take a turn").Press("Join the queue", testkit.Fill("problem", problem)).URL.Path
}

// agreed is a call that has a time.
func (s story) agreed(p testkit.Person, at string) circle.Call {
	s.T.Helper()
	k := s.propose(p, at)
	if err := s.Circles.PickTime(s.T.Context(), k.ID, p.ID, k.Times[0]); err != nil {
		s.T.Fatal(err)
	}
	return k
}

// Acceptance: a turn is taken, asked about, ends with what will be tried, and
// comes back with "what happened?" before the next call.
func TestATurnComesBackWithWhatHappened(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, eve := four(t)
	ann.Get(s.c.Path()+"/turns").Is(200, "Turns").Says("Nobody waits for a turn").Follow("Take a turn").
		Press("Join the queue", nil).Is(422, "Take a turn").Says("Say what your problem is")
	page := s.take(ann, "Nobody reads <our> maps.\nI asked twice.")
	ann.Get(page).Is(200, "The turn of Ann Lee").Says("Nobody reads <our> maps.", "Nobody has asked anything yet").SaysNot("<our>")
	ann.Get(s.c.Path()+"/turns/new").Press("Join the queue", testkit.Fill("problem", "Another")).Says("You are waiting for a turn already")
	bob.Get(page).Press("Send", testkit.Fill("question", "Who should?")).Is(200, "The turn of Ann Lee").Says("Who should?")
	s.agreed(fay, "2027-01-20T10:00Z")
	s.Until(time.Date(2027, 1, 17, 10, 0, 0, 0, time.UTC))
	letter := s.Mail("ann.lee@example.org", "Open maps: it is your turn in the next call")
	s.Visitor().Get(letter.Link("/circle-turns/")).Is(200, "The turn of Ann Lee").Says("Who should?")
	fay.Get(s.c.Path() + "/turns").Says("Ann Lee has the turn in the call at 10am on Wednesday 20 January 2027")

	s.Until(time.Date(2027, 1, 20, 11, 0, 0, 0, time.UTC))
	if got := bob.Post(page+"/end", url.Values{"try": {"Mine"}}).Status; got != http.StatusForbidden {
		t.Errorf("somebody else ends the turn: %d", got)
	}
	fay.Get(page).Press("End this turn", testkit.Fill("try", "Ask Kent who reads theirs")).Says("The turn is over", "Ask Kent who reads theirs")
	s.agreed(fay, "2027-01-29T10:00Z")
	s.Until(time.Date(2027, 1, 28, 11, 0, 0, 0, time.UTC))
	what := s.Mail("ann.lee@example.org", "Open maps: what happened?")
	if !strings.Contains(what.Text, "Ask Kent who reads theirs") {
		t.Errorf("the letter does not say what was tried:\n%s", what.Text)
	}
	s.Visitor().Get(what.Link("/circle-turns/")).Press("Tell the others", testkit.Fill("happened", "Kent had the same problem")).Says("Kent had the same problem")
	s.SignIn(bob.ID).Get(s.c.Path() + "/turns").Says("Kent had the same problem")
	s.Advance(3 * day)
	asked := 0
	for _, l := range s.Inbox("ann.lee@example.org") {
		asked += strings.Count(l.Subject, "what happened?")
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
	for _, path := range []string{page, s.c.Path() + "/turns"} {
		if got := s.SignIn(eve.ID).Get(path).Status; got != http.StatusNotFound {
			t.Errorf("somebody outside gets %d on %s", got, path)
		}
	}
}

func TestTheQueueIsFairAndTheFacilitatorMayReorderIt(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, _ := four(t)
	first := s.take(ann, "First")
	ann.Get(first).Press("End this turn", testkit.Fill("try", "Something"))
	again := s.take(ann, "Ann again")
	s.take(bob, "Bob's")
	order := func(want ...string) {
		t.Helper()
		text, at := fay.Get(s.c.Path()+"/turns").Text(), 0
		for _, w := range want {
			i := strings.Index(text[at:], w)
			if i < 0 {
				t.Fatalf("%v is not the order of:\n%s", want, text)
			}
			at += i
		}
	}
	order("Bob's", "Ann again") // who has had a turn waits for who has not
	fays := s.take(fay, "Fay's")
	order("Bob's", "Fay's", "Ann again")
	fay.Get(s.c.Path()+"/turns").Press("Let them go earlier Ann Lee", nil).Is(200, "Turns").Says("The order has been changed")
	order("Bob's", "Ann again", "Fay's")
	ann.Get(again).Press("Let the others go first", nil)
	order("Bob's", "Fay's", "Ann again")
	if got := ann.Post(again+"/up", nil).Status; got != http.StatusForbidden {
		t.Errorf("who is no facilitator reorders: %d", got)
	}
	fay.Get(fays).Press("Take it back", nil).Is(200, "Turns").SaysNot("Fay&#39;s")
	order("Bob's", "Ann again")
}

func TestSomebodyIsAskedWhereNobodyWaits(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, _ := four(t)
	for _, p := range []testkit.Person{fay, ann} {
		p.Get(s.take(p, "Mine")).Press("End this turn", testkit.Fill("try", "Something"))
	}
	s.agreed(fay, "2027-01-20T10:00Z")
	s.Until(time.Date(2027, 1, 17, 10, 0, 0, 0, time.UTC))
	link := s.Mail("bob.roe@example.org", "Open maps: would you like the turn in the next call?").Link("/circle-takes/")
	s.Visitor().Get(link).Is(200, "Take a turn").Press("Join the queue", testkit.Fill("problem", "Well")).Is(200, "The turn of Bob Roe").Says("You are in the queue.")
	ann.Get(s.c.Path() + "/turns").Says("Bob Roe has the turn")
	bob.Get("/home").Says("Call of Open maps at 10am on Wednesday 20 January 2027")
	ann.Get("/home").Says("Tell Open maps what happened")
}

func TestWhatIsWrittenCanBeReportedAndIsTheWritersOwn(t *testing.T) {
	t.Parallel()
	s, _, ann, bob, eve := four(t)
	page := s.take(ann, "My <problem>")
	bob.Get(page).Press("Send", testkit.Fill("question", "Rude question"))
	report := bob.Get(page).Find("a[href^='/report/circle-turn/']").AttrOr("href", "")
	question := ann.Get(page).Find("a[href^='/report/circle-question/']").AttrOr("href", "")
	if report == "" || question == "" {
		t.Fatalf("links to report: %q and %q", report, question)
	}
	bob.Get(report).Says("What Ann Lee wrote about their turn in a circle")
	if got := eve.Get(report).Status; got != http.StatusNotFound {
		t.Errorf("somebody outside reports: %d", got)
	}
	data := func(p testkit.Person) string {
		out, err := s.Circles.Export(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(out)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if got := data(ann); !strings.Contains(got, "My ") || strings.Contains(got, "Rude") {
		t.Errorf("Ann's download: %s", got)
	}
	if got := data(bob); !strings.Contains(got, "Rude") || strings.Contains(got, "problem\":\"My") {
		t.Errorf("Bob's download: %s", got)
	}
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Erase(ctx, tx, ann.ID) })
	bob.Get(s.c.Path() + "/turns").SaysNot("My &lt;problem")
}

// Acceptance: when an offered turn is not taken by its date, the next is asked.
func TestWhoDoesNotSayThatTheyBringTheirTurnIsPassedOver(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, _ := four(t)
	page := s.take(ann, "First")
	s.take(bob, "Second")
	s.agreed(fay, "2027-01-20T10:00Z")
	s.Until(time.Date(2027, 1, 17, 10, 0, 0, 0, time.UTC))
	letter := s.Mail(ann.Email, "Open maps: it is your turn in the next call")
	if !contains(letter.Text, "If you say nothing, we ask somebody else") {
		t.Errorf("the letter does not say what silence means:\n%s", letter.Text)
	}
	s.Until(time.Date(2027, 1, 18, 11, 0, 0, 0, time.UTC))
	next := s.Mail(bob.Email, "Open maps: it is your turn in the next call").Link("/circle-turns/")
	s.Visitor().Get(next).Press("Yes, I bring it", nil).Says("The time in the next call is yours.", "You bring it to the call at")
	facilitator := s.SignIn(fay.ID)
	facilitator.Get(s.c.Path() + "/turns").Says("Bob Roe has the turn in the call at")
	s.SignIn(ann.ID).Get(page).SaysNot("Yes, I bring it")
	s.Until(time.Date(2027, 1, 20, 9, 0, 0, 0, time.UTC))
	s.SignIn(fay.ID).Get(s.c.Path() + "/turns").Says("Bob Roe has the turn in the call at")
	s.agreed(fay, "2027-01-29T10:00Z")
	s.Until(time.Date(2027, 1, 20, 12, 0, 0, 0, time.UTC))
	s.SignIn(fay.ID).Get(s.c.Path() + "/turns").Says("Ann Lee has the turn in the call at")
}

func TestTheNextIsAskedWhereNobodyWaitsAndSomebodyIsSilent(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, _ := four(t)
	for _, p := range []testkit.Person{fay, ann} {
		p.Get(s.take(p, "Mine")).Press("End this turn", testkit.Fill("try", "Something"))
	}
	s.agreed(fay, "2027-01-20T10:00Z")
	s.Until(time.Date(2027, 1, 17, 10, 0, 0, 0, time.UTC))
	link := s.Mail(bob.Email, "Open maps: would you like the turn in the next call?").Link("/circle-takes/")
	s.Visitor().Get(link).Press("Not this time", nil).Says("We ask somebody else.")
	s.Settle()
	s.Mail(fay.Email, "Open maps: would you like the turn in the next call?")
	s.Until(time.Date(2027, 1, 18, 12, 0, 0, 0, time.UTC))
	s.Mail(ann.Email, "Open maps: would you like the turn in the next call?")
}
