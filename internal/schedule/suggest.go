package schedule

import (
	"slices"
	"time"
)

// The hours in which people are at work.
const (
	firstHour = 8
	lastHour  = 18
)

// halves are the times to suggest in minutes of the day, the best first.
var halves = [2][]int{{10 * 60, 9 * 60, 11 * 60, 8 * 60}, {14 * 60, 15 * 60, 13 * 60, 16 * 60}}

// Suggest gives up to n times for something of a length that begin and end
// between from and until: on weekdays, in working hours of the zone, mornings
// and afternoons in turn, on different days while there are enough, and never
// on a day on which the clocks change. They lie in the first half of the window
// and not before its third working day, where that can be, so that there is
// notice, and time for another try. The same window gives the same times; a
// short one gives fewer. They come soonest first, in UTC.
func Suggest(from, until time.Time, zone *time.Location, length time.Duration, n int) []time.Time {
	days := workdays(from, until, zone)
	if len(days) > n+2 {
		days = days[2:]
	}
	var list []time.Time
	used := make([]bool, len(days)) // by day
	fits := func(at time.Time) bool {
		end := at.Add(length)
		local := end.In(zone)
		return !at.Before(from) && !end.After(until) && local.Day() == at.In(zone).Day() &&
			local.Hour()*60+local.Minute() <= lastHour*60 && !slices.Contains(list, at)
	}
	for i := range n {
		begin := i * len(days) / (2 * n)
		for _, try := range [4]struct{ half, sameDay int }{{i % 2, 0}, {i % 2, 1}, {1 - i%2, 0}, {1 - i%2, 1}} {
			at, d := search(days, begin, halves[try.half], func(d int) bool { return try.sameDay == 1 || !used[d] }, fits)
			if d >= 0 {
				used[d] = true
				list = append(list, at)
				break
			}
		}
	}
	slices.SortFunc(list, time.Time.Compare)
	return list
}

// search looks through the days from begin on, round to the first, for one of
// the minutes that fits. The day is -1 when there is none.
func search(days []time.Time, begin int, minutes []int, may func(day int) bool, fits func(time.Time) bool) (time.Time, int) {
	for step := range days {
		d := (begin + step) % len(days)
		if !may(d) {
			continue
		}
		for _, m := range minutes {
			y, month, day := days[d].Date()
			if at := time.Date(y, month, day, 0, m, 0, 0, days[d].Location()).UTC(); fits(at) {
				return at, d
			}
		}
	}
	return time.Time{}, -1
}

// maxDays bounds how far the window is looked through.
const maxDays = 100

// workdays are the starts of the weekdays between two times on which the
// clocks do not change.
func workdays(from, until time.Time, zone *time.Location) []time.Time {
	var days []time.Time
	y, m, d := from.In(zone).Date()
	for i := range maxDays {
		day := time.Date(y, m, d+i, 0, 0, 0, 0, zone)
		if day.After(until) {
			break
		}
		if isWeekday(day) && time.Date(y, m, d+i+1, 0, 0, 0, 0, zone).Sub(day) == 24*time.Hour {
			days = append(days, day)
		}
	}
	return days
}

func isWeekday(t time.Time) bool { return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday }
