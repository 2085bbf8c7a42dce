package circle

import (
	"context"
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
	if err := s.keptOut(ctx, a); err != nil {
		return a, Opening{}, err
	}
	o, err := openingByID(ctx, s.DB, a.OpeningID)
	return a, o, err
}

// keptOut refuses the link of an application to whoever organisers keep out.
func (s *Circles) keptOut(ctx context.Context, a Application) error {
	if a.MemberID == "" {
		return nil
	}
	m, err := s.members.In(ctx, s.DB, a.MemberID)
	if err == nil && m.Barred() {
		err = fault.Gone
	}
	return err
}
