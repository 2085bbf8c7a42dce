package outcome

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/sheet"
)

// Waiting is what others wrote and a member has not answered, for their home page.
func (s *Outcomes) Waiting(ctx context.Context, memberID string) ([]member.Task, error) {
	tasks, err := s.howItWent(ctx, memberID)
	if err != nil {
		return nil, err
	}
	list, err := s.waitingFor(ctx, s.DB, memberID)
	if err != nil || len(list) == 0 {
		return tasks, err
	}
	var ids []string
	for _, o := range list {
		ids = append(ids, o.others("")...)
	}
	people, err := s.members.Many(ctx, s.DB, ids)
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		apart, err := s.safety.Separated(ctx, s.DB, o.WriterID, memberID)
		if err != nil {
			return nil, err
		}
		if apart || o.Standing() != Waiting {
			continue
		}
		tasks = append(tasks, member.Task{
			Text: locale.T(ctx, "outcome.task.answer", "names", names(ctx, people, o.others(memberID))),
			Href: "/conversations/" + o.ConversationID + "/outcome", Due: o.SettleAt,
		})
	}
	return tasks, nil
}

// ForOrganisers is what was hidden and has been changed since.
func (s *Outcomes) ForOrganisers(ctx context.Context) ([]member.Task, error) {
	list, err := s.where(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("o.agreed AND NOT o.shown AND o.version > o.hidden_version").Order("o.changed_at")
	})
	var tasks []member.Task
	for _, o := range list {
		tasks = append(tasks, member.Task{Text: locale.T(ctx, "outcome.task.look"), Href: "/organise/outcomes/" + o.ID})
	}
	return tasks, err
}

// moderated is a part of what is or was public, for organisers: newest first,
// from after one on.
func (s *Outcomes) moderated(ctx context.Context, after string, size int) (list []Outcome, next string, err error) {
	list, err = s.where(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
		q = q.Where("o.agreed").OrderExpr("o.published_at DESC, o.id DESC").Limit(int64(size) + 1)
		if at, id, ok := readCursor(after); ok {
			q = q.Where("(o.published_at, o.id) < (?, ?)", at, id)
		}
		return q
	})
	if len(list) > size {
		list = list[:size]
		next = cursor(list[size-1])
	}
	return list, next, err
}

// Table writes what is public, and what is hidden, as a table.
func (s *Outcomes) Table(ctx context.Context, w *sheet.Writer) error {
	err := w.Write("address", "published", "changed", "programme", "names", "what others may know",
		"what they talked about", "what they will do", "link", "hidden because")
	for after := ""; err == nil; {
		var list []Outcome
		if list, after, err = s.moderated(ctx, after, 500); err != nil {
			return err
		}
		shown, err := s.show(ctx, list)
		if err != nil {
			return err
		}
		for i, o := range shown {
			t := list[i].forOthers()
			names := ""
			for j, name := range o.Names {
				if j > 0 {
					names += ", "
				}
				names += name
			}
			if err := w.Write(s.URL(o.Path()), stamp(o.PublishedAt), stamp(o.ChangedAt), o.Programme, names,
				t.Shared, t.Talked, t.Will, t.Link, list[i].HiddenWhy); err != nil {
				return err
			}
		}
		if after == "" {
			return nil
		}
	}
	return err
}

// stamp is a time as spreadsheets read it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
