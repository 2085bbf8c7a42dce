package relationship

import (
	"context"
	"net/http"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/schedule"
	"cuppa.example/internal/web"
)

// Routes are the list of one's relationships and the pages of one of them. What
// a letter asks is answered from its link, without signing in; what people
// write to each other and for themselves is read signed in.
func (s *Relationships) Routes(m *web.Mux) {
	m.Handle(web.Member, "GET /relationships", s.listPage)
	m.Handle(web.Member, "GET /work-together/{conversation}", s.togetherPage)
	m.Handle(web.Member, "POST /work-together/{conversation}", s.beginTogether)
	s.templateRoutes(m)
	for _, door := range []struct {
		access web.Access
		prefix string
	}{{web.Link, "/w/{token}"}, {web.Member, "/relationships/{id}"}} {
		handle := func(method, sub string, h func(http.ResponseWriter, *http.Request, *visit) error) {
			m.Handle(door.access, method+" "+door.prefix+sub, s.visiting(h))
		}
		handle("GET", "", s.page)
		handle("GET", "/agreement", s.agreementPage)
		handle("GET", "/agreement/change", s.termsPage)
		handle("POST", "/agreement/change", s.propose)
		handle("POST", "/agreement/accept", s.accept)
		handle("POST", "/agreement/withdraw", s.withdraw)

		handle("GET", "/time", s.timePage)
		handle("GET", "/times", s.timesPage)
		handle("POST", "/times", s.proposeTimes)
		handle("POST", "/suits", s.acceptTime)
		handle("GET", "/change", s.changePage)
		handle("POST", "/cancel-time", s.cancelTime)
		handle("GET", "/call", s.call)
		handle("GET", "/held", s.heldPage)
		handle("POST", "/held", s.held)
		handle("POST", "/not-held", s.notHeld)
		handle("GET", "/actions/{action}", s.actionPage)
		handle("POST", "/actions/{action}", s.endAction)
		handle("POST", "/actions/{action}/move", s.moveAction)

		handle("GET", "/review", s.reviewPage)
		handle("POST", "/review", s.review)
		handle("GET", "/close", s.closePage)
		handle("POST", "/close", s.close)
		handle("GET", "/closing", s.closingPage)
		handle("POST", "/closing", s.closing)
	}
	handle := func(method, sub string, h func(http.ResponseWriter, *http.Request, *visit) error) {
		m.Handle(web.Member, method+" /relationships/{id}"+sub, s.visiting(h))
	}
	handle("GET", "/agreement/copy", s.copy)
	handle("GET", "/sessions/{session}", s.sessionPage)
	handle("POST", "/sessions/{session}", s.saveNotes)
	handle("GET", "/sessions/{session}/agenda", s.agendaPage)
	handle("POST", "/sessions/{session}/agenda", s.saveAgenda)
	handle("GET", "/sessions/{session}/action", s.newActionPage)
	handle("POST", "/sessions/{session}/action", s.addAction)
	s.reflectionRoutes(m)
}

// visit is one of the two looking at their relationship.
type visit struct {
	*scene
	r    Relationship
	me   string
	base string // the path of the page, as this visitor came
	now  time.Time

	versions []Agreement
	sessions []Session
	actions  []Action // those that are open
	agreed   schedule.Appointment
	offers   []schedule.Proposal
	reviews  []Review
}

// signedIn reports whether the visitor came by signing in, and not by the link
// of a letter.
func (v *visit) signedIn() bool { return v.base == v.s.Path(v.r.ID) }

// list leads back to all the people that somebody works with, where they may see it.
func (v *visit) list() string {
	if v.signedIn() {
		return "/relationships"
	}
	return ""
}

// other is the id of whom the visitor works with.
func (v *visit) other() string { return v.r.Other(v.me) }

func (v *visit) otherName(ctx context.Context) string  { return v.name(ctx, v.other()) }
func (v *visit) otherFirst(ctx context.Context) string { return v.first(ctx, v.other()) }

// identify says whose page of which relationship a request is for.
func (s *Relationships) identify(r *http.Request) (*visit, error) {
	ctx := r.Context()
	v := &visit{now: s.Now()}
	id := r.PathValue("id")
	var err error
	if token := r.PathValue("token"); token != "" {
		if id, v.me, err = s.openLink(token); err != nil {
			return nil, err
		}
		v.base = "/w/" + token
	} else {
		v.me, v.base = member.Must(ctx).ID, s.Path(id)
	}
	if v.r, err = byID(ctx, s.DB, id); err != nil {
		return nil, err
	}
	if !v.r.Has(v.me) {
		return nil, fault.NotFound
	}
	if v.scene, err = s.scene(ctx, s.DB, v.r); err != nil {
		return nil, err
	}
	if m := v.people[v.me]; m.State != member.Active && m.State != member.Paused {
		return nil, fault.Gone
	}
	return v, v.look(ctx, s.DB)
}

// look reads what the pages of a relationship say.
func (v *visit) look(ctx context.Context, tx bun.IDB) (err error) {
	s, id := v.s, v.r.ID
	if v.versions, err = s.versions(ctx, tx, id); err != nil {
		return err
	}
	if v.sessions, err = s.sessions(ctx, tx, id); err != nil {
		return err
	}
	if v.actions, err = s.actions(ctx, tx, "a.relationship_id = ? AND a.ended_at IS NULL", id); err != nil {
		return err
	}
	if v.reviews, err = s.reviews(ctx, tx, id); err != nil {
		return err
	}
	n, ok := v.coming()
	if !ok {
		return nil
	}
	if v.agreed, err = s.appointment(ctx, tx, n.ID); err != nil {
		return err
	}
	v.offers, err = s.schedule.Proposals(ctx, tx, n.ID)
	return err
}

func (s *Relationships) visiting(h func(http.ResponseWriter, *http.Request, *visit) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := s.identify(r)
		if err != nil {
			return err
		}
		return h(w, web.In(r, v.people[v.me].Language), v)
	}
}

func (s *Relationships) listPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	me := member.Must(ctx).ID
	list, err := s.Of(ctx, s.DB, me)
	if err != nil {
		return err
	}
	v, err := s.scene(ctx, s.DB, list...)
	if err != nil {
		return err
	}
	return web.OK(w, r, listPage(v, me, list))
}

func (s *Relationships) page(w http.ResponseWriter, r *http.Request, v *visit) error {
	return web.OK(w, r, overviewPage(v))
}
