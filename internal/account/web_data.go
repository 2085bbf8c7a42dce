package account

import (
	"encoding/json"
	"net/http"

	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

func (s *Accounts) dataPage(w http.ResponseWriter, r *http.Request) error {
	return web.OK(w, r, dataPage())
}

func (s *Accounts) dataJSON(w http.ResponseWriter, r *http.Request) error {
	d, err := s.collect(r.Context(), member.Must(r.Context()).ID)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	web.Attachment(w, "application/json", "my-data.json")
	_, err = w.Write(append(text, '\n'))
	return err
}

// dataHTML is the same as a file that any browser shows, now and in ten years.
func (s *Accounts) dataHTML(w http.ResponseWriter, r *http.Request) error {
	d, err := s.collect(r.Context(), member.Must(r.Context()).ID)
	if err != nil {
		return err
	}
	sections, err := d.sections(r.Context())
	if err != nil {
		return err
	}
	web.Attachment(w, "text/html; charset=utf-8", "my-data.html")
	return dataFile(d, sections).Render(r.Context(), w)
}
