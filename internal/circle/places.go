package circle

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/safety"
)

// Accept takes the place that somebody was offered. Whoever is no member yet becomes
// one by it: they have agreed to the pledge and to the rules that they have seen,
// and are of age. It gives the id of the member.
func (s *Circles) Accept(ctx context.Context, id string, seen map[safety.Rules]int64) (memberID string, err error) {
	err = s.changing(ctx, id, func(ctx context.Context, tx bun.Tx, _ Opening, a *Application) error {
		if a.State == Accepted {
			memberID = a.MemberID
			return nil
		}
		if a.State != Offered {
			return errGone
		}
		if a.MemberID == "" {
			m, err := s.members.Join(ctx, tx, a.Email, member.Details{Name: a.Name, Organisation: a.Organisation, Job: a.Job}, true)
			if err != nil {
				return err
			}
			if err := s.members.Agree(ctx, tx, m.ID); err != nil {
				return err
			}
			if err := s.safety.AcceptJoined(ctx, tx, m.ID, seen); err != nil {
				return err
			}
			a.MemberID = m.ID
			a.Applicant = Applicant{Want: a.Want, Experience: a.Experience} // the rest is in their profile
			if err := s.reseal(ctx, tx, *a); err != nil {
				return err
			}
			a.be(m)
		}
		memberID = a.MemberID
		if apart, err := s.apartFrom(ctx, tx, a.CircleID, a.MemberID); err != nil || apart {
			return s.giveBack(ctx, tx, a, err)
		}
		return s.seat(ctx, tx, a)
	})
	return memberID, err
}

// apartFrom reports whether somebody must not be with one of those who have taken
// a place in a circle.
func (s *Circles) apartFrom(ctx context.Context, tx bun.Tx, circleID, memberID string) (bool, error) {
	c, err := circleByID(ctx, tx, circleID)
	if err != nil {
		return false, err
	}
	for _, other := range c.Here() {
		apart, err := s.safety.Separated(ctx, tx, memberID, other)
		if err != nil || apart {
			return apart, err
		}
	}
	return false, nil
}

// giveBack makes somebody wait whose place is not theirs any more.
func (s *Circles) giveBack(_ context.Context, _ bun.Tx, a *Application, err error) error {
	a.State, a.AnswerBy, a.RemindAt, a.CircleID, a.Team, a.TeamLeads = Waits, time.Time{}, time.Time{}, "", 0, false
	return err
}

// Decline gives back the place that somebody was offered, or has taken in a circle
// that is still forming.
func (s *Circles) Decline(ctx context.Context, id string) error {
	return s.changing(ctx, id, func(ctx context.Context, tx bun.Tx, o Opening, a *Application) error {
		if a.State == Declined {
			return nil
		}
		if a.State != Offered && a.State != Accepted || a.MemberID != "" && a.MemberID == o.HostID {
			return errGone
		}
		return s.decline(ctx, tx, a, Declined)
	})
}

func (s *Circles) decline(ctx context.Context, tx bun.Tx, a *Application, to Standing) error {
	if a.State == Accepted {
		c, err := lockCircle(ctx, s.DB, tx, a.CircleID)
		if err != nil {
			return err
		}
		if c.State != Forming {
			return errGone
		}
		if _, err := tx.NewDelete().Model((*Person)(nil)).Where("circle_id = ? AND member_id = ?", c.ID, a.MemberID).Exec(ctx); err != nil {
			return err
		}
	}
	a.State, a.AnsweredAt, a.AnswerBy, a.RemindAt = to, s.Now(), time.Time{}, time.Time{}
	return nil
}

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

// mine is an application, for whoever holds its link.
func (s *Circles) mine(ctx context.Context, token string) (Application, Opening, error) {
	ids, err := s.Keys.OpenLink(s.Now(), linkKind, token)
	if err != nil {
		return Application{}, Opening{}, err
	}
	if len(ids) != 1 {
		return Application{}, Opening{}, fault.NotFound
	}
	a, err := s.applicationByID(ctx, s.DB, ids[0])
	if isNotFound(err) {
		return a, Opening{}, fault.Because(fault.Gone, "circle.apply.gone")
	}
	if err != nil {
		return a, Opening{}, err
	}
	o, err := openingByID(ctx, s.DB, a.OpeningID)
	return a, o, err
}
