package circle

import (
	"context"
	"net/http"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/web"
)

// careRoutes are the pages of who facilitates, leaving, and what was learnt.
func (s *Circles) careRoutes(m *web.Mux) {
	m.Handle(web.Member, "GET /circles/{id}/care", s.caring(s.carePage))
	m.Handle(web.Member, "POST /circles/{id}/care/heir", s.caring(s.handOver))
	m.Handle(web.Member, "POST /circles/{id}/care/here", s.caring(s.stillHere))
	m.Handle(web.Member, "POST /circles/{id}/care/close", s.caring(s.closeWithout))
	m.Handle(web.Member, "GET /circles/{id}/care/remove/{member}", s.caring(s.removePage))
	m.Handle(web.Member, "POST /circles/{id}/care/remove/{member}", s.caring(s.removeNow))
	m.Handle(web.Member, "POST /circles/{id}/take-over", s.page(s.takeOver))
	m.Handle(web.Member, "POST /circles/{id}/pass", s.page(s.pass))
	m.Handle(web.Member, "GET /circles/{id}/learnt", s.page(s.learntPage))
	m.Handle(web.Member, "GET /circles/{id}/learnt/write", s.page(s.writePage))
	m.Handle(web.Member, "POST /circles/{id}/learnt/write", s.page(s.write))
	m.Handle(web.Member, "POST /circles/{id}/learnt/answer", s.page(s.answerLearnt))
	m.Handle(web.Member, "GET /circles/{id}/export", s.page(s.exportFile))
	m.Handle(web.Public, "GET /learnt/{id}", s.publicLearnt)
}

// careView is what only the facilitator sees.
type careView struct {
	in       *inside
	form     *form.Form
	rows     []careRow
	promises []Promise
	texts    map[string]string // of the promises
	next     Call              // without an id where there is none
}

// careRow is how present somebody is.
type careRow struct {
	id string
	presence
	quiet bool
}

// quietDays is after how long somebody counts as quiet, for the facilitator.
const quietDays = 14

func (s *Circles) carePage(w http.ResponseWriter, r *http.Request, in *inside) error {
	return s.showCare(w, r, http.StatusOK, in, form.With())
}

func (s *Circles) showCare(w http.ResponseWriter, r *http.Request, status int, in *inside, f *form.Form) error {
	ctx := r.Context()
	v := careView{in: in, form: f, texts: map[string]string{}}
	heard, err := s.presence(ctx, s.DB, in.Circle)
	if err != nil {
		return err
	}
	for _, p := range in.present() {
		if one := heard[p.MemberID]; p.MemberID != in.me.MemberID {
			v.rows = append(v.rows, careRow{p.MemberID, one, in.Open() && s.Now().Sub(one.last) >= quietDays*day})
		}
	}
	if v.promises, err = openPromises(ctx, s.DB, in.ID); err != nil {
		return err
	}
	for _, p := range v.promises {
		v.texts[p.ID] = s.open(p.Text, p.purpose())
	}
	next, _, err := s.nextCall(ctx, s.DB, in.ID)
	if err != nil {
		return err
	}
	v.next = next
	return web.Render(w, r, status, carePage(v))
}

func (s *Circles) handOver(w http.ResponseWriter, r *http.Request, in *inside) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	err = s.HandOver(r.Context(), in.ID, in.me.MemberID, f.Value("heir"))
	if key, args, ok := fault.Sentence(err); ok {
		f.Fail("heir", key, args...)
		return s.showCare(w, r, http.StatusUnprocessableEntity, in, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, in.Path()+"/care", "done.circle.heir_asked")
}

// did does something for a page, and goes back to one.
func did(w http.ResponseWriter, r *http.Request, err error, path, done string) error {
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path, done)
}

func (s *Circles) stillHere(w http.ResponseWriter, r *http.Request, in *inside) error {
	return did(w, r, s.StillHere(r.Context(), in.ID, in.me.MemberID), in.Path()+"/care", "done.circle.still_here")
}

func (s *Circles) closeWithout(w http.ResponseWriter, r *http.Request, in *inside) error {
	return did(w, r, s.CloseWithout(r.Context(), in.ID, in.me.MemberID), in.Path(), "done.circle.closed")
}

func (s *Circles) removePage(w http.ResponseWriter, r *http.Request, in *inside) error {
	id := r.PathValue("member")
	if _, here := in.Person(id); !here || id == in.me.MemberID || !in.Open() {
		return fault.NotFound
	}
	return web.OK(w, r, removePage(in, id))
}

func (s *Circles) removeNow(w http.ResponseWriter, r *http.Request, in *inside) error {
	return did(w, r, s.Remove(r.Context(), in.ID, in.me.MemberID, r.PathValue("member")), in.Path()+"/care", "done.circle.removed")
}

func (s *Circles) takeOver(w http.ResponseWriter, r *http.Request, in *inside) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	experience := f.Text("experience", form.Max(maxExperience))
	if !f.OK() {
		return web.Unprocessable(w, r, circlePage(in, nil, f))
	}
	return did(w, r, s.TakeOver(r.Context(), in.ID, in.me.MemberID, experience), in.Path()+"/care", "done.circle.taken_over")
}

func (s *Circles) pass(w http.ResponseWriter, r *http.Request, in *inside) error {
	return did(w, r, s.Pass(r.Context(), in.ID, in.me.MemberID), in.Path(), "done.circle.passed")
}

// heirs are who can be asked to facilitate.
func (v careView) heirs(ctx context.Context) []govuk.Option {
	options := []govuk.Option{{Value: "", Text: locale.T(ctx, "circle.care.heir.choose")}}
	for _, row := range v.rows {
		options = append(options, govuk.Option{Value: row.id, Text: v.in.name(ctx, row.id)})
	}
	return options
}

func (v careView) table(ctx context.Context) [][]govuk.Cell {
	var rows [][]govuk.Cell
	for _, row := range v.rows {
		wrote := locale.T(ctx, "circle.care.never")
		if !row.wrote.IsZero() {
			wrote = locale.Date(ctx, row.wrote)
		}
		name := govuk.Cell{Text: v.in.name(ctx, row.id)}
		if row.quiet {
			name.Content = quietName(name.Text)
		}
		last := govuk.Cell{}
		if v.in.Open() {
			last = govuk.Cell{Text: locale.T(ctx, "circle.care.remove", "name", v.in.name(ctx, row.id)), Href: v.in.Path() + "/care/remove/" + row.id}
		}
		rows = append(rows, []govuk.Cell{
			name, {Text: wrote}, {Text: locale.T(ctx, "circle.care.of", "n", row.calls, "of", row.held)}, {Text: locale.Number(ctx, row.talks)}, last,
		})
	}
	return rows
}
