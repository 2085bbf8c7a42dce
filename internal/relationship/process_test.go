package relationship_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"cuppa.example/internal/app"
	"cuppa.example/internal/archive"
	"cuppa.example/internal/relationship"
	"cuppa.example/internal/testkit"
)

// Two processes on one database find the same relationships due at the same
// moment.
func TestTwoProcessesWriteEveryLetterOnce(t *testing.T) {
	t.Parallel()
	var c app.Config
	var o app.Options
	k := testkit.New(t, func(config *app.Config, options *app.Options) { c, o = *config, *options })
	s := &story{Kit: k, mentor: k.Member("Mia Mentor"), mentee: k.Member("Lee Learner")}
	s.id = s.open(s.mentor, s.mentee)
	s.agree()
	people := []testkit.Person{s.mentor, s.mentee}
	for i := range 6 {
		helper, learner := k.Member(fmt.Sprintf("Hal No%d", i)), k.Member(fmt.Sprintf("Lou No%d", i))
		s.open(helper, learner)
		people = append(people, helper, learner)
	}
	other, err := app.New(t.Context(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	s.Settle()
	s.Clock.Set(s.Clock.Now().Add(29 * day)) // one session is late, six were never agreed
	both := func(what string, do func(ctx context.Context, a *app.App) error) {
		t.Helper()
		var wait sync.WaitGroup
		for _, a := range []*app.App{k.App, other, k.App, other} {
			wait.Go(func() {
				if err := do(context.WithoutCancel(t.Context()), a); err != nil {
					t.Errorf("%s: %v", what, err)
				}
			})
		}
		wait.Wait()
	}
	both("relationships", func(ctx context.Context, a *app.App) error { return a.Relationships.Tick(ctx, s.Clock.Now()) })
	both("everything", func(ctx context.Context, a *app.App) error { return a.Tick(ctx) })
	both("letters", func(ctx context.Context, a *app.App) error {
		_, err := a.Post.Deliver(ctx)
		return err
	})
	for i, p := range people {
		want := "not working together any more"
		if i < 2 {
			want = "shall we find a time?"
		}
		if n := s.got(p, want); n != 1 {
			t.Errorf("%s got %d letters that say %q", p.Name, n, want)
		}
		subjects := map[string]int{}
		for _, l := range s.Inbox(p.Email) {
			if subjects[l.Subject]++; subjects[l.Subject] > 1 {
				t.Errorf("%s got %q twice", p.Name, l.Subject)
			}
		}
	}
	list, err := s.Relationships.Of(t.Context(), s.DB, s.mentor.ID)
	if err != nil || len(list) != 1 || list[0].State != relationship.Running || list[0].Missed != 1 {
		t.Errorf("%+v, %v: want one missed session", list, err)
	}
}

// A backup is as private as the network was, and says nothing without the key.
func TestReflectionsComeBackForTheirAuthorAlone(t *testing.T) {
	t.Parallel()
	var c app.Config
	k := testkit.New(t, func(config *app.Config, _ *app.Options) { c = *config })
	s := &story{Kit: k, mentor: k.Member("Mia Mentor"), mentee: k.Member("Lee Learner")}
	s.id = s.open(s.mentor, s.mentee)
	s.agree()
	s.page(s.mentee, "/sessions/1").Follow("Write a reflection").Press("Save for me alone", testkit.Fill("text", secret))
	path, _ := s.page(s.mentee, "/reflections").Find("main .govuk-task-list a").Attr("href")
	olive, eve := s.Organiser("Olive Organ"), s.Member("Eve Poe")
	c.Data, c.Database = restored(t, k, c.KeyFile()), ""

	back := testkit.New(t, func(config *app.Config, _ *app.Options) { *config = c })
	back.SignIn(s.mentee.ID).Get(path).Is(200, "A reflection").Says(secret)
	for p, want := range map[*testkit.Person]int{&s.mentor: http.StatusForbidden, &olive: http.StatusForbidden, &eve: http.StatusNotFound} {
		if got := back.SignIn(p.ID).Get(path); got.Status != want || strings.Contains(string(got.Body), "afraid") {
			t.Errorf("%s gets %d, want %d", p.Name, got.Status, want)
		}
	}
	if err := back.Close(); err != nil {
		t.Fatal(err)
	}

	if err := os.Remove(c.KeyFile()); err != nil {
		t.Fatal(err)
	}
	if a, err := app.New(t.Context(), c, app.Options{}); err == nil {
		_ = a.Close()
		t.Error("it starts without the key")
	}
	files, err := filepath.Glob(filepath.Join(c.Data, "cuppa.db*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, private := range []string{"afraid", "Speak up"} { // the reflection, and the agreement
			if bytes.Contains(content, []byte(private)) {
				t.Errorf("%s can be read without the key: %s", filepath.Base(name), private)
			}
		}
	}
}

// restored is a data directory with everything of a network, from a backup and
// a copy of its key.
func restored(t *testing.T, k *testkit.Kit, keyFile string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	c := app.Config{Data: dir, Base: testkit.Base}
	key, err := os.ReadFile(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(c.KeyFile(), key, 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "cuppa.backup")
	if _, err := archive.Write(t.Context(), k.DB, file, archive.Manifest{Program: "test", Key: k.Keys.Fingerprint()}); err != nil {
		t.Fatal(err)
	}
	b, err := archive.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	a, err := app.New(t.Context(), c, app.Options{Now: k.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Restore(t.Context(), a.DB); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}
