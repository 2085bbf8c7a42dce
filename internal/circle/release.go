package circle

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
)

// Send asks the people of the proposed circles whether they take their places, and
// tells everybody else that they wait.
func (s *Circles) Send(ctx context.Context, id, hostID string) error {
	return s.hosting(ctx, id, hostID, s.send)
}

func (s *Circles) send(ctx context.Context, tx bun.Tx, o *Opening) error {
	if o.State != Review {
		return errSent
	}
	p, err := s.proposal(ctx, tx, *o)
	if err != nil {
		return err
	}
	// Somebody may have blocked somebody since it was looked at.
	if wrong, err := p.wrong(); err != nil || len(wrong) > 0 {
		if err := s.propose(ctx, tx, o); err != nil {
			return err
		}
		if p, err = s.proposal(ctx, tx, *o); err != nil {
			return err
		}
	}
	if p.count() == 0 {
		return s.offOpening(ctx, tx, o)
	}
	now := s.Now()
	o.State, o.SentAt, o.LookAt = Sent, now, time.Time{}
	circles, err := s.formCircles(ctx, tx, *o, p.count())
	if err != nil {
		return err
	}
	for _, a := range p.apps {
		if a.Team == 0 {
			a.State = Waits
			if err := saveApplication(ctx, tx, a); err != nil {
				return err
			}
			if err := s.tell(ctx, tx, a, letterWaiting, *o, ""); err != nil {
				return err
			}
			continue
		}
		if err := s.offer(ctx, tx, *o, a, circles[a.Team-1], answerDays*day); err != nil {
			return err
		}
	}
	return nil
}

// formCircles makes as many circles of an opening, which have nobody in them yet.
func (s *Circles) formCircles(ctx context.Context, tx bun.Tx, o Opening, n int) ([]Circle, error) {
	words, err := s.Speak(ctx, "")
	if err != nil {
		return nil, err
	}
	list := make([]Circle, n)
	now := s.Now()
	starts := o.StartsAt
	if earliest := now.Add(answerDays * day); starts.Before(earliest) {
		starts = earliest
	}
	for i := range list {
		list[i] = Circle{
			ID: s.NewID(), OpeningID: o.ID, Name: o.Name, Purpose: o.Purpose, Rules: o.Rules, Rhythm: o.Rhythm, Minutes: o.Minutes,
			State: Forming, StartsAt: starts, EndsAt: starts.Add(time.Duration(o.Weeks) * 7 * day), AnswerBy: now.Add(answerDays * day), CreatedAt: now,
		}
		if n > 1 {
			list[i].Name = locale.T(words, "circle.name_of", "name", o.Name, "number", i+1)
		}
		if err := insertCircle(ctx, tx, list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// offer gives somebody a place until they answer. The host has answered by opening.
func (s *Circles) offer(ctx context.Context, tx bun.Tx, o Opening, a Application, c Circle, life time.Duration) error {
	now := s.Now()
	a.State, a.CircleID, a.AnswerBy = Offered, c.ID, now.Add(life)
	a.RemindAt = a.AnswerBy.Add(-remindDays * day)
	if a.MemberID == o.HostID {
		return s.seat(ctx, tx, &a)
	}
	if err := saveApplication(ctx, tx, a); err != nil {
		return err
	}
	return s.tell(ctx, tx, a, letterOffer, o, c.ID)
}

// seat puts somebody who says yes into their circle.
func (s *Circles) seat(ctx context.Context, tx bun.Tx, a *Application) error {
	a.State, a.AnsweredAt, a.AnswerBy, a.RemindAt = Accepted, s.Now(), time.Time{}, time.Time{}
	p := Person{CircleID: a.CircleID, MemberID: a.MemberID, Role: Member, JoinedAt: s.Now()}
	if a.TeamLeads {
		p.Role, p.Experience = Facilitator, a.Experience
	}
	if err := savePerson(ctx, tx, p); err != nil {
		return err
	}
	return saveApplication(ctx, tx, *a)
}
