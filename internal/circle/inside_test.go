package circle_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/testkit"
)

func TestNothingInACircleIsVisibleOutsideIt(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, eve := four(t)
	oona := s.Organiser("Oona Osei")
	for _, path := range []string{"", "/people"} {
		for _, p := range []testkit.Person{fay, ann, bob} {
			if got := p.Get(s.c.Path() + path).Status; got != http.StatusOK {
				t.Errorf("%s: %s gets %d", path, p.Name, got)
			}
		}
		for _, p := range []testkit.Person{eve, oona} {
			if got := p.Get(s.c.Path() + path).Status; got != http.StatusNotFound {
				t.Errorf("%s: %s gets %d, and not 404", path, p.Name, got)
			}
		}
	}
	fay.Get("/circles").Is(http.StatusOK, "Circles").Says("Open maps")
	eve.Get("/circles").Is(http.StatusOK, "Circles").SaysNot("Open maps")
	ann.Get(s.c.Path()).Is(http.StatusOK, "Open maps").Says("Fay Host", "Every two weeks, 60 minutes", "What is said here stays here.")
	ann.Get(s.c.Path()+"/people").Is(http.StatusOK, "People").Says("Ten years of action learning", "Bob Roe", "Leeds")
}

func TestACirclesPageSaysWhatIsNewAndWaits(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, _ := four(t)
	ann.Get(s.c.Path()).SaysNot("For you")
	s.says(bob, "I tried a map")
	ann.Get(s.c.Path()).Says("For you").Follow("One new post").Says("I tried a map").Press("I have read everything", nil)
	ann.Get(s.c.Path()).SaysNot("One new post")
	bob.Get(s.c.Path()).SaysNot("One new post")
	s.InTx(func(ctx context.Context, tx bun.Tx) error {
		_, err := s.Circles.Promise(ctx, tx, s.c.ID, "", ann.ID, "Draw one myself", s.Now().Add(7*day))
		return err
	})
	ann.Get(s.c.Path()).Says("Draw one myself")
	fay.Get(s.c.Path()).SaysNot("Draw one myself")
}
