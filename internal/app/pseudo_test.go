package app_test

import (
	"context"
	"strings"
	"testing"
	"unicode"

	"github.com/PuerkitoBio/goquery"
	"github.com/uptrace/bun"
	"golang.org/x/net/html"

	"cuppa.example/internal/app"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// In the made-up language every message stands between ⟦ and ⟧, and so does
// all that people typed in this network. Whatever a page says outside of them
// was written into the program.
func TestPagesSayNothingThatIsNotInTheCatalogue(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, func(_ *app.Config, o *app.Options) { o.Pseudo = true })
	n, err := k.Networks.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n.Language, n.Name, n.Purpose, n.Pledge, n.Rule = locale.Pseudo, "⟦Network⟧", "⟦Purpose⟧", "⟦Pledge⟧", "⟦Rule⟧"
	if err := k.Networks.Change(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	olga := pseudoOrganiser(k)
	people := map[string]*testkit.Browser{"a visitor": k.Visitor(), "an organiser": k.SignIn(olga)}
	paths := []string{"/people/" + olga}
	for _, route := range k.Routes() {
		if method, path, _ := strings.Cut(route.Pattern, " "); method == "GET" && !strings.Contains(path, "{") {
			paths = append(paths, path)
		}
	}
	for who, b := range people {
		for _, path := range append(paths, "/", "/missing") {
			if p := b.Get(path); strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
				for _, text := range outside(p.Document) {
					t.Errorf("%s reads on %s: %q", who, path, text)
				}
			}
		}
	}
}

// pseudoOrganiser is somebody whose every detail is marked.
func pseudoOrganiser(k *testkit.Kit) string {
	var m member.Member
	k.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		fields := []member.Field{{Label: "⟦Grade⟧", Choices: member.Topics{"⟦A⟧", "⟦B⟧"}}}
		if err := k.Members.SetFields(ctx, tx, fields); err != nil {
			return err
		}
		m, err = k.Members.Join(ctx, tx, "olga@example.org", member.Details{
			Name: "⟦Olga⟧", Organisation: "⟦Council⟧", Job: "⟦Designer⟧", Region: "⟦North⟧", About: "⟦About⟧", Topics: member.Topics{"⟦bins⟧"},
			Phone: "01632 960 001", CallName: "⟦olga⟧", Blog: "https://olga.example", Fields: map[string]string{fields[0].ID: "⟦A⟧"},
		}, true)
		if err != nil {
			return err
		}
		return k.Members.SetOrganiser(ctx, tx, m.ID, true)
	})
	return m.ID
}

// outside is what the page says outside of all marks, by its texts and by what
// is read out for its pictures and controls.
func outside(page *goquery.Document) []string {
	var found []string
	look := func(text string) {
		depth := 0
		rest := strings.Map(func(r rune) rune {
			switch {
			case r == '⟦':
				depth++
			case r == '⟧':
				depth--
			case depth == 0:
				return r
			}
			return -1
		}, text)
		for _, word := range strings.Fields(rest) {
			address := strings.ContainsAny(word, "@/:")
			if !address && strings.ContainsFunc(word, unicode.IsLetter) {
				found = append(found, strings.TrimSpace(text))
				return
			}
		}
	}
	page.Find("body *").Each(func(_ int, s *goquery.Selection) {
		switch goquery.NodeName(s) {
		case "script", "style", "noscript", "textarea":
			return
		}
		for _, name := range []string{"aria-label", "alt", "title", "placeholder"} {
			look(s.AttrOr(name, ""))
		}
		for c := s.Get(0).FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.TextNode {
				look(c.Data)
			}
		}
	})
	look(page.Find("title").Text())
	return found
}
