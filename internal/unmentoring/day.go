package unmentoring

import (
	"time"
)

// Day is a civil date, such as "2027-02-01". It has no zone: the network's zone
// says when it begins. Days compare as texts.
type Day string

const dayForm = "2006-01-02"

// DayOf is the date at a moment, in a zone.
func DayOf(t time.Time, zone *time.Location) Day { return Day(t.In(zone).Format(dayForm)) }

func date(y int, m time.Month, d int) Day {
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Format(dayForm))
}

// midnight is the day as a time in UTC, for counting.
func (d Day) midnight() time.Time {
	t, _ := time.Parse(dayForm, string(d))
	return t
}

// Valid reports whether there is such a day.
func (d Day) Valid() bool {
	_, err := time.Parse(dayForm, string(d))
	return err == nil
}

// Plus is n days later.
func (d Day) Plus(n int) Day { return Day(d.midnight().AddDate(0, 0, n).Format(dayForm)) }

// Until counts the days from d to other.
func (d Day) Until(other Day) int { return int(other.midnight().Sub(d.midnight()) / (24 * time.Hour)) }

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.midnight().Weekday() }

// Weekend reports a Saturday or Sunday.
func (d Day) Weekend() bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// workday is the day itself, or the Friday before a weekend.
func (d Day) workday() Day {
	for d.Weekend() {
		d = d.Plus(-1)
	}
	return d
}

// nextWorkday is the day itself, or the Monday after a weekend.
func (d Day) nextWorkday() Day {
	for d.Weekend() {
		d = d.Plus(1)
	}
	return d
}

// At is an hour of the day in a zone. No zone changes its clocks at the hours
// that rounds use.
func (d Day) At(hour int, zone *time.Location) time.Time {
	t := d.midnight()
	return time.Date(t.Year(), t.Month(), t.Day(), hour, 0, 0, 0, zone).UTC()
}
