package unmentoring

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"cuppa.example/internal/holiday"
)

func TestRoundsKeepOffBankHolidays(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	on := func(at time.Time) string { return string(DayOf(at, zone)) }
	p := Programme{Cadence: Weekly, FirstDay: "2027-03-22", Review: ReviewNever}
	p.SetWindows(DefaultWindows(Weekly, ReviewNever))
	for _, c := range []struct {
		after           Day
		holidays        holiday.Calendar
		day             Day
		open, draw, end string
	}{
		{"", holiday.EnglandAndWales, "2027-03-22", "2027-03-22", "2027-03-22", "2027-03-25"},           // ends before Good Friday
		{"2027-03-22", holiday.EnglandAndWales, "2027-03-29", "2027-03-30", "2027-03-30", "2027-04-02"}, // Easter Monday
		{"2027-03-29", holiday.EnglandAndWales, "2027-04-05", "2027-04-05", "2027-04-05", "2027-04-09"}, // as always
		{"2027-03-22", holiday.None, "2027-03-29", "2027-03-29", "2027-03-29", "2027-04-02"},            // none are kept
		{"2027-03-22", holiday.Scotland, "2027-03-29", "2027-03-29", "2027-03-29", "2027-04-02"},        // no Easter Monday
		{"2027-12-20", holiday.EnglandAndWales, "2027-12-27", "2027-12-29", "2027-12-29", "2027-12-31"}, // Christmas on a weekend
	} {
		d := p.Calendar(c.after, 2, 1, place{zone, c.holidays})[0]
		if d.Day != c.day || on(d.Open) != c.open || on(d.Draw) != c.draw || on(d.End) != c.end {
			t.Errorf("after %s: %s opens %s, drawn %s, ends %s", c.after, d.Day, on(d.Open), on(d.Draw), on(d.End))
		}
	}
}

func TestDatesAroundHolidaysAreInOrder(t *testing.T) {
	t.Parallel()
	all := zones(t)
	rapid.Check(t, func(t *rapid.T) {
		at := place{rapid.SampledFrom(all).Draw(t, "zone"), rapid.SampledFrom(holiday.Calendars).Draw(t, "holidays")}
		w := Windows{
			SignUp: rapid.IntRange(1, 30).Draw(t, "sign-up"), Review: rapid.IntRange(1, 10).Draw(t, "review"),
			Talk: rapid.IntRange(2, 90).Draw(t, "talk"), Closing: rapid.IntRange(1, 14).Draw(t, "closing"),
		}
		d := w.Dates(anyDay(t, "day").nextWorkday(), rapid.Bool().Draw(t, "reviewed"), at.zone).around(at)
		if !d.SignUp.Before(d.Draw) || d.Draw.After(d.Open) || !d.Open.Before(d.End) || !d.End.Before(d.Close) {
			t.Fatalf("%+v of %+v", d, w)
		}
		for _, moment := range []time.Time{d.SignUp, d.Open, d.End} {
			if at.off(DayOf(moment, at.zone)) {
				t.Fatalf("%s is a day off", moment)
			}
		}
		if !d.Half.IsZero() && (!d.Half.After(d.Open) || !d.Half.Before(d.End)) {
			t.Fatalf("half-way %s of %s to %s", d.Half, d.Open, d.End)
		}
	})
}
