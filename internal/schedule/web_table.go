package schedule

import (
	"context"
	"errors"
	"net/http"
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

// Say is the feature's use case: it says that these times suit who looks at the
// table, tells the others, and reports whether one of them is agreed. seen is
// the time that stood when the page was made.
type Say func(ctx context.Context, seen time.Time, times ...time.Time) (agreed bool, err error)

// TimePage is what the link of a time in a letter opens: one time, one button.
func (t Table) TimePage(w http.ResponseWriter, r *http.Request) error {
	at, ok := ReadStamp(r.URL.Query().Get("at"))
	if !ok || !at.After(t.Now) || !t.Open || t.Agreed.StartsAt.Equal(at) || t.said(at) {
		return web.Redirect(w, r, t.Base, "")
	}
	return web.OK(w, r, timePage(t, at))
}

// TimesPage is the form in which a person chooses when they can.
func (t Table) TimesPage(w http.ResponseWriter, r *http.Request) error {
	if !t.Open {
		return web.Redirect(w, r, t.Base, "")
	}
	zone := Zone(r.URL.Query().Get("zone"), locale.Zone(r.Context()))
	return web.OK(w, r, timesPage(t, form.With(), zone))
}

// Propose takes the form of TimesPage.
func (t Table) Propose(w http.ResponseWriter, r *http.Request, say Say) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	zone := Zone(f.Value("zone"), locale.Zone(r.Context()))
	times := ReadTimes(f, zone, t.Now)
	if !f.OK() {
		return web.Unprocessable(w, r, timesPage(t, f, zone))
	}
	return t.say(w, r, say, f, zone, times)
}

// Accept takes the button of one time.
func (t Table) Accept(w http.ResponseWriter, r *http.Request, say Say) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	at, ok := ReadStamp(f.Value("at"))
	if !ok {
		return fault.Invalid
	}
	return t.say(w, r, say, f, locale.Zone(r.Context()), []time.Time{at})
}

func (t Table) say(w http.ResponseWriter, r *http.Request, say Say, f *form.Form, zone *time.Location, times []time.Time) error {
	seen, _ := ReadStamp(f.Value("seen"))
	agreed, err := say(r.Context(), seen, times...)
	if errors.Is(err, fault.Invalid) {
		key, args, _ := fault.Sentence(err)
		f.Fail("time", key, args...)
		return web.Unprocessable(w, r, timesPage(t, f, zone))
	}
	if err != nil {
		return err
	}
	if agreed {
		return web.Redirect(w, r, t.Base, "done.schedule.agreed")
	}
	return web.Redirect(w, r, t.Base, "done.schedule.offered")
}

// ChangePage leads to another time, or to cancelling the one that stands, which
// posts to /cancel-time below the subject's page.
func (t Table) ChangePage(w http.ResponseWriter, r *http.Request) error {
	if !t.Open || !t.Stands() {
		return web.Redirect(w, r, t.Base, "")
	}
	return web.OK(w, r, changePage(t))
}
