package unmentoring

import (
	"context"
	"time"

	"cuppa.example/internal/holiday"
	"cuppa.example/internal/locale"
)

// place is where a network is: its clock, and the bank holidays that it keeps.
type place struct {
	zone     *time.Location
	holidays holiday.Calendar
}

// where is the network's place for a page: in the reader's zone, which is the
// network's unless they chose another.
func (s *Programmes) where(ctx context.Context) place {
	at, err := s.zone(ctx)
	if err != nil {
		at.holidays = holiday.None
	}
	return place{locale.Zone(ctx), at.holidays}
}

// off reports whether people do not work on a day.
func (p place) off(d Day) bool { return d.Weekend() || p.holidays.On(d.midnight()) }

func (p place) before(d Day) Day {
	for p.off(d) {
		d = d.Plus(-1)
	}
	return d
}

func (p place) after(d Day) Day {
	for p.off(d) {
		d = d.Plus(1)
	}
	return d
}

// around moves the moments of a round off bank holidays: people are asked, and
// the conversations end, on the last working day before; they begin on the
// first one after, and are drawn then unless a person looks first. The rounds
// after it keep their days.
func (d Dates) around(p place) Dates {
	begin, end := p.after(DayOf(d.Open, p.zone)), p.before(DayOf(d.End, p.zone))
	if begin.Until(end) < 2 {
		end = p.after(begin.Plus(2))
	}
	if d.Draw.Equal(d.Open) {
		d.Draw = begin.At(morning, p.zone)
	}
	d.SignUp = p.before(DayOf(d.SignUp, p.zone)).At(morning, p.zone)
	d.Open, d.End = begin.At(morning, p.zone), end.At(afternoon, p.zone)
	d.Close = latest(d.Close, end.Plus(1).At(afternoon, p.zone))
	if !d.Half.IsZero() {
		d.Half = p.after(begin.Plus(begin.Until(end)/2)).At(morning, p.zone)
		if !d.Half.After(d.Open) || !d.Half.Before(d.End) {
			d.Half = time.Time{}
		}
	}
	return d
}
