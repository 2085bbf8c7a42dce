package unmentoring

import (
	"slices"
	"time"
)

// Cadence says how often a programme has a round.
type Cadence string

// The cadences.
const (
	Weekly      Cadence = "weekly"
	Fortnightly Cadence = "fortnightly"
	Monthly     Cadence = "monthly"
	TwoMonthly  Cadence = "two_monthly"
	Quarterly   Cadence = "quarterly"
	// OnDates are dates that an organiser lists.
	OnDates Cadence = "dates"
)

// Cadences are all cadences in the order in which they are offered.
var Cadences = []Cadence{Weekly, Fortnightly, Monthly, TwoMonthly, Quarterly, OnDates}

// days is the length of a cadence counted in weeks, or 0.
func (c Cadence) days() int {
	switch c {
	case Weekly:
		return 7
	case Fortnightly:
		return 14
	}
	return 0
}

// months is the length of a cadence counted in months, or 0.
func (c Cadence) months() int {
	switch c {
	case Monthly:
		return 1
	case TwoMonthly:
		return 2
	case Quarterly:
		return 3
	}
	return 0
}

// Shortest is the fewest days between two rounds; 0 for dates.
func (c Cadence) Shortest() int {
	if m := c.months(); m > 0 {
		return 28 * m
	}
	return c.days()
}

// Rhythm is when the conversations of a programme's rounds begin.
type Rhythm struct {
	Cadence Cadence
	// First is the first of them. Those by the month fall on the same weekday
	// of the month as First: the second Tuesday, or the last where First was
	// the fifth.
	First Day
	Dates []Day // for OnDates
}

// After is the first day later than after on which a round begins. There is
// none after the last of the listed dates.
func (r Rhythm) After(after Day) (Day, bool) {
	if r.Cadence == OnDates {
		for _, d := range slices.Sorted(slices.Values(r.Dates)) {
			if d > after {
				return d.nextWorkday(), true
			}
		}
		return "", false
	}
	first := r.First.nextWorkday()
	if after < first {
		return first, true
	}
	if n := r.Cadence.days(); n > 0 {
		return first.Plus((first.Until(after)/n + 1) * n), true
	}
	// The same month as after may still have one; counting begins there.
	f, a, step := first.midnight(), after.midnight(), r.Cadence.months()
	between := (a.Year()-f.Year())*12 + int(a.Month()) - int(f.Month())
	for k := between / step; ; k++ {
		if d := sameWeekday(first, k*step); d > after {
			return d, true
		}
	}
}

// sameWeekday is the day in the month so many months after first's that is the
// same weekday of its month.
func sameWeekday(first Day, months int) Day {
	f := first.midnight()
	nth := (f.Day() - 1) / 7
	begin := time.Date(f.Year(), f.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	day := 1 + (int(f.Weekday())-int(begin.Weekday())+7)%7 + 7*nth
	if last := begin.AddDate(0, 1, -1).Day(); day > last {
		day -= 7
	}
	return date(begin.Year(), begin.Month(), day)
}

// The hours of the day at which rounds do things: in the morning they begin,
// in the afternoon they end.
const (
	morning   = 9
	afternoon = 17
)

// Windows are the lengths of a round's parts, in days.
type Windows struct {
	SignUp  int // from asking people to the draw
	Review  int // from the draw to the conversations, when a person looks first
	Talk    int // the conversations
	Closing int // from their end until the round is closed
}

// Dates are the moments of one round.
type Dates struct {
	Day    Day // on which the conversations begin
	SignUp time.Time
	Draw   time.Time
	Open   time.Time
	Half   time.Time // zero in a window too short for a question half-way
	End    time.Time
	Close  time.Time
}

// Dates computes the moments of the round that begins on a day. Nothing begins
// or ends on a weekend but the closing.
func (w Windows) Dates(day Day, reviewed bool, zone *time.Location) Dates {
	drawn := day
	if reviewed {
		drawn = day.Plus(-w.Review).workday()
	}
	asked := drawn.Plus(-w.SignUp).workday()
	end := day.Plus(w.Talk)
	if end = end.workday(); day.Until(end) < 2 {
		end = day.Plus(w.Talk).nextWorkday() // the weekend would eat the window up
	}
	d := Dates{
		Day: day, SignUp: asked.At(morning, zone), Draw: drawn.At(morning, zone), Open: day.At(morning, zone),
		End: end.At(afternoon, zone), Close: end.Plus(w.Closing).At(afternoon, zone),
	}
	if half := day.Until(end) / 2; half > 0 {
		d.Half = day.Plus(half).nextWorkday().At(morning, zone)
	}
	return d
}
