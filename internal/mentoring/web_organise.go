package mentoring

import (
	"context"
	"net/http"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/web"
)

func (s *Mentorings) figuresPage(w http.ResponseWriter, r *http.Request) error {
	own, err := s.Figures(r.Context())
	if err != nil {
		return err
	}
	var others []Figure
	if s.relationships.Figures != nil {
		if others, err = s.relationships.Figures(r.Context()); err != nil {
			return err
		}
	}
	return web.OK(w, r, figuresTempl(own, others))
}

// marked is a member whom an organiser may mark as a qualified coach.
type marked struct {
	member.Member
	coach bool
}

func (s *Mentorings) coachesPage(w http.ResponseWriter, r *http.Request) error {
	f := form.Query(r)
	q := f.Line("q", form.Max(100))
	var list []marked
	if q != "" && f.OK() {
		page, err := s.members.List(r.Context(), member.Filter{Search: q, Size: 30})
		if err != nil {
			return err
		}
		var ids []string
		for _, m := range page.Members {
			ids = append(ids, m.ID)
		}
		coaches, err := coachesAmong(r.Context(), s.DB, ids)
		if err != nil {
			return err
		}
		for _, m := range page.Members {
			list = append(list, marked{m, coaches[m.ID]})
		}
		return web.OK(w, r, coachesTempl(f, list))
	}
	var ids []string
	if err := s.DB.NewRaw("SELECT member_id FROM mentoring_coaches ORDER BY marked_at DESC, member_id LIMIT 200").Scan(r.Context(), &ids); err != nil {
		return err
	}
	people, err := s.members.Many(r.Context(), s.DB, ids)
	for _, id := range ids {
		if people[id].Name != "" {
			list = append(list, marked{people[id], true})
		}
	}
	if err != nil {
		return err
	}
	return web.OK(w, r, coachesTempl(f, list))
}

// postCoach marks a member as a qualified coach, or takes the mark away.
func (s *Mentorings) postCoach(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	m, err := s.members.ByID(r.Context(), f.Value("member"))
	if err != nil {
		return err
	}
	if m.State == member.Erased {
		return fault.NotFound
	}
	on := f.Value("coach") == "yes"
	err = s.DB.InTx(r.Context(), func(ctx context.Context, tx bun.Tx) error {
		query, args := "DELETE FROM mentoring_coaches WHERE member_id = ?", []any{m.ID}
		if on {
			query = "INSERT INTO mentoring_coaches (member_id, marked_by, marked_at) VALUES (?, ?, ?) ON CONFLICT (member_id) DO NOTHING"
			args = append(args, member.Must(ctx).ID, s.Now())
		}
		_, err := tx.NewRaw(query, args...).Exec(ctx)
		return err
	})
	if err != nil {
		return err
	}
	done := "done.mentoring.unmarked"
	if on {
		done = "done.mentoring.marked"
	}
	return web.Redirect(w, r, "/organise/mentoring/coaches", done)
}
