package app

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/uptrace/bun"

	"cuppa.example/internal/browser"
)

// One member after the other blocks the visitor of the demo, who then reads
// everything again. What differs is what would differ if that member paused and,
// where the two were together, could not make it (docs/decisions/0017 and 0018):
// no other list or page drops a name, and none speaks of a block.
func TestABlockTellsNothing(t *testing.T) {
	t.Parallel()
	const base = "http://127.0.0.1:1"
	a, err := demoCommand{Members: 30, Seed: 1, Now: demoMoment}.open(t.Context(), &console{out: io.Discard, err: io.Discard}, t.TempDir(), base)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	me, err := a.visitor(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ids, err := a.Members.ActiveIDs(t.Context(), a.DB)
	if err != nil {
		t.Fatal(err)
	}
	people, err := a.Members.Many(t.Context(), a.DB, ids)
	if err != nil {
		t.Fatal(err)
	}
	b := browser.New(a.Handler(), base)
	signIn(t, a, b, me)
	before := everything(t, b)
	together, strangers := 0, 0
	for _, id := range slices.DeleteFunc(ids, func(id string) bool { return id == me }) {
		may := []string{"/mentoring", "/people/" + id}
		if with(before, people[id].Name) {
			may = append(may, shared...)
			together++
		} else {
			strangers++
		}
		if err := a.DB.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error { return a.Safety.Block(ctx, tx, id, me) }); err != nil {
			t.Fatal(err)
		}
		after := everything(t, b)
		for path, text := range before {
			if now, linked := after[path]; now == text || !linked {
				continue
			}
			if !within(path, may) {
				t.Errorf("%s changed when %s blocked:\n- %s\n+ %s", path, people[id].Name, text, after[path])
			}
			if strings.Count(strings.ToLower(after[path]), "block") > strings.Count(strings.ToLower(text), "block") {
				t.Errorf("%s speaks of a block: %s", path, after[path])
			}
		}
		before = after
	}
	if together < 5 || strangers < 5 || len(before) < 200 {
		t.Errorf("%d who are together with the visitor, %d strangers, %d pages", together, strangers, len(before))
	}
}

// shared are the pages of what two people are in together, and those that list it.
var shared = []string{"/conversations", "/relationships", "/circles", "/programmes", "/work-together/", "/home", "/welcome", "/profile/data.html"}

func within(path string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(path, prefix) })
}

// with reports whether a page of what people are in together names somebody.
func with(pages map[string]string, name string) bool {
	for path, text := range pages {
		if within(path, shared) && strings.Contains(text, name) {
			return true
		}
	}
	return false
}

func signIn(t *testing.T, a *App, b *browser.Browser, id string) {
	t.Helper()
	var token string
	err := a.DB.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) (err error) {
		token, err = a.Members.NewLink(ctx, tx, id, "/sign-in/sent", time.Minute)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.Get("/sign-in/" + token)
	if err == nil {
		_, err = p.Press("Sign in", nil)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// everything is what somebody can read: the text of every page that links lead to.
func everything(t *testing.T, b *browser.Browser) map[string]string {
	t.Helper()
	seen := map[string]string{}
	for queue := []string{"/home"}; len(queue) > 0; queue = queue[1:] {
		path := queue[0]
		// The demo's visitor may open everybody's letters, and with them everybody's pages.
		if _, had := seen[path]; had || strings.HasPrefix(path, "/outbox") {
			continue
		}
		p, err := b.Get(path)
		if err != nil {
			seen[path] = err.Error() // it leads to another site
			continue
		}
		seen[path] = p.Text()
		if p.Status != 200 {
			t.Errorf("%s answers %d", path, p.Status)
		}
		p.Find("a[href]").Each(func(_ int, l *goquery.Selection) {
			if u, err := p.URL.Parse(l.AttrOr("href", "")); err == nil && u.Host == p.URL.Host {
				queue = append(queue, u.RequestURI())
			}
		})
	}
	return seen
}
