package app

import (
	"context"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/uptrace/bun"

	"cuppa.example/internal/browser"
)

// Nobody outside a discussion reads a word of it on any page that links lead to,
// whoever they are: not an organiser either.
func TestADiscussionIsReadInsideOnly(t *testing.T) {
	t.Parallel()
	a := demoAt(t)
	olive, err := a.Members.ByEmail(t.Context(), organiserAddress)
	if err != nil {
		t.Fatal(err)
	}
	var inside, outside, posts []string
	for list, query := range map[*[]string]string{
		&inside:  "SELECT DISTINCT member_id FROM discussion_people ORDER BY 1",
		&outside: "SELECT id FROM members WHERE id NOT IN (SELECT member_id FROM discussion_people) ORDER BY 1 LIMIT 3",
		&posts:   "SELECT body FROM discussion_posts UNION SELECT body FROM discussion_versions",
	} {
		if err := a.DB.NewRaw(query).Scan(t.Context(), list); err != nil || len(*list) == 0 {
			t.Fatalf("%s: %v", query, err)
		}
	}
	if slices.Contains(inside, olive.ID) {
		t.Fatal("the organiser is in a discussion: who else is to look from outside?")
	}
	if read := found(everything(t, signIn(t, a, inside[0])), posts); len(read) == 0 {
		t.Error("nobody inside can read it either")
	}
	for _, id := range append(outside, olive.ID) {
		for _, where := range found(everything(t, signIn(t, a, id)), posts) {
			t.Errorf("somebody outside reads %s", where)
		}
	}
}

var (
	unplain   = regexp.MustCompile(`[^\pL\pN ]`)
	timeOfDay = regexp.MustCompile(`\d+(:\d\d)?[ap]m`)
)

// found are the pages that show the beginning of a post, whatever its marks became.
func found(pages map[string]string, posts []string) (where []string) {
	for path, text := range pages {
		text = unplain.ReplaceAllString(text, "")
		for _, post := range posts {
			first, _, _ := strings.Cut(post, "\n")
			first = strings.TrimSpace(unplain.ReplaceAllString(first, ""))
			if len(first) >= 20 && strings.Contains(text, first[:20]) {
				where = append(where, path+": "+post)
			}
		}
	}
	return where
}

const demoBase = "http://127.0.0.1:1"

// demoAt is the demo network of one moment.
func demoAt(t *testing.T) *App {
	t.Helper()
	a, err := demoCommand{Members: 30, Seed: 1, Now: demoMoment}.open(t.Context(), &console{out: io.Discard, err: io.Discard}, t.TempDir(), demoBase)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

// everything is what a member can read: the text of every page that links lead to.
// The time of day is left out, since it goes on.
func everything(t *testing.T, b *browser.Browser) map[string]string {
	t.Helper()
	seen := map[string]string{}
	for queue := []string{"/home"}; len(queue) > 0; queue = queue[1:] {
		path := queue[0]
		// In the demo everybody may open the letters of all, and with them the pages of all.
		if _, had := seen[path]; had || strings.HasPrefix(path, "/outbox") {
			continue
		}
		p, err := b.Get(path)
		if err != nil {
			seen[path] = err.Error() // it leads to another site
			continue
		}
		seen[path] = timeOfDay.ReplaceAllString(p.Text(), "")
		if p.Status != http.StatusOK {
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

// signIn is a browser in which a member is signed in.
func signIn(t *testing.T, a *App, id string) *browser.Browser {
	t.Helper()
	var token string
	err := a.DB.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) (err error) {
		token, err = a.Members.NewLink(ctx, tx, id, "/sign-in/sent", time.Minute)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b := browser.New(a.Handler(), demoBase)
	p, err := b.Get("/sign-in/" + token)
	if err == nil {
		_, err = p.Press("Sign in", nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}
