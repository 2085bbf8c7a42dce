package discussion

import (
	"errors"
	"net/http"
	"strings"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/web"
)

// own finds the visitor's own post of the address, which is still there, in a
// room that is open.
func (s *Discussions) own(r *http.Request, v *visit) (Post, error) {
	p, err := postIn(r.Context(), s.DB, v.room.ID, r.PathValue("post"))
	switch {
	case err != nil:
		return Post{}, err
	case p.AuthorID != v.me.MemberID:
		return Post{}, fault.Forbidden
	case v.room.Closed():
		return Post{}, fault.Because(fault.Conflict, "discussion.closed")
	}
	return p, nil
}

func (s *Discussions) editPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	p, err := s.own(r, v)
	if err != nil {
		return err
	}
	if p.Gone() {
		return web.Redirect(w, r, p.Path(), "")
	}
	return web.OK(w, r, editPage(v, p, form.With("text", p.Body, "versions", number(p.Versions))))
}

func (s *Discussions) save(w http.ResponseWriter, r *http.Request, v *visit) error {
	p, err := s.own(r, v)
	if err != nil {
		return err
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	if text := f.Text("text", form.Max(MaxText)); f.OK() {
		err := s.Edit(r.Context(), v.room.ID, v.me.MemberID, p.ID, text, placeIn(f, "versions"))
		if err == nil {
			return web.Redirect(w, r, p.Path(), "done.discussion.edited")
		}
		if key, args, ok := fault.Sentence(err); ok && errors.Is(err, fault.Conflict) && !p.Gone() {
			f.Fail("text", key, args...)
			f.Set("versions", number(p.Versions)) // they have been told: the next time counts
			return web.Unprocessable(w, r, editPage(v, p, f))
		}
		if !explained(f, err) {
			return err
		}
	}
	return web.Unprocessable(w, r, editPage(v, p, f))
}

// describe keeps what the pictures of a post show.
func (s *Discussions) describe(w http.ResponseWriter, r *http.Request, v *visit) error {
	p, err := s.own(r, v)
	if err != nil {
		return err
	}
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	if alts := f.Text("alt", form.Max(MaxFiles*maxAlt)); f.OK() {
		if err := s.Describe(r.Context(), v.room.ID, v.me.MemberID, p.ID, strings.Split(alts, "\n")); err != nil {
			return err
		}
		return web.Redirect(w, r, p.Path(), "done.discussion.edited")
	}
	f.Set("text", p.Body)
	f.Set("versions", number(p.Versions))
	return web.Unprocessable(w, r, editPage(v, p, f))
}

// described is what the pictures of a post show, a line for each; some reports
// whether it has any.
func described(p Post) (lines string, some bool) {
	var list []string
	for _, f := range p.Files {
		if f.Picture() {
			list = append(list, f.Alt)
		}
	}
	return strings.Join(list, "\n"), len(list) > 0
}

func (s *Discussions) deletePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	p, err := s.own(r, v)
	if err != nil {
		return err
	}
	if p.Gone() {
		return web.Redirect(w, r, p.Path(), "")
	}
	list, err := s.show(r.Context(), v.reader, []Post{p})
	if err != nil {
		return err
	}
	return web.OK(w, r, deletePage(v, list[0]))
}

func (s *Discussions) delete(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.Delete(r.Context(), v.room.ID, v.me.MemberID, r.PathValue("post")); err != nil {
		return err
	}
	return web.Redirect(w, r, Path(v.room.ID), "done.discussion.deleted")
}

// historyPage is what stood in a post before.
func (s *Discussions) historyPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	p, err := postIn(r.Context(), s.DB, v.room.ID, r.PathValue("post"))
	if err != nil {
		return err
	}
	before, err := s.History(r.Context(), p.ID)
	if err != nil {
		return err
	}
	if p.Gone() || len(before) == 0 {
		return web.Redirect(w, r, p.Path(), "")
	}
	list, err := s.show(r.Context(), v.reader, []Post{p})
	if err != nil {
		return err
	}
	return web.OK(w, r, historyPage(v, list[0], before))
}
