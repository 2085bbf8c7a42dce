package outcome

import (
	"context"
	"net/http"

	"github.com/uptrace/bun"

	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

// MaxReason is how many characters the reason for hiding may have.
const MaxReason = 1000

// moderation is one outcome as organisers see it: never what is not public.
type moderation struct {
	Outcome
	shown Shown
}

func (s *Outcomes) moderatePage(w http.ResponseWriter, r *http.Request) error {
	after := r.URL.Query().Get("after")
	list, next, err := s.moderated(r.Context(), after, 50)
	if err != nil {
		return err
	}
	rows, err := s.moderations(r.Context(), list)
	if err != nil {
		return err
	}
	return web.OK(w, r, moderatePage(rows, next, after != ""))
}

func (s *Outcomes) moderations(ctx context.Context, list []Outcome) ([]moderation, error) {
	shown, err := s.show(ctx, list)
	rows := make([]moderation, len(shown))
	for i := range shown {
		rows[i] = moderation{list[i], shown[i]}
	}
	return rows, err
}

func (s *Outcomes) moderation(r *http.Request) (moderation, error) {
	o, err := s.one(r.Context(), s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("o.id = ? AND o.agreed", r.PathValue("id"))
	})
	if err != nil {
		return moderation{}, err
	}
	rows, err := s.moderations(r.Context(), []Outcome{o})
	if err != nil {
		return moderation{}, err
	}
	return rows[0], nil
}

func (s *Outcomes) hidePage(w http.ResponseWriter, r *http.Request) error {
	o, err := s.moderation(r)
	if err != nil {
		return err
	}
	return web.OK(w, r, hidePage(o, form.With()))
}

func (s *Outcomes) hide(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	why := f.Text("why", form.Required("outcome.hide.why.missing"), form.Max(MaxReason))
	if !f.OK() {
		o, err := s.moderation(r)
		if err != nil {
			return err
		}
		return web.Unprocessable(w, r, hidePage(o, f))
	}
	if err := s.Hide(r.Context(), r.PathValue("id"), member.Must(r.Context()).ID, why); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/outcomes/"+r.PathValue("id"), "done.outcome.hidden")
}

func (s *Outcomes) unhide(w http.ResponseWriter, r *http.Request) error {
	if err := s.Unhide(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	return web.Redirect(w, r, "/organise/outcomes/"+r.PathValue("id"), "done.outcome.unhidden")
}
