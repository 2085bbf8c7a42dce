package mentoring

import (
	"net/http"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// standing in line, looked at by who stands there.
type inLine struct {
	Wait
	path   string
	link   bool
	me     member.Member
	helper member.Member
	offer  Offer
	place  int
	text   string
}

type waitFinder func(r *http.Request) (*inLine, error)

func (s *Mentorings) waitOfMember(r *http.Request) (*inLine, error) {
	w, err := waitByID(r.Context(), s.DB, r.PathValue("id"))
	if err == nil && w.MemberID != member.Must(r.Context()).ID {
		err = fault.NotFound
	}
	return &inLine{Wait: w, path: w.Path()}, err
}

func (s *Mentorings) waitByLink(r *http.Request) (*inLine, error) {
	token := r.PathValue("token")
	id, err := s.opened(linkPlace, token)
	if err != nil {
		return nil, err
	}
	w, err := waitByID(r.Context(), s.DB, id)
	if isNotFound(err) {
		err = fault.Gone
	}
	return &inLine{Wait: w, path: "/mentoring/w/" + token, link: true}, err
}

func (s *Mentorings) waiting(find waitFinder, h func(http.ResponseWriter, *http.Request, *inLine) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := find(r)
		if err != nil {
			return err
		}
		ctx := r.Context()
		if v.offer, err = offerByID(ctx, s.DB, v.OfferID); err != nil {
			return err
		}
		if v.me, v.helper, err = s.pair(ctx, s.DB, v.MemberID, v.offer.MemberID); err != nil {
			return err
		}
		if v.link && v.me.Barred() {
			return fault.Gone
		}
		if v.place, err = placeInLine(ctx, s.DB, v.Wait); err != nil {
			return err
		}
		if v.text, err = s.Keys.Decrypt(v.Message, v.purpose()); err != nil {
			return err
		}
		lang := ""
		if v.link {
			lang = v.me.Language
		}
		return h(w, web.In(r, lang), v)
	}
}

func (s *Mentorings) waitPage(w http.ResponseWriter, r *http.Request, v *inLine) error {
	return web.OK(w, r, waitTempl(v))
}

func (s *Mentorings) postTake(w http.ResponseWriter, r *http.Request, v *inLine) error {
	if _, err := s.Take(r.Context(), v.ID, v.MemberID, ""); err != nil {
		return err
	}
	return web.Redirect(w, r, v.path, "done.mentoring.taken")
}

func (s *Mentorings) postLeave(w http.ResponseWriter, r *http.Request, v *inLine) error {
	if err := s.Leave(r.Context(), v.ID, v.MemberID); err != nil {
		return err
	}
	return web.Redirect(w, r, v.path, "done.mentoring.left")
}
