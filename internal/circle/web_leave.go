package circle

import (
	"net/http"

	"cuppa.example/internal/web"
)

func (s *Circles) leavePage(w http.ResponseWriter, r *http.Request, in *inside) error {
	if !in.Open() {
		return web.Redirect(w, r, in.Path(), "")
	}
	return web.OK(w, r, leavePage(in))
}

func (s *Circles) leave(w http.ResponseWriter, r *http.Request, in *inside) error {
	return did(w, r, s.Leave(r.Context(), in.ID, in.me.MemberID), "/circles", "done.circle.left")
}
