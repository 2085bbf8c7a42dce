package mentoring_test

import (
	"strings"
	"testing"

	"cuppa.example/internal/testkit"
)

// walk counts what somebody does: pages that load, buttons and links that are
// pressed, fields in which something has to be typed or chosen.
type walk struct {
	page                   *testkit.Page
	loads, clicks, written int
}

func (w *walk) follow(link string) {
	w.page = w.page.Follow(link)
	w.loads, w.clicks = w.loads+1, w.clicks+1
}

func (w *walk) press(button string, fill ...string) {
	w.page = w.page.Press(button, testkit.Fill(fill...))
	w.loads, w.clicks, w.written = w.loads+1, w.clicks+1, w.written+len(fill)/2
}

// From "I want a mentor" to a sent request: five pages after the home page, five
// clicks and one field to write in. docs/mentoring.md says what that takes.
func TestFromWishToRequestInFivePagesAndOneField(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	kim := k.Member("Kim Kent", at("Kent", "Head of design", "Service design"))
	offer(kim, "1")
	ann := k.Member("Ann Lee", at("Devon", "Designer", "Service design"))
	w := &walk{page: ann.Get("/home")}
	w.follow("Coaching and mentoring")
	w.follow("Find a coach or a mentor")
	w.press("See who fits", "aim", "Designing services with families")
	w.follow("Ask Kim")
	w.press("Ask Kim")
	w.page.Is(200, "You asked Kim Kent")
	if w.loads > 5 || w.clicks > 5 || w.written > 1 {
		t.Errorf("%d pages, %d clicks, %d fields", w.loads, w.clicks, w.written)
	}
	if text := k.Mail(kim.Email, "asks you").Text; !strings.Contains(text, "Designing services with families") {
		t.Errorf("the message does not say what she wants: %s", text)
	}
}

// A request is answered from the letter in two clicks, not signed in: the link,
// and yes. A no takes a third, for the reason.
func TestARequestIsAnsweredInTwoClicks(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	kim, ann, bob := k.Member("Kim Kent"), k.Member("Ann Lee"), k.Member("Bob Ray")
	path := offer(kim, "2")
	for _, c := range []struct {
		by     testkit.Person
		button string
		fill   []string
		clicks int
		said   string
	}{
		{ann, "Yes, I will mentor Ann", nil, 2, "You said yes to Ann"},
		{bob, "Say no, kindly", []string{"reason", "time"}, 3, ""},
	} {
		asked := ask(c.by, path, "Please").URL.Path
		w := &walk{page: k.Visitor().Get(k.Mail(kim.Email, c.by.Name+" asks you").Link("/mentoring/r/")), clicks: 1}
		w.press(c.button, c.fill...)
		if got := w.clicks + w.written; w.page.Status != 200 || got != c.clicks {
			t.Errorf("%d clicks, and %d", got, w.page.Status)
		}
		c.by.Get(asked).SaysNot("Waits for an answer")
	}
}
