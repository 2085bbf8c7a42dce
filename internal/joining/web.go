package joining

import (
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/web"
)

// Routes are the pages of joining, in the order in which people see them.
func (s *Applications) Routes(m *web.Mux) {
	m.Handle(web.Public, "GET /join", s.joinPage)
	m.Handle(web.Public, "POST /join", s.join)
	m.Handle(web.Public, "GET /join/organisations", s.organisations)
	m.Handle(web.Public, "GET /join/sent", s.sentPage)
	m.Handle(web.Public, "GET /join/confirm/{token}", s.confirmPage)
	m.Handle(web.Public, "POST /join/confirm/{token}", s.confirm)

	m.Handle(web.Member, "GET /welcome", s.welcomePage)
	m.Handle(web.Member, "POST /welcome/pledge", s.agree)
	m.Handle(web.Member, "POST /welcome/describe", s.describe)
	m.Handle(web.Member, "GET /welcome/share", s.sharePage)
	m.Handle(web.Member, "POST /welcome/share", s.share)
	m.Handle(web.Member, "POST /welcome/skip", s.skip)

	m.Handle(web.Public, "GET /shared", s.sharedPage)
	m.Handle(web.Organiser, "POST /shared/{id}/hide", s.hide)
	m.Handle(web.Organiser, "POST /shared/{id}/lift", s.lift)

	m.Handle(web.Link, "GET /first/{token}", s.firstPage)
	m.Handle(web.Link, "POST /first/{token}", s.first)
}

// The shortest text that is looked for, and the most names that are answered.
const (
	minLookup = 2
	maxLookup = 20
)

// organisations answers names of organisations for what somebody has typed.
func (s *Applications) organisations(w http.ResponseWriter, r *http.Request) error {
	if !s.lookups.Allow(s.Now(), s.visitor(r)) {
		return fault.TooMany
	}
	text := form.CleanLine(r.URL.Query().Get("q"))
	names := []string{}
	if n := utf8.RuneCountInString(text); n >= minLookup && n <= 100 {
		found, err := s.members.Organisations(r.Context(), text, maxLookup)
		if err != nil {
			return err
		}
		names = append(names, found...)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(struct {
		Suggestions []string `json:"suggestions"`
	}{names})
}

// visitor is where a request comes from, for counting.
func (s *Applications) visitor(r *http.Request) string { return web.Visitor(r, s.trusted) }

// lines are the lines of a text of the settings.
func lines(text string) []string {
	var list []string
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
