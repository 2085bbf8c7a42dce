package form

import (
	"strconv"
	"time"
)

// Date reads the three fields name-day, name-month and name-year as the start
// of that day in zone. All empty gives the zero time.
func (f *Form) Date(name string, zone *time.Location) time.Time {
	d, m, y := f.Line(name+"-day"), f.Line(name+"-month"), f.Line(name+"-year")
	if d == "" && m == "" && y == "" {
		return time.Time{}
	}
	day, err1 := strconv.Atoi(d)
	month, err2 := strconv.Atoi(m)
	year, err3 := strconv.Atoi(y)
	date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if err1 != nil || err2 != nil || err3 != nil || year < 1900 || year > 2200 ||
		date.Day() != day || int(date.Month()) != month {
		f.Fail(name, "form.date")
		return time.Time{}
	}
	return startOf(date, zone)
}

// startOf is the first moment of a date in zone.
func startOf(date time.Time, zone *time.Location) time.Time {
	t := time.Date(date.Year(), date.Month(), date.Day(), 0, 0, 0, 0, zone)
	if t.Day() != date.Day() { // the clocks skip midnight: the day begins when they have
		_, t = t.ZoneBounds()
	}
	return t
}

// SetDate fills the three fields of a date.
func (f *Form) SetDate(name string, t time.Time) {
	if t.IsZero() {
		return
	}
	f.Set(name+"-day", strconv.Itoa(t.Day()))
	f.Set(name+"-month", strconv.Itoa(int(t.Month())))
	f.Set(name+"-year", strconv.Itoa(t.Year()))
}
