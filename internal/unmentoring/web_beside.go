package unmentoring

import (
	"net/http"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/web"
)

// besideView is draws side by side.
type besideView struct {
	preview
	list     []Draw
	underWay Draw
	far      far
	last     int // attempts on record
}

func (s *Programmes) besidePage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	base, err := s.looking(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := besideView{preview: base}
	if v.list, v.underWay, v.last, err = s.beside(ctx, v.round.ID); err != nil {
		return err
	}
	if v.underWay.ID != "" {
		v.far = s.farOf(v.underWay)
	}
	return web.OK(w, r, besidePage(v))
}

func (s *Programmes) drawAnother(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	by := Decides(f.Choice("decides", "form.choice", texts(AllDecides)...))
	if !f.OK() {
		return fault.Invalid
	}
	id := r.PathValue("id")
	if err := s.DrawAnother(r.Context(), id, me(r).ID, whole(f.Value("seen")), whole(f.Value("last")), by); err != nil {
		return err
	}
	done := "done.unmentoring.beside"
	if _, underWay, _, err := s.beside(r.Context(), id); err != nil || underWay.ID != "" {
		done = "" // the page says how far it is
	}
	return web.Redirect(w, r, besidePath(id), done)
}

func (s *Programmes) chooseDraw(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if err := s.Choose(r.Context(), id, whole(f.Value("seen")), f.Value("draw")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/rounds/"+id+"/draw", "done.unmentoring.chosen")
}

func besidePath(roundID string) string { return "/organise/rounds/" + roundID + "/draw/beside" }
