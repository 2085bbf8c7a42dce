package govuk

import (
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

func render(t *testing.T, ctx context.Context, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPageTitle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		page  PageProps
		frame Frame
		want  string
	}{
		{"network behind", PageProps{Title: "Join"}, Frame{Network: "OneTeam"}, "<title>Join – OneTeam</title>"},
		{"error before", PageProps{Title: "Join", Errors: []FieldError{{"name", "Enter your name"}}}, Frame{Network: "OneTeam"}, "<title>Error: Join – OneTeam</title>"},
		{"front page", PageProps{Title: "OneTeam"}, Frame{Network: "OneTeam"}, "<title>OneTeam</title>"},
		{"translated", PageProps{Title: "Ymuno", Errors: []FieldError{{"", "x"}}}, Frame{Texts: Texts{Error: "Gwall"}}, "<title>Gwall: Ymuno</title>"},
		{"hostile", PageProps{Title: "</title><script>"}, Frame{}, "<title>&lt;/title&gt;&lt;script&gt;</title>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			html := render(t, WithFrame(t.Context(), c.frame), Page(c.page))
			if !strings.Contains(html, c.want) {
				t.Errorf("no %s in\n%.600s", c.want, html)
			}
		})
	}
}

func TestFrameFallsBackToEnglish(t *testing.T) {
	t.Parallel()
	if got := FrameFrom(t.Context()).Texts; got != english {
		t.Errorf("without a frame: %+v", got)
	}
	got := FrameFrom(WithFrame(t.Context(), Frame{Texts: Texts{Menu: "Dewislen"}})).Texts
	if got.Menu != "Dewislen" || got.SkipLink != english.SkipLink {
		t.Errorf("menu %q, skip link %q", got.Menu, got.SkipLink)
	}
}

func TestEveryTextHasAKeyOfItsOwn(t *testing.T) {
	t.Parallel()
	all := EnglishTexts()
	got := TextsFrom(func(key string) string { return all[key] })
	if got != english {
		t.Errorf("a key is missing or used twice:\n got %+v\nwant %+v", got, english)
	}
}
