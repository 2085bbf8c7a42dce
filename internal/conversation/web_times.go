package conversation

import (
	"context"
	"net/http"
	"time"

	"cuppa.example/internal/schedule"
	"cuppa.example/internal/web"
)

// table is the times of the conversation as the visitor sees them.
func (v *visit) table(ctx context.Context) schedule.Table {
	return schedule.Table{
		Search: v.c.search(), Me: v.me.MemberID, Base: v.base, Now: v.now, Open: v.running(),
		Agreed: v.agreed, Proposals: v.proposals, Others: v.firsts(ctx, v.others()), Names: v.withNames(ctx),
		Name: func(memberID string) string { return v.first(ctx, memberID) },
	}
}

func (s *Conversations) timePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return v.table(r.Context()).TimePage(w, r)
}

func (s *Conversations) timesPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return v.table(r.Context()).TimesPage(w, r)
}

func (s *Conversations) propose(w http.ResponseWriter, r *http.Request, v *visit) error {
	return v.table(r.Context()).Propose(w, r, v.say)
}

func (s *Conversations) suits(w http.ResponseWriter, r *http.Request, v *visit) error {
	return v.table(r.Context()).Accept(w, r, v.say)
}

func (v *visit) say(ctx context.Context, seen time.Time, times ...time.Time) (agreed bool, err error) {
	return v.s.Suits(ctx, v.c.ID, v.me.MemberID, seen, times...)
}

func (s *Conversations) changePage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return v.table(r.Context()).ChangePage(w, r)
}

func (s *Conversations) cancelTime(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.CancelTime(r.Context(), v.c.ID, v.me.MemberID); err != nil {
		return err
	}
	return web.Redirect(w, r, v.base, "done.schedule.off")
}
