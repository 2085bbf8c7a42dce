package locale_test

import (
	"encoding/json"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cuppa.example/internal/locale"
)

func at(t *testing.T, text string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func TestTimesOfDay(t *testing.T) {
	t.Parallel()
	ctx := speak(t, "en")
	for text, want := range map[string]string{
		"2027-01-11T00:00:00Z": "midnight", "2027-01-11T00:01:00Z": "12:01am", "2027-01-11T00:30:59Z": "12:30am", "2027-01-11T01:00:00Z": "1am",
		"2027-01-11T11:59:00Z": "11:59am", "2027-01-11T12:00:00Z": "midday", "2027-01-11T12:05:00Z": "12:05pm", "2027-01-11T13:00:00Z": "1pm",
		"2027-01-11T23:45:00Z": "11:45pm", "2027-07-11T23:00:00Z": "midnight", "2027-07-11T11:00:00Z": "midday",
	} {
		if got := locale.Clock(ctx, at(t, text)); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func TestDatesInEveryLength(t *testing.T) {
	t.Parallel()
	ctx := speak(t, "en")
	when := at(t, "2027-05-31T23:30:00Z") // the first of June in London
	for want, got := range map[string]string{
		"1 June 2027": locale.Date(ctx, when), "Tuesday 1 June 2027": locale.DayDate(ctx, when), "1 Jun": locale.ShortDate(ctx, when),
		"June 2027": locale.Month(ctx, when), "BST": locale.ZoneName(ctx, when),
		"Monday 31 May 2027": locale.DayDate(locale.InZone(ctx, time.UTC), when),
	} {
		if got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	for month := time.January; month <= time.December; month++ { // Go's English names are not the catalogue's
		first := time.Date(2027, month, 1, 12, 0, 0, 0, time.UTC)
		if got := locale.DayDate(ctx, first); got != first.Format("Monday 2 January 2006") {
			t.Errorf("%s", got)
		}
		if got := locale.ShortDate(ctx, first); got != first.Format("2 Jan") {
			t.Errorf("%s", got)
		}
	}
}

func TestSharesAreRounded(t *testing.T) {
	t.Parallel()
	ctx := speak(t, "en")
	for share, want := range map[float64]string{0: "0%", 0.004: "0%", 0.005: "1%", 0.545: "55%", 0.995: "100%", 1: "100%"} {
		if got := locale.Percent(ctx, share); got != want {
			t.Errorf("%v: %s", share, got)
		}
	}
}

// A phrase is written to the database and read later: it says the same.
func TestPhrasesAreReadBack(t *testing.T) {
	t.Parallel()
	ctx := speak(t, "en")
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 1<<50).Draw(t, "count")
		for _, p := range []locale.Phrase{
			{Key: "round.people", Args: []any{"count", n}},
			{Key: "round.both", Args: []any{"a", rapid.StringOf(rapid.Rune()).Draw(t, "name"), "b", n}},
		} {
			text, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			var read locale.Phrase
			if err := json.Unmarshal(text, &read); err != nil {
				t.Fatal(err)
			}
			if got, want := read.In(ctx), p.In(ctx); got != want {
				t.Fatalf("%s says %q, not %q", text, got, want)
			}
		}
	})
}

// Languages that count in other ways than English say the right form, and
// English where a message is not translated yet.
func TestPluralsOfOtherLanguages(t *testing.T) {
	t.Parallel()
	c, err := locale.Load(locale.Files, fstest.MapFS{
		"messages/en.toml": {Data: []byte("\"people\" = { one = \"{{.count}} person\", other = \"{{.count}} people\" }\n\"only\" = \"Only in English\"\n")},
		"messages/cy.toml": {Data: []byte("\"people\" = { zero = \"{{.count}} zero\", one = \"{{.count}} un\", two = \"{{.count}} dau\", few = \"{{.count}} tri\", many = \"{{.count}} chwech\", other = \"{{.count}} arall\" }\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"cy", "en"}, c.Languages()); d != "" {
		t.Error(d)
	}
	ctx := c.In(t.Context(), "cy", time.UTC)
	for count, want := range map[int]string{0: "0 zero", 1: "1 un", 2: "2 dau", 3: "3 tri", 6: "6 chwech", 7: "7 arall"} {
		if got := locale.T(ctx, "people", "count", count); got != want {
			t.Errorf("%d: %q", count, got)
		}
	}
	if got := locale.T(ctx, "only"); got != "Only in English" {
		t.Errorf("%q", got)
	}
}

func TestTheSameKeyTwiceIsRefused(t *testing.T) {
	t.Parallel()
	feature := fstest.MapFS{"messages/en.toml": {Data: []byte(`"a" = "A"`)}}
	if _, err := locale.Load(feature, feature); err == nil {
		t.Error("two features say the same key")
	}
	if _, err := locale.Load(fstest.MapFS{"messages/en.toml": {Data: []byte(`"a" = `)}}); err == nil {
		t.Error("a broken file is taken")
	}
}
