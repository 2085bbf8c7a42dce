package circle

import (
	"context"
	"net/http"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

// promiseRoutes are what people said they would do.
func (s *Circles) promiseRoutes(m *web.Mux) {
	m.Handle(web.Member, "GET /circles/{id}/promises/new", s.page(s.newPromisePage))
	m.Handle(web.Member, "POST /circles/{id}/promises/new", s.page(s.newPromise))
	for _, door := range []struct {
		access web.Access
		prefix string
	}{{web.Link, promiseDoor + "{token}"}, {web.Member, "/circles/{id}/promises/{promise}"}} {
		m.Handle(door.access, "GET "+door.prefix, s.promising(s.promisePage))
		m.Handle(door.access, "POST "+door.prefix, s.promising(s.keepPromise))
	}
}

// afterPage notes who was at a call and what they agreed.
func (s *Circles) afterPage(w http.ResponseWriter, r *http.Request, v *callVisit) error {
	if !v.Open() || !v.k.Over(v.now) {
		return web.Redirect(w, r, v.base, "")
	}
	pairs := []string{"notes", v.notes}
	there := v.k.There()
	if v.k.NotedAt.IsZero() {
		for _, p := range v.k.People { // who could then was probably there
			if p.Can.Has(v.k.StartsAt) {
				there = append(there, p.MemberID)
			}
		}
	}
	for _, id := range there {
		pairs = append(pairs, "there", id)
	}
	return web.OK(w, r, afterPage(v, form.With(pairs...)))
}

func (s *Circles) after(w http.ResponseWriter, r *http.Request, v *callVisit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	notes := f.Text("notes", form.Max(maxNotes))
	if len(f.Values("there")) == 0 && notes == "" {
		f.Fail("there", "circle.call.after.missing")
	}
	if !f.OK() {
		return web.Unprocessable(w, r, afterPage(v, f))
	}
	if err := s.NoteCall(r.Context(), v.k.ID, v.me.MemberID, f.Values("there"), notes); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.circle.call.noted")
}

// peopleOptions are the people who are here, as choices.
func (in *inside) peopleOptions(ctx context.Context) []govuk.Option {
	var options []govuk.Option
	for _, p := range in.present() {
		options = append(options, govuk.Option{Value: p.MemberID, Text: in.name(ctx, p.MemberID)})
	}
	return options
}

func (s *Circles) newPromisePage(w http.ResponseWriter, r *http.Request, in *inside) error {
	if !in.Open() {
		return web.Redirect(w, r, in.Path()+"/calls", "")
	}
	f := form.With("who", in.me.MemberID, "call", r.URL.Query().Get("call"))
	f.SetDate("due", s.Now().In(locale.Zone(r.Context())).AddDate(0, 0, in.Rhythm.Days()))
	return web.OK(w, r, newPromisePage(in, f))
}

func (s *Circles) newPromise(w http.ResponseWriter, r *http.Request, in *inside) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	text := f.Line("text", form.Required("circle.promise.text.missing"), form.Max(maxPromise))
	who := f.Choice("who", "circle.promise.who.missing", in.Here()...)
	due := s.readDue(f, r)
	if !f.OK() {
		return web.Unprocessable(w, r, newPromisePage(in, f))
	}
	callID := ""
	if k, err := callByID(r.Context(), s.DB, f.Value("call")); err == nil && k.CircleID == in.ID {
		callID = k.ID
	}
	err = s.DB.InTx(r.Context(), func(ctx context.Context, tx bun.Tx) error {
		_, err := s.Promise(ctx, tx, in.ID, callID, who, text, due)
		return err
	})
	if err != nil {
		return err
	}
	if callID != "" {
		return web.Redirect(w, r, in.Path()+"/calls/"+callID, "done.circle.promise.made")
	}
	return web.Redirect(w, r, in.Path()+"/calls", "done.circle.promise.made")
}

// readDue reads the day by which something is done: nine in the morning of it,
// when its owner is asked.
func (s *Circles) readDue(f *form.Form, r *http.Request) time.Time {
	due := f.Date("due", locale.Zone(r.Context()))
	if !f.OK() && due.IsZero() {
		return due
	}
	at := time.Date(due.Year(), due.Month(), due.Day(), 9, 0, 0, 0, due.Location())
	switch now := s.Now(); {
	case due.IsZero():
		f.Fail("due", "circle.promise.due.missing")
	case !at.After(now):
		f.Fail("due", "circle.promise.due.past")
	case at.After(now.AddDate(1, 0, 0)):
		f.Fail("due", "circle.promise.due.far")
	}
	return at
}

// promiseVisit is somebody who looks at a promise.
type promiseVisit struct {
	*visit
	p    Promise
	text string
}

func (s *Circles) promising(h func(http.ResponseWriter, *http.Request, *promiseVisit) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v := &promiseVisit{}
		var err error
		v.visit, _, err = s.visiting(r, promiseDoor, "promise", func(ctx context.Context, id string) (string, error) {
			v.p, err = promiseByID(ctx, s.DB, id)
			return v.p.CircleID, err
		})
		if err != nil {
			return err
		}
		v.text = s.open(v.p.Text, v.p.purpose())
		return h(w, web.In(r, v.people[v.me.MemberID].Language), v)
	}
}

func (v *promiseVisit) mine() bool {
	return v.p.MemberID == v.me.MemberID && v.p.State == PromiseOpen && v.Open()
}

func (s *Circles) promisePage(w http.ResponseWriter, r *http.Request, v *promiseVisit) error {
	f := form.With()
	f.SetDate("due", v.now.In(locale.Zone(r.Context())).AddDate(0, 0, v.Rhythm.Days()))
	return web.OK(w, r, promisePage(v, f))
}

func (s *Circles) keepPromise(w http.ResponseWriter, r *http.Request, v *promiseVisit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	if !v.mine() {
		return web.Redirect(w, r, v.base, "")
	}
	state := PromiseState(f.Choice("state", "circle.promise.state.missing", string(PromiseDone), string(PromiseOpen), string(PromiseDropped)))
	due := time.Time{}
	if state == PromiseOpen {
		due = s.readDue(f, r)
	}
	if !f.OK() {
		return web.Unprocessable(w, r, promisePage(v, f))
	}
	if err := s.KeepPromise(r.Context(), v.p.ID, v.me.MemberID, state, due); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.circle.promise."+string(state))
}
