package circle

import (
	"context"
	"net/http"
	"strings"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

func (s *Circles) leaveRoutes(m *web.Mux) {
	m.Handle(web.Member, "GET /circles/{id}/leave", s.page(s.leavePage))
	m.Handle(web.Member, "POST /circles/{id}/leave", s.page(s.leave))
	m.Handle(web.Member, "POST /circles/{id}/move", s.page(s.moveOn))
	m.Handle(web.Organiser, "POST /organise/circles/moves/{circle}/{member}", s.placeWish)
	m.Handle(web.Organiser, "POST /organise/circles/apart/{circle}/{member}", s.moveApart)
}

// leaveView is the page on which somebody leaves a circle, for another one or none.
type leaveView struct {
	*inside
	places []placeInside
	wished bool
	form   *form.Form
}

// placeInside is a circle that runs and has a place, as somebody sees it who may
// move there.
type placeInside struct {
	Circle
	leader string
	from   []string // where its people work
}

func (s *Circles) leavePage(w http.ResponseWriter, r *http.Request, in *inside) error {
	return s.showLeave(w, r, http.StatusOK, in, form.With())
}

func (s *Circles) showLeave(w http.ResponseWriter, r *http.Request, status int, in *inside, f *form.Form) error {
	if !in.Open() {
		return web.Redirect(w, r, in.Path(), "")
	}
	ctx := r.Context()
	v := leaveView{inside: in, form: f}
	if in.OpeningID != "" {
		list, err := s.places(ctx, s.DB, in.me.MemberID, in.OpeningID)
		if err != nil {
			return err
		}
		for _, c := range list {
			p, err := s.placeInside(ctx, c)
			if err != nil {
				return err
			}
			v.places = append(v.places, p)
		}
	}
	err := s.wished(ctx, s.DB, &Wish{CircleID: in.ID, MemberID: in.me.MemberID})
	if v.wished = err == nil; !v.wished && !isNotFound(err) {
		return err
	}
	return web.Render(w, r, status, leavePage(v))
}

func (s *Circles) placeInside(ctx context.Context, c Circle) (placeInside, error) {
	p := placeInside{Circle: c}
	people, err := s.members.Many(ctx, s.DB, c.Here())
	for _, id := range c.Here() {
		if o := people[id].Organisation; o != "" {
			p.from = append(p.from, o)
		}
	}
	if f, ok := c.Facilitator(); ok {
		p.leader = people[f.MemberID].Name
	}
	return p, err
}

// option is the place as a choice.
func (p placeInside) option(ctx context.Context) govuk.Option {
	hint := locale.T(ctx, "circle.place.others.from", "count", len(p.Here()), "list", strings.Join(p.from, ", "))
	if p.leader != "" {
		hint = locale.T(ctx, "circle.move.led", "name", p.leader) + " " + hint
	}
	return govuk.Option{Value: p.ID, Text: p.Name, Hint: hint}
}

func (v leaveView) options(ctx context.Context) []govuk.Option {
	options := make([]govuk.Option, len(v.places))
	for i, p := range v.places {
		options[i] = p.option(ctx)
	}
	return options
}

// chosen is what is chosen already: the only place there is.
func (v leaveView) chosen() string {
	if len(v.places) == 1 {
		return v.places[0].ID
	}
	return v.form.Value("to")
}

func (s *Circles) leave(w http.ResponseWriter, r *http.Request, in *inside) error {
	return did(w, r, s.Leave(r.Context(), in.ID, in.me.MemberID), "/circles", "done.circle.left")
}

// moveOn moves the visitor into the circle that they chose, or asks organisers for
// one where there is none.
func (s *Circles) moveOn(w http.ResponseWriter, r *http.Request, in *inside) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	if f.Value("ask") != "" {
		return did(w, r, s.WishToMove(r.Context(), in.ID, in.me.MemberID), in.Path()+"/leave", "done.circle.wished")
	}
	to := f.Value("to")
	if to == "" {
		f.Fail("to", "circle.move.missing")
		return s.showLeave(w, r, http.StatusUnprocessableEntity, in, f)
	}
	err = s.Move(r.Context(), in.ID, in.me.MemberID, to)
	if key, args, said := fault.Sentence(err); said {
		f.Fail("to", key, args...)
		return s.showLeave(w, r, http.StatusUnprocessableEntity, in, f)
	}
	return did(w, r, err, Path(to), "done.circle.moved")
}

// placeWish is an organiser's answer to who asks for another circle.
func (s *Circles) placeWish(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	to, done := f.Value("to"), "done.circle.placed"
	if f.Value("none") != "" {
		to, done = "", "done.circle.no_place"
	} else if to == "" {
		return s.showOrganise(w, r, http.StatusUnprocessableEntity, r.PathValue("circle")+r.PathValue("member"), "circle.move.missing")
	}
	err = s.Place(r.Context(), Wish{CircleID: r.PathValue("circle"), MemberID: r.PathValue("member")}, to)
	if isFault(err, errNoPlace) {
		return s.showOrganise(w, r, http.StatusUnprocessableEntity, r.PathValue("circle")+r.PathValue("member"), "circle.move.gone")
	}
	return did(w, r, err, "/organise/circles", done)
}
