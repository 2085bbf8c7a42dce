package locale_test

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"cuppa.example/internal/locale"
)

func speak(t *testing.T, lang string) context.Context {
	t.Helper()
	extra := fstest.MapFS{"messages/en.toml": {Data: []byte(`
"round.people" = { one = "{{.count}} person", other = "{{.count}} people" }
"round.hello" = "Hello {{.name}}"
`)}}
	c, err := locale.Load(locale.Files, extra)
	if err != nil {
		t.Fatal(err)
	}
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return c.WithPseudo().In(t.Context(), lang, london)
}

func TestPluralsAndNumbers(t *testing.T) {
	ctx := speak(t, "en")
	for count, want := range map[int]string{1: "1 person", 2: "2 people", 0: "0 people", 12345: "12,345 people"} {
		if got := locale.T(ctx, "round.people", "count", count); got != want {
			t.Errorf("count %d: got %q, want %q", count, got, want)
		}
	}
}

func TestDatesFollowTheZoneThroughTheClockChange(t *testing.T) {
	ctx := speak(t, "en")
	for _, c := range []struct{ utc, want string }{
		{"2026-10-25T00:30:00Z", "1:30am on Sunday 25 October 2026 (BST)"},
		{"2026-10-25T01:30:00Z", "1:30am on Sunday 25 October 2026 (GMT)"},
		{"2026-06-01T11:00:00Z", "midday on Monday 1 June 2026 (BST)"},
		{"2026-12-31T15:00:00Z", "3pm on Thursday 31 December 2026 (GMT)"},
	} {
		at, err := time.Parse(time.RFC3339, c.utc)
		if err != nil {
			t.Fatal(err)
		}
		if got := locale.DateTime(ctx, at); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestPseudoLanguageMarksEveryMessage(t *testing.T) {
	ctx := speak(t, locale.Pseudo)
	if got := locale.T(ctx, "round.hello", "name", "Ann"); got != "⟦Hello Ann·⟧" {
		t.Errorf("got %q", got)
	}
}

func TestUnknownLanguageSpeaksEnglish(t *testing.T) {
	if got := locale.Lang(speak(t, "tlh")); got != "en" {
		t.Errorf("got %q", got)
	}
}
