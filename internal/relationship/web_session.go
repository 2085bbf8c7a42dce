package relationship

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/meeting"
	"cuppa.example/internal/schedule"
	"cuppa.example/internal/web"
)

// coming is the session to come.
func (v *visit) coming() (Session, bool) {
	for _, n := range v.sessions {
		if n.State == Coming && v.r.State == Running {
			return n, true
		}
	}
	return Session{}, false
}

// table is the times of the session to come as the visitor sees them.
func (v *visit) table(ctx context.Context) schedule.Table {
	n, ok := v.coming()
	return schedule.Table{
		Search: v.search(v.r, n), Me: v.me, Base: v.base, Now: v.now, Open: ok, Agreed: v.agreed, Proposals: v.offers,
		Others: v.otherFirst(ctx), Names: v.otherName(ctx), Name: func(id string) string { return v.first(ctx, id) },
	}
}

func (v *visit) say(ctx context.Context, seen time.Time, times ...time.Time) (agreed bool, err error) {
	return v.s.Suits(ctx, v.r.ID, v.me, seen, times...)
}

func (s *Relationships) timePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return v.table(r.Context()).TimePage(w, r)
}

func (s *Relationships) timesPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return v.table(r.Context()).TimesPage(w, r)
}

func (s *Relationships) proposeTimes(w http.ResponseWriter, r *http.Request, v *visit) error {
	return v.table(r.Context()).Propose(w, r, v.say)
}

func (s *Relationships) acceptTime(w http.ResponseWriter, r *http.Request, v *visit) error {
	return v.table(r.Context()).Accept(w, r, v.say)
}

func (s *Relationships) changePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return v.table(r.Context()).ChangePage(w, r)
}

func (s *Relationships) cancelTime(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.CancelTime(r.Context(), v.r.ID, v.me); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.schedule.off")
}

// call leads into the room of the session to come.
func (s *Relationships) call(w http.ResponseWriter, r *http.Request, v *visit) error {
	n, ok := v.coming()
	if !ok || n.Room == "" {
		return web.Redirect(w, r, v.base, "")
	}
	service := s.Meetings.By(v.network.Meeting(), v.network.MeetingBase)
	return web.Leave(w, r, service.Door(n.Room, meeting.Guest{ID: v.me, Name: v.people[v.me].Name, Host: true}))
}

func (s *Relationships) heldPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	n, ok := v.coming()
	if !ok {
		return web.Redirect(w, r, v.base, "")
	}
	return web.OK(w, r, heldPage(v, form.With("session", n.ID)))
}

func (s *Relationships) held(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	on := f.Date("on", locale.Zone(r.Context()))
	if f.OK() {
		err := s.SayHeld(r.Context(), v.r.ID, v.me, f.Value("session"), on)
		if err == nil {
			return web.Redirect(w, r, v.base, "done.relationship.held")
		}
		key, args, explained := fault.Sentence(err)
		if !errors.Is(err, fault.Invalid) || !explained {
			return err
		}
		f.Fail("on", key, args...)
	}
	return web.Unprocessable(w, r, heldPage(v, f))
}

func (s *Relationships) notHeld(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	if err := s.SayNotHeld(r.Context(), v.r.ID, v.me, f.Value("session")); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.relationship.not_held")
}

// session is the one in the address, by its number.
func (v *visit) session(r *http.Request) (Session, error) {
	for _, n := range v.sessions {
		if strconv.FormatInt(n.Number, 10) == r.PathValue("session") {
			return n, nil
		}
	}
	return Session{}, fault.NotFound
}

func (v *visit) sessionPath(n Session) string {
	return v.s.Path(v.r.ID) + "/sessions/" + strconv.FormatInt(n.Number, 10)
}

func (s *Relationships) sessionPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	n, err := v.session(r)
	if err != nil {
		return err
	}
	p, err := v.sessionView(r.Context(), n, form.With("notes", n.NotesText, "edits", strconv.FormatInt(n.Edits, 10)))
	if err != nil {
		return err
	}
	return web.OK(w, r, sessionPage(v, p))
}

// sessionView is one session as the visitor sees it.
type sessionView struct {
	n           Session
	f           *form.Form
	actions     []Action
	reflections []Reflection
}

func (v *visit) sessionView(ctx context.Context, n Session, f *form.Form) (p sessionView, err error) {
	p = sessionView{n: n, f: f}
	if p.actions, err = v.s.actions(ctx, v.s.DB, "a.session_id = ?", n.ID); err != nil {
		return p, err
	}
	mine, err := v.s.reflections(ctx, v.s.DB, v.r.ID, v.me)
	for _, r := range mine {
		if r.SessionID == n.ID {
			p.reflections = append(p.reflections, r)
		}
	}
	return p, err
}

func (s *Relationships) saveNotes(w http.ResponseWriter, r *http.Request, v *visit) error {
	n, err := v.session(r)
	if err != nil {
		return err
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	text := f.Text("notes", form.Max(maxNotes))
	edits, _ := strconv.ParseInt(f.Value("edits"), 10, 64)
	if f.OK() {
		err := s.WriteNotes(r.Context(), v.r.ID, v.me, n.ID, text, edits)
		if err == nil {
			return web.Redirect(w, r, v.sessionPath(n), "done.relationship.notes")
		}
		if !errors.Is(err, errChanged) {
			return err
		}
		f.Fail("notes", "relationship.notes.changed")
		f.Set("edits", strconv.FormatInt(n.Edits, 10))
	}
	p, err := v.sessionView(r.Context(), n, f)
	if err != nil {
		return err
	}
	return web.Unprocessable(w, r, sessionPage(v, p))
}

// agendaPage begins with what is written, or with the template that was chosen.
func (s *Relationships) agendaPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	n, err := v.session(r)
	if err != nil {
		return err
	}
	text := n.AgendaText
	if name := r.URL.Query().Get("template"); name != "" {
		if text, err = s.outline(r.Context(), name); err != nil {
			return err
		}
	}
	return s.showAgenda(w, r, v, n, form.With("agenda", text, "edits", strconv.FormatInt(n.Edits, 10)))
}

func (s *Relationships) showAgenda(w http.ResponseWriter, r *http.Request, v *visit, n Session, f *form.Form) error {
	own, err := templates(r.Context(), s.DB)
	if err != nil {
		return err
	}
	own = offered(own)
	if !f.OK() {
		return web.Unprocessable(w, r, agendaPage(v, n, own, f))
	}
	return web.OK(w, r, agendaPage(v, n, own, f))
}

func (s *Relationships) saveAgenda(w http.ResponseWriter, r *http.Request, v *visit) error {
	n, err := v.session(r)
	if err != nil {
		return err
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	text := f.Text("agenda", form.Max(maxNotes))
	edits, _ := strconv.ParseInt(f.Value("edits"), 10, 64)
	if f.OK() {
		err := s.WriteAgenda(r.Context(), v.r.ID, v.me, n.ID, text, edits)
		if err == nil {
			return web.Redirect(w, r, v.sessionPath(n), "done.relationship.agenda")
		}
		if !errors.Is(err, errChanged) {
			return err
		}
		f.Fail("agenda", "relationship.notes.changed")
		f.Set("edits", strconv.FormatInt(n.Edits, 10))
	}
	return s.showAgenda(w, r, v, n, f)
}
