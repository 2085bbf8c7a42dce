package circle

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"
)

// settleAfter does what follows for an opening from the answer of one person.
func (s *Circles) settleAfter(ctx context.Context, tx bun.Tx, o Opening, a Application) error {
	if o.State != Sent || a.CircleID == "" && a.State != Waits && a.State != Withdrawn {
		return nil
	}
	return s.settle(ctx, tx, o)
}

// settle looks at all circles of an opening that are forming: who waits fills a free
// place, a circle whose people have all answered begins, or is called off if they
// are too few, and in the end whoever still waits is told.
func (s *Circles) settle(ctx context.Context, tx bun.Tx, o Opening) error {
	list, err := circles(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("c.opening_id = ? AND c.state = ?", o.ID, Forming).Order("c.id")
	})
	if err != nil {
		return err
	}
	forming := 0
	for _, c := range list {
		still, err := s.settleCircle(ctx, tx, o, c)
		if err != nil {
			return err
		}
		if still {
			forming++
		}
	}
	if forming > 0 {
		return nil
	}
	return s.finish(ctx, tx, o)
}

// settleCircle reports whether somebody has still to answer.
func (s *Circles) settleCircle(ctx context.Context, tx bun.Tx, o Opening, c Circle) (forming bool, err error) {
	apps, err := s.applicationsOf(ctx, tx, o.ID)
	if err != nil {
		return false, err
	}
	var in, asked []Application
	for _, a := range apps {
		if a.CircleID == c.ID && a.State == Accepted {
			in = append(in, a)
		}
		if a.CircleID == c.ID && a.State == Offered {
			asked = append(asked, a)
		}
	}
	if s.Now().Before(c.StartsAt) {
		for len(in)+len(asked) < o.Size {
			next, found, err := s.next(ctx, tx, o, apps, slices.Concat(in, asked))
			if err != nil {
				return false, err
			}
			if !found {
				break
			}
			if err := s.offer(ctx, tx, o, next, c, refillDays*day); err != nil {
				return false, err
			}
			asked = append(asked, next)
			apps = slices.DeleteFunc(apps, func(a Application) bool { return a.ID == next.ID })
		}
	}
	switch {
	case len(asked) > 0:
		return true, nil
	case len(in) < MinSize:
		return false, s.tooFew(ctx, tx, o, c, in)
	}
	return false, s.begin(ctx, tx, o, c, in)
}

// next is the first of those who wait who fits into a circle: with nobody from the
// same organisation, nobody they are kept apart from, and a time in common.
func (s *Circles) next(ctx context.Context, tx bun.Tx, o Opening, apps, with []Application) (Application, bool, error) {
	var waiting []Application
	for _, a := range apps {
		if a.State == Waits {
			waiting = append(waiting, a)
		}
	}
	if len(waiting) == 0 {
		return Application{}, false, nil
	}
	input, err := s.input(ctx, tx, o, slices.Concat(with, waiting))
	if err != nil {
		return Application{}, false, err
	}
	group := make([]int32, len(with))
	for i := range with {
		group[i] = int32(i)
	}
	for i, a := range waiting {
		if b := input.Bars(int32(len(with)+i), group); !b.Apart && !b.Body && !b.Time {
			return a, true, nil
		}
	}
	return Application{}, false, nil
}

// tooFew ends a circle that did not come about.
func (s *Circles) tooFew(ctx context.Context, tx bun.Tx, o Opening, c Circle, in []Application) error {
	c.State, c.AnswerBy, c.ClosedAt = Closed, time.Time{}, s.Now()
	if err := saveCircle(ctx, tx, c); err != nil {
		return err
	}
	if _, err := tx.NewDelete().Model((*Person)(nil)).Where("circle_id = ?", c.ID).Exec(ctx); err != nil {
		return err
	}
	for _, a := range in {
		a.State = Refused
		if err := saveApplication(ctx, tx, a); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, a, letterTooFew, o, c.ID); err != nil {
			return err
		}
	}
	return nil
}

// begin lets a circle begin. Where the one who was to facilitate is not in it, the
// first who offered to do it takes over; where there is nobody, its people are asked.
func (s *Circles) begin(ctx context.Context, tx bun.Tx, o Opening, c Circle, in []Application) error {
	c, err := lockCircle(ctx, s.DB, tx, c.ID)
	if err != nil || c.State != Forming {
		return err
	}
	if _, has := c.Facilitator(); !has {
		i := slices.IndexFunc(in, func(a Application) bool { return a.Leads })
		if i >= 0 {
			for j := range c.People {
				if p := &c.People[j]; p.MemberID == in[i].MemberID {
					p.Role, p.Experience = Facilitator, in[i].Experience
					if err := savePerson(ctx, tx, *p); err != nil {
						return err
					}
				}
			}
		}
	}
	if err := s.start(ctx, tx, &c); err != nil {
		return err
	}
	if _, has := c.Facilitator(); !has {
		if err := s.askAll(ctx, tx, &c); err != nil {
			return err
		}
	}
	for _, a := range in {
		if err := s.tell(ctx, tx, a, letterBegins, o, c.ID); err != nil {
			return err
		}
	}
	return nil
}

// finish gives everybody who still waits their answer.
func (s *Circles) finish(ctx context.Context, tx bun.Tx, o Opening) error {
	apps, err := s.applicationsOf(ctx, tx, o.ID)
	if err != nil {
		return err
	}
	for _, a := range apps {
		if a.State != Waits {
			continue
		}
		a.State = Refused
		if err := saveApplication(ctx, tx, a); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, a, letterNoPlace, o, ""); err != nil {
			return err
		}
	}
	o.State = Done
	return saveOpening(ctx, tx, o)
}
