package intake

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/mail"
)

// Publish begins the relationships of a draw and writes to everybody: nobody is
// left without an answer. seen is the draw as the organiser saw it.
func (s *Intakes) Publish(ctx context.Context, id string, seen int64) error {
	return s.change(ctx, id, func(ctx context.Context, tx bun.Tx, i *Intake) error {
		if i.State != Drawn {
			return errShut
		}
		if i.Mark() != seen {
			return errMoved
		}
		return s.publish(ctx, tx, i)
	})
}

func (s *Intakes) publish(ctx context.Context, tx bun.Tx, i *Intake) error {
	f, err := s.field(ctx, tx, *i)
	if err != nil {
		return err
	}
	list, err := matches(ctx, tx, i.ID)
	if err != nil {
		return err
	}
	for n, m := range list {
		if m.HelperID == "" {
			continue
		}
		// They may have been set apart since the draw: nobody is told why it ended.
		if f.separated(m.LearnerID, m.HelperID) {
			m.HelperID, m.Why = "", NoneLeft
		} else {
			p := Pair{Kind: i.Kind, Helper: m.HelperID, Learner: m.LearnerID, IntakeID: i.ID, Why: f.how(*i, m)}
			if e := find(f.learners, m.LearnerID); e != nil {
				p.Goals = e.About
			}
			m.RelationshipID, err = s.relationships.Open(ctx, tx, p)
			if err != nil {
				return fmt.Errorf("begin a relationship: %w", err)
			}
		}
		list[n] = m
		if err := putMatch(ctx, tx, m); err != nil {
			return err
		}
	}
	i.State, i.SettledAt, i.NextAt = Published, s.Now(), time.Time{}
	return s.tellNobody(ctx, tx, *i, f, list)
}

// Cancel ends an intake before it is published, with a sentence for everybody
// who signed up.
func (s *Intakes) Cancel(ctx context.Context, id, why string) error {
	return s.change(ctx, id, func(ctx context.Context, tx bun.Tx, i *Intake) error {
		if i.Over() {
			return errShut
		}
		i.State, i.SettledAt, i.NextAt = Cancelled, s.Now(), time.Time{}
		f, err := s.field(ctx, tx, *i)
		if err != nil {
			return err
		}
		return s.tellAll(ctx, tx, *i, f, func(ctx context.Context, _ entrant) (mail.Letter, bool) {
			return cancelledLetter(ctx, *i, why), true
		})
	})
}

// Tick does what an intake's dates say: signing up ends, choosing ends with the
// draw, and at the last date it goes out by itself.
func (s *Intakes) Tick(ctx context.Context, now time.Time) error {
	ids, err := due(ctx, s.DB, now)
	var errs []error
	for _, id := range ids {
		if err := s.change(ctx, id, func(ctx context.Context, tx bun.Tx, i *Intake) error { return s.turn(ctx, tx, i, now) }); err != nil {
			errs = append(errs, fmt.Errorf("intake %s: %w", id, err))
		}
	}
	return errors.Join(append(errs, err)...)
}

// turn is the next thing that the clock does to an intake.
func (s *Intakes) turn(ctx context.Context, tx bun.Tx, i *Intake, now time.Time) error {
	if i.NextAt.IsZero() || i.NextAt.After(now) {
		return nil // another process was faster
	}
	switch i.State {
	case SigningUp:
		i.State, i.NextAt = Choosing, i.ChooseUntil
		f, err := s.field(ctx, tx, *i)
		if err != nil {
			return err
		}
		return s.tellAll(ctx, tx, *i, f, func(ctx context.Context, e entrant) (mail.Letter, bool) {
			return s.chooseLetter(ctx, *i, e), true
		})
	case Choosing:
		i.NextAt = i.AnswerBy
		if err := s.draw(ctx, tx, i, nil); err != nil {
			return err
		}
		return s.tellOrganisers(ctx, tx, *i)
	case Drawn:
		return s.publish(ctx, tx, i)
	}
	i.NextAt = time.Time{}
	return nil
}

// erase forgets somebody: their signups, what they said of others and others of
// them.
func (s *Intakes) erase(ctx context.Context, tx bun.Tx, memberID string) error {
	if err := s.leave(ctx, tx, memberID); err != nil {
		return err
	}
	for _, sql := range []string{
		"DELETE FROM intake_people WHERE member_id = ?",
		"DELETE FROM intake_choices WHERE member_id = ?",
		"DELETE FROM intake_choices WHERE other_id = ?",
		"DELETE FROM intake_matches WHERE learner_id = ?",
		"UPDATE intake_matches SET helper_id = NULL WHERE helper_id = ?",
		"UPDATE intakes SET created_by = NULL WHERE created_by = ?",
	} {
		if _, err := tx.NewRaw(sql, memberID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// leave takes somebody who leaves the network out of what is not over.
func (s *Intakes) leave(ctx context.Context, tx bun.Tx, memberID string) error {
	list, err := ofMember(ctx, tx, memberID)
	if err != nil {
		return err
	}
	for _, e := range list {
		i, err := s.lock(ctx, tx, e.IntakeID)
		if err != nil {
			return err
		}
		if i.Over() {
			continue
		}
		if err := s.takeOut(ctx, tx, &i, memberID, e.Side); err != nil {
			return err
		}
		if err := save(ctx, tx, i); err != nil {
			return err
		}
	}
	return nil
}
