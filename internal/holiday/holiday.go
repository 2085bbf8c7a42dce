// Package holiday computes the bank holidays of the parts of the United Kingdom
// from the rules that the law and custom give. Days that are proclaimed once,
// such as a coronation's, cannot be computed; it knows nothing of them.
package holiday

import (
	"slices"
	"time"
)

// Calendar names the bank holidays that are kept.
type Calendar string

// The calendars.
const (
	None            Calendar = "none"
	EnglandAndWales Calendar = "england_wales"
	Scotland        Calendar = "scotland"
	NorthernIreland Calendar = "northern_ireland"
)

// Calendars are all calendars in the order in which they are offered.
var Calendars = []Calendar{EnglandAndWales, Scotland, NorthernIreland, None}

// Of is the calendar that is likely kept in a time zone.
func Of(zone string) Calendar {
	if zone == "Europe/London" {
		return EnglandAndWales
	}
	return None
}

// On reports whether a day is a bank holiday.
func (c Calendar) On(day time.Time) bool {
	y, m, d := day.Date()
	if m == time.February || m == time.September || m == time.October {
		return false // there is none in these, and this is asked often
	}
	return slices.Contains(c.Year(y), date(y, m, d))
}

// Year are the bank holidays of a year in order, as midnights in UTC.
func (c Calendar) Year(y int) []time.Time {
	var days []time.Time
	add := func(list ...time.Time) { days = append(days, list...) }
	if c != EnglandAndWales && c != Scotland && c != NorthernIreland {
		return nil
	}
	easter := Easter(y)
	add(easter.AddDate(0, 0, -2), monday(y, time.May, 1), lastMonday(y, time.May))
	add(observed(date(y, time.December, 25), date(y, time.December, 26))...)
	if c == Scotland {
		add(observed(date(y, time.January, 1), date(y, time.January, 2))...)
		add(monday(y, time.August, 1))
		add(observed(date(y, time.November, 30))...)
	} else {
		add(observed(date(y, time.January, 1))...)
		add(easter.AddDate(0, 0, 1), lastMonday(y, time.August))
	}
	if c == NorthernIreland {
		add(observed(date(y, time.March, 17))...)
		add(observed(date(y, time.July, 12))...)
	}
	slices.SortFunc(days, time.Time.Compare)
	return days
}

// observed are holidays with a fixed date as they are kept: one that falls on
// a weekend moves to the next weekday that is none of them.
func observed(fixed ...time.Time) []time.Time {
	kept := make([]time.Time, 0, len(fixed))
	for _, day := range fixed {
		if !weekend(day) {
			kept = append(kept, day)
		}
	}
	for _, day := range fixed {
		if !weekend(day) {
			continue
		}
		for weekend(day) || slices.Contains(kept, day) {
			day = day.AddDate(0, 0, 1)
		}
		kept = append(kept, day)
	}
	return kept
}

// Easter is Easter Sunday in the Gregorian calendar (Meeus, "Astronomical
// Algorithms", after the anonymous computus of 1876).
func Easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return date(y, time.Month(n/31), n%31+1)
}

func weekend(day time.Time) bool {
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}

// monday is the first Monday on or after a day.
func monday(y int, m time.Month, d int) time.Time {
	day := date(y, m, d)
	return day.AddDate(0, 0, (8-int(day.Weekday()))%7)
}

func lastMonday(y int, m time.Month) time.Time { return monday(y, m+1, 1).AddDate(0, 0, -7) }

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
