package relationship

import (
	"context"
	"net/http"
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// Routes are the list of one's relationships and the pages of one of them. What
// a letter asks is answered from its link, without signing in; what people
// write to each other and for themselves is read signed in.
func (s *Relationships) Routes(m *web.Mux) {
	m.Handle(web.Member, "GET /relationships", s.listPage)
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
	}
	handle := func(method, sub string, h func(http.ResponseWriter, *http.Request, *visit) error) {
		m.Handle(web.Member, method+" /relationships/{id}"+sub, s.visiting(h))
	}
	handle("GET", "/agreement/copy", s.copy)
}

// visit is one of the two looking at their relationship.
type visit struct {
	*scene
	r    Relationship
	me   string
	base string // the path of the page, as this visitor came
	now  time.Time

	versions []Agreement
}

// signedIn reports whether the visitor came by signing in, and not by the link
// of a letter.
func (v *visit) signedIn() bool { return v.base == v.s.Path(v.r.ID) }

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
	v.versions, err = s.versions(ctx, s.DB, id)
	return v, err
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
