package member

import (
	"net/http"

	"cuppa.example/internal/form"
	"cuppa.example/internal/web"
)

// Routes are the pages of signing in and out.
func (s *Members) Routes(m *web.Mux) {
	m.Handle(web.Public, "GET /sign-in", s.signInPage)
	m.Handle(web.Public, "POST /sign-in", s.askForLink)
	m.Handle(web.Public, "GET /sign-in/sent", s.sentPage)
	m.Handle(web.Public, "GET /sign-in/{token}", s.linkPage)
	m.Handle(web.Public, "POST /sign-in/{token}", s.useLink)
	m.Handle(web.Member, "POST /sign-out", s.signOut)
}

func (s *Members) signInPage(w http.ResponseWriter, r *http.Request) error {
	if _, signedIn := From(r.Context()); signedIn {
		return web.Redirect(w, r, web.LocalPath(r.URL.Query().Get("next")), "")
	}
	return web.OK(w, r, signInPage(form.With("next", r.URL.Query().Get("next"))))
}

func (s *Members) askForLink(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	email := f.Email("email", "member.signin.email.missing")
	if !f.OK() {
		return web.Unprocessable(w, r, signInPage(f))
	}
	if err := s.SendLink(r.Context(), email, web.LocalPath(f.Value("next"))); err != nil {
		return err
	}
	return web.Redirect(w, r, "/sign-in/sent", "")
}

func (s *Members) sentPage(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, sentPage(s.Demo))
}

func (s *Members) linkPage(w http.ResponseWriter, r *http.Request) error {
	token := r.PathValue("token")
	m, err := s.PeekLink(r.Context(), token)
	if err != nil {
		return err
	}
	return web.OK(w, r, linkPage(token, m))
}

func (s *Members) useLink(w http.ResponseWriter, r *http.Request) error {
	m, next, err := s.UseLink(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	if err := s.Begin(r.Context(), w, r, m.ID); err != nil {
		return err
	}
	next = web.LocalPath(next)
	if s.SignedIn != nil {
		if next, err = s.SignedIn(r.Context(), m.ID, next); err != nil {
			return err
		}
	}
	return web.Redirect(w, r, next, "")
}

func (s *Members) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := s.End(r.Context(), w); err != nil {
		return err
	}
	return web.Redirect(w, r, "/", "done.member.signed_out")
}
