package schedule_test

import (
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/schedule"
)

func words(t *testing.T) *locale.Catalogue {
	t.Helper()
	c, err := locale.Load(locale.Files, form.Files, schedule.Files)
	check(t, err)
	return c
}

func TestReadTimes(t *testing.T) {
	t.Parallel()
	london, now := zone(t, "Europe/London"), moment(t, "2027-03-22T09:00:00Z")
	typed := func(day, month, year, clock string, more ...string) []string {
		return append([]string{"other-day", day, "other-month", month, "other-year", year, "other-time", clock}, more...)
	}
	for name, c := range map[string]struct {
		pairs []string
		want  string // times, or the field and what it says
	}{
		"ticked, in order, once": {
			[]string{"time", "2027-03-24T10:00Z", "time", "2027-03-23T14:30Z", "time", "2027-03-24T10:00Z"},
			"2027-03-23T14:30:00Z 2027-03-24T10:00:00Z",
		},
		"ticked and typed":  {typed("30", "3", "2027", "2:30pm", "time", "2027-03-23T14:30Z"), "2027-03-23T14:30:00Z 2027-03-30T13:30:00Z"},
		"another zone":      {typed("30", "3", "2027", "14:30", "zone", "America/New York"), "2027-03-30T18:30:00Z"},
		"no such zone":      {typed("30", "3", "2027", "14:30", "zone", "Mars/Olympus"), "2027-03-30T13:30:00Z"},
		"the server's zone": {typed("30", "3", "2027", "14:30", "zone", "Local"), "2027-03-30T13:30:00Z"},
		"a path as a zone":  {typed("30", "3", "2027", "14:30", "zone", "../../etc/passwd"), "2027-03-30T13:30:00Z"},
		"midday":            {typed("30", "3", "2027", "12 PM"), "2027-03-30T11:00:00Z"},
		"after midnight":    {typed("30", "3", "2027", "12.05 a.m."), "2027-03-29T23:05:00Z"},
		"in the night":      {typed("30", "3", "2027", "02:30"), "2027-03-30T01:30:00Z"},
		"nothing":           {nil, "time: Choose at least one time"},
		"forged":            {[]string{"time", "tomorrow"}, "time: Choose the times again"},
		"passed":            {[]string{"time", "2027-03-22T09:00Z"}, "time: This time has passed. Choose another one."},
		"far":               {[]string{"time", "2029-03-22T09:00Z"}, "time: This time is more than a year away. Choose an earlier one."},
		"skipped":           {typed("28", "3", "2027", "01:30"), "other-time: The clocks go forward then, and this time does not exist. Choose another one."},
		"half a day":        {typed("30", "3", "2027", "2:30"), "other-time: Say if this is in the morning or the afternoon, like 2:30pm"},
		"no clock":          {typed("30", "3", "2027", ""), "other-time: Enter a time, like 2:30pm or 14:30"},
		"a bare number":     {typed("30", "3", "2027", "9"), "other-time: Enter a time, like 2:30pm or 14:30"},
		"a thirteenth hour": {typed("30", "3", "2027", "13pm"), "other-time: Enter a time, like 2:30pm or 14:30"},
		"words":             {typed("30", "3", "2027", "after lunch"), "other-time: Enter a time, like 2:30pm or 14:30"},
		"no date":           {typed("", "", "", "2pm"), "other: Enter the date, like 27 3 2027"},
		"no real date":      {typed("30", "2", "2027", "2pm"), "other: Enter a real date, like 27 3 2027"},
	} {
		f := form.With(c.pairs...)
		var got []string
		for _, at := range schedule.ReadTimes(f, london, now) {
			got = append(got, at.Format(time.RFC3339))
		}
		for _, p := range f.Problems(words(t).In(t.Context(), "en", london)) {
			got = []string{p.Field + ": " + p.Text}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestPickerKeepsWhatWasChosen(t *testing.T) {
	t.Parallel()
	paris, now := zone(t, "Europe/Paris"), moment(t, "2027-01-11T09:00:00Z")
	ctx := words(t).In(t.Context(), "en", zone(t, "Europe/London"))
	days := schedule.Grid(now, now.Add(30*24*time.Hour), paris, now, time.Hour, 8)
	f := form.With("time", "2027-01-12T13:00Z", "time", "2027-01-20T07:00Z", "other-time", "<b>2pm")
	schedule.ReadTimes(f, paris, now)
	var page strings.Builder
	check(t, schedule.Picker(schedule.PickerProps{
		Legend: "When could you talk?", Days: days, Zone: paris, Form: f,
		Note: func(at time.Time) string {
			if at.Equal(moment(t, "2027-01-12T13:00:00Z")) {
				return "Bob <can> too"
			}
			return ""
		},
	}).Render(ctx, &page))
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(page.String()))
	check(t, err)
	ticked := doc.Find("input[checked]")
	if ticked.Length() != 2 || ticked.First().AttrOr("value", "") != "2027-01-12T13:00Z" {
		t.Errorf("ticked: %d", ticked.Length())
	}
	if label := strings.TrimSpace(ticked.First().Next().Text()); label != "2pm" { // in Paris
		t.Errorf("label %q", label)
	}
	if doc.Find("#time").Length() != 1 || doc.Find("details[open]").Length() != 2 {
		t.Errorf("%d first fields, %d open parts", doc.Find("#time").Length(), doc.Find("details[open]").Length())
	}
	if got := doc.Find("input[name=other-time]").AttrOr("value", ""); got != "<b>2pm" {
		t.Errorf("typed: %q", got)
	}
	ids := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		if id := s.AttrOr("id", ""); ids[id] {
			t.Errorf("id %q twice", id)
		}
		ids[s.AttrOr("id", "")] = true
	})
	for _, say := range []string{"Europe/Paris", "Tuesday 12 January 2027", "Bob &lt;can&gt; too", "When could you talk?"} {
		if !strings.Contains(page.String(), say) {
			t.Errorf("does not say %q", say)
		}
	}
}

func TestPickerWithoutDaysAsksForADate(t *testing.T) {
	t.Parallel()
	ctx := words(t).In(t.Context(), "en", time.UTC)
	var page strings.Builder
	check(t, schedule.Picker(schedule.PickerProps{Legend: "When?", Zone: time.UTC, Form: form.With()}).Render(ctx, &page))
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(page.String()))
	check(t, err)
	if doc.Find("#time").Length() != 1 || doc.Find("details[open] input[name=other-time]").Length() != 1 {
		t.Error(page.String())
	}
}
