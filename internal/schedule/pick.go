package schedule

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
)

// stamp is how a form names a moment.
const stamp = "2006-01-02T15:04Z"

// Zone is the time zone that a form or an address names, or fallback where it
// names none that there is.
func Zone(name string, fallback *time.Location) *time.Location {
	if z, ok := zoneNamed(name); ok {
		return z
	}
	return fallback
}

func zoneNamed(name string) (*time.Location, bool) {
	if name == "" || name == "Local" {
		return nil, false // Go's words for UTC and for the server's own
	}
	z, err := time.LoadLocation(strings.ReplaceAll(name, " ", "_"))
	return z, err == nil
}

// ReadTimes reads what a person chose in a Picker: the times they ticked, and
// the one that they typed, in the zone of the form. What is wrong is recorded
// in the form. At least one time is asked for. The times come soonest first.
func ReadTimes(f *form.Form, fallback *time.Location, now time.Time) []time.Time {
	var list []time.Time
	add := func(field string, at time.Time) {
		if err := possible(at, now); err != nil {
			key, args, _ := fault.Sentence(err)
			f.Fail(field, key, args...)
			return
		}
		if !slices.ContainsFunc(list, at.Equal) {
			list = append(list, at.UTC())
		}
	}
	for _, text := range f.Values("time") {
		at, err := time.Parse(stamp, text)
		if err != nil {
			f.Fail("time", "schedule.pick.unreadable")
			return nil
		}
		add("time", at)
	}
	if at, field := readTyped(f, Zone(f.Value("zone"), fallback)); field != "" {
		add(field, at)
	}
	if f.OK() && len(list) == 0 {
		f.Fail("time", "schedule.pick.none")
	}
	if len(list) > MaxProposals {
		f.Fail("time", "schedule.many", "max", MaxProposals)
	}
	slices.SortFunc(list, time.Time.Compare)
	return list
}

// readTyped reads the date and time that were typed. The field is empty when
// nothing was, or when it is wrong.
func readTyped(f *form.Form, zone *time.Location) (at time.Time, field string) {
	clock, before := f.Line("other-time"), f.OK()
	date := f.Date("other", zone)
	switch {
	case clock == "" && date.IsZero():
		return time.Time{}, ""
	case date.IsZero():
		if before && f.OK() {
			f.Fail("other", "schedule.pick.date")
		}
		return time.Time{}, ""
	case clock == "":
		f.Fail("other-time", "schedule.pick.clock")
		return time.Time{}, ""
	}
	hour, minute, key := parseClock(clock)
	if key != "" {
		f.Fail("other-time", key)
		return time.Time{}, ""
	}
	at, err := Local(date.Year(), date.Month(), date.Day(), hour, minute, zone)
	if err != nil {
		f.Fail("other-time", "schedule.skipped")
		return time.Time{}, ""
	}
	return at, "other-time"
}

var clocks = regexp.MustCompile(`^(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?m?\.?$`)

// parseClock reads 14:30, 2:30pm, 2.30 pm or 2pm; key is the message of what is
// wrong with it. A small hour without am or pm is asked about: few people
// mean the night.
func parseClock(text string) (hour, minute int, key string) {
	text = strings.ToLower(strings.TrimSpace(text))
	m := clocks.FindStringSubmatch(text)
	if m == nil || m[3] == "" && (m[2] == "" || strings.HasSuffix(text, "m")) {
		return 0, 0, "schedule.pick.clock"
	}
	hour, _ = strconv.Atoi(m[1])
	minute, _ = strconv.Atoi(m[2])
	switch {
	case minute > 59 || hour > 23 || m[3] != "" && (hour < 1 || hour > 12):
		return 0, 0, "schedule.pick.clock"
	case m[3] == "" && hour > 0 && hour < 7 && m[1][0] != '0':
		return 0, 0, "schedule.pick.half"
	case m[3] == "a":
		hour %= 12
	case m[3] == "p":
		hour = hour%12 + 12
	}
	return hour, minute, ""
}
