package relationship_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/testkit"
)

// thought is what Lee thinks, with a first part that is for others.
const thought = "Asking for help early saves a week. I will do it on the first day.\n\n" + secret + ", and so is Mia Mentor."

// public are the pages that anybody may open, where a post is or was.
var public = []string{"/", "/outcomes", "/outcomes.atom", "/outcomes.json", "/outcomes?q=early"}

func TestPartOfAReflectionBecomesAPost(t *testing.T) {
	t.Parallel()
	s, path := reflected(t, nil)
	s.mentee.Get(path).Press("Save for me alone", testkit.Fill("text", thought))
	form := s.mentee.Get(path).Follow("Make some of it public").Is(http.StatusOK, "Think in public")
	if got := form.Find("#text").Text(); got != thought {
		t.Errorf("the form begins with %q", got)
	}
	// As a whole it names the other; what was typed is kept.
	form = form.Press("See how it will look", nil).Is(http.StatusUnprocessableEntity, "Think in public").Says("It names Mia Mentor.")
	if got := form.Find("#text").Text(); got != thought {
		t.Errorf("what was typed is %q", got)
	}
	part := "Asking for help early saves a week.\n\nMia taught me."
	preview := form.Press("See how it will look", testkit.Fill("text", part)).Is(http.StatusOK, "This is what everybody will read").
		Says("Asking for help early saves a week", "Lee Learner", "It says “Mia”")
	preview.Press("Publish it", nil).Is(http.StatusUnprocessableEntity, "This is what everybody will read").Says("Check that nothing in it was said in confidence")
	preview.Press("Change it", nil).Is(http.StatusOK, "Think in public").Says("Mia taught me.")
	for _, address := range public {
		s.Visitor().Get(address).SaysNot("saves a week")
	}

	part = "Asking for help early saves a week. <b>I</b> will do it on the first day.\n\nAnd the second."
	mine := preview.Press("Change it", nil).Press("See how it will look", testkit.Fill("text", part)).SaysNot("It says “").
		Press("Publish it", testkit.Fill("sure", "yes")).Is(http.StatusOK, "What you made public").Says("It is public.", "This is public.")
	for _, address := range public {
		if !strings.Contains(string(s.Visitor().Get(address).Body), "saves a week") {
			t.Errorf("%s has no post", address)
		}
	}
	post := mine.Follow("See the public page").Is(http.StatusOK, "Asking for help early saves a week").
		Says("Lee Learner, 11 January 2027", "And the second.", "<b>I</b>").SaysNot("afraid", "after a conversation", "mentors you", "Mia")
	if post.Find("main b").Length() > 0 {
		t.Error("what was typed is markup")
	}
	for _, address := range append(public, post.URL.Path) {
		if body := string(s.Visitor().Get(address).Body); strings.Contains(body, "Mia") || strings.Contains(body, "relationships") || strings.Contains(body, s.id) {
			t.Errorf("%s has a trace of the relationship", address)
		}
	}
	s.mentee.Get(path).Says("See the post you made of it", "The post stays when you delete this reflection.").Follow("See the post you made of it").Is(http.StatusOK, "What you made public")
	s.mentee.Get(path+"/publish").Is(http.StatusOK, "A reflection") // not twice
	if p := s.mentor.Get(mine.URL.Path); p.Status != http.StatusNotFound {
		t.Errorf("the other gets %d on the author's page", p.Status)
	}
}

// posted is a story in which Lee has made a post of a reflection; post is its
// public page.
func posted(t *testing.T) (s *story, reflection, post string) {
	t.Helper()
	s, path := reflected(t, nil)
	s.mentee.Get(path+"/publish").Press("See how it will look", testkit.Fill("text", "Asking for help early saves a week.")).
		Press("Publish it", testkit.Fill("sure", "yes"))
	post = s.mentee.Get(path).Follow("See the post you made of it").Follow("See the public page").URL.Path
	return s, path, post
}

func TestAPostIsItsAuthorsToChangeAndTakeBack(t *testing.T) {
	t.Parallel()
	s, reflection, post := posted(t)
	s.Settle()
	letter := s.Mail(s.mentee.Email, "What you wrote is public")
	for _, private := range []string{"Mia", "mentor", "conversation", "reflection"} {
		if strings.Contains(letter.Text, private) {
			t.Errorf("the letter says %q:\n%s", private, letter.Text)
		}
	}
	page := s.Visitor().Get(letter.Link("/o/")).Is(http.StatusOK, "What you made public") // not signed in
	page.Press("Take my name off", nil).Says("Your name is gone")
	s.Visitor().Get(post).Is(http.StatusOK, "Asking for help early saves a week").Says("Members of the network").SaysNot("Lee")
	s.mentee.Get(post).SaysNot("Report")
	s.mentee.Get(post).Follow("This is yours: change it, or take it back").Follow("Change it").
		Press("Save", testkit.Fill("text", "")).Is(http.StatusUnprocessableEntity, "Change what you made public").
		Press("Save", testkit.Fill("text", "Asking late costs a week.", "named", "yes", "link", "blog.example.org/late")).Is(http.StatusOK, "What you made public")
	s.Visitor().Get(post).Is(http.StatusOK, "Asking late costs a week").Says("Lee Learner").SaysNot("early")
	s.mentee.Get(reflection).Says(secret).SaysNot("Asking late") // which stays as it was

	s.mentee.Get(reflection).Follow("See the post you made of it").Press("Take all of it off the public pages", nil).Says("It is gone from the public pages")
	if p := s.Visitor().Get(post); p.Status != http.StatusGone {
		t.Errorf("a post that was taken back answers %d", p.Status)
	}
	// Work on it does not make it public again.
	s.mentee.Get(reflection).Follow("See the post you made of it").Follow("Change it").Press("Save", testkit.Fill("text", "Third try.")).Says("You have taken it back.")
	s.Visitor().Get("/outcomes").SaysNot("Third try")
	s.mentee.Get(reflection).Follow("See the post you made of it").Press("Make it public with my name", nil).Says("This is public.")
	s.mentee.Get(reflection).Press("Delete this reflection", nil)
	s.Visitor().Get(post).Is(http.StatusOK, "Third try")
}

func TestAPostIsModeratedReportedAndErasedLikeTheOthers(t *testing.T) {
	t.Parallel()
	s, _, post := posted(t)
	olive := s.Organiser("Olive Organ")
	s.mentor.Get(post).Follow("Report").Press("Send the report", testkit.Fill("text", "This is an advertisement"))
	olive.Get("/organise/outcomes").Says("Asking for help early").SaysNot("Mia")
	olive.Get("/organise"+post).Press("Take it off the public pages", testkit.Fill("why", "It sells something"))
	s.Visitor().Get("/outcomes").SaysNot("saves a week")
	s.Settle()
	letter := s.Mail(s.mentee.Email, "We have taken what you shared off the public pages")
	s.Visitor().Get(letter.Link("/o/")).Says("It sells something").Follow("Change it").Press("Save", testkit.Fill("text", "Help early is free."))
	olive.Get("/organise").Says("Something that was hidden has been changed")
	olive.Get("/organise"+post).Press("Show it again", nil)
	s.Visitor().Get(post).Is(http.StatusOK, "Help early is free")
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Erase(ctx, tx, s.mentee.ID) })
	for _, address := range append(public, "/outcomes?q="+url.QueryEscape("Help early")) {
		if strings.Contains(strings.ReplaceAll(string(s.Visitor().Get(address).Body), "Help early”", ""), "is free") {
			t.Errorf("%s still has the post of somebody who was erased", address)
		}
	}
	if p := s.Visitor().Get(post); p.Status != http.StatusGone {
		t.Errorf("the post of somebody who was erased answers %d", p.Status)
	}
}
