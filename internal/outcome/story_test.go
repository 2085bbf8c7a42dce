package outcome_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"cuppa.example/internal/outcome"
	"cuppa.example/internal/testkit"
)

func TestWhatTwoPeopleMadeNeedsBoth(t *testing.T) {
	t.Parallel()
	s, ann, bob := pair(t)
	ann.Get("/conversations/"+s.c.ID).Follow("Share what came of it").Is(http.StatusOK, "What came of it").
		Press("Save", testkit.Fill("shared", lesson, "talked", "The secret budget", "will", "Ring the minister", "link", "blog.example.org/backlog")).
		Says("Everybody else of your conversation is asked", "Waiting for Bob Roe, until Monday 25 January 2027", "The secret budget")
	s.everywhere("Publish the backlog", false)

	letter := s.Mail("bob.roe@example.org", "Ann Lee wrote what came of your conversation")
	for _, text := range []string{"Publish the backlog.", "https://blog.example.org/backlog", "Ann Lee and Bob Roe", "If you do nothing, it stays private."} {
		if !strings.Contains(strings.Join(strings.Fields(letter.Text), " "), text) {
			t.Errorf("the letter does not say %q:\n%s", text, letter.Text)
		}
	}
	if strings.Contains(letter.Text, "secret budget") {
		t.Error("the letter shows what is not for others")
	}
	if got := letter.Header.Get("Reply-To"); !strings.Contains(got, "ann.lee@example.org") {
		t.Errorf("an answer goes to %q", got)
	}
	visitor := s.Visitor() // Bob, who is not signed in
	link := letter.Link("/o/")
	visitor.Get(link).Is(http.StatusOK, "What came of it").Says("Waiting for your answer", "Publish the backlog", "The secret budget")
	s.everywhere("Publish the backlog", false) // opening the link has changed nothing
	visitor.Get(link).Press("Yes, with my name", nil).Says("Thank you", "This is public.")

	s.everywhere("Publish the backlog", true)
	s.everywhere("The secret budget", false)
	s.everywhere("Ring the minister", false)
	s.Visitor().Get("/").Follow("Publish the backlog").Is(http.StatusOK, "Publish the backlog").
		Says("Ann Lee and Bob Roe, after a conversation of UnMentoring, 11 January 2027", "It stops the phone from ringing.")
	for _, p := range []testkit.Person{ann, bob} {
		page := s.Mail(testkit.Address(p.Name), "is public").Link("/outcomes/")
		s.Visitor().Get(page).Is(http.StatusOK, "Publish the backlog")
	}
}

func TestTheLinkWrittenInTheFormIsNoEndorsement(t *testing.T) {
	t.Parallel()
	s, ann, bob := pair(t)
	s.write(ann, "shared", lesson, "link", "https://blog.example.org/<b>?a=1&b=2")
	s.says(bob, "Yes, with my name")
	a := s.Visitor().Get(s.outcome(ann).Path()).Find(`main a[href^="https://blog.example.org"]`)
	if got := a.AttrOr("rel", ""); got != "nofollow ugc noopener noreferrer" {
		t.Errorf("rel is %q", got)
	}
	if a.Text() != "Read more at blog.example.org" {
		t.Errorf("the link says %q", a.Text())
	}
}

func TestOneNoKeepsItPrivate(t *testing.T) {
	t.Parallel()
	s, ann, bob := pair(t)
	s.write(ann, "shared", lesson)
	s.says(bob, "No, keep it between us").Says("It stays between you, as you asked.")
	ann.Get(s.page()).Says("It stays between you: not everybody would like it to be public.")
	if l := s.Mail("ann.lee@example.org", "What you wrote stays between you"); strings.Contains(l.Text, "Bob Roe would rather") {
		t.Error("the letter blames somebody")
	}
	s.write(ann, "shared", "Other words.")
	s.Advance(16 * day)
	s.everywhere("Other words", false)
	if got := s.letters(bob); len(got) != 1 {
		t.Errorf("somebody who said no was asked again: %q", got)
	}
	s.says(bob, "Yes, without my name").Says("This is public.")
	s.everywhere("Other words", true)
	s.everywhere("Bob Roe", false)
}

func TestAChangeNeedsANewAnswer(t *testing.T) {
	t.Parallel()
	s, ann, bob := published(t)
	seen := bob.Get(s.page())
	public := s.outcome(ann).Path()
	s.write(ann, "shared", "Sell our product.").Says("Waiting for Bob Roe")
	s.everywhere("Sell our product", false)
	s.everywhere("Publish the backlog", false)
	s.Visitor().Get(public).Is(http.StatusGone, "This link no longer works").Says("not public any more")

	// What Bob saw is not what stands there now.
	stale := url.Values{"answer": {"yes"}, "version": {"1"}}
	seen.Is(http.StatusOK, "What came of it")
	bob.Post(s.page()+"/answer", stale).Is(http.StatusUnprocessableEntity, "What came of it").
		Says("It has been changed since you opened the page", "Sell our product")
	s.everywhere("Sell our product", false)

	s.Advance(day) // no more than one letter a day about the same
	s.Mail("bob.roe@example.org", "Ann Lee wrote what came of your conversation")
	s.says(bob, "Yes, with my name")
	s.everywhere("Sell our product", true)
	if got := s.outcome(ann).Path(); got != public {
		t.Errorf("the address was %s and is %s", public, got)
	}
}

func TestWhatIsOnlyForThemChangesFreely(t *testing.T) {
	t.Parallel()
	s, ann, bob := published(t)
	before := s.outcome(ann)
	s.write(bob, "will", "Ring the minister again")
	s.everywhere("Publish the backlog", true)
	ann.Get(s.page()).Says("This is public.", "Ring the minister again")
	after := s.outcome(ann)
	if !after.ChangedAt.Equal(before.ChangedAt) || after.Version != before.Version {
		t.Error("a private change shows")
	}
	// Until they share that, too.
	s.write(bob, "also", "will")
	s.everywhere("Publish the backlog", false)
	s.says(ann, "Yes, with my name")
	s.Visitor().Get(after.Path()).Says("What we will do", "Ring the minister again").SaysNot("secret budget")
}

func TestANameAndTheWholeAreTakenBackAtOnce(t *testing.T) {
	t.Parallel()
	s, ann, bob := published(t)
	public := s.outcome(ann).Path()
	s.says(bob, "Take my name off").Says("Your name is gone", "With these names: Ann Lee")
	s.everywhere("Bob Roe", false)
	s.everywhere("Ann Lee", true)
	s.says(bob, "Put my name on it")
	s.everywhere("Bob Roe", true)
	s.says(bob, "Take my name off")
	s.says(ann, "Take my name off")
	s.Visitor().Get(public).Is(http.StatusOK, "Publish the backlog").Says("Members of the network")

	letter := s.Mail("bob.roe@example.org", "is public")
	s.Visitor().Get(letter.Link("/o/")).Press("Take all of it off the public pages", nil).Says("It is gone from the public pages")
	s.everywhere("Publish the backlog", false)
	s.Visitor().Get(public).Is(http.StatusGone, "This link no longer works").SaysNot("Publish", "Ann", "Bob")
	s.Mail("ann.lee@example.org", "is not public any more")
	ann.Get(s.page()).Says("Publish the backlog") // they still have it
}

func TestSilenceKeepsItPrivateAndSaysSoKindly(t *testing.T) {
	t.Parallel()
	s, ann, bob := pair(t)
	s.write(ann, "shared", lesson)
	bob.Get("/home").Says("Say whether what came of your conversation with Ann Lee may be public", "by Monday 25 January 2027")
	s.Advance(5*day - 1)
	if got := s.letters(bob); len(got) != 1 {
		t.Errorf("too early: %q", got)
	}
	s.Advance(10 * day)
	want := []string{
		"Ann Lee wrote what came of your conversation. May it be public?",
		"May what Ann Lee wrote about your conversation be public?",
	}
	if got := s.letters(bob); len(got) < 2 || !slices.Equal(got[:2], want) {
		t.Errorf("Bob got %q", got)
	}
	s.Mail("ann.lee@example.org", "What you wrote stays between you")
	s.Advance(10 * day)
	if got := s.letters(ann); slices.Index(got, "What you wrote stays between you") != len(got)-1 {
		t.Errorf("Ann got %q", got)
	}
	bob.Get("/home").SaysNot("may be public")
	ann.Get(s.page()).Says("Bob Roe did not answer, so it stays between you. An answer still counts.")
	s.everywhere("Publish the backlog", false)

	late := s.Mail("bob.roe@example.org", "May what Ann Lee wrote").Link("/o/")
	s.Visitor().Get(late).Press("Yes, without my name", nil)
	s.everywhere("Publish the backlog", true)
}

func TestTheOneWhoAgreedIsNotReminded(t *testing.T) {
	t.Parallel()
	s, ann, bob := pair(t)
	s.write(ann, "shared", lesson)
	s.says(bob, "Yes, with my name")
	s.Advance(16 * day)
	for _, p := range []testkit.Person{ann, bob} {
		for _, subject := range s.letters(p) {
			if strings.HasPrefix(subject, "May what") || strings.HasPrefix(subject, "What you wrote stays") {
				t.Errorf("%s got %q", p.Name, subject)
			}
		}
	}
}

func TestManyChangesAreFewLetters(t *testing.T) {
	t.Parallel()
	s, ann, bob := pair(t)
	for _, text := range []string{"One.", "Two.", "Three.", "Four."} {
		s.write(ann, "shared", text)
	}
	if got := s.letters(bob); len(got) != 1 {
		t.Errorf("within a minute Bob got %q", got)
	}
	s.Advance(day)
	got := s.letters(bob)
	if len(got) != 2 {
		t.Fatalf("within a day Bob got %q", got)
	}
	if l := s.Mail("bob.roe@example.org", "wrote what came"); !strings.Contains(l.Text, "Four.") || !strings.Contains(l.Text, "has changed") {
		t.Errorf("the last letter says:\n%s", l.Text)
	}
}

func TestAGroupNeedsEverybodyWhoIsNamed(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	ann, bob, cat := k.Member("Ann Lee"), k.Member("Bob Roe"), k.Member("Cat Moe")
	s := met(t, k, ann, bob, cat)
	s.write(ann, "shared", lesson)
	s.says(bob, "Yes, with my name").Says("Waiting for Cat Moe")
	s.everywhere("Publish the backlog", false)

	// Cat does not answer; her name is taken out of it, and she is told again.
	page := ann.Get(s.page() + "/change")
	page.Find(`input[name=names][value="` + cat.ID + `"]`).RemoveAttr("checked")
	page.Press("Save", nil)
	s.everywhere("Publish the backlog", false) // Bob agreed to three names
	s.says(bob, "Yes, with my name").Says("This is public.")
	s.everywhere("Ann Lee", true)
	s.everywhere("Bob Roe", true)
	s.everywhere("Cat Moe", false)

	s.says(cat, "No, keep it between us")
	s.everywhere("Publish the backlog", false)
	if got := s.outcome(cat).Standing(); got != outcome.Declined {
		t.Errorf("it stands at %s", got)
	}
}
