package joining

import (
	"net/http"

	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/network"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/web"
)

// joinView is what the form shows around what was typed.
type joinView struct {
	form    *form.Form
	known   member.Known
	network network.Network
	rules   map[safety.Rules]safety.Version
}

func (s *Applications) joinPage(w http.ResponseWriter, r *http.Request) error {
	if _, signedIn := member.From(r.Context()); signedIn {
		return web.Redirect(w, r, "/home", "")
	}
	return s.showJoin(w, r, http.StatusOK, form.With())
}

func (s *Applications) showJoin(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	n, err := s.Networks.Current(r.Context())
	if err != nil {
		return err
	}
	known, err := s.members.Known(r.Context())
	if err != nil {
		return err
	}
	rules, err := s.safety.Current(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, r, status, joinPage(joinView{form: f, known: known, network: n, rules: rules}))
}

func (s *Applications) join(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	var a Application
	a.Details.ReadName(f)
	a.Email = f.Email("email", "joining.email.missing")
	a.Details.ReadWork(f)
	a.Details.ReadThoughts(f)
	a.Details.ReadContact(f)
	if !f.Ticked("agree") {
		f.Fail("agree", "joining.agree.missing")
	}
	if !f.Ticked("adult") {
		f.Fail("adult", "safety.agree.adult.missing")
	}
	a.Seen = safety.SeenRules(f)
	if !f.OK() {
		return s.showJoin(w, r, http.StatusUnprocessableEntity, f)
	}
	if !s.byIP.Allow(s.Now(), s.visitor(r)) {
		f.Fail("", "joining.busy")
		return s.showJoin(w, r, http.StatusTooManyRequests, f)
	}
	if err := s.Apply(r.Context(), a); err != nil {
		return err
	}
	return web.Redirect(w, r, "/join/sent", "")
}

func (s *Applications) sentPage(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, sentPage(s.Demo))
}

func (s *Applications) confirmPage(w http.ResponseWriter, r *http.Request) error {
	token := r.PathValue("token")
	a, err := s.Peek(r.Context(), token)
	if err != nil {
		return err
	}
	n, err := s.Networks.Current(r.Context())
	if err != nil {
		return err
	}
	return web.OK(w, r, confirmPage(token, a, n))
}

func (s *Applications) confirm(w http.ResponseWriter, r *http.Request) error {
	m, err := s.Confirm(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	if err := s.members.Begin(r.Context(), w, r, m.ID); err != nil {
		return err
	}
	return web.Redirect(w, r, "/welcome", "done.joining.joined")
}
