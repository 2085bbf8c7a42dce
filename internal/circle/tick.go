package circle

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// tickOpenings does what is due of openings: it ends applying and proposes circles, reminds hosts and
// those who have not answered, gives away places nobody took, and looks after
// circles.
func (s *Circles) tickOpenings(ctx context.Context, now time.Time) error {
	const batch = 50
	steps := []struct {
		due string
		do  func(ctx context.Context, tx bun.Tx, id string, now time.Time) error
		put string // postpones one that fails
	}{
		{
			"SELECT id FROM circle_openings WHERE look_at IS NOT NULL AND look_at <= ? ORDER BY look_at, id LIMIT ?", s.lookAtOpening,
			"UPDATE circle_openings SET look_at = ? WHERE id = ?",
		},
		{
			"SELECT id FROM circle_applications WHERE remind_at IS NOT NULL AND remind_at <= ? ORDER BY remind_at, id LIMIT ?", s.remind,
			"UPDATE circle_applications SET remind_at = ? WHERE id = ?",
		},
		{
			"SELECT id FROM circle_applications WHERE answer_by IS NOT NULL AND answer_by <= ? ORDER BY answer_by, id LIMIT ?", s.lapse,
			"UPDATE circle_applications SET answer_by = ? WHERE id = ?",
		},
		{
			"SELECT id FROM circles WHERE look_at IS NOT NULL AND look_at <= ? ORDER BY look_at, id LIMIT ?", s.lookAfter,
			"UPDATE circles SET look_at = ? WHERE id = ?",
		},
	}
	for _, step := range steps {
		for ctx.Err() == nil {
			ids, err := dueIDs(ctx, s.DB, step.due, now, batch)
			if err != nil {
				return err
			}
			if len(ids) == 0 {
				break
			}
			err = s.DB.InBatch(ctx, ids, func(ctx context.Context, tx bun.Tx, ids []string) error {
				for _, id := range ids {
					if err := step.do(ctx, tx, id, now); err != nil {
						return err
					}
				}
				return nil
			}, func(ctx context.Context, tx bun.Tx, id string) error {
				_, err := tx.NewRaw(step.put, now.Add(time.Hour), id).Exec(ctx)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return s.forget(ctx, now)
}

// confirmDays is how long somebody may take to confirm their address. What they
// typed is deleted then.
const confirmDays = 7

func (s *Circles) forget(ctx context.Context, now time.Time) error {
	before := now.Add(-confirmDays * day)
	ids, err := dueIDs(ctx, s.DB, "SELECT id FROM circle_applications WHERE state = ? AND created_at < ? LIMIT 1", Unconfirmed, before)
	if err != nil || len(ids) == 0 {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return deleteUnconfirmed(ctx, tx, before) })
}

func (s *Circles) lookAtOpening(ctx context.Context, tx bun.Tx, id string, now time.Time) error {
	o, err := lockOpening(ctx, s.DB, tx, id)
	if err != nil || o.LookAt.IsZero() || o.LookAt.After(now) { // another process was faster
		return err
	}
	switch {
	case o.State == Open:
		if err := s.review(ctx, tx, &o); err != nil {
			return err
		}
		err = s.tellHost(ctx, tx, o, letterReview)
	case o.State == Review && now.Before(o.AnswerBy()):
		o.Reminded, o.LookAt = o.Reminded+1, o.AnswerBy()
		err = s.tellHost(ctx, tx, o, letterReviewAgain)
	case o.State == Review:
		err = s.send(ctx, tx, &o)
	default:
		o.LookAt = time.Time{}
	}
	if err != nil {
		return err
	}
	return saveOpening(ctx, tx, o)
}

func (s *Circles) remind(ctx context.Context, tx bun.Tx, id string, now time.Time) error {
	a, o, err := s.locked(ctx, tx, id)
	if err != nil || a.RemindAt.IsZero() || a.RemindAt.After(now) {
		return err
	}
	a.RemindAt = time.Time{}
	if a.State == Offered {
		if err := s.tell(ctx, tx, a, letterOfferAgain, o, a.CircleID); err != nil {
			return err
		}
	}
	return saveApplication(ctx, tx, a)
}

// lapse gives away the place of somebody who did not answer.
func (s *Circles) lapse(ctx context.Context, tx bun.Tx, id string, now time.Time) error {
	a, o, err := s.locked(ctx, tx, id)
	if err != nil || a.AnswerBy.IsZero() || a.AnswerBy.After(now) {
		return err
	}
	late := a.State == Offered
	a.AnswerBy, a.RemindAt = time.Time{}, time.Time{}
	if late {
		a.State = Lapsed
		if err := s.tell(ctx, tx, a, letterLapsed, o, a.CircleID); err != nil {
			return err
		}
	}
	if err := saveApplication(ctx, tx, a); err != nil || !late {
		return err
	}
	return s.settle(ctx, tx, o)
}

// locked is an application whose opening nobody else changes meanwhile.
func (s *Circles) locked(ctx context.Context, tx bun.Tx, id string) (Application, Opening, error) {
	first, err := s.applicationByID(ctx, tx, id)
	if err != nil {
		return first, Opening{}, err
	}
	o, err := lockOpening(ctx, s.DB, tx, first.OpeningID)
	if err != nil {
		return first, o, err
	}
	a, err := s.applicationByID(ctx, tx, id)
	return a, o, err
}
