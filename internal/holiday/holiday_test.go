package holiday_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cuppa.example/internal/holiday"
)

// The days that were published for these years, but for those proclaimed once.
func TestBankHolidaysAreThosePublished(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		calendar holiday.Calendar
		year     int
		want     string
	}{
		{holiday.EnglandAndWales, 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"},
		{holiday.EnglandAndWales, 2016, "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27"},
		{holiday.EnglandAndWales, 2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"},
		{holiday.EnglandAndWales, 2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"},
		{holiday.EnglandAndWales, 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"},
		{holiday.EnglandAndWales, 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"},
		{holiday.EnglandAndWales, 2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"},
		{holiday.Scotland, 2021, "01-01 01-04 04-02 05-03 05-31 08-02 11-30 12-27 12-28"},
		{holiday.Scotland, 2028, "01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26"},
		{holiday.Scotland, 2023, "01-02 01-03 04-07 05-01 05-29 08-07 11-30 12-25 12-26"},
		{holiday.Scotland, 2024, "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26"},
		{holiday.Scotland, 2027, "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28"},
		{holiday.NorthernIreland, 2024, "01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26"},
		{holiday.NorthernIreland, 2026, "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28"},
		{holiday.None, 2026, ""},
		{"", 2026, ""},
	} {
		var got []string
		for _, day := range c.calendar.Year(c.year) {
			got = append(got, day.Format("01-02"))
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s %d:\n got %s\nwant %s", c.calendar, c.year, text, c.want)
		}
	}
}

func TestEasterIsTheSundayEverybodyKnows(t *testing.T) {
	t.Parallel()
	for _, want := range []string{
		"1818-03-22", "1943-04-25", "1961-04-02", "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2024-03-31",
		"2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25", "2049-04-18", "2076-04-19",
	} {
		day, err := time.Parse(time.DateOnly, want)
		if err != nil {
			t.Fatal(err)
		}
		if got := holiday.Easter(day.Year()).Format(time.DateOnly); got != want {
			t.Errorf("Easter is on %s, not %s", got, want)
		}
	}
}

func TestHolidaysAreDifferentWeekdaysAndAskedByDay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(holiday.Calendars).Draw(t, "calendar")
		y := rapid.IntRange(1978, 2400).Draw(t, "year")
		days := map[string]bool{}
		for i, day := range c.Year(y) {
			if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday || day.Year() != y {
				t.Fatalf("%d: %s", i, day)
			}
			days[day.Format(time.DateOnly)] = true
		}
		if len(days) != len(c.Year(y)) {
			t.Fatalf("a day twice: %v", c.Year(y))
		}
		zone := time.FixedZone("here", rapid.IntRange(-12, 12).Draw(t, "zone")*3600)
		for day := time.Date(y, 1, 1, 0, 0, 0, 0, zone); day.Year() == y; day = day.AddDate(0, 0, 1) {
			if c.On(day) != days[day.Format(time.DateOnly)] {
				t.Fatalf("%s: %v", day, c.On(day))
			}
		}
	})
}
