package unmentoring

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

// Tick does everything that is due: it begins rounds, and brings each round as
// far as its dates allow. Each step is one transaction that looks at the state
// it starts from, so that it may be interrupted anywhere and run in two
// processes at once. What fails in one round does not stop the others.
func (s *Programmes) Tick(ctx context.Context, now time.Time) error {
	due, err := anythingDue(ctx, s.DB, now)
	if err != nil || !due {
		return err
	}
	ids, err := dueProgrammes(ctx, s.DB, now)
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range ids {
		if err := s.beginDue(ctx, id, now); err != nil {
			errs = append(errs, fmt.Errorf("begin a round of programme %s: %w", id, err))
		}
	}
	ids, err = dueRounds(ctx, s.DB, now)
	if err != nil {
		return errors.Join(append(errs, err)...)
	}
	for _, id := range ids {
		if err := s.advance(ctx, id, now); err != nil {
			errs = append(errs, fmt.Errorf("round %s: %w", id, err))
		}
	}
	return errors.Join(errs...)
}

func (s *Programmes) beginDue(ctx context.Context, id string, now time.Time) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		p, err := s.lockProgramme(ctx, tx, id)
		if err != nil || p.NextAt.IsZero() || p.NextAt.After(now) {
			return err
		}
		_, err = s.begin(ctx, tx, p, false)
		return err
	})
}

// mostSteps is more than a round can have at one moment.
const mostSteps = 20

// advance brings a round as far as its dates allow.
func (s *Programmes) advance(ctx context.Context, id string, now time.Time) error {
	return s.room.in(ctx, id, func() error { return s.steps(ctx, id, now) })
}

func (s *Programmes) steps(ctx context.Context, id string, now time.Time) error {
	for range mostSteps {
		now = latest(now, s.Now()) // a step may make the next one due while it goes on
		r, p, err := s.Round(ctx, id)
		if err != nil || r.DueAt.IsZero() || r.DueAt.After(now) {
			return err
		}
		if err := s.step(ctx, r, p, now); err != nil {
			return fmt.Errorf("%s: %w", r.State, err)
		}
	}
	return errors.New("does not come to rest")
}

// step does the one thing that is due in the round's state, and moves its due
// time on.
func (s *Programmes) step(ctx context.Context, r Round, p Programme, now time.Time) error {
	switch r.State {
	case SignUp:
		if now.Before(r.DrawAt) {
			return s.sweep(ctx, r, p, now)
		}
		return s.prepareRound(ctx, r.ID, "", func(r Round) bool { return r.State == SignUp && !now.Before(r.DrawAt) })
	case Drawing:
		return s.compute(ctx, r.DrawID)
	case InReview:
		id, err := preparedBeside(ctx, s.DB, r.ID)
		switch {
		case err != nil:
			return err
		case id != "":
			return s.computeBeside(ctx, id)
		}
		return s.release(ctx, r.ID, now)
	case Talking:
		return s.talk(ctx, r.ID, now)
	case Closing:
		return s.close(ctx, r.ID, now)
	}
	return s.inRound(ctx, r.ID, func(_ context.Context, _ bun.Tx, r *Round, _ Programme) error {
		r.DueAt = time.Time{}
		return nil
	})
}

// inRound runs one step of a round: f gets the locked round and changes it.
func (s *Programmes) inRound(ctx context.Context, id string, f func(ctx context.Context, tx bun.Tx, r *Round, p Programme) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		r, p, err := s.lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := f(ctx, tx, &r, p); err != nil {
			return err
		}
		return updateRound(ctx, tx, r)
	})
}
