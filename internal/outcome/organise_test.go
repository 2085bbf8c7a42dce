package outcome_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/testkit"
)

func TestOrganisersHideWhatSellsAndSayWhy(t *testing.T) {
	t.Parallel()
	s, ann, bob := pair(t)
	oona := s.Organiser("Oona Osei")
	s.write(ann, "shared", "Buy our product.", "talked", "The secret budget")
	id := s.outcome(ann).ID
	oona.Get("/organise/outcomes").Is(http.StatusOK, "What people learnt").Says("Nothing is shared yet").SaysNot("Buy our")
	oona.Get("/organise/outcomes/"+id).Is(http.StatusNotFound, "Page not found")
	oona.Post("/organise/outcomes/"+id+"/hide", url.Values{"why": {"x"}}).Is(http.StatusNotFound, "Page not found")

	s.says(bob, "Yes, with my name")
	page := oona.Get("/outcomes").Follow("Buy our product").Follow("Take it off the public pages")
	page.SaysNot("secret budget")
	page.Press("Take it off the public pages", nil).Is(http.StatusUnprocessableEntity, "Buy our product").Says("Say why, so that its people can mend it")
	page.Press("Take it off the public pages", testkit.Fill("why", "It sells <something>.")).Says("It is hidden, and its people are told why.")
	s.everywhere("Buy our product", false)
	s.Visitor().Get("/outcomes/"+id).Is(http.StatusGone, "This link no longer works")
	for _, p := range []testkit.Person{ann, bob} {
		if l := s.Mail(testkit.Address(p.Name), "off the public pages"); !strings.Contains(l.Text, "It sells <something>.") {
			t.Errorf("%s is not told why:\n%s", p.Name, l.Text)
		}
		p.Get(s.page()).Says("The organisers have taken this off the public pages.", "It sells <something>.")
		p.Get("/organise/outcomes").Is(http.StatusForbidden, "You cannot see this page")
	}

	// Changed, and not agreed yet: nothing for organisers to read.
	s.write(bob, "shared", "Publish the backlog.")
	oona.Get("/organise/outcomes").SaysNot("Publish", "Buy our")
	oona.Get("/organise").SaysNot("has been changed")
	s.says(ann, "Yes, with my name").Says("The organisers have taken this off")
	s.everywhere("Publish the backlog", false)
	oona.Get("/organise").Follow("Something that was hidden has been changed").Says("Its people have changed it since").
		Press("Show it again", nil).Says("It is public again")
	s.everywhere("Publish the backlog", true)
	s.Mail("ann.lee@example.org", "is public again")
	oona.Get("/organise").SaysNot("has been changed")
}

func TestTheTableHasWhatIsPublic(t *testing.T) {
	t.Parallel()
	s, ann, bob := published(t)
	oona := s.Organiser("Oona Osei")
	s.says(bob, "Take my name off")
	table := string(oona.Get("/organise/export/outcomes.csv").Body)
	for _, text := range []string{"Publish the backlog.", `,"Ann Lee",`, testkit.Base + s.outcome(ann).Path()} {
		if !strings.Contains(table, text) {
			t.Errorf("the table does not say %q:\n%s", text, table)
		}
	}
	for _, text := range []string{"Bob Roe", "secret budget", "minister"} {
		if strings.Contains(table, text) {
			t.Errorf("the table says %q", text)
		}
	}
}

func (s story) erase(p testkit.Person) {
	s.T.Helper()
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Erase(ctx, tx, p.ID) })
}

func TestWhatBothAgreedToStaysWithoutTheName(t *testing.T) {
	t.Parallel()
	s, ann, bob := published(t)
	letter := s.Mail("ann.lee@example.org", "is public")
	public := s.outcome(bob).Path()
	s.erase(ann)
	s.everywhere("Publish the backlog", true)
	s.everywhere("Ann Lee", false)
	s.everywhere("Bob Roe", true)
	// What only Ann wrote, for Bob alone, is gone.
	bob.Get(s.page()).Says("Publish the backlog").SaysNot("Ann Lee", "secret budget", "minister")
	s.Visitor().Get(letter.Link("/o/")).Is(http.StatusGone, "This link no longer works")
	s.says(bob, "Take all of it off the public pages")
	s.Visitor().Get(public).Is(http.StatusGone, "This link no longer works")
}

func TestWhatOnlyOneWroteGoesWithThem(t *testing.T) {
	t.Parallel()
	s, ann, bob := pair(t)
	s.write(ann, "shared", lesson, "talked", "The secret budget")
	letter := s.Mail("bob.roe@example.org", "wrote what came")
	s.erase(ann)
	s.Advance(16 * day)
	bob.Get("/home").SaysNot("may be public")
	bob.Get(s.page()).Is(http.StatusOK, "What came of it").SaysNot("Publish the backlog", "secret budget").
		Press("Save", testkit.Fill("talked", "My own notes")).Says("Only the people of your conversation can read this.")
	s.Visitor().Get(letter.Link("/o/")).Is(http.StatusOK, "What came of it").Says("My own notes")
	if got := s.letters(bob); len(got) != 1 {
		t.Errorf("Bob got %q", got)
	}
}

func TestWhoLeavesCanStillTakeTheirNameOff(t *testing.T) {
	t.Parallel()
	s, ann, bob := published(t)
	link := s.Mail("bob.roe@example.org", "is public").Link("/o/")
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Leave(ctx, tx, bob.ID) })
	s.everywhere("Bob Roe", true)
	s.Visitor().Get(link).Press("Take my name off", nil).Says("Your name is gone")
	s.everywhere("Bob Roe", false)
	ann.Get(s.page()).Says("This is public.")
}

func TestTheDownloadHasWhatOneWroteAndAnswered(t *testing.T) {
	t.Parallel()
	s, ann, bob := published(t)
	for _, p := range []testkit.Person{ann, bob} {
		x, err := s.Outcomes.Export(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Publish the backlog", "The secret budget", `"your answer":"yes"`, s.outcome(ann).Path()} {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s: no %q in %s", p.Name, want, text)
			}
		}
		if mine := strings.Contains(string(text), `"you wrote it":true`); mine != (p.ID == ann.ID) {
			t.Errorf("%s: %s", p.Name, text)
		}
	}
}
