package schedule

import (
	"slices"
	"time"

	"cuppa.example/internal/holiday"
)

// The hours in which people are at work.
const (
	firstHour = 8
	lastHour  = 18
)

// halves are the times to suggest in minutes of the day, the best first.
var halves = [2][]int{{10 * 60, 9 * 60, 11 * 60, 8 * 60}, {14 * 60, 15 * 60, 13 * 60, 16 * 60}}

// Window is when people can talk: between From and Until, for Length, at the
// clocks of Zone, and not on the days that Holidays keeps.
type Window struct {
	From, Until time.Time
	Zone        *time.Location
	Length      time.Duration
	Holidays    holiday.Calendar
}

// Suggest gives up to n times for something in a window: on working days, in
// working hours, mornings and afternoons in turn, on different days while there
// are enough, and never on a day on which the clocks change. They lie in the
// first half of the window and not before its third working day, where that can
// be, so that there is notice, and time for another try. The same window and
// turn give the same times, other turns others: what many people are told at
// once need not all take place at ten o'clock. A short window gives fewer. They
// come soonest first, in UTC.
func (w Window) Suggest(n, turn int) []time.Time {
	days := w.workdays()
	if len(days) > n+2 {
		days = days[2:]
	}
	var list []time.Time
	used := make([]bool, len(days)) // by day
	fits := func(at time.Time) bool {
		end := at.Add(w.Length)
		local := end.In(w.Zone)
		return !at.Before(w.From) && !end.After(w.Until) && local.Day() == at.In(w.Zone).Day() &&
			local.Hour()*60+local.Minute() <= lastHour*60 && !slices.Contains(list, at)
	}
	for i := range n {
		begin, half, hours := place(len(days), n, i, turn)
		for _, try := range [4]struct{ half, sameDay int }{{half, 0}, {half, 1}, {1 - half, 0}, {1 - half, 1}} {
			at, d := search(days, begin, turned(halves[try.half], hours), func(d int) bool { return try.sameDay == 1 || !used[d] }, fits)
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

// Turns is after how many turns the suggestions begin again.
const Turns = 36

// place is where the search for the i-th of n times begins, at a turn: on which
// of the days, in which half of the day, and at which of its best hours.
func place(days, n, i, turn int) (begin, half, hours int) {
	first, next := i*days/(2*n), (i+1)*days/(2*n)
	return first + turn/(2*best)%max(1, next-first), (i + turn) % 2, turn / 2 % best
}

// best is how many of the times of a half day are offered first in turn.
const best = 3

// turned are the times of a half day with another of the best ones first.
func turned(minutes []int, by int) []int {
	return slices.Concat(minutes[by:best], minutes[:by], minutes[best:])
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

// workdays are the starts of the working days of the window on which the clocks
// do not change.
func (w Window) workdays() []time.Time {
	var days []time.Time
	y, m, d := w.From.In(w.Zone).Date()
	for i := range maxDays {
		day := time.Date(y, m, d+i, 0, 0, 0, 0, w.Zone)
		if day.After(w.Until) {
			break
		}
		if isWeekday(day) && !w.Holidays.On(day) && time.Date(y, m, d+i+1, 0, 0, 0, 0, w.Zone).Sub(day) == 24*time.Hour {
			days = append(days, day)
		}
	}
	return days
}

func isWeekday(t time.Time) bool { return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday }
