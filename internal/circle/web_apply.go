package circle

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"time"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/network"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/web"
)

// gate holds off who sends forms by the hundred.
type gate struct {
	trusted []netip.Prefix
	byEmail *web.Limiter // letters to one address
	byIP    *web.Limiter // forms from one place, which may be a whole council
}

func newGate(trusted []netip.Prefix) gate {
	return gate{trusted, web.NewLimiter(4, time.Hour), web.NewLimiter(60, 20*time.Second)}
}

// applyView is the public page of an opening.
type applyView struct {
	opening Opening
	host    member.Member
	form    *form.Form
	known   member.Known
	takes   bool
	me      bool   // somebody is signed in
	mine    string // the page of their application, if they have applied
}

func (s *Circles) applyPage(w http.ResponseWriter, r *http.Request) error {
	return s.showApply(w, r, http.StatusOK, form.With())
}

func (s *Circles) showApply(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	o, err := openingByID(ctx, s.DB, r.PathValue("id"))
	if err != nil {
		return err
	}
	host, err := s.members.In(ctx, s.DB, o.HostID)
	if err != nil {
		return err
	}
	v := applyView{opening: o, host: host, form: f, takes: o.Takes(s.Now())}
	if v.known, err = s.members.Known(ctx); err != nil {
		return err
	}
	if me, in := member.From(ctx); in {
		v.me = true
		if o.HostID == me.ID {
			v.mine = o.Path()
		} else if v.mine, err = s.minePath(ctx, o.ID, me.ID); err != nil {
			return err
		}
	}
	return web.Render(w, r, status, applyPage(v))
}

// minePath is the page of a member's own application, or empty.
func (s *Circles) minePath(ctx context.Context, openingID, memberID string) (string, error) {
	a, err := s.applicationOfMember(ctx, s.DB, openingID, memberID)
	if isNotFound(err) || err == nil && a.State == Withdrawn {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return s.LinkPath(a), nil
}

func (s *Circles) takeApplication(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	me, in := member.From(r.Context())
	var a Application
	if !in {
		var d member.Details
		d.ReadName(f)
		a.Name = d.Name
		a.Email = f.Email("email", "circle.apply.email.missing")
		a.Organisation = f.Line("organisation", form.Required("circle.apply.organisation.missing"), form.Max(member.MaxWork))
		a.Job = f.Line("job", form.Required("circle.apply.job.missing"), form.Max(member.MaxWork))
	}
	a.Want = f.Text("want", form.Required("circle.apply.want.missing"), form.Max(maxWant))
	if a.Free = timesOf(f.Values("free")); a.Free == "" {
		f.Fail("free", "circle.apply.free.missing")
	}
	if a.Leads = f.Ticked("leads"); a.Leads {
		a.Experience = f.Text("experience", form.Required("circle.apply.experience.missing"), form.Max(maxExperience))
	}
	if !f.OK() {
		return s.showApply(w, r, http.StatusUnprocessableEntity, f)
	}
	if in {
		return s.applyMember(w, r, me, a, f)
	}
	if !s.gate.byIP.Allow(s.Now(), web.Visitor(r, s.gate.trusted)) {
		f.Fail("", "circle.apply.busy")
		return s.showApply(w, r, http.StatusTooManyRequests, f)
	}
	if s.gate.byEmail.Allow(s.Now(), form.Mailbox(a.Email)) {
		if err := s.Apply(r.Context(), r.PathValue("id"), a); err != nil {
			return s.refuse(w, r, f, err)
		}
	}
	return web.Redirect(w, r, "/circles/sent", "")
}

func (s *Circles) applyMember(w http.ResponseWriter, r *http.Request, me member.Member, a Application, f *form.Form) error {
	got, err := s.ApplyAs(r.Context(), r.PathValue("id"), me, a)
	if err != nil {
		return s.refuse(w, r, f, err)
	}
	return web.Redirect(w, r, s.LinkPath(got), "done.circle.applied")
}

// refuse shows the form again when what is wrong is nothing in it.
func (s *Circles) refuse(w http.ResponseWriter, r *http.Request, f *form.Form, err error) error {
	if key, args, ok := fault.Sentence(err); ok && (errors.Is(err, fault.Conflict) || errors.Is(err, fault.TooMany)) {
		f.Fail("", key, args...)
		return s.showApply(w, r, http.StatusUnprocessableEntity, f)
	}
	return err
}

func (s *Circles) sentPage(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, sentPage(s.Demo))
}

// appliedView is the page of one application, for whoever holds its link.
type appliedView struct {
	token   string
	app     Application
	opening Opening
	host    member.Member
	place   placeView
	network network.Network
	rules   map[safety.Rules]safety.Version
	form    *form.Form
	// canLeave is that a place that was taken can be given back.
	canLeave bool
}

func (s *Circles) appliedPage(w http.ResponseWriter, r *http.Request) error {
	return s.showApplied(w, r, http.StatusOK, form.With())
}

func (s *Circles) showApplied(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := appliedView{token: r.PathValue("token"), form: f}
	ctx := r.Context()
	var err error
	if v.rules, err = s.safety.Current(ctx); err != nil {
		return err
	}
	if v.app, v.opening, err = s.mine(ctx, v.token); err != nil {
		return err
	}
	if v.host, err = s.members.In(ctx, s.DB, v.opening.HostID); err != nil {
		return err
	}
	if v.network, err = s.Networks.Current(ctx); err != nil {
		return err
	}
	if v.app.CircleID != "" && (v.app.State == Offered || v.app.State == Accepted) {
		if v.place, err = s.place(ctx, s.DB, v.app, v.opening); err != nil {
			return err
		}
		v.canLeave = v.app.State == Accepted && v.place.circle.State == Forming && v.app.MemberID != v.opening.HostID
	}
	return web.Render(w, web.In(r, v.app.Lang), status, appliedPage(v))
}

func (s *Circles) confirm(w http.ResponseWriter, r *http.Request) error {
	return s.answer(w, r, s.Confirm, "done.circle.confirmed")
}

func (s *Circles) withdraw(w http.ResponseWriter, r *http.Request) error {
	return s.answer(w, r, s.Withdraw, "done.circle.withdrawn")
}

func (s *Circles) giveBackPlace(w http.ResponseWriter, r *http.Request) error {
	return s.answer(w, r, s.Decline, "done.circle.declined")
}

func (s *Circles) answer(w http.ResponseWriter, r *http.Request, do func(context.Context, string) error, done string) error {
	a, _, err := s.mine(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	if err := do(r.Context(), a.ID); err != nil {
		return err
	}
	return web.Redirect(w, r, "/applications/"+r.PathValue("token"), done)
}

// accept takes a place. Who is no member yet agrees to the pledge by it, and is
// signed in: they hold the link that went to their address.
func (s *Circles) accept(w http.ResponseWriter, r *http.Request) error {
	a, _, err := s.mine(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	joins := a.MemberID == ""
	if joins && a.State == Offered {
		if !f.Ticked("agree") {
			f.Fail("agree", "circle.place.agree.missing")
		}
		if !f.Ticked("adult") {
			f.Fail("adult", "safety.agree.adult.missing")
		}
	}
	if !f.OK() {
		return s.showApplied(w, r, http.StatusUnprocessableEntity, f)
	}
	id, err := s.Accept(r.Context(), a.ID, safety.SeenRules(f))
	if err != nil {
		return err
	}
	if joins && id != "" {
		if err := s.members.Begin(r.Context(), w, r, id); err != nil {
			return err
		}
	}
	return web.Redirect(w, r, "/applications/"+r.PathValue("token"), "done.circle.accepted")
}

// title is the page's heading: where the application stands.
func (v appliedView) title(ctx context.Context) string {
	return locale.T(ctx, "circle.applied.title."+string(v.app.State))
}
