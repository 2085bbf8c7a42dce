package form_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"cuppa.example/internal/form"
)

func TestDatesThatAreNone(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"31", "4", "2027"},
		{"29", "2", "2027"},
		{"0", "1", "2027"},
		{"1", "13", "2027"},
		{"1", "0", "2027"},
		{"1", "1", "27"},
		{"1", "1", "99999"},
		{"one", "1", "2027"},
		{"1", "", "2027"},
		{"", "1", ""},
		{"-1", "1", "2027"},
		{"1.5", "1", "2027"},
		{"99999999999999999999", "1", "2027"},
	} {
		f := form.With("on-day", c[0], "on-month", c[1], "on-year", c[2])
		if got := f.Date("on", time.UTC); f.OK() || !got.IsZero() {
			t.Errorf("%v is %v", c, got)
		}
	}
	f := form.With("on-day", " ", "on-month", "", "on-year", "")
	if got := f.Date("on", time.UTC); !f.OK() || !got.IsZero() {
		t.Errorf("nothing is %v, taken: %t", got, f.OK())
	}
}

// Every day of the calendar can be typed in every zone, also where the clocks
// skip its midnight, and comes back as it was typed.
func TestEveryDayIsTakenInEveryZone(t *testing.T) {
	t.Parallel()
	var zones []*time.Location
	for _, name := range []string{"UTC", "Europe/London", "America/Santiago", "America/Havana", "Africa/Cairo", "Pacific/Kiritimati", "Australia/Lord_Howe"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		zones = append(zones, zone)
	}
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	check := func(t interface{ Fatalf(string, ...any) }, day time.Time, zone *time.Location) {
		f := form.With()
		f.SetDate("on", day)
		at := f.Date("on", zone).In(zone)
		if !f.OK() || at.Format(time.DateOnly) != day.Format(time.DateOnly) {
			t.Fatalf("%s in %s: %v, taken: %t", day.Format(time.DateOnly), zone, at, f.OK())
		}
		if before := at.Add(-time.Nanosecond); before.Format(time.DateOnly) == at.Format(time.DateOnly) {
			t.Fatalf("%s in %s begins later than midnight: %v", day.Format(time.DateOnly), zone, at)
		}
		again := form.With()
		again.SetDate("on", at)
		if again.Date("on", zone) != f.Date("on", zone) {
			t.Fatalf("%s in %s is another day when it is shown again", day.Format(time.DateOnly), zone)
		}
	}
	for _, zone := range zones { // a year through, all its clock changes
		for d := range 366 {
			check(t, first.AddDate(0, 0, d), zone)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		check(t, first.AddDate(0, 0, rapid.IntRange(0, 60*365).Draw(t, "day")), rapid.SampledFrom(zones).Draw(t, "zone"))
	})
}
