package circle

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/nudge"
)

// What is asked about turns.
const (
	nudgeTurn     = "circle.turn"          // it is your turn in the next call
	nudgeTake     = "circle.turn.take"     // nobody waits: would you like the next turn?
	nudgeHappened = "circle.turn.happened" // what happened when you tried?
)

func (s *Circles) handleTurnNudges() {
	s.nudges.Handle(nudgeTurn, nudge.Handler{Letter: s.askTurn, Silent: s.turnSilent, Unasked: s.turnSilent})
	s.nudges.Handle(nudgeTake, nudge.Handler{Letter: s.askTake, Silent: s.takeSilent, Unasked: s.takeSilent})
	s.nudges.Handle(nudgeHappened, nudge.Handler{Letter: s.askHappened})
}

// offered is the turn and the call that an offer is about.
func (s *Circles) offered(ctx context.Context, tx bun.IDB, subjectID string) (t Turn, k Call, err error) {
	turnID, callID, _ := strings.Cut(subjectID, "/")
	if t, err = turnByID(ctx, tx, turnID); err == nil {
		k, err = callByID(ctx, tx, callID)
	}
	return t, k, err
}

func (s *Circles) askTurn(ctx context.Context, tx bun.IDB, n nudge.Nudge) (mail.Letter, bool, error) {
	t, k, err := s.offered(ctx, tx, n.SubjectID)
	if err != nil {
		return mail.Letter{}, false, ignore(err)
	}
	all, err := turnsOf(ctx, tx, t.CircleID)
	if err != nil {
		return mail.Letter{}, false, err
	}
	return s.askInside(ctx, tx, t.CircleID, n.MemberID, func(w *courier) (mail.Letter, bool) {
		if first, ok := nextTurn(waiting(all), k, w.c.Here()); !k.Ahead(s.Now()) || !ok || first.ID != t.ID {
			return mail.Letter{}, false // somebody else is first now
		}
		return mail.Letter{
			Subject: locale.T(ctx, "circle.turn.ask.subject", "circle", w.c.Name),
			Preview: locale.DateTime(ctx, k.StartsAt),
			Blocks: []mail.Block{
				mail.Para(locale.T(ctx, "circle.turn.ask", "circle", w.c.Name, "time", locale.DateTime(ctx, k.StartsAt))),
				mail.Quote(s.open(t.Problem, t.purpose("problem"))),
				mail.Para(locale.T(ctx, "circle.turn.ask.how")),
				mail.Button(locale.T(ctx, "circle.turn.ask.button"), s.URL(s.door(w.c, turnDoor, t.ID, n.MemberID))),
				answerBy(ctx, n),
			},
		}, true
	})
}

func (s *Circles) askTake(ctx context.Context, tx bun.IDB, n nudge.Nudge) (mail.Letter, bool, error) {
	k, err := callByID(ctx, tx, n.SubjectID)
	if err != nil {
		return mail.Letter{}, false, ignore(err)
	}
	all, err := turnsOf(ctx, tx, k.CircleID)
	if err != nil || !k.Ahead(s.Now()) {
		return mail.Letter{}, false, err
	}
	return s.askInside(ctx, tx, k.CircleID, n.MemberID, func(w *courier) (mail.Letter, bool) {
		if _, taken := nextTurn(waiting(all), k, w.c.Here()); taken || k.Misses(n.MemberID) {
			return mail.Letter{}, false
		}
		return mail.Letter{
			Subject: locale.T(ctx, "circle.turn.take.subject", "circle", w.c.Name),
			Preview: locale.DateTime(ctx, k.StartsAt),
			Blocks: []mail.Block{
				mail.Para(locale.T(ctx, "circle.turn.take.ask", "circle", w.c.Name, "time", locale.DateTime(ctx, k.StartsAt))),
				mail.Button(locale.T(ctx, "circle.turn.take"), s.URL(s.door(w.c, takeDoor, w.c.ID, n.MemberID))),
				answerBy(ctx, n),
			},
		}, true
	})
}

func (s *Circles) askHappened(ctx context.Context, tx bun.IDB, n nudge.Nudge) (mail.Letter, bool, error) {
	t, err := turnByID(ctx, tx, n.SubjectID)
	if err != nil || t.State != TurnHad {
		return mail.Letter{}, false, ignore(err)
	}
	return s.askInside(ctx, tx, t.CircleID, n.MemberID, func(w *courier) (mail.Letter, bool) {
		return mail.Letter{
			Subject: locale.T(ctx, "circle.turn.happened.subject", "circle", w.c.Name),
			Preview: locale.T(ctx, "circle.turn.happened.preview"),
			Blocks: []mail.Block{
				mail.Para(locale.T(ctx, "circle.turn.happened.ask", "circle", w.c.Name, "date", locale.Date(ctx, t.HadAt))),
				mail.Quote(s.open(t.Try, t.purpose("try"))),
				mail.Button(locale.T(ctx, "circle.turn.happened.button"), s.URL(s.door(w.c, turnDoor, t.ID, n.MemberID))),
			},
		}, true
	})
}

// answerBy says until when an answer is waited for, before the next is asked.
func answerBy(ctx context.Context, n nudge.Nudge) mail.Block {
	if n.SilentAt.IsZero() {
		return mail.Small(locale.T(ctx, "circle.turn.no_hurry"))
	}
	return mail.Small(locale.T(ctx, "circle.turn.answer_by", "time", locale.DateTime(ctx, n.SilentAt)))
}
