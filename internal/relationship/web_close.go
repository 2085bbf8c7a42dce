package relationship

import (
	"net/http"

	"cuppa.example/internal/form"
	"cuppa.example/internal/web"
)

// said is what a member has said in a review.
func (v *visit) said(memberID string, part Part) (Review, bool) {
	for _, r := range v.reviews {
		if r.MemberID == memberID && r.Part == part {
			return r, true
		}
	}
	return Review{}, false
}

func (v *visit) reviewForm(part Part) *form.Form {
	r, _ := v.said(v.me, part)
	return form.With("going", r.Going, "again", r.Again, "changed", r.Words.Changed, "thanks", r.Words.Thanks)
}

func (s *Relationships) reviewPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.r.State != Running {
		return web.Redirect(w, r, v.base, "")
	}
	return web.OK(w, r, reviewPage(v, v.reviewForm(Half)))
}

func (s *Relationships) review(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	answer := Review{Part: Half, Going: f.Choice("going", "relationship.going.missing", goings...)}
	answer.Words.Changed = f.Text("changed", form.Max(maxText))
	if !f.OK() {
		return web.Unprocessable(w, r, reviewPage(v, f))
	}
	if err := s.Say(r.Context(), v.r.ID, v.me, answer); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.relationship.reviewed")
}

func (s *Relationships) closePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !v.r.open() {
		return web.Redirect(w, r, v.base, "")
	}
	return web.OK(w, r, closePage(v))
}

func (s *Relationships) close(w http.ResponseWriter, r *http.Request, v *visit) error {
	ran := v.r.State == Running
	if err := s.Close(r.Context(), v.r.ID, v.me); err != nil {
		return err
	}
	if ran {
		return web.Redirect(w, r, v.base+"/closing", "done.relationship.closed")
	}
	return web.Redirect(w, r, v.base, "done.relationship.closed")
}

// closes reports whether the visitor is asked what changed: once they worked
// together, and it is closed.
func (v *visit) closes() bool { return v.r.State == Closed && !v.r.StartedAt.IsZero() }

func (s *Relationships) closingPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	if !v.closes() {
		return web.Redirect(w, r, v.base, "")
	}
	return web.OK(w, r, closingPage(v, v.reviewForm(End)))
}

func (s *Relationships) closing(w http.ResponseWriter, r *http.Request, v *visit) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	answer := Review{
		Part: End, Going: f.Choice("going", "relationship.going.missing", goings...),
		Words: Words{Changed: f.Text("changed", form.Max(maxText)), Thanks: f.Text("thanks", form.Max(maxText))},
		Again: f.Choice("again", "relationship.again.missing", repeats...),
	}
	if !f.OK() {
		return web.Unprocessable(w, r, closingPage(v, f))
	}
	if err := s.Say(r.Context(), v.r.ID, v.me, answer); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.relationship.said")
}
