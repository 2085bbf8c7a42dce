package schedule_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/holiday"
	"cuppa.example/internal/schedule"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	check(t, err)
	return z
}

func moment(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	check(t, err)
	return at
}

func january(t *testing.T) schedule.Window {
	t.Helper()
	return schedule.Window{
		From: moment(t, "2027-01-11T09:00:00Z"), Until: moment(t, "2027-02-05T17:00:00Z"),
		Zone: zone(t, "Europe/London"), Length: 30 * time.Minute, Holidays: holiday.EnglandAndWales,
	}
}

// Not everybody of a round talks at the same hour.
func TestSuggestionsTakeTurns(t *testing.T) {
	t.Parallel()
	w, taken := january(t), map[time.Time]int{}
	for turn := range schedule.Turns {
		for _, at := range w.Suggest(2, turn) {
			taken[at]++
		}
	}
	for at, times := range taken {
		if times > 6 {
			t.Errorf("%s is suggested in %d of %d turns", at, times, schedule.Turns)
		}
	}
	if len(taken) < 20 {
		t.Errorf("%d different times", len(taken))
	}
}

func TestNothingIsSuggestedForABankHoliday(t *testing.T) {
	t.Parallel()
	w := schedule.Window{
		From: moment(t, "2027-03-25T09:00:00Z"), Until: moment(t, "2027-03-31T17:00:00Z"),
		Zone: zone(t, "Europe/London"), Length: 30 * time.Minute, Holidays: holiday.EnglandAndWales,
	}
	for turn := range schedule.Turns {
		for _, at := range w.Suggest(3, turn) {
			if day := at.Format("01-02"); day == "03-26" || day == "03-29" {
				t.Fatalf("turn %d: %s is a bank holiday", turn, at)
			}
		}
	}
}

func TestSuggestionsForAMonth(t *testing.T) {
	t.Parallel()
	got := january(t).Suggest(2, 0)
	want := []string{"2027-01-13T10:00:00Z", "2027-01-19T14:00:00Z"}
	if len(got) != 2 {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i].Format(time.RFC3339) != want[i] {
			t.Errorf("%d: got %v, want %s", i, got[i], want[i])
		}
	}
}

func TestSuggestionsKeepTheirPromises(t *testing.T) {
	t.Parallel()
	zones := []*time.Location{
		zone(t, "Europe/London"), zone(t, "Pacific/Auckland"), zone(t, "Asia/Kathmandu"), zone(t, "America/St_Johns"),
		zone(t, "Africa/Cairo"), time.UTC, // Cairo's clocks change on Fridays
	}
	start := moment(t, "2026-01-01T00:00:00Z")
	rapid.Check(t, func(t *rapid.T) {
		z := rapid.SampledFrom(zones).Draw(t, "zone")
		from := start.Add(time.Duration(rapid.IntRange(0, 3*365*24*60).Draw(t, "from")) * time.Minute)
		until := from.Add(time.Duration(rapid.IntRange(-60, 60*24*60).Draw(t, "window")) * time.Minute)
		length := time.Duration(rapid.IntRange(1, 24).Draw(t, "length")) * 10 * time.Minute
		n := rapid.IntRange(0, 6).Draw(t, "n")
		w := schedule.Window{From: from, Until: until, Zone: z, Length: length, Holidays: rapid.SampledFrom(holiday.Calendars).Draw(t, "calendar")}
		got := w.Suggest(n, rapid.IntRange(0, 2*schedule.Turns).Draw(t, "turn"))
		if len(got) > n {
			t.Fatalf("%d for %d", len(got), n)
		}
		morning := map[bool]int{}
		for i, at := range got {
			local, end := at.In(z), at.Add(length).In(z)
			if at.Before(from) || at.Add(length).After(until) || i > 0 && !got[i-1].Before(at) {
				t.Fatalf("%v of %v is not in its window or order", at, got)
			}
			if local.Weekday() == time.Saturday || local.Weekday() == time.Sunday || local.Hour() < 8 ||
				end.Hour()*60+end.Minute() > 18*60 || end.YearDay() != local.YearDay() {
				t.Fatalf("%v to %v is no working time", local, end)
			}
			if w.Holidays.On(local) {
				t.Fatalf("%v is a bank holiday", local)
			}
			_, before := local.Add(-24 * time.Hour).Zone()
			_, after := local.Zone()
			midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, z)
			if _, first := midnight.Zone(); first != after && before != after {
				t.Fatalf("%v: the clocks change on this day", local)
			}
			morning[local.Hour() < 12]++
		}
		if n == 2 && until.Sub(from) > 12*24*time.Hour && length <= 2*time.Hour && (morning[true] != 1 || morning[false] != 1) {
			t.Fatalf("not a morning and an afternoon: %v", got)
		}
	})
}

func TestLocalTimesAtTheChangeOfClocks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		zone       string
		y, m, d, h int
		min        int
		want       string // empty: refused
	}{
		{"Europe/London", 2027, 3, 28, 0, 59, "2027-03-28T00:59:00Z"},
		{"Europe/London", 2027, 3, 28, 1, 0, ""},
		{"Europe/London", 2027, 3, 28, 1, 30, ""},
		{"Europe/London", 2027, 3, 28, 2, 0, "2027-03-28T01:00:00Z"},
		{"Europe/London", 2026, 10, 25, 1, 30, "2026-10-25T00:30:00Z"}, // the first of the two
		{"Europe/London", 2026, 10, 25, 2, 0, "2026-10-25T02:00:00Z"},
		{"Australia/Lord_Howe", 2026, 10, 4, 2, 15, ""}, // half an hour is skipped
		{"Australia/Lord_Howe", 2026, 4, 5, 1, 45, "2026-04-04T14:45:00Z"},
		{"Pacific/Apia", 2011, 12, 30, 12, 0, ""}, // a day that never was
		{"America/New_York", 2026, 11, 1, 1, 30, "2026-11-01T05:30:00Z"},
		{"Europe/London", 2027, 2, 29, 9, 0, ""},
		{"Europe/London", 2027, 2, 2, 24, 0, ""},
		{"Europe/London", 2027, 2, 2, 9, 60, ""},
	} {
		got, err := schedule.Local(c.y, time.Month(c.m), c.d, c.h, c.min, zone(t, c.zone))
		if c.want == "" {
			if !errors.Is(err, fault.Invalid) {
				t.Errorf("%+v: got %v, %v", c, got, err)
			}
			continue
		}
		if err != nil || got.UTC().Format(time.RFC3339) != c.want {
			t.Errorf("%+v: got %v, %v", c, got, err)
		}
	}
}

func TestLocalIsTheClocksOfTheZone(t *testing.T) {
	t.Parallel()
	z := zone(t, "Europe/London")
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(1e9, 3e9).Draw(t, "at")/60*60, 0).In(z)
		got, err := schedule.Local(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), z)
		if err != nil || got.After(at) || got.In(z).Format("15:04 2006-01-02") != at.Format("15:04 2006-01-02") {
			t.Fatalf("%v became %v, %v", at, got, err)
		}
	})
}

func TestGridOffersWorkingHoursToCome(t *testing.T) {
	t.Parallel()
	z := zone(t, "Europe/London")
	now := moment(t, "2027-03-26T15:10:00Z") // the Friday before the clocks go forward
	grid := schedule.Grid(now.Add(-48*time.Hour), moment(t, "2027-03-30T10:00:00Z"), z, now, time.Hour, 10)
	var got []string
	for _, d := range grid {
		for _, at := range d.Times {
			got = append(got, at.In(z).Format("Mon 15:04"))
		}
	}
	want := []string{
		"Fri 16:00", "Fri 17:00", "Mon 08:00", "Mon 09:00", "Mon 10:00", "Mon 11:00", "Mon 12:00", "Mon 13:00",
		"Mon 14:00", "Mon 15:00", "Mon 16:00", "Mon 17:00", "Tue 08:00", "Tue 09:00", "Tue 10:00", "Tue 11:00",
	}
	if len(grid) != 3 || len(got) != len(want) {
		t.Fatalf("%d days: %v", len(grid), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: %s, want %s", i, got[i], want[i])
		}
	}
	if days := schedule.Grid(now, now.Add(90*24*time.Hour), z, now, 30*time.Minute, 4); len(days) != 4 || len(days[1].Times) != 20 {
		t.Errorf("half hours: %v", days)
	}
}
