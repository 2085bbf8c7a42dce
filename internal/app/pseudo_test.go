package app_test

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/uptrace/bun"
	"golang.org/x/net/html"

	"cuppa.example/internal/app"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/testkit"
)

// mark stands in everything that a person typed in this test, so that what is
// neither marked nor from the catalogue is text that somebody wrote into the code.
const mark = "◆"

var (
	catalogued = regexp.MustCompile(`⟦[^⟦⟧]*⟧`)
	// proper are addresses, digests, and names that no language changes.
	proper  = regexp.MustCompile(`\S+@\S+|https?://\S+|\b[0-9a-f]{16,}\b|\ben-XA\b|\bAtom\b|\bJSON Feed\b`)
	typed   = regexp.MustCompile(mark + `\S*`)
	letters = regexp.MustCompile(`\pL{2,}`)
)

func TestEveryTextComesFromTheCatalogue(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, func(_ *app.Config, o *app.Options) { o.Pseudo = true })
	n, err := k.Networks.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n.Name, n.Purpose, n.Pledge, n.Rule, n.Language = mark+"Net", mark, mark, mark, locale.Pseudo
	if err := k.Networks.Change(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	olu := k.Organiser(mark + "Olu")
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		_, err := k.Members.Describe(ctx, tx, olu.ID, member.Details{Name: mark + "Olu", Language: locale.Pseudo, Region: mark, Job: mark, Organisation: mark})
		return err
	})
	k.InTx(func(ctx context.Context, tx bun.Tx) error { // the texts that come with the program are one message each
		return errors.Join(k.Safety.Publish(ctx, tx, olu.ID, safety.Terms, mark, true), k.Safety.Publish(ctx, tx, olu.ID, safety.Conduct, mark, true))
	})
	for _, name := range []string{"Ann", "Bea", "Cem", "Dee"} {
		k.Member(mark+name, testkit.Works(mark+name))
	}
	olu.Get("/organise/programmes/new").Press("⟦Create the programme", testkit.Fill("prompts", mark, "title", mark, "purpose", mark))
	k.Advance(24 * 24 * time.Hour) // into the first conversations

	if n := crawl(t, k.Visitor(), "/"); n < 8 {
		t.Errorf("a visitor finds only %d pages", n)
	}
	if n := crawl(t, olu.Browser, "/home", "/organise"); n < 40 {
		t.Errorf("an organiser finds only %d pages", n)
	}
	match := k.Mail(testkit.Address(mark+"Ann"), "⟦")
	if n := crawl(t, k.Visitor(), strings.TrimPrefix(match.Link("/c/"), testkit.Base)); n < 5 {
		t.Errorf("the link in a letter leads to only %d pages", n)
	}
	for _, l := range k.SMTP.All() {
		if !strings.Contains(l.Subject, "⟦") {
			t.Errorf("the subject %q is not in the catalogue", l.Subject)
		}
		if text := strings.Join(strings.Fields(l.Text), " "); hardCoded(text) {
			t.Errorf("the letter %q says something that is not in the catalogue:\n%s", l.Subject, l.Text)
		}
	}
}

// crawl opens every page that links lead to, and checks the words on it.
func crawl(t *testing.T, b *testkit.Browser, queue ...string) int {
	t.Helper()
	seen := map[string]bool{}
	for len(queue) > 0 && len(seen) < 300 {
		path := queue[0]
		queue = queue[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		p := b.Get(path)
		if p.Status != 200 {
			t.Errorf("a link leads to %s, which answers %d", path, p.Status)
			continue
		}
		if !strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
			continue
		}
		for _, text := range words(p.Document) {
			t.Errorf("%s says %q, which is not in the catalogue", path, text)
		}
		p.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
			u, err := p.URL.Parse(a.AttrOr("href", ""))
			if err == nil && u.Host == p.URL.Host {
				queue = append(queue, u.RequestURI())
			}
		})
	}
	return len(seen)
}

// words are the texts of a page that are neither said by the catalogue nor marked.
func words(doc *goquery.Document) []string {
	var found []string
	for _, n := range doc.Nodes {
		walk(n, func(text string) {
			if hardCoded(text) {
				found = append(found, strings.TrimSpace(text))
			}
		})
	}
	return found
}

// hardCoded reports words that neither the catalogue says nor a person typed.
func hardCoded(text string) bool {
	for catalogued.MatchString(text) {
		text = catalogued.ReplaceAllString(text, "")
	}
	return letters.MatchString(typed.ReplaceAllString(proper.ReplaceAllString(text, ""), ""))
}

func walk(n *html.Node, check func(string)) {
	if n.Type == html.ElementNode {
		if n.Data == "script" || n.Data == "style" || n.Data == "code" {
			return
		}
		for _, a := range n.Attr {
			switch a.Key {
			case "alt", "title", "placeholder", "aria-label":
				check(a.Val)
			}
		}
	}
	if n.Type == html.TextNode {
		check(n.Data)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, check)
	}
}
