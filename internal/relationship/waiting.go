package relationship

import (
	"context"
	"time"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// Waiting is what a member's relationships want of them, for their home page.
func (s *Relationships) Waiting(ctx context.Context, memberID string) ([]member.Task, error) {
	list, err := where(ctx, s.DB, "(r.helper_id = ? OR r.learner_id = ?) AND (r.state <> ? OR r.closed_at > ?)",
		memberID, memberID, Closed, s.Now().Add(-grace))
	if err != nil || len(list) == 0 {
		return nil, err
	}
	people, err := s.scene(ctx, s.DB, list...)
	if err != nil {
		return nil, err
	}
	var tasks []member.Task
	for _, r := range list {
		v := &visit{scene: people, r: r, me: memberID, base: s.Path(r.ID), now: s.Now()}
		if err := v.look(ctx, s.DB); err != nil {
			return nil, err
		}
		tasks = append(tasks, v.waiting(ctx)...)
	}
	return tasks, nil
}

func (v *visit) waiting(ctx context.Context) []member.Task {
	var tasks []member.Task
	add := func(key, sub string, due time.Time, more ...any) {
		args := append([]any{"name", v.otherName(ctx)}, more...)
		tasks = append(tasks, member.Task{Text: locale.T(ctx, "relationship.task."+key, args...), Href: v.base + sub, Due: due, At: key == "talk"})
	}
	a, waits := v.pending()
	switch {
	case waits && a.ProposedBy != v.me && v.r.open():
		add("accept", "/agreement", v.r.CheckAt)
	case v.r.State == Agreeing && !waits:
		add("agree", "/agreement", v.r.CheckAt)
	}
	_, said := v.said(v.me, End)
	switch {
	case v.closes() && !said && v.r.ClosedWhy != Gone:
		add("closing", "/closing", v.r.ClosedAt.Add(grace))
	case v.r.State != Running:
	case v.agreed.StartsAt.IsZero():
		add("times", "", v.r.BeatAt)
	case v.passed():
		add("held", "/held", v.agreed.EndsAt().Add(slack))
	default:
		add("talk", "", v.agreed.StartsAt, "time", locale.DateTime(ctx, v.agreed.StartsAt))
	}
	if v.halfTime() {
		add("half", "/review", v.r.EndsAt)
	}
	for _, a := range v.actions {
		if a.OwnerID == v.me && v.r.State == Running {
			tasks = append(tasks, member.Task{Text: a.Text, Href: v.base + "/actions/" + a.ID, Due: a.DueAt, Hint: v.title(ctx, v.r, v.me)})
		}
	}
	return tasks
}
