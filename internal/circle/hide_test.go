package circle_test

import (
	"net/http"
	"net/url"
	"testing"

	"cuppa.example/internal/circle"
	"cuppa.example/internal/testkit"
)

// learntBy lets a circle write what it learnt, and all of it agree.
func (s story) learntBy(people ...testkit.Person) {
	s.T.Helper()
	if err := s.Circles.WriteLearnt(s.T.Context(), s.c.ID, people[0].ID, "We learnt to ask", 0, true); err != nil {
		s.T.Fatal(err)
	}
	for _, p := range people[1:] {
		if err := s.Circles.AnswerLearnt(s.T.Context(), s.c.ID, p.ID, circle.Yes, 1); err != nil {
			s.T.Fatal(err)
		}
	}
}

func TestAnOrganiserHidesWhatWasLearntAndShowsItAgain(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, eve := four(t)
	oona := s.Organiser("Oona Osei")
	if got := oona.Get("/organise/circles/learnt/" + s.c.ID).Status; got != http.StatusNotFound {
		t.Errorf("an organiser reads what is not public: %d", got)
	}
	s.learntBy(fay, ann, bob)
	public := "/learnt/" + s.c.ID
	page := oona.Get("/organise/circles").Follow("Read or hide").Is(200, "Open maps").Says("We learnt to ask")
	page.Press("Hide it", nil).Is(422, "Open maps").Says("Say why")
	page.Press("Hide it", testkit.Fill("why", "It names a resident")).Is(200, "Circles").Says("Hidden since")
	if got := s.Visitor().Get(public).Status; got != http.StatusNotFound {
		t.Errorf("it is public still: %d", got)
	}
	s.Settle()
	if l := s.Mail(ann.Email, "Organisers have hidden what your circle learnt"); !contains(l.Text, "It names a resident") {
		t.Errorf("the letter does not say why:\n%s", l.Text)
	}
	oona.Get("/organise/circles").Follow("Read or show again").Press("Show it again", nil).Says("It is public again.")
	s.Visitor().Get(public).Is(200, "Open maps")
	if got := eve.Post("/organise/circles/learnt/"+s.c.ID+"/hide", url.Values{"why": {"x"}}).Status; got != http.StatusForbidden {
		t.Errorf("a member hides it: %d", got)
	}
}
