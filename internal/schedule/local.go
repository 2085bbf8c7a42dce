package schedule

import (
	"time"

	"cuppa.example/internal/fault"
)

// Local is the moment at which the clocks of a zone show this date and time. A
// time that the clocks skip is refused; one that they show twice is the first.
func Local(year int, month time.Month, day, hour, minute int, zone *time.Location) (time.Time, error) {
	wall := time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	if wall.Day() != day || wall.Month() != month || wall.Hour() != hour || wall.Minute() != minute {
		return time.Time{}, fault.Because(fault.Invalid, "form.date")
	}
	// The offsets a day before and a day after are those that can be in force.
	var first time.Time
	for _, near := range []time.Time{wall.Add(-24 * time.Hour), wall.Add(24 * time.Hour)} {
		_, offset := near.In(zone).Zone()
		at := wall.Add(-time.Duration(offset) * time.Second)
		if shows(at, wall, zone) && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	if first.IsZero() {
		return time.Time{}, fault.Because(fault.Invalid, "schedule.skipped")
	}
	return first, nil
}

func shows(at, wall time.Time, zone *time.Location) bool {
	_, offset := at.In(zone).Zone()
	return at.Add(time.Duration(offset) * time.Second).Equal(wall)
}

// Day is one day of a Grid.
type Day struct {
	Date  time.Time // its start in the grid's zone
	Times []time.Time
}

// Grid gives the times that a form offers: every step from eight to six of the
// weekdays between from and until, as the clocks of the zone show them, without
// what has passed at now or is skipped by a clock change. A day without times
// is left out. At most days days are given.
func Grid(from, until time.Time, zone *time.Location, now time.Time, step time.Duration, days int) []Day {
	var grid []Day
	if from.Before(now) {
		from = now
	}
	y, m, d := from.In(zone).Date()
	for i := 0; i < maxDays && len(grid) < days; i++ {
		date := time.Date(y, m, d+i, 0, 0, 0, 0, zone)
		if date.After(until) {
			break
		}
		day := Day{Date: date}
		for minute := firstHour * 60; minute < lastHour*60; minute += int(step / time.Minute) {
			at, err := Local(date.Year(), date.Month(), date.Day(), minute/60, minute%60, zone)
			if err == nil && !at.Before(from) && at.After(now) && !at.After(until) {
				day.Times = append(day.Times, at)
			}
		}
		if isWeekday(date) && len(day.Times) > 0 {
			grid = append(grid, day)
		}
	}
	return grid
}
