package conversation

import (
	"errors"
	"net/http"
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/schedule"
	"cuppa.example/internal/web"
)

// timePage is what the link of a time in a letter opens: one time, one button.
func (s *Conversations) timePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	at, ok := readStamp(r.URL.Query().Get("at"))
	stands := v.agreed.StartsAt.Equal(at)
	if !ok || !at.After(v.now) || !v.running() || stands || v.said(at) {
		return web.Redirect(w, r, v.base, "")
	}
	return web.OK(w, r, timePage(v, at))
}

// said reports whether the visitor has said already that a time suits them.
func (v *visit) said(at time.Time) bool {
	for _, p := range v.proposals {
		if p.MemberID == v.me.MemberID && p.StartsAt.Equal(at) {
			return true
		}
	}
	return false
}

func (s *Conversations) timesPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !v.running() {
		return web.Redirect(w, r, v.base, "")
	}
	zone := schedule.Zone(r.URL.Query().Get("zone"), locale.Zone(r.Context()))
	return web.OK(w, r, timesPage(v, form.With(), zone))
}

// gridDays is how many days the grid offers.
const gridDays = 15

func (v *visit) grid(zone *time.Location) []schedule.Day {
	return schedule.Grid(v.now, v.c.EndsAt.Add(-v.c.Length), zone, v.now, time.Hour, gridDays)
}

func (s *Conversations) propose(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	zone := schedule.Zone(f.Value("zone"), locale.Zone(r.Context()))
	times := schedule.ReadTimes(f, zone, v.now)
	if !f.OK() {
		return web.Unprocessable(w, r, timesPage(v, f, zone))
	}
	return s.saySuits(w, r, v, f, zone, times)
}

func (s *Conversations) suits(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	at, ok := readStamp(f.Value("at"))
	if !ok {
		return fault.Invalid
	}
	return s.saySuits(w, r, v, f, locale.Zone(r.Context()), []time.Time{at})
}

func (s *Conversations) saySuits(w http.ResponseWriter, r *http.Request, v *visit, f *form.Form, zone *time.Location, times []time.Time) error {
	seen, _ := readStamp(f.Value("seen"))
	agreed, err := s.Suits(r.Context(), v.c.ID, v.me.MemberID, seen, times...)
	if errors.Is(err, fault.Invalid) {
		key, args, _ := fault.Sentence(err)
		f.Fail("time", key, args...)
		return web.Unprocessable(w, r, timesPage(v, f, zone))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, kind(agreed, "done.conversation.agreed", "done.conversation.offered"))
}

func (s *Conversations) changePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !v.running() || !v.agreed.StartsAt.After(v.now) {
		return web.Redirect(w, r, v.base, "")
	}
	return web.OK(w, r, changePage(v))
}

func (s *Conversations) cancelTime(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.CancelTime(r.Context(), v.c.ID, v.me.MemberID); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.conversation.time_off")
}
