package circle

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// Waiting is what circles wait for from a member, for their home page.
func (s *Circles) Waiting(ctx context.Context, memberID string) ([]member.Task, error) {
	var tasks []member.Task
	add := func(key, href string, due time.Time, args ...any) {
		tasks = append(tasks, member.Task{Text: locale.T(ctx, "circle.task."+key, args...), Href: href, Due: due})
	}
	apps, err := s.applications(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("a.member_id = ? AND a.state = ?", memberID, Offered)
	})
	if err != nil {
		return nil, err
	}
	for _, a := range apps {
		add("offered", s.LinkPath(a), a.AnswerBy)
	}
	hosted, err := openingsOf(ctx, s.DB, memberID)
	if err != nil {
		return nil, err
	}
	for _, o := range hosted {
		if o.State == Review {
			add("review", o.Path(), o.AnswerBy(), "circle", o.Name)
		}
	}
	mine, err := circlesOf(ctx, s.DB, memberID)
	if err != nil {
		return nil, err
	}
	for _, c := range mine {
		if !c.Open() {
			continue
		}
		if !c.Facilitates(memberID) && (c.HeirID == memberID || c.HeirID == Anybody) {
			add("heir", c.Path(), time.Time{}, "circle", c.Name)
		}
		if c.Facilitates(memberID) && !s.Now().Before(c.EndsAt) {
			add("end", c.Path()+"/care", c.EndsAt.Add(closeAfter), "circle", c.Name)
		}
		l, err := s.learnt(ctx, s.DB, c.ID)
		if err == nil && l.Answers[memberID] == Pending {
			add("learnt", c.Path()+"/learnt", time.Time{}, "circle", c.Name)
		}
		if err := ignore(err); err != nil {
			return nil, err
		}
	}
	life, err := s.waitingLife(ctx, memberID)
	return append(tasks, life...), err
}

// Export is what a member's data download says of circles: which they are or were
// in, and what they wrote when they applied.
func (s *Circles) Export(ctx context.Context, memberID string) (any, error) {
	type wish struct {
		Circle string    `json:"name"`
		Want   string    `json:"what_you_want"`
		Leads  bool      `json:"would_facilitate"`
		Free   Times     `json:"free"`
		State  Standing  `json:"state"`
		At     time.Time `json:"at"`
	}
	out := struct {
		Circles      []stay `json:"circles"`
		Applications []wish `json:"applications"`
		*life               // nil for who was in none
	}{[]stay{}, []wish{}, nil}
	list, err := circles(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("c.id IN (SELECT circle_id FROM circle_people WHERE member_id = ?)", memberID).Order("c.created_at")
	})
	if err != nil {
		return nil, err
	}
	for _, c := range list {
		out.Circles = append(out.Circles, partsOf(c, memberID)...)
	}
	apps, err := s.applications(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("a.member_id = ?", memberID) })
	if err != nil {
		return nil, err
	}
	for _, a := range apps {
		o, err := openingByID(ctx, s.DB, a.OpeningID)
		if err != nil {
			return nil, err
		}
		out.Applications = append(out.Applications, wish{o.Name, a.Want, a.Leads, a.Free, a.State, a.CreatedAt})
	}
	l, err := s.exportLife(ctx, memberID)
	if len(out.Circles)+len(l.Calls)+len(l.Promises)+len(l.Turns)+len(l.Questions) > 0 {
		out.life = &l
	}
	return out, err
}

// stay is one time in a circle, as a data download says it.
type stay struct {
	Circle string     `json:"name"`
	Role   Role       `json:"role"`
	Joined time.Time  `json:"joined"`
	Left   *time.Time `json:"left,omitempty"`
}

func partsOf(c Circle, memberID string) []stay {
	var list []stay
	for _, p := range c.People {
		if p.MemberID != memberID {
			continue
		}
		one := stay{Circle: c.Name, Role: p.Role, Joined: p.JoinedAt}
		if !p.Here() {
			one.Left = &p.LeftAt
		}
		list = append(list, one)
	}
	return list
}

// gone ends what somebody who leaves the network is part of: their applications, what
// they are opening, and their circles, which go on.
func (s *Circles) gone(ctx context.Context, tx bun.Tx, memberID string) error {
	hosted, err := openingsOf(ctx, tx, memberID)
	if err != nil {
		return err
	}
	for _, o := range hosted {
		if o.State == Sent {
			continue // people have answered; the circles come about, and somebody takes over
		}
		if err := s.offOpening(ctx, tx, &o); err != nil {
			return err
		}
		if err := saveOpening(ctx, tx, o); err != nil {
			return err
		}
	}
	apps, err := s.applications(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("a.member_id = ? AND a.state IN (?, ?, ?, ?)", memberID, Applied, Offered, Accepted, Waits)
	})
	if err != nil {
		return err
	}
	for _, a := range apps {
		if a.State == Accepted || a.State == Offered {
			if err := ignoreGone(s.decline(ctx, tx, &a, Withdrawn)); err != nil {
				return err
			}
		} else {
			a.State, a.Team, a.TeamLeads = Withdrawn, 0, false
		}
		if err := saveApplication(ctx, tx, a); err != nil {
			return err
		}
		if o, err := lockOpening(ctx, s.DB, tx, a.OpeningID); err != nil || o.State == Sent {
			if err := errors.Join(err, s.settle(ctx, tx, o)); err != nil {
				return err
			}
		}
	}
	mine, err := circlesOf(ctx, tx, memberID)
	if err != nil {
		return err
	}
	for _, c := range mine {
		if !c.Open() {
			continue
		}
		if err := s.out(ctx, tx, &c, memberID, false); err != nil {
			return err
		}
	}
	return nil
}

func ignoreGone(err error) error {
	if isFault(err, errGone) {
		return nil
	}
	return err
}

// erase is gone, and forgets what they wrote.
func (s *Circles) erase(ctx context.Context, tx bun.Tx, memberID string) error {
	if err := s.gone(ctx, tx, memberID); err != nil {
		return err
	}
	for _, q := range []string{
		"DELETE FROM circle_applications WHERE member_id = ?",
		"DELETE FROM circle_approvals WHERE member_id = ?",
		"DELETE FROM circle_moves WHERE member_id = ?",
		"UPDATE circle_people SET experience = '' WHERE member_id = ?",
		"UPDATE circle_openings SET experience = '' WHERE host_id = ?",
		"UPDATE circle_learnt SET writer_id = NULL WHERE writer_id = ?",
	} {
		if _, err := tx.NewRaw(q, memberID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
