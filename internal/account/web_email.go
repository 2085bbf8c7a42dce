package account

import (
	"net/http"

	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

func (s *Accounts) emailPage(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, emailPage(form.With(), member.Must(r.Context()).Email))
}

func (s *Accounts) email(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	m := member.Must(r.Context())
	email := f.Email("email", "account.email.missing")
	if f.OK() && email == m.Email {
		f.Fail("email", "account.email.same")
	}
	if !f.OK() {
		return web.Unprocessable(w, r, emailPage(f, m.Email))
	}
	if err := s.AskForEmail(r.Context(), m, email); err != nil {
		return err
	}
	return web.Redirect(w, r, "/profile/email/sent", "")
}

func (s *Accounts) emailSentPage(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, emailSentPage(s.Demo))
}

func (s *Accounts) confirmEmailPage(w http.ResponseWriter, r *http.Request) error {
	token := r.PathValue("token")
	_, email, err := s.PeekEmail(r.Context(), token)
	if err != nil {
		return err
	}
	return web.OK(w, r, confirmEmailPage(token, email))
}

// confirmEmail keeps the session of this browser, where it is the member's own.
func (s *Accounts) confirmEmail(w http.ResponseWriter, r *http.Request) error {
	m, err := s.ConfirmEmail(r.Context(), r.PathValue("token"), member.SessionID(r.Context()))
	if err != nil {
		return err
	}
	if me, ok := member.From(r.Context()); ok && me.ID == m.ID {
		return web.Redirect(w, r, "/profile", "done.account.email")
	}
	return web.Redirect(w, r, "/sign-in", "done.account.email")
}
