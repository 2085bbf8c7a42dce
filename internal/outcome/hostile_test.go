package outcome_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/outcome"
	"cuppa.example/internal/testkit"
)

func TestWhatPeopleWriteIsText(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann <b>Lee</b>"), k.Member("Bob Roe")
	s := met(t, k, ann, bob)
	nasty := "<script>alert(1)</script> [click](javascript:alert(1)) ]]> &amp; \u202egnp.exe \x00\x1b[31m"
	s.write(ann, "shared", nasty+"\n\n# Heading\n"+nasty, "talked", nasty, "also", "talked")
	s.says(bob, "Yes, with my name")
	o := s.outcome(ann)
	for _, address := range []string{"/", "/outcomes", o.Path(), "/outcomes.atom", "/outcomes.json", s.page(), "/outcomes?q=" + url.QueryEscape("<script>alert(1)")} {
		p := bob.Get(address)
		p.SaysNot("<script>alert", "href=\"javascript:", "\u202e", "\x1b", "\x00")
		if n := p.Find("main script, main b").Length(); p.Status != http.StatusOK || n > 0 {
			t.Errorf("%s: %d, %d elements of what was typed", address, p.Status, n)
		}
	}
	bob.Get(o.Path()).Says("<script>alert(1)</script> [click](javascript:alert(1))", "# Heading")
	for _, l := range s.Inbox("bob.roe@example.org") {
		if strings.Contains(l.HTML, "<script>") || strings.Contains(l.HTML, "<b>Lee") {
			t.Errorf("%q carries markup", l.Subject)
		}
	}
}

func TestLinksLeadOnlyToTheWeb(t *testing.T) {
	t.Parallel()
	s, ann, _ := pair(t)
	for _, link := range []string{"javascript:alert(1)", "data:text/html,x", "https://user:secret@example.org/", "ftp://example.org/", "https://", strings.Repeat("a", 600) + ".org"} {
		p := s.write(ann, "shared", lesson, "link", link)
		p.Is(http.StatusUnprocessableEntity, "What came of it").Says("There is a problem")
		if got := p.Find("#shared").Text(); got != lesson {
			t.Errorf("%s: what was typed is lost: %q", link, got)
		}
	}
	// Past the form, too.
	d := outcome.Draft{Texts: outcome.Texts{Shared: lesson, Link: "javascript:alert(1)"}}
	if err := s.Outcomes.Write(t.Context(), s.c.ID, ann.ID, d, 0); !errors.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
}

func TestTooMuchAndTooLittle(t *testing.T) {
	t.Parallel()
	s, ann, bob := pair(t)
	long := strings.Repeat("ab\n", 3334) // 10,002 characters
	for _, field := range []string{"talked", "will", "shared"} {
		p := s.write(ann, field, long)
		p.Is(http.StatusUnprocessableEntity, "What came of it").Says("There is a problem")
		if got := p.Find("#" + field).Text(); len(got) < 10000 {
			t.Errorf("%s: %d of what was typed is left", field, len(got))
		}
	}
	s.write(ann, "shared", "  \n ").Is(http.StatusUnprocessableEntity, "What came of it").Says("Answer at least one of the questions")
	s.write(ann, "link", "example.org").Is(http.StatusUnprocessableEntity, "What came of it").Says("Say in a sentence what the link is about")
	s.write(ann, "shared", strings.Repeat("x", outcome.MaxText), "talked", strings.Repeat("é", outcome.MaxText)).Is(http.StatusOK, "What came of it")
	s.says(bob, "Yes, with my name")
	s.Visitor().Get("/outcomes").Says(strings.Repeat("x", 100) + "…")
	bob.Get(s.page()).Says(strings.Repeat("é", outcome.MaxText))
}

func TestOnlyWhoMetMayWriteAndOnlyTheirOwn(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob, cat, oona := k.Member("Ann Lee"), k.Member("Bob Roe"), k.Member("Cat Moe"), k.Organiser("Oona Osei")
	s := met(t, k, ann, bob)
	values := url.Values{"shared": {"I was there too."}, "names": {cat.ID, ann.ID}, "edits": {"0"}}
	for _, p := range []testkit.Person{cat, oona} {
		p.Get(s.page()).Is(http.StatusNotFound, "Page not found")
		p.Post(s.page()+"/change", values).Is(http.StatusNotFound, "Page not found")
	}
	for _, p := range []testkit.Person{ann, bob} {
		if err := s.Outcomes.Write(t.Context(), s.c.ID, cat.ID, outcome.Draft{Texts: outcome.Texts{Shared: lesson}}, 0); !errors.Is(err, fault.NotFound) {
			t.Errorf("%s: got %v", p.Name, err)
		}
	}
	// Nobody's name can be put on it but those of the conversation.
	ann.Post(s.page()+"/change", values)
	o := s.outcome(ann)
	if _, in := o.Person(cat.ID); in || len(o.People) != 2 {
		t.Errorf("the people are %+v", o.People)
	}
	for _, p := range []testkit.Person{cat, oona} {
		p.Get(s.page()).Is(http.StatusNotFound, "Page not found")
		p.Post(s.page()+"/answer", url.Values{"answer": {"yes"}, "version": {"1"}}).Is(http.StatusNotFound, "Page not found")
		if err := s.Outcomes.Answer(t.Context(), o.ID, p.ID, outcome.Yes, 1); !errors.Is(err, fault.NotFound) {
			t.Errorf("%s: got %v", p.Name, err)
		}
	}
	for _, forged := range []string{o.ID, o.ID + "x", "x", "%00", strings.Repeat("9", 3000)} {
		s.Visitor().Get("/outcomes/"+forged).Is(http.StatusNotFound, "Page not found")
		oona.Get("/organise/outcomes/"+forged).Is(http.StatusNotFound, "Page not found")
		oona.Post("/organise/outcomes/"+forged+"/hide", url.Values{"why": {"curious"}}).Is(http.StatusNotFound, "Page not found")
	}
	oona.Get("/organise/outcomes").SaysNot("there too")
	oona.Get("/organise/export/outcomes.csv").SaysNot("there too")
}

func TestWhoDidNotMeetIsAskedThatFirst(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob := k.Member("Ann Lee"), k.Member("Bob Roe")
	s := together(t, k, ann, bob)
	write := func() error {
		return s.Outcomes.Write(t.Context(), s.c.ID, ann.ID, outcome.Draft{Texts: outcome.Texts{Shared: lesson}}, 0)
	}
	ann.Get(s.page()).Is(http.StatusOK, "Your conversation with Bob Roe")
	if err := write(); !errors.Is(err, fault.Conflict) {
		t.Errorf("before they met: %v", err)
	}
	if err := s.Conversations.SayNotMet(t.Context(), s.c.ID, ann.ID, conversation.NoTime); err != nil {
		t.Fatal(err)
	}
	ann.Post(s.page()+"/change", url.Values{"shared": {lesson}}).Is(http.StatusOK, "Your conversation with Bob Roe")
	if err := write(); !errors.Is(err, fault.Conflict) {
		t.Errorf("after they did not: %v", err)
	}
}

func TestALinkOpensOneThing(t *testing.T) {
	t.Parallel()
	s, ann, _ := pair(t)
	s.write(ann, "shared", lesson)
	link := path(t, s.Mail("bob.roe@example.org", "wrote what came").Link("/o/"))
	v := s.Visitor()
	v.Get(link+"x").Is(http.StatusNotFound, "Page not found")
	v.Get(strings.Replace(link, "~1~", "~0~", 1)).Is(http.StatusNotFound, "Page not found")
	v.Get(strings.Replace(link, "/o/", "/c/", 1)).Is(http.StatusNotFound, "Page not found")
	v.Get(s.page()).Is(http.StatusOK, "Sign in")
	s.Clock.Set(s.Clock.Now().Add(366 * day))
	v.Get(link).Is(http.StatusGone, "This link no longer works")
}

func TestAnsweringTwiceIsAnsweringOnce(t *testing.T) {
	t.Parallel()
	s, ann, bob := pair(t)
	s.write(ann, "shared", lesson)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if err := s.Outcomes.Answer(t.Context(), s.outcome(bob).ID, bob.ID, outcome.Yes, 1); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	published := 0
	for _, subject := range s.letters(ann) {
		if strings.HasSuffix(subject, "is public") {
			published++
		}
	}
	if published != 1 {
		t.Errorf("Ann was told %d times", published)
	}
	bob.Post(s.page()+"/answer", url.Values{"answer": {"<b>"}}).Is(http.StatusUnprocessableEntity, "What came of it").Says("Choose one of the answers")
	if got := s.outcome(bob).Standing(); got != outcome.Public {
		t.Errorf("it stands at %s", got)
	}
}

func TestTwoWhoWriteAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	s, ann, bob := pair(t)
	bobs := bob.Get(s.page())
	s.write(ann, "shared", "What Ann wrote.")
	again := bobs.Press("Save", testkit.Fill("shared", "What Bob wrote."))
	again.Is(http.StatusUnprocessableEntity, "What came of it").Says("Somebody else of your conversation has saved something", "Ann Lee wrote:", "What Ann wrote.", "What Bob wrote.")
	again.Press("Save", testkit.Fill("shared", "What Ann and Bob wrote.")).Says("Waiting for Ann Lee")
	ann.Get(s.page()).Says("What Ann and Bob wrote")

	s2, cat, dan := pair(t)
	var wait sync.WaitGroup
	errs := make([]error, 2)
	for i, p := range []testkit.Person{cat, dan} {
		wait.Go(func() {
			errs[i] = s2.Outcomes.Write(t.Context(), s2.c.ID, p.ID, outcome.Draft{Texts: outcome.Texts{Shared: p.Name}}, 0)
		})
	}
	wait.Wait()
	if lost := errors.Join(errs...); !errors.Is(lost, fault.Conflict) || (errs[0] != nil) == (errs[1] != nil) {
		t.Errorf("got %v", errs)
	}
}

func TestWhoWasBlockedHearsNothing(t *testing.T) {
	t.Parallel()
	s, ann, bob := pair(t)
	if err := s.Conversations.Block(t.Context(), s.c.ID, bob.ID, ann.ID); err != nil {
		t.Fatal(err)
	}
	s.write(ann, "shared", lesson).Says("Waiting for Bob Roe") // what Ann would see anyway
	bob.Get("/home").SaysNot("may be public")
	s.Advance(16 * day)
	if got := s.letters(bob); len(got) != 0 {
		t.Errorf("Bob got %q", got)
	}
	s.Mail("ann.lee@example.org", "What you wrote stays between you")
	s.everywhere("Publish the backlog", false)
}
