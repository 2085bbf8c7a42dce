package unmentoring

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func zones(t interface{ Fatal(...any) }) []*time.Location {
	var list []*time.Location
	// Two sides of the clock change, one at midnight, one of half an hour, and one without.
	for _, name := range []string{"Europe/London", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "UTC"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, zone)
	}
	return list
}

func anyDay(t *rapid.T, label string) Day {
	return Day("2024-01-01").Plus(rapid.IntRange(0, 3000).Draw(t, label))
}

func anyRhythm(t *rapid.T) Rhythm {
	return Rhythm{Cadence: rapid.SampledFrom(Cadences[:5]).Draw(t, "cadence"), First: anyDay(t, "first")}
}

// days lists the first n days of a rhythm.
func days(r Rhythm, n int) []Day {
	var list []Day
	last := Day("")
	for range n {
		d, ok := r.After(last)
		if !ok {
			break
		}
		list, last = append(list, d), d
	}
	return list
}

func TestRoundsNeverBeginOnAWeekendAndNeverDrift(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := anyRhythm(t)
		list := days(r, 40)
		if len(list) != 40 || list[0] != r.First.nextWorkday() {
			t.Fatalf("%v begins %v", r, list)
		}
		for i, d := range list {
			if d.Weekend() || d.Weekday() != list[0].Weekday() {
				t.Fatalf("%v: round %d is on a %s", r, i, d.Weekday())
			}
			if n := r.Cadence.days(); n > 0 && d != list[0].Plus(i*n) {
				t.Fatalf("%v: round %d drifts to %s", r, i, d)
			}
			if n := r.Cadence.months(); n > 0 {
				checkMonth(t, list[0], d, i*n)
			}
			if i > 0 && list[i-1].Until(d) < r.Cadence.Shortest() {
				t.Fatalf("%v: only %d days before %s", r, list[i-1].Until(d), d)
			}
		}
	})
}

// checkMonth holds a monthly date to the same weekday of the month, counted
// without the code under test.
func checkMonth(t *rapid.T, first, d Day, months int) {
	f, m := first.midnight(), d.midnight()
	if got := (m.Year()-f.Year())*12 + int(m.Month()) - int(f.Month()); got != months {
		t.Fatalf("%s is %d months after %s, not %d", d, got, first, months)
	}
	nth, last := (f.Day()+6)/7, m.AddDate(0, 0, 7).Month() != m.Month()
	if got := (m.Day() + 6) / 7; got != nth && (nth != 5 || !last) {
		t.Fatalf("%s is the %d. of its weekday, %s the %d.", d, got, first, nth)
	}
}

func TestWhereTheCalendarIsAskedFromDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := anyRhythm(t)
		list := days(r, 60)
		after := r.First.Plus(rapid.IntRange(-400, 400).Draw(t, "after"))
		got, ok := r.After(after)
		at := slices.IndexFunc(list, func(d Day) bool { return d > after })
		if !ok || got != list[at] {
			t.Fatalf("%v after %s: %s, not %s", r, after, got, list[at])
		}
	})
}

func TestDatesOfARoundAreInOrderAtCivilHours(t *testing.T) {
	t.Parallel()
	all := zones(t)
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(all).Draw(t, "zone")
		w := Windows{
			SignUp: rapid.IntRange(1, 30).Draw(t, "sign-up"), Review: rapid.IntRange(1, 10).Draw(t, "review"),
			Talk: rapid.IntRange(2, 90).Draw(t, "talk"), Closing: rapid.IntRange(1, 14).Draw(t, "closing"),
		}
		reviewed := rapid.Bool().Draw(t, "reviewed")
		d := w.Dates(anyDay(t, "day").nextWorkday(), reviewed, zone)
		if !d.SignUp.Before(d.Draw) || d.Draw.After(d.Open) || !d.Open.Before(d.End) || !d.End.Before(d.Close) {
			t.Fatalf("%+v of %+v", d, w)
		}
		if reviewed == d.Draw.Equal(d.Open) {
			t.Fatalf("reviewed %v, drawn %s, opened %s", reviewed, d.Draw, d.Open)
		}
		if !d.Half.IsZero() && (!d.Half.After(d.Open) || !d.Half.Before(d.End)) {
			t.Fatalf("half-way %s of %s to %s", d.Half, d.Open, d.End)
		}
		for _, at := range []time.Time{d.SignUp, d.Draw, d.Open} {
			if l := at.In(zone); l.Hour() != 9 || l.Minute() != 0 || l.Weekday() == time.Saturday || l.Weekday() == time.Sunday {
				t.Fatalf("%s is no working morning", l)
			}
		}
		if l := d.End.In(zone); l.Hour() != 17 || DayOf(l, zone).Weekend() {
			t.Fatalf("ends at %s", l)
		}
	})
}

func TestDefaultRoundsDoNotOverlap(t *testing.T) {
	t.Parallel()
	zone := zones(t)[0]
	rapid.Check(t, func(t *rapid.T) {
		r := anyRhythm(t)
		review := rapid.SampledFrom(Reviews).Draw(t, "review")
		w := DefaultWindows(r.Cadence, review)
		list := days(r, 12)
		for i := range list[1:] {
			this := w.Dates(list[i], review == ReviewAlways, zone)
			next := w.Dates(list[i+1], review == ReviewAlways, zone)
			if this.Close.After(next.Draw) {
				t.Fatalf("%v %s: the round of %s closes on %s, and the next is drawn on %s", r, review, list[i], this.Close, next.Draw)
			}
		}
	})
}

func TestListedDates(t *testing.T) {
	t.Parallel()
	r := Rhythm{Cadence: OnDates, Dates: []Day{"2027-05-03", "2027-02-06", "2027-03-31"}}
	if got, want := days(r, 9), []Day{"2027-02-08", "2027-03-31", "2027-05-03"}; !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}

func TestMonthsEnds(t *testing.T) {
	t.Parallel()
	// Friday 29 January 2027 is the fifth Friday: the last one of every month.
	got := days(Rhythm{Cadence: Monthly, First: "2027-01-29"}, 5)
	want := []Day{"2027-01-29", "2027-02-26", "2027-03-26", "2027-04-30", "2027-05-28"}
	if !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}
