package unmentoring_test

import (
	"context"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/app"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// Who comes from a letter, without signing in, reads on in its language.
func TestPagesBehindLinksAreInTheLanguageOfTheLetter(t *testing.T) {
	t.Parallel()
	k := testkit.New(t, func(_ *app.Config, o *app.Options) { o.Pseudo = true })
	n := &network{Kit: k, organiser: k.Organiser("Olive Organ")}
	m := n.join(2, "Ashby Council")[0]
	n.InTx(func(ctx context.Context, tx bun.Tx) error {
		_, err := n.Members.Describe(ctx, tx, m.ID, member.Details{Name: m.Name, Language: locale.Pseudo})
		return err
	})
	p := n.programme()
	n.Settle()
	letter := n.Mail(m.Email, "")
	for _, part := range []string{"/r/", "/leave/"} {
		page := n.Visitor().Get(letter.Link(part))
		if lang := page.Find("html").AttrOr("lang", ""); lang != locale.Pseudo || !strings.Contains(page.Text(), "⟦") ||
			!strings.Contains(page.Find("footer").Text(), "⟦") {
			t.Errorf("%s is in %q: %s", part, lang, page.Text())
		}
	}
	if page := n.SignIn(n.people[1].ID).Get("/programmes/" + p.ID); strings.Contains(page.Text(), "⟦") {
		t.Error(page.Text())
	}
}
