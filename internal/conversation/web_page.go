package conversation

import (
	"net/http"

	"cuppa.example/internal/meeting"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

func (s *Conversations) page(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.Aside != nil && v.running() {
		var err error
		if v.aside, err = s.Aside(r.Context(), v.c, v.me.MemberID, v.base); err != nil {
			return err
		}
	}
	return web.OK(w, r, conversationPage(v))
}

// call sends somebody into the room, with a token in their name where the
// server asks for one. What it changes is nothing: it may be opened again.
func (s *Conversations) call(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.c.Room == "" || !v.running() {
		return web.Redirect(w, r, v.base, "")
	}
	service, err := s.Meeting(r.Context())
	if err != nil {
		return err
	}
	return web.Leave(w, r, service.Door(v.c.Room, meeting.Guest{ID: v.me.MemberID, Name: v.people[v.me.MemberID].Name, Host: true}))
}

// contact shows how to reach the others, in the answer to the button that asks
// for it: opening an address never shows a phone number.
func (s *Conversations) contact(w http.ResponseWriter, r *http.Request, v *visit) error {
	reached, err := s.Reveal(r.Context(), v.c.ID, v.me.MemberID)
	if err != nil {
		return err
	}
	return web.OK(w, r, contactPage(v, reached))
}

const pageSize = 25

func (s *Conversations) listPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	me := member.Must(ctx).ID
	list, next, err := s.Of(ctx, me, r.URL.Query().Get("after"), pageSize)
	if err != nil {
		return err
	}
	sc, err := s.scene(ctx, s.DB, list...)
	if err != nil {
		return err
	}
	return web.OK(w, r, listPage(sc, me, list, next, r.URL.Query().Get("after") != ""))
}
