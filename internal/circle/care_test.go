package circle_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/circle"
	"cuppa.example/internal/discussion"
	"cuppa.example/internal/testkit"
)

// says posts something in the circle's room.
func (s story) says(p testkit.Person, text string) {
	s.T.Helper()
	if _, err := s.Discussions.Write(s.T.Context(), s.c.ID, p.ID, discussion.Draft{ID: s.NewID(), Text: text}); err != nil {
		s.T.Fatal(err)
	}
}

func TestWhoIsRemovedSeesNothingAndTheirPostsStay(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, _ := four(t)
	s.says(bob, "I tried a <b>map</b>")
	if got := ann.Get(s.c.Path() + "/care").Status; got != http.StatusForbidden {
		t.Errorf("a member looks after the circle: %d", got)
	}
	if got := ann.Post(s.c.Path()+"/care/remove/"+bob.ID, url.Values{}).Status; got != http.StatusForbidden {
		t.Errorf("a member removes somebody: %d", got)
	}
	fay.Get(s.c.Path()+"/care").Is(http.StatusOK, "Care").Follow("Take Bob Roe out").Says("When they delete their account, the words go").
		Press("Take Bob Roe out", nil).Says("They are no longer in the circle.")
	for _, path := range []string{s.c.Path(), s.c.Path() + "/people", s.c.Path() + "/export", discussion.Path(s.c.ID)} {
		if got := bob.Get(path).Status; got != http.StatusNotFound {
			t.Errorf("%s: who was removed gets %d", path, got)
		}
	}
	s.Mail(bob.Email, "You are no longer in a circle")
	ann.Get(discussion.Path(s.c.ID)).Says("Bob Roe", "I tried a")
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Erase(ctx, tx, bob.ID) })
	ann.Get(discussion.Path(s.c.ID)).SaysNot("I tried a", "Bob Roe")
	ann.Get(s.c.Path()+"/people").Is(http.StatusOK, "People").SaysNot("Bob Roe")
}

func TestQuietPeopleAreShownToTheFacilitatorOnly(t *testing.T) {
	t.Parallel()
	s, fay, ann, _, _ := four(t)
	s.Advance(15 * day)
	s.says(ann, "Hello")
	page := fay.Get(s.c.Path()+"/care").Is(http.StatusOK, "Care").Says("Quiet", "Not yet")
	if got := strings.Count(page.Text(), "Quiet"); got != 1 {
		t.Errorf("%d are quiet, want Bob alone", got)
	}
	ann.Get(s.c.Path()).SaysNot("Quiet", "/care")
}

func TestHandingOverNeedsAYes(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, _ := four(t)
	fay.Get(s.c.Path()+"/care").Press("Ask them", nil).Is(http.StatusUnprocessableEntity, "Care").Says("Choose somebody of the circle").
		Press("Ask them", testkit.Fill("heir", ann.ID)).Says("Until they say yes, you facilitate")
	bob.Get(s.c.Path()).SaysNot("Will you facilitate?")
	if got := bob.Post(s.c.Path()+"/take-over", url.Values{}).Status; got != http.StatusConflict {
		t.Errorf("somebody who was not asked takes over: %d", got)
	}
	ann.Get("/home").Follow("Will you facilitate “Open maps”?").Press("Yes, I facilitate", testkit.Fill("experience", "Led a team")).
		Is(http.StatusOK, "Care").Says("You facilitate this circle now.")
	bob.Get(s.c.Path() + "/people").Says("Led a team")
	s.Mail(bob.Email, "Ann Lee facilitates now")
	if got := fay.Get(s.c.Path() + "/care").Status; got != http.StatusForbidden {
		t.Errorf("who has handed over still looks after it: %d", got)
	}
}

func TestWhenTheFacilitatorVanishesTheOthersAreAsked(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, _ := four(t)
	s.says(fay, "Welcome")
	s.Advance(30 * day)
	s.Mail(fay.Email, "Do you still facilitate?")
	s.SignIn(ann.ID).Get("/home").SaysNot("Will you facilitate")
	s.Advance(8 * day)
	s.Mail(ann.Email, "Your circle needs somebody")
	s.SignIn(bob.ID).Get(s.c.Path()).Says("Nobody facilitates this circle just now").Press("Yes, I facilitate", nil).Is(http.StatusOK, "Care")
	if c, err := s.Circles.ByID(t.Context(), s.DB, s.c.ID); err != nil || !c.Facilitates(bob.ID) {
		t.Errorf("%+v %v", c, err)
	}
	s.InTx(func(ctx context.Context, tx bun.Tx) error { return s.Members.Leave(ctx, tx, bob.ID) })
	s.Settle()
	s.SignIn(fay.ID).Get(s.c.Path()).Says("Nobody facilitates this circle just now")
}

func TestClosingWithAPageNeedsEverybody(t *testing.T) {
	t.Parallel()
	s, fay, ann, bob, eve := four(t)
	public := "/learnt/" + s.c.ID
	fay.Get(s.c.Path()+"/learnt/write").Press("Save, and ask everybody", nil).Is(http.StatusUnprocessableEntity, "What we learnt").
		Press("Save, and ask everybody", testkit.Fill("text", "Ask <i>first</i>", "closing", "yes")).Is(http.StatusOK, "What we learnt")
	ann.Get("/home").Follow("Say whether everybody may read what “Open maps” learnt").Press("Yes, without my name", nil)
	if got := eve.Get(public).Status; got != http.StatusNotFound {
		t.Fatalf("it is public before all have approved: %d", got)
	}
	ann.Get(s.c.Path()+"/learnt/write").Press("Save, and ask everybody", testkit.Fill("text", "Ask <i>first</i>, then draw"))
	bob.Get(s.c.Path()+"/learnt").Press("Yes, with my name", nil)
	fay.Get(s.c.Path()+"/learnt").Says("It is public once everybody has approved.").Press("Yes, with my name", nil)
	s.Visitor().Get(public).Is(http.StatusOK, "Open maps").Says("Ask <i>first</i>, then draw", "Fay Host", "Ann Lee and Bob Roe")
	s.Mail(ann.Email, "Your circle is closed")
	ann.Get(s.c.Path()).Says("This circle was closed on")
	bob.Get(s.c.Path()+"/learnt").Press("Yes, without my name", nil)
	s.Visitor().Get(public).Is(http.StatusOK, "Open maps").SaysNot("Bob Roe")
	ann.Get(s.c.Path()+"/learnt").Press("No", nil)
	if got := s.Visitor().Get(public).Status; got != http.StatusNotFound {
		t.Errorf("one no does not take it back: %d", got)
	}
	if got := eve.Post(s.c.Path()+"/learnt/answer", url.Values{"answer": {"yes"}}).Status; got != http.StatusNotFound {
		t.Errorf("somebody outside answers: %d", got)
	}
}

func TestTheExportHasWhatWasWritten(t *testing.T) {
	t.Parallel()
	s, fay, ann, _, eve := four(t)
	s.says(ann, "My problem is maps")
	turn := s.take(ann, "Nobody reads maps")
	ann.Get(turn).Press("End this turn", testkit.Fill("try", "Ask Kent"))
	s.InTx(func(ctx context.Context, tx bun.Tx) error {
		p, err := s.Circles.Promise(ctx, tx, s.c.ID, "", ann.ID, "Write to Kent", s.Clock.Now().Add(day))
		if err != nil {
			return err
		}
		_, err = tx.NewRaw("UPDATE circle_promises SET state = 'done' WHERE id = ?", p.ID).Exec(ctx)
		return err
	})
	_, err := s.Discussions.Write(t.Context(), s.c.ID, fay.ID, discussion.Draft{ID: s.NewID(), Text: "See this", Files: []discussion.Upload{{Name: "../a map.txt", Content: []byte("here be dragons")}}})
	if err != nil {
		t.Fatal(err)
	}
	files := unzip(t, fay.Get(s.c.Path()+"/export").Body)
	got := files["circle.md"]
	if files["files/0002-1-_a_map.txt"] != "here be dragons" && files["files/0002-1-a_map.txt"] != "here be dragons" {
		t.Errorf("no file in %v", slices.Collect(maps.Keys(files)))
	}
	for _, want := range []string{
		"# Open maps", "My problem is maps", "Ann Lee, Kent", "Nobody reads maps", "**What they will try:** Ask Kent",
		"Write to Kent (by", "0 one-to-ones have taken place", "files/0002-1-",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the file does not say %q", want)
		}
	}
	if status := eve.Get(s.c.Path() + "/export").Status; status != http.StatusNotFound {
		t.Errorf("somebody outside gets it: %d", status)
	}
}

func TestOrganisersSeeNumbersOnly(t *testing.T) {
	t.Parallel()
	s, _, _, _, _ := four(t)
	oona := s.Organiser("Oona Osei")
	oona.Get("/organise/circles").Is(http.StatusOK, "Circles").Says("Under 5", "Circles that run").SaysNot("Open maps", "Fay Host")
}

func TestABlockPartsPeopleOfACircleThatForms(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	fay := worker(k, "Fay Host", "Devon", "Coach")
	o := opened(t, k, fay)
	people := map[string]testkit.Person{}
	for i, name := range []string{"Ann Lee", "Bob Roe", "Cat Sol"} {
		people[name] = worker(k, name, []string{"Kent", "Leeds", "York"}[i], []string{"Designer", "Developer", "Planner"}[i])
		applies(t, k, o, people[name], "mon-am", false)
	}
	if err := k.Circles.CloseNow(t.Context(), o.ID, fay.ID); err != nil {
		t.Fatal(err)
	}
	if err := k.Circles.Send(t.Context(), o.ID, fay.ID); err != nil {
		t.Fatal(err)
	}
	block(k, people["Ann Lee"], people["Bob Roe"])
	k.Mail(people["Bob Roe"].Email, "Your place could not be kept")
	for _, name := range []string{"Ann Lee", "Cat Sol"} {
		people[name].Get(path(t, k.Mail(people[name].Email, "You have a place").Link("/applications/"))).Press("Yes, I take the place", nil)
	}
	list, err := k.Circles.Of(t.Context(), k.DB, people["Ann Lee"].ID)
	if err != nil || len(list) != 1 || list[0].State != circle.Running || len(list[0].Here()) != 3 {
		t.Errorf("%+v %v", list, err)
	}
	block(k, people["Cat Sol"], people["Ann Lee"])
	k.Mail(people["Cat Sol"].Email, "You are in one circle with somebody you blocked")
	for _, l := range k.Inbox(people["Ann Lee"].Email) {
		if strings.Contains(l.Subject, "blocked") {
			t.Error("who was blocked is told")
		}
	}
}

// unzip gives the files of a zip file by their names.
func unzip(t *testing.T, body []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(content)
	}
	return files
}
