package mentoring

import (
	"net/http"
	"strings"

	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

func (s *Mentorings) newSeekPage(w http.ResponseWriter, r *http.Request) error {
	me := member.Must(r.Context())
	kind := r.URL.Query().Get("kind")
	if kind == "" {
		kind = string(Either)
	}
	return web.OK(w, r, seekFormTempl(form.With("kind", kind, "topics", strings.Join(me.Topics, ", ")), ""))
}

func (s *Mentorings) newSeek(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	k := Seek{MemberID: member.Must(r.Context()).ID}
	k.read(f)
	var id string
	if f.OK() {
		if id, err = s.Seek(r.Context(), k); err != nil {
			err = refusedInForm(f, "", err)
		}
	}
	if err != nil {
		return err
	}
	if !f.OK() {
		return web.Unprocessable(w, r, seekFormTempl(f, ""))
	}
	return web.Redirect(w, r, "/mentoring/seeks/"+id, "done.mentoring.seeking")
}

func (s *Mentorings) seekPage(w http.ResponseWriter, r *http.Request) error {
	k, err := s.seekOf(r.Context(), s.DB, r.PathValue("id"), member.Must(r.Context()).ID)
	if err != nil {
		return err
	}
	list, err := s.Suggest(r.Context(), s.DB, k, suggested)
	if err != nil {
		return err
	}
	return web.OK(w, r, seekTempl(k, list))
}

func (s *Mentorings) changeSeekPage(w http.ResponseWriter, r *http.Request) error {
	k, err := s.seekOf(r.Context(), s.DB, r.PathValue("id"), member.Must(r.Context()).ID)
	if err != nil {
		return err
	}
	pairs := []string{
		"kind", string(k.Kind), "aim", k.Aim, "tried", k.Tried, "topics", strings.Join(k.Topics, ", "),
		"languages", strings.Join(k.Languages, ", "),
	}
	for _, t := range k.Times {
		pairs = append(pairs, "times", t)
	}
	if k.OwnOrganisation {
		pairs = append(pairs, "own", "yes")
	}
	return web.OK(w, r, seekFormTempl(form.With(pairs...), k.Path()))
}

func (s *Mentorings) postChangeSeek(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if _, err := s.seekOf(r.Context(), s.DB, id, member.Must(r.Context()).ID); err != nil {
		return err
	}
	var said Seek
	said.read(f)
	if !f.OK() {
		return web.Unprocessable(w, r, seekFormTempl(f, "/mentoring/seeks/"+id))
	}
	err = s.changeSeek(r.Context(), id, member.Must(r.Context()).ID, func(k *Seek) {
		k.Kind, k.Topics, k.Aim, k.Tried = said.Kind, said.Topics, said.Aim, said.Tried
		k.Times, k.Languages, k.OwnOrganisation = said.Times, said.Languages, said.OwnOrganisation
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/mentoring/seeks/"+id, "done.mentoring.changed")
}

func (s *Mentorings) endSeek(w http.ResponseWriter, r *http.Request) error {
	if err := s.EndSeek(r.Context(), r.PathValue("id"), member.Must(r.Context()).ID); err != nil {
		return err
	}
	return web.Redirect(w, r, "/mentoring", "done.mentoring.seek_ended")
}
