package intake

import (
	"context"
	"encoding/hex"
	"fmt"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/match"
)

// DrawAgain makes the draw anew, with another lottery. What was changed by hand
// stays.
func (s *Intakes) DrawAgain(ctx context.Context, id string) error {
	return s.change(ctx, id, func(ctx context.Context, tx bun.Tx, i *Intake) error {
		if i.State != Drawn {
			return errShut
		}
		before, err := matches(ctx, tx, id)
		if err != nil {
			return err
		}
		held := map[string]string{}
		for _, m := range before {
			if m.ByHand {
				held[m.LearnerID] = m.HelperID
			}
		}
		return s.draw(ctx, tx, i, held)
	})
}

func (s *Intakes) draw(ctx context.Context, tx bun.Tx, i *Intake, held map[string]string) error {
	f, err := s.field(ctx, tx, *i)
	if err != nil {
		return err
	}
	seed := s.Seed()
	list, err := f.assign(ctx, seed, held)
	if err != nil {
		return fmt.Errorf("draw intake %s: %w", i.ID, err)
	}
	i.State, i.Seed, i.Engine, i.Draws, i.DrawnAt = Drawn, hex.EncodeToString(seed[:]), match.Version, i.Draws+1, s.Now()
	if len(held) == 0 {
		i.Changes = 0
	}
	return putMatches(ctx, tx, i.ID, list)
}

// Move gives a learner another helper by hand, or nobody where helperID is
// empty. seen is how often the draw had been made and changed when the
// organiser looked. People who are kept apart or have ruled each other out are
// refused as if they were not there.
func (s *Intakes) Move(ctx context.Context, id, learnerID, helperID string, seen int64) error {
	return s.change(ctx, id, func(ctx context.Context, tx bun.Tx, i *Intake) error {
		if i.State != Drawn {
			return errShut
		}
		if i.Mark() != seen {
			return errMoved
		}
		f, err := s.field(ctx, tx, *i)
		if err != nil {
			return err
		}
		list, err := matches(ctx, tx, id)
		if err != nil {
			return err
		}
		learner := find(f.learners, learnerID)
		if learner == nil {
			return fault.NotFound
		}
		m := Match{IntakeID: id, LearnerID: learnerID, HelperID: helperID, ByHand: true}
		if helperID == "" {
			m.Why = TakenOut
		} else if err := f.allows(*learner, helperID, list); err != nil {
			return err
		}
		i.Changes++
		return putMatch(ctx, tx, m)
	})
}

// Mark tells one state of the draw from others.
func (i Intake) Mark() int64 { return i.Draws<<32 + i.Changes }

// allows reports whether somebody may be put with a helper by hand.
func (f *field) allows(learner entrant, helperID string, list []Match) error {
	helper := find(f.helpers, helperID)
	if helper == nil || !f.may(learner.MemberID, helperID) {
		return fault.NotFound
	}
	taken := int64(0)
	for _, m := range list {
		if m.HelperID == helperID && m.LearnerID != learner.MemberID {
			taken++
		}
	}
	if taken >= helper.Places {
		return errNoPlace
	}
	return nil
}
