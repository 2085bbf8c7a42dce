package intake

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// Routes are the list of intakes and the page of one, for members; the page on
// which somebody says whom they would like, signed in or by the link of the
// letter; and the organisers' pages.
func (s *Intakes) Routes(m *web.Mux) {
	m.Handle(web.Member, "GET /intakes", s.listPage)
	m.Handle(web.Member, "GET /intakes/{id}", s.onePage)
	m.Handle(web.Member, "GET /intakes/{id}/{side}", s.signUpPage)
	m.Handle(web.Member, "POST /intakes/{id}/{side}", s.signUp)
	m.Handle(web.Member, "POST /intakes/{id}/{side}/withdraw", s.withdraw)
	for _, door := range []struct {
		access web.Access
		path   string
		find   func(*http.Request) (chooser, error)
	}{
		{web.Member, "/intakes/{id}/{side}/choose", s.bySignIn},
		{web.Link, "/i/{token}", s.byToken},
	} {
		m.Handle(door.access, "GET "+door.path, s.choosing(door.find, s.choosePage))
		m.Handle(door.access, "POST "+door.path, s.choosing(door.find, s.choose))
	}
	m.Handle(web.Organiser, "GET /organise/intakes", s.organisePage)
	m.Handle(web.Organiser, "GET /organise/intakes/new", s.newPage)
	m.Handle(web.Organiser, "POST /organise/intakes/new", s.create)
	m.Handle(web.Organiser, "GET /organise/intakes/{id}", s.overviewPage)
	m.Handle(web.Organiser, "GET /organise/intakes/{id}/cancel", s.cancelPage)
	m.Handle(web.Organiser, "POST /organise/intakes/{id}/cancel", s.cancel)
	m.Handle(web.Organiser, "GET /organise/intakes/{id}/draw", s.drawPage)
	m.Handle(web.Organiser, "POST /organise/intakes/{id}/draw", s.drawAgain)
	m.Handle(web.Organiser, "POST /organise/intakes/{id}/publish", s.publishNow)
	m.Handle(web.Organiser, "GET /organise/intakes/{id}/people/{member}", s.movePage)
	m.Handle(web.Organiser, "POST /organise/intakes/{id}/people/{member}", s.move)
}

// listed is an intake on a member's list.
type listed struct {
	Intake
	mine []Side
}

func (s *Intakes) listPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	mine, err := ofMember(ctx, s.DB, member.Must(ctx).ID)
	if err != nil {
		return err
	}
	open, err := underWay(ctx, s.DB, SigningUp)
	if err != nil {
		return err
	}
	ids := make([]string, 0, len(mine))
	sides := map[string][]Side{}
	for _, e := range mine {
		if len(sides[e.IntakeID]) == 0 {
			ids = append(ids, e.IntakeID)
		}
		sides[e.IntakeID] = append(sides[e.IntakeID], e.Side)
	}
	found, err := byIDs(ctx, s.DB, ids)
	if err != nil {
		return err
	}
	var ours, others []listed
	for _, id := range ids {
		ours = append(ours, listed{found[id], sides[id]})
	}
	for _, i := range open {
		if _, in := sides[i.ID]; !in && i.OpenAt(s.Now()) {
			others = append(others, listed{i, nil})
		}
	}
	return web.OK(w, r, listPage(ours, others))
}

// view is the page of one intake, for a member.
type view struct {
	Intake
	open, choosable bool
	signups         []Signup
	counts          map[Side]int64
	results         []result
}

// result is what came of one signup.
type result struct {
	side  Side
	name  string // of who they are matched with; empty for nobody
	whois string
	why   string
	href  string
}

func (v view) side(side Side) (Signup, bool) {
	for _, e := range v.signups {
		if e.Side == side {
			return e, true
		}
	}
	return Signup{}, false
}

func (s *Intakes) onePage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	i, err := s.ByID(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	me := member.Must(ctx).ID
	v := view{Intake: i, open: i.OpenAt(s.Now()), choosable: i.ChoosableAt(s.Now()), counts: map[Side]int64{}}
	if v.signups, err = signups(ctx, s.DB, i.ID, me); err != nil {
		return err
	}
	if i.State != SigningUp && len(v.signups) == 0 && !member.Must(ctx).Organiser {
		return fault.NotFound
	}
	for _, side := range Sides {
		if v.counts[side], err = count(ctx, s.DB, i.ID, side); err != nil {
			return err
		}
	}
	if i.State == Published {
		if v.results, err = s.results(ctx, i, me); err != nil {
			return err
		}
	}
	return web.OK(w, r, intakePage(v))
}

// results is what a published draw says of one member.
func (s *Intakes) results(ctx context.Context, i Intake, me string) ([]result, error) {
	f, err := s.field(ctx, s.DB, i)
	if err != nil {
		return nil, err
	}
	list, err := matches(ctx, s.DB, i.ID)
	if err != nil {
		return nil, err
	}
	var out []result
	for _, m := range list {
		for _, side := range Sides {
			mine, other := m.LearnerID, m.HelperID
			if side == Helper {
				mine, other = other, mine
			}
			if mine != me {
				continue
			}
			if other == "" {
				out = append(out, result{side: side})
				continue
			}
			out = append(out, result{side, f.members[other].Name, f.whois(ctx, other), said(ctx, f.reasons(m, side)), s.relationships.Path(m.RelationshipID)})
		}
	}
	return out, nil
}

func pathSide(r *http.Request) (Side, error) {
	switch side := Side(r.PathValue("side")); side {
	case Helper, Learner:
		return side, nil
	}
	return "", fault.NotFound
}

// signing is the form for signing up on one side.
type signing struct {
	Intake
	side Side
	form *form.Form
	in   bool
}

func (s *Intakes) signing(r *http.Request) (v signing, err error) {
	ctx := r.Context()
	if v.side, err = pathSide(r); err != nil {
		return v, err
	}
	if v.Intake, err = s.ByID(ctx, r.PathValue("id")); err != nil {
		return v, err
	}
	if !v.OpenAt(s.Now()) {
		return v, errShut
	}
	m := member.Must(ctx)
	v.form = form.With("topics", joinTopics(m.Topics), "about", m.About, "places", "1")
	list, err := signups(ctx, s.DB, v.ID, m.ID)
	for _, e := range list {
		if e.Side == v.side {
			v.in = true
			v.form = form.With("topics", joinTopics(e.Topics), "about", e.About, "places", strconv.FormatInt(e.Places, 10))
			if e.Anywhere {
				v.form.Set("anywhere", "yes")
			}
		}
	}
	return v, err
}

func (s *Intakes) signUpPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.signing(r)
	if errors.Is(err, errShut) {
		return web.Redirect(w, r, "/intakes/"+r.PathValue("id"), "")
	}
	if err != nil {
		return err
	}
	return web.OK(w, r, signUpPage(v))
}

func (s *Intakes) signUp(w http.ResponseWriter, r *http.Request) error {
	v, err := s.signing(r)
	if err != nil {
		return err
	}
	if v.form, err = form.Read(r); err != nil {
		return err
	}
	f := v.form
	e := Signup{
		IntakeID: v.ID, MemberID: member.Must(r.Context()).ID, Side: v.side, Places: 1,
		Topics: member.SplitTopics(f.Line("topics", form.Required("intake.topics.missing"), form.Max(600))),
		About:  f.Text("about", form.Required("intake.about.missing"), form.Max(MaxAbout)), Anywhere: f.Ticked("anywhere"),
	}
	if v.side == Helper {
		e.Places = int64(f.Int("places", 1, MaxPlaces))
	}
	if !f.OK() {
		return web.Unprocessable(w, r, signUpPage(v))
	}
	if err := s.SignUp(r.Context(), e); err != nil {
		return err
	}
	return web.Redirect(w, r, "/intakes/"+v.ID, "done.intake.signed_up")
}

func (s *Intakes) withdraw(w http.ResponseWriter, r *http.Request) error {
	side, err := pathSide(r)
	if err != nil {
		return err
	}
	if err := s.Withdraw(r.Context(), r.PathValue("id"), member.Must(r.Context()).ID, side); err != nil {
		return err
	}
	return web.Redirect(w, r, "/intakes", "done.intake.withdrawn")
}

// joinTopics writes topics as people type them.
func joinTopics(topics member.Topics) string { return strings.Join(topics, ", ") }

// said is sentences in the reader's language.
func said(ctx context.Context, phrases []locale.Phrase) string {
	var list []string
	for _, p := range phrases {
		list = append(list, p.In(ctx))
	}
	return strings.Join(list, " ")
}
