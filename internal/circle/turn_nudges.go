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
	s.nudges.Handle(nudgeTurn, nudge.Handler{Letter: s.askTurn})
	s.nudges.Handle(nudgeTake, nudge.Handler{Letter: s.askTake})
	s.nudges.Handle(nudgeHappened, nudge.Handler{Letter: s.askHappened})
}

func (s *Circles) askTurn(ctx context.Context, tx bun.IDB, n nudge.Nudge) (mail.Letter, bool, error) {
	turnID, callID, _ := strings.Cut(n.SubjectID, "/")
	t, err := turnByID(ctx, tx, turnID)
	if err != nil {
		return mail.Letter{}, false, ignore(err)
	}
	k, err := callByID(ctx, tx, callID)
	if err != nil {
		return mail.Letter{}, false, ignore(err)
	}
	all, err := turnsOf(ctx, tx, t.CircleID)
	if err != nil {
		return mail.Letter{}, false, err
	}
	if queue := waiting(all); !k.Ahead(s.Now()) || len(queue) == 0 || queue[0].ID != t.ID {
		return mail.Letter{}, false, nil // somebody else is first now
	}
	return s.askInside(ctx, tx, t.CircleID, n.MemberID, func(w *courier) (mail.Letter, bool) {
		return mail.Letter{
			Subject: locale.T(ctx, "circle.turn.ask.subject", "circle", w.c.Name),
			Preview: locale.DateTime(ctx, k.StartsAt),
			Blocks: []mail.Block{
				mail.Para(locale.T(ctx, "circle.turn.ask", "circle", w.c.Name, "time", locale.DateTime(ctx, k.StartsAt))),
				mail.Quote(s.open(t.Problem, t.purpose("problem"))),
				mail.Para(locale.T(ctx, "circle.turn.ask.how")),
				mail.Button(locale.T(ctx, "circle.turn.ask.button"), s.URL(s.door(w.c, turnDoor, t.ID, n.MemberID))),
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
	if err != nil || !k.Ahead(s.Now()) || len(waiting(all)) > 0 {
		return mail.Letter{}, false, err
	}
	return s.askInside(ctx, tx, k.CircleID, n.MemberID, func(w *courier) (mail.Letter, bool) {
		return mail.Letter{
			Subject: locale.T(ctx, "circle.turn.take.subject", "circle", w.c.Name),
			Preview: locale.DateTime(ctx, k.StartsAt),
			Blocks: []mail.Block{
				mail.Para(locale.T(ctx, "circle.turn.take.ask", "circle", w.c.Name, "time", locale.DateTime(ctx, k.StartsAt))),
				mail.Button(locale.T(ctx, "circle.turn.take"), s.URL(s.door(w.c, takeDoor, w.c.ID, n.MemberID))),
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
