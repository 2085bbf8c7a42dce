package unmentoring

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
)

// DrawAnother draws once more beside the draw that is being looked at, for an
// organiser who saw it with this mark, and attempts up to last on record: with
// another seed, and from what is so by now. Nothing changes by it until one of
// them is chosen. Two who ask for it at the same moment get one.
func (s *Programmes) DrawAnother(ctx context.Context, roundID, organiserID string, seen, last int, by Decides) error {
	err := s.inRound(ctx, roundID, func(ctx context.Context, tx bun.Tx, r *Round, p Programme) error {
		if _, err := s.seenDraw(ctx, tx, *r, seen); err != nil {
			return err
		}
		before, err := draws(ctx, tx, r.ID)
		if err != nil || len(before) > last {
			return err // somebody else was faster: theirs is shown
		}
		p.Decides = by
		if _, err := s.prepareDraw(ctx, tx, *r, p, nil, organiserID); err != nil {
			return err
		}
		r.DueAt = s.Now()
		return nil
	})
	if err != nil {
		return err
	}
	return s.bringOn(ctx, roundID)
}

// Choose lets another draw take the place of the one that is being looked at.
// That one stays beside it. Whoever had released it looks again.
func (s *Programmes) Choose(ctx context.Context, roundID string, seen int, drawID string) error {
	return s.inRound(ctx, roundID, func(ctx context.Context, tx bun.Tx, r *Round, _ Programme) error {
		now, err := s.seenDraw(ctx, tx, *r, seen)
		if err != nil {
			return err
		}
		other, err := drawHead(ctx, tx, drawID)
		if err != nil {
			return err
		}
		if other.RoundID != r.ID || other.State != DrawBeside {
			return fault.Because(fault.Conflict, "unmentoring.error.changed")
		}
		if err := setDrawState(ctx, tx, now.ID, DrawBeside); err != nil {
			return err
		}
		r.DrawID = other.ID
		r.hold(s.Now())
		return setDrawState(ctx, tx, other.ID, DrawDrawn)
	})
}

// computeBeside draws what is to be compared. If it cannot be drawn it holds
// nothing up.
func (s *Programmes) computeBeside(ctx context.Context, drawID string) error {
	err := s.compute(ctx, drawID)
	if err == nil || ctx.Err() != nil {
		return err
	}
	s.Log.Error("failed", "what", "draw beside a draw", "draw", drawID, "error", err)
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return setDrawState(ctx, tx, drawID, DrawStopped) })
}

// beside are the draws that can be compared with the one that is looked at, the
// newest last, and the one that is being drawn, if any.
func (s *Programmes) beside(ctx context.Context, roundID string) (list []Draw, underWay Draw, last int, err error) {
	all, err := draws(ctx, s.DB, roundID)
	for _, d := range all {
		switch {
		case d.Kind != DrawRound:
		case d.State == DrawDrawn || d.State == DrawBeside:
			list = append(list, d)
		case d.State == DrawPrepared:
			underWay = d
		}
	}
	return list, underWay, len(all), err
}
