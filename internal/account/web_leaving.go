package account

import (
	"net/http"
	"time"

	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// longestPause is how far off a date may be. Longer is "until I come back".
const longestPause = 2 * 366 * 24 * time.Hour

func (s *Accounts) pausePage(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, pausePage(form.With(), member.Must(r.Context())))
}

func (s *Accounts) pause(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	var until time.Time
	if f.Choice("how", "account.pause.how.missing", "date", "open") == "date" {
		until = s.readUntil(f, r)
	}
	if !f.OK() {
		return web.Unprocessable(w, r, pausePage(f, member.Must(r.Context())))
	}
	if err := s.Pause(r.Context(), member.Must(r.Context()).ID, until); err != nil {
		return err
	}
	return web.Redirect(w, r, "/profile", "done.account.paused")
}

func (s *Accounts) readUntil(f *form.Form, r *http.Request) time.Time {
	until := f.Date("until", locale.Zone(r.Context()))
	now := s.Now()
	switch {
	case !f.OK():
	case until.IsZero():
		f.Fail("until", "account.pause.until.missing")
	case !until.After(now):
		f.Fail("until", "account.pause.until.past")
	case until.Sub(now) > longestPause:
		f.Fail("until", "account.pause.until.far")
	}
	return until
}

func (s *Accounts) resume(w http.ResponseWriter, r *http.Request) error {
	if err := s.Resume(r.Context(), member.Must(r.Context()).ID); err != nil {
		return err
	}
	return web.Redirect(w, r, "/profile", "done.account.resumed")
}

func (s *Accounts) leavePage(w http.ResponseWriter, r *http.Request) error {
	me := member.Must(r.Context())
	alone, err := s.Indispensable(r.Context(), me)
	if err != nil {
		return err
	}
	return web.OK(w, r, leavePage(alone, me.State == member.Paused))
}

func (s *Accounts) leave(w http.ResponseWriter, r *http.Request) error {
	if err := s.Leave(r.Context(), member.Must(r.Context())); err != nil {
		return err
	}
	return s.goodbye(w, r, "done.account.left")
}

func (s *Accounts) deletePage(w http.ResponseWriter, r *http.Request) error {
	alone, err := s.Indispensable(r.Context(), member.Must(r.Context()))
	if err != nil {
		return err
	}
	return web.OK(w, r, deletePage(alone))
}

func (s *Accounts) reallyDeletePage(w http.ResponseWriter, r *http.Request) error {
	alone, err := s.Indispensable(r.Context(), member.Must(r.Context()))
	if err != nil {
		return err
	}
	if alone {
		return web.OK(w, r, deletePage(alone))
	}
	return web.OK(w, r, reallyDeletePage(member.Must(r.Context()).Email))
}

func (s *Accounts) delete(w http.ResponseWriter, r *http.Request) error {
	if err := s.Delete(r.Context(), member.Must(r.Context())); err != nil {
		return err
	}
	return s.goodbye(w, r, "done.account.deleted")
}

// goodbye takes the cookie away; the sessions are gone already.
func (s *Accounts) goodbye(w http.ResponseWriter, r *http.Request, done string) error {
	if err := s.members.End(r.Context(), w); err != nil {
		return err
	}
	return web.Redirect(w, r, "/", done)
}
