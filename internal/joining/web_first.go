package joining

import (
	"net/http"

	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/network"
	"cuppa.example/internal/web"
)

// opened checks the link in the path: signed, in time, and on a network that
// has no organiser.
func (s *Applications) opened(r *http.Request) (token string, err error) {
	token = r.PathValue("token")
	if _, err := s.Keys.OpenLink(s.Now(), FirstKind, token); err != nil {
		return "", err
	}
	return token, s.Vacant(r.Context(), s.DB)
}

func (s *Applications) firstPage(w http.ResponseWriter, r *http.Request) error {
	token, err := s.opened(r)
	if err != nil {
		return err
	}
	n, err := s.Networks.Current(r.Context())
	if err != nil {
		return err
	}
	return web.OK(w, r, firstPage(token, form.With("purpose", n.Purpose), n))
}

func (s *Applications) first(w http.ResponseWriter, r *http.Request) error {
	token, err := s.opened(r)
	if err != nil {
		return err
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	name := f.Line("network", form.Required("joining.first.network.missing"), form.Max(network.MaxName))
	purpose := f.Line("purpose", form.Required("joining.first.purpose.missing"), form.Max(network.MaxPurpose))
	var d member.Details
	d.ReadName(f)
	email := f.Email("email", "joining.email.missing")
	if !f.OK() {
		n, err := s.Networks.Current(r.Context())
		if err != nil {
			return err
		}
		return web.Unprocessable(w, r, firstPage(token, f, n))
	}
	m, err := s.Found(r.Context(), name, purpose, email, d)
	if err != nil {
		return err
	}
	if err := s.members.Begin(r.Context(), w, r, m.ID); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise", "done.joining.founded")
}
