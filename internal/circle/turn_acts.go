package circle

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/nudge"
)

// What people may write about a turn, in characters.
const (
	maxProblem  = 2000
	maxTry      = 2000
	maxQuestion = 1000
)

var (
	errTurnOver = fault.Because(fault.Conflict, "circle.turn.over")
	errTurnMine = fault.Because(fault.Conflict, "circle.turn.have_one")
	errNotMine  = fault.Because(fault.Forbidden, "circle.turn.not_yours")
)

// TakeTurn puts a member's problem into the queue of their circle. Everybody has
// one place in it at a time.
func (s *Circles) TakeTurn(ctx context.Context, circleID, memberID, problem string) (Turn, error) {
	var made Turn
	err := s.onTurns(ctx, circleID, memberID, func(ctx context.Context, tx bun.Tx, c Circle, all []Turn) error {
		queue := waiting(all)
		if slices.ContainsFunc(queue, func(t Turn) bool { return t.MemberID == memberID }) {
			return errTurnMine
		}
		made = Turn{ID: s.NewID(), CircleID: c.ID, MemberID: memberID, State: TurnWaiting, CreatedAt: s.Now()}
		made.Problem = s.Keys.Encrypt(problem, made.purpose("problem"))
		if _, err := tx.NewInsert().Model(&made).Exec(ctx); err != nil {
			return err
		}
		return s.queue(ctx, tx, c, queued(queue, had(all), made))
	})
	return made, err
}

// onTurns does something with the turns of a circle, for somebody in it.
func (s *Circles) onTurns(ctx context.Context, circleID, memberID string, do func(ctx context.Context, tx bun.Tx, c Circle, all []Turn) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		c, err := lockCircle(ctx, s.DB, tx, circleID)
		if err != nil {
			return err
		}
		if _, in := c.Person(memberID); !in {
			return fault.NotFound
		}
		if !c.Open() {
			return errClosed
		}
		all, err := turnsOf(ctx, tx, circleID)
		if err != nil {
			return err
		}
		return do(ctx, tx, c, all)
	})
}

// onTurn does something with one turn, and keeps what it changed.
func (s *Circles) onTurn(ctx context.Context, t Turn, memberID string, do func(ctx context.Context, tx bun.Tx, c Circle, all []Turn, t *Turn) error) error {
	return s.onTurns(ctx, t.CircleID, memberID, func(ctx context.Context, tx bun.Tx, c Circle, all []Turn) error {
		i := slices.IndexFunc(all, func(other Turn) bool { return other.ID == t.ID })
		if i < 0 {
			return fault.NotFound
		}
		if err := do(ctx, tx, c, all, &all[i]); err != nil {
			return err
		}
		return saveTurn(ctx, tx, all[i])
	})
}

// queue keeps the places, and asks who is next now.
func (s *Circles) queue(ctx context.Context, tx bun.Tx, c Circle, queue []Turn) error {
	for _, t := range queue {
		if err := savePlace(ctx, tx, t); err != nil {
			return err
		}
	}
	return s.planTurns(ctx, tx, c)
}

// Rephrase changes the words of one's own problem while it waits.
func (s *Circles) Rephrase(ctx context.Context, t Turn, memberID, problem string) error {
	return s.onTurn(ctx, t, memberID, func(_ context.Context, _ bun.Tx, _ Circle, _ []Turn, t *Turn) error {
		if t.MemberID != memberID {
			return errNotMine
		}
		if t.State != TurnWaiting {
			return errTurnOver
		}
		t.Problem = s.Keys.Encrypt(problem, t.purpose("problem"))
		return nil
	})
}

// PassTurn lets everybody else who waits go first.
func (s *Circles) PassTurn(ctx context.Context, t Turn, memberID string) error {
	return s.reorder(ctx, t, memberID, func(c Circle, queue []Turn, i int) ([]Turn, error) {
		if queue[i].MemberID != memberID && !c.Facilitates(memberID) {
			return nil, errNotMine
		}
		mine := queue[i]
		return append(slices.Delete(queue, i, i+1), mine), nil
	})
}

// RaiseTurn lets somebody go before the one who was before them. Only the
// facilitator does.
func (s *Circles) RaiseTurn(ctx context.Context, t Turn, memberID string) error {
	return s.reorder(ctx, t, memberID, func(c Circle, queue []Turn, i int) ([]Turn, error) {
		if !c.Facilitates(memberID) {
			return nil, fault.Because(fault.Forbidden, "circle.only_facilitator")
		}
		if i > 0 {
			queue[i-1], queue[i] = queue[i], queue[i-1]
		}
		return queue, nil
	})
}

func (s *Circles) reorder(ctx context.Context, t Turn, memberID string, change func(c Circle, queue []Turn, i int) ([]Turn, error)) error {
	return s.onTurns(ctx, t.CircleID, memberID, func(ctx context.Context, tx bun.Tx, c Circle, all []Turn) error {
		queue := waiting(all)
		i := slices.IndexFunc(queue, func(other Turn) bool { return other.ID == t.ID })
		if i < 0 {
			return errTurnOver
		}
		queue, err := change(c, queue, i)
		if err != nil {
			return err
		}
		return s.queue(ctx, tx, c, numbered(queue))
	})
}

// WithdrawTurn takes one's own problem out of the queue, with what was asked.
func (s *Circles) WithdrawTurn(ctx context.Context, t Turn, memberID string) error {
	return s.onTurns(ctx, t.CircleID, memberID, func(ctx context.Context, tx bun.Tx, c Circle, all []Turn) error {
		queue := waiting(all)
		i := slices.IndexFunc(queue, func(other Turn) bool { return other.ID == t.ID })
		if i < 0 {
			return errTurnOver
		}
		if t.MemberID != memberID {
			return errNotMine
		}
		if err := deleteTurn(ctx, tx, t.ID); err != nil {
			return err
		}
		return s.queue(ctx, tx, c, numbered(slices.Delete(queue, i, i+1)))
	})
}

// EndTurn ends a turn that was had with what its owner will try.
func (s *Circles) EndTurn(ctx context.Context, t Turn, memberID, try string) error {
	return s.onTurn(ctx, t, memberID, func(ctx context.Context, tx bun.Tx, c Circle, _ []Turn, t *Turn) error {
		if t.MemberID != memberID && !c.Facilitates(memberID) {
			return errNotMine
		}
		if t.State != TurnWaiting {
			return errTurnOver
		}
		t.State, t.HadAt, t.Place, t.Try = TurnHad, s.Now(), 0, s.Keys.Encrypt(try, t.purpose("try"))
		if err := saveTurn(ctx, tx, *t); err != nil {
			return err
		}
		due := s.Now().AddDate(0, 0, c.Rhythm.Days()) // unless a call comes
		if err := s.nudges.Plan(ctx, tx, nudge.Plan{Kind: nudgeHappened, SubjectID: t.ID, MemberID: t.MemberID, Due: due}); err != nil {
			return err
		}
		return s.planTurns(ctx, tx, c)
	})
}

// TellTurn says what happened when its owner tried.
func (s *Circles) TellTurn(ctx context.Context, t Turn, memberID, happened string) error {
	return s.onTurn(ctx, t, memberID, func(ctx context.Context, tx bun.Tx, _ Circle, _ []Turn, t *Turn) error {
		if t.MemberID != memberID {
			return errNotMine
		}
		if t.State == TurnWaiting {
			return errTurnOver
		}
		t.State, t.ToldAt, t.Happened = TurnTold, s.Now(), s.Keys.Encrypt(happened, t.purpose("happened"))
		return s.nudges.Answer(ctx, tx, nudgeHappened, t.ID, memberID, "told")
	})
}

// Ask asks the owner of a turn something, where all can read it.
func (s *Circles) Ask(ctx context.Context, t Turn, memberID, text string) error {
	return s.onTurns(ctx, t.CircleID, memberID, func(ctx context.Context, tx bun.Tx, _ Circle, _ []Turn) error {
		q := Question{ID: s.NewID(), TurnID: t.ID, MemberID: memberID, CreatedAt: s.Now()}
		q.Text = s.Keys.Encrypt(text, q.purpose())
		_, err := tx.NewInsert().Model(&q).Exec(ctx)
		return err
	})
}

// BringTurn says that a member brings their problem to the call in which it is
// their turn; or, where sure is false, that the next goes first this time.
func (s *Circles) BringTurn(ctx context.Context, t Turn, memberID string, sure bool) error {
	return s.onTurn(ctx, t, memberID, func(ctx context.Context, tx bun.Tx, c Circle, all []Turn, t *Turn) error {
		if t.MemberID != memberID {
			return errNotMine
		}
		k, ok, err := s.nextCall(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		first, has := nextTurn(waiting(all), k, c.Here())
		if !ok || !has || first.ID != t.ID {
			return errTurnOver
		}
		if sure {
			t.SureFor = k.ID
			return s.nudges.Answer(ctx, tx, nudgeTurn, offerOf(*t, k), memberID, "yes")
		}
		if err := s.nudges.Answer(ctx, tx, nudgeTurn, offerOf(*t, k), memberID, "no"); err != nil {
			return err
		}
		return s.passFor(ctx, tx, c, t, k)
	})
}

// passFor lets the next go first in one call.
func (s *Circles) passFor(ctx context.Context, tx bun.Tx, c Circle, t *Turn, k Call) error {
	t.SureFor, t.PassedFor = "", k.ID
	if err := saveTurn(ctx, tx, *t); err != nil {
		return err
	}
	return s.planTurns(ctx, tx, c)
}

// turnsOf are all turns of a circle, the oldest first.
func turnsOf(ctx context.Context, tx bun.IDB, circleID string) ([]Turn, error) {
	var list []Turn
	err := tx.NewSelect().Model(&list).Where("tu.circle_id = ?", circleID).Order("tu.created_at", "tu.id").Scan(ctx)
	return list, err
}

func turnByID(ctx context.Context, tx bun.IDB, id string) (Turn, error) {
	var t Turn
	err := tx.NewSelect().Model(&t).Where("tu.id = ?", id).Scan(ctx)
	return t, db.Found(err)
}

func questionsOf(ctx context.Context, tx bun.IDB, turnID string) ([]Question, error) {
	var list []Question
	err := tx.NewSelect().Model(&list).Where("qu.turn_id = ?", turnID).Order("qu.created_at", "qu.id").Scan(ctx)
	return list, err
}

func saveTurn(ctx context.Context, tx bun.IDB, t Turn) error {
	_, err := tx.NewUpdate().Model(&t).ExcludeColumn("place").WherePK().Exec(ctx)
	return err
}

func savePlace(ctx context.Context, tx bun.IDB, t Turn) error {
	_, err := tx.NewRaw("UPDATE circle_turns SET place = ? WHERE id = ?", t.Place, t.ID).Exec(ctx)
	return err
}

func deleteTurn(ctx context.Context, tx bun.IDB, id string) error {
	if _, err := tx.NewRaw("DELETE FROM circle_questions WHERE turn_id = ?", id).Exec(ctx); err != nil {
		return err
	}
	_, err := tx.NewRaw("DELETE FROM circle_turns WHERE id = ?", id).Exec(ctx)
	return err
}
