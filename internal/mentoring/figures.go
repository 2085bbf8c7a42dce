package mentoring

import (
	"context"
	"strconv"
	"time"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/sheet"
)

// few is the least count that organisers are shown: behind fewer stand people
// whom everybody knows.
const few = 5

// shown is a count as organisers see it.
func (f Figure) shown(ctx context.Context) string {
	switch {
	case f.Count == 0:
		return locale.Number(ctx, 0)
	case f.Count < few:
		return locale.T(ctx, "mentoring.few", "count", few)
	}
	return locale.Number(ctx, f.Count)
}

// Figures count what goes on, without a name and without a word of what people write.
func (s *Mentorings) Figures(ctx context.Context) ([]Figure, error) {
	now := s.Now()
	var list []Figure
	for _, q := range []struct {
		key, query string
		args       []any
	}{
		{"mentors", "SELECT count(DISTINCT member_id) FROM mentoring_offers WHERE ended_at IS NULL AND kind = 'mentoring'", nil},
		{"coaches", "SELECT count(DISTINCT member_id) FROM mentoring_offers WHERE ended_at IS NULL AND kind = 'coaching'", nil},
		{"seekers", "SELECT count(DISTINCT member_id) FROM mentoring_seeks WHERE ended_at IS NULL", nil},
		{"asked", "SELECT count(*) FROM mentoring_requests WHERE asked_at > ?", []any{now.Add(-figuresSpan)}},
		{"accepted", "SELECT count(*) FROM mentoring_requests WHERE asked_at > ? AND state = 'accepted'", []any{now.Add(-figuresSpan)}},
		{"open", "SELECT count(*) FROM mentoring_requests WHERE state = 'asked'", nil},
		{"unanswered", "SELECT count(*) FROM mentoring_requests WHERE state = 'asked' AND asked_at < ?", []any{now.Add(-nudgeAfter)}},
		{"lapsed", "SELECT count(*) FROM mentoring_requests WHERE asked_at > ? AND state IN ('lapsed', 'parted')", []any{now.Add(-figuresSpan)}},
		{"waiting", "SELECT count(*) FROM mentoring_waits WHERE ended_at IS NULL", nil},
	} {
		f := Figure{Key: "mentoring.figure." + q.key}
		if err := s.DB.NewRaw(q.query, q.args...).Scan(ctx, &f.Count); err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

// ForOrganisers is what needs an organiser: more people who seek than places.
func (s *Mentorings) ForOrganisers(ctx context.Context) ([]member.Task, error) {
	var line int
	err := s.DB.NewRaw("SELECT count(*) FROM mentoring_waits WHERE ended_at IS NULL").Scan(ctx, &line)
	if err != nil || line < few {
		return nil, err
	}
	return []member.Task{{Text: locale.T(ctx, "mentoring.task.line", "count", line), Href: "/organise/mentoring"}}, nil
}

// Table writes how many requests each month had, and what became of them.
// Counts under five are hidden.
func (s *Mentorings) Table(ctx context.Context, w *sheet.Writer) error {
	if err := w.Write("month", "asked", "accepted", "declined", "lapsed", "open"); err != nil {
		return err
	}
	var rows []struct {
		AskedAt time.Time
		State   State
	}
	if err := s.DB.NewRaw("SELECT asked_at, state FROM mentoring_requests ORDER BY asked_at, id").Scan(ctx, &rows); err != nil {
		return err
	}
	var months []string
	sums := map[string]map[State]int{}
	for _, r := range rows {
		month := r.AskedAt.UTC().Format("2006-01")
		if sums[month] == nil {
			sums[month] = map[State]int{}
			months = append(months, month)
		}
		sums[month][Request{State: r.State}.shownState()]++
	}
	for _, month := range months {
		n := sums[month]
		parts := []int{n[Accepted], n[Declined] + n[Referred], n[Lapsed], n[Asked]}
		if err := w.Write(month, hideAll(n[Withdrawn], parts), hide(parts[0]), hide(parts[1]), hide(parts[2]), hide(parts[3])); err != nil {
			return err
		}
	}
	return nil
}

// hideAll is the sum of what became of requests. It is not written down where
// what is not shown, withdrawn ones among it, could be told from it: where that
// is few together.
func hideAll(withdrawn int, parts []int) string {
	all, rest := withdrawn, withdrawn
	for _, n := range parts {
		all += n
		if n < few {
			rest += n
		}
	}
	if all >= few && rest > 0 && rest < few {
		return "hidden"
	}
	return hide(all)
}

// hide is a count for a table: one under five is not written down.
func hide(n int) string {
	if n > 0 && n < few {
		return "under 5"
	}
	return strconv.Itoa(n)
}
