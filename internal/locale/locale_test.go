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
"round.both" = "{{.a}} and {{.b}}, {{.a}} first"
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

func TestMessagesAreFilledInTheSameEachTime(t *testing.T) {
	ctx := speak(t, "en")
	for range 2 { // the first time a message is taken apart
		for _, c := range []struct {
			want, key string
			args      []any
		}{
			{"Hello {{.name}} <b>%d", "round.hello", []any{"name", "{{.name}} <b>%d"}},
			{"Hello 12,345", "round.hello", []any{"name", 12345}},
			{"Hello ", "round.hello", []any{"name", ""}},
			{"Hello Ann", "round.hello", []any{"other", "x", "name", "Ann"}},
			{"b and a, b first", "round.both", []any{"b", "a", "a", "b"}},
			{"missing", "missing", []any{"a", "b"}},
		} {
			if got := locale.T(ctx, c.key, c.args...); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		}
	}
}

func TestMessagesDecideNothing(t *testing.T) {
	extra := fstest.MapFS{"messages/en.toml": {Data: []byte(`"a" = "{{if .late}}Late{{end}}"`)}}
	if _, err := locale.Load(extra); err == nil {
		t.Error("a message with a condition is taken")
	}
}

func BenchmarkMessageWithArguments(b *testing.B) {
	c, err := locale.Load(locale.Files)
	if err != nil {
		b.Fatal(err)
	}
	ctx := c.In(b.Context(), "en", time.UTC)
	for b.Loop() {
		locale.DayDate(ctx, time.Date(2027, 1, 11, 9, 0, 0, 0, time.UTC))
	}
}
