package outcome_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// What somebody wrote that they will do is asked about at their next
// conversation; they alone see it.
func TestWhatSomebodyWillDoIsAskedAbout(t *testing.T) {
	t.Parallel()
	s, ann, bob := pair(t)
	s.write(ann, "talked", "Forms", "will", "Ring the minister").SaysNot("How did it go?")
	ann.Get("/home").SaysNot("say how it went")
	s.Advance(20 * day)
	ann.Get("/home").Says("You wrote what you would do after you talked to Bob Roe: say how it went")
	bob.Get("/home").SaysNot("say how it went")

	cat := s.Member("Cat Moe")
	next := together(t, s.Kit, ann, cat)
	cat.Get("/conversations/"+next.c.ID).Is(http.StatusOK, "Your conversation with Ann Lee").SaysNot("Ring the minister")
	page, _, _ := strings.Cut(s.Mail("ann.lee@example.org", "Cat Moe").Link("/c/"), "/time")
	s.Visitor().Get(page).
		Is(http.StatusOK, "Your conversation with Cat Moe").Says("How did it go?", "Ring the minister", "Only you see your answer.").
		Press("In part", nil).Is(http.StatusOK, "Your conversation with Cat Moe").Says("Thank you. Only you see your answer.").SaysNot("Ring the minister")
	ann.Get("/home").SaysNot("say how it went")
	ann.Get(s.page()).Is(http.StatusOK, "What came of it").Says("You said how it went: In part.").Press("I did it", nil).Says("You said how it went: I did it.")
	bob.Get(s.page()).Is(http.StatusOK, "What came of it").SaysNot("How did it go?", "I did it")
	bob.Post(s.page()+"/did", url.Values{"did": {"no"}}).Is(http.StatusNotFound, "Page not found")
	ann.Post(s.page()+"/did", url.Values{"did": {"no"}, "back": {"//evil.example"}}).Is(http.StatusOK, "What came of it")
	ann.Post(s.page()+"/did", url.Values{"did": {"maybe"}}).Is(http.StatusUnprocessableEntity, "That cannot be done now")
	s.everywhere("Ring the minister", false)
}

// Who writes it anew is asked anew; who does not want to be asked is not, and
// nobody is for ever.
func TestNobodyIsPressedAboutWhatTheyWillDo(t *testing.T) {
	t.Parallel()
	s, ann, bob := pair(t)
	s.write(ann, "will", "Ring the minister")
	s.Advance(15 * day)
	ann.Get(s.page()).Press("Do not ask me", nil)
	ann.Get("/home").SaysNot("say how it went")
	s.write(bob, "will", "Write to the minister")
	bob.Get("/home").SaysNot("say how it went")
	s.Advance(15 * day)
	bob.Get("/home").Says("say how it went")
	s.Clock.Set(s.Clock.Now().Add(200 * 24 * time.Hour))
	bob.Get("/home").SaysNot("say how it went")
	next := together(t, s.Kit, bob, s.Member("Cat Moe"))
	bob.Get("/conversations/" + next.c.ID).SaysNot("Write to the minister")
}
