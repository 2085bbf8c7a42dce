package circle

import (
	"context"
	"errors"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/nudge"
)

// What is asked about a call, and about what came of it.
const (
	nudgePoll    = "circle.call.poll"  // you have not said which times suit you
	nudgePick    = "circle.call.pick"  // which time shall it be?
	nudgeAfter   = "circle.call.after" // who was there, and what did you agree?
	nudgePromise = "circle.promise"    // have you done what you promised?
)

func (s *Circles) handleCallNudges() {
	for kind, write := range map[string]func(context.Context, *courier, Call, string) (mail.Letter, bool){
		nudgePoll: askPoll, nudgePick: askPick, nudgeAfter: askAfter,
	} {
		s.nudges.Handle(kind, nudge.Handler{Letter: func(ctx context.Context, tx bun.IDB, n nudge.Nudge) (mail.Letter, bool, error) {
			k, err := callByID(ctx, tx, n.SubjectID)
			if err != nil {
				return mail.Letter{}, false, ignore(err)
			}
			return s.askInside(ctx, tx, k.CircleID, n.MemberID, func(w *courier) (mail.Letter, bool) { return write(ctx, w, k, n.MemberID) })
		}})
	}
	s.nudges.Handle(nudgePromise, nudge.Handler{Letter: s.askPromise})
}

// ignore leaves out what is no longer there to be asked about.
func ignore(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// askInside writes a question to somebody, as long as they are in the circle
// and it is open.
func (s *Circles) askInside(ctx context.Context, tx bun.IDB, circleID, memberID string, write func(w *courier) (mail.Letter, bool)) (mail.Letter, bool, error) {
	c, err := circleByID(ctx, tx, circleID)
	if err != nil {
		return mail.Letter{}, false, ignore(err)
	}
	if _, in := c.Person(memberID); !in || !c.Open() {
		return mail.Letter{}, false, nil
	}
	w, err := s.courier(ctx, tx, c)
	if err != nil {
		return mail.Letter{}, false, err
	}
	l, needed := write(w)
	return w.greeted(ctx, memberID, l), needed, nil
}

// planPoll plans the questions of a poll.
func (s *Circles) planPoll(ctx context.Context, tx bun.Tx, c Circle, k Call) error {
	half := k.CreatedAt.Add(k.AnswerUntil.Sub(k.CreatedAt) / 2)
	var plans []nudge.Plan
	for _, id := range k.Silent(c.Here()) {
		plans = append(plans, nudge.Plan{Kind: nudgePoll, SubjectID: k.ID, MemberID: id, Due: half})
	}
	if who, ok := k.asked(c); ok {
		plans = append(plans, nudge.Plan{Kind: nudgePick, SubjectID: k.ID, MemberID: who, Due: k.AnswerUntil})
	}
	return s.nudges.Plan(ctx, tx, plans...)
}

func askPoll(ctx context.Context, w *courier, k Call, to string) (mail.Letter, bool) {
	if k.State != Polling || !k.Person(to).AnsweredAt.IsZero() {
		return mail.Letter{}, false
	}
	return mail.Letter{
		Subject: locale.T(ctx, "circle.call.poll.subject", "circle", w.c.Name),
		Preview: locale.T(ctx, "circle.call.when.preview", "date", locale.DayDate(ctx, k.AnswerUntil)),
		Blocks:  append([]mail.Block{mail.Para(locale.T(ctx, "circle.call.poll", "circle", w.c.Name))}, w.poll(ctx, k, to)...),
	}, true
}

func askPick(ctx context.Context, w *courier, k Call, to string) (mail.Letter, bool) {
	if k.State != Polling {
		return mail.Letter{}, false
	}
	here := w.c.Here()
	key := "circle.call.pick.some"
	silent := k.Silent(here)
	if len(silent) == 0 {
		key = "circle.call.pick.all"
	}
	blocks := []mail.Block{mail.Para(locale.T(ctx, key, "circle", w.c.Name, "names", namesOf(ctx, silent, w.name)))}
	best, some := k.Best(here, w.s.Now())
	if some {
		blocks = append(blocks, mail.Para(locale.T(ctx, "circle.call.pick.best", "time", locale.DateTime(ctx, best.At),
			"names", namesOf(ctx, best.Can, w.name), "date", locale.DayDate(ctx, k.DecideAt))))
	} else {
		blocks = append(blocks, mail.Para(locale.T(ctx, "circle.call.pick.none")))
	}
	return mail.Letter{
		Subject: locale.T(ctx, "circle.call.pick.subject", "circle", w.c.Name),
		Preview: locale.T(ctx, "circle.call.pick.preview"),
		Blocks:  append(blocks, mail.Button(locale.T(ctx, "circle.call.pick.button"), w.s.URL(w.s.door(w.c, callDoor, k.ID, to)))),
	}, true
}

func askAfter(ctx context.Context, w *courier, k Call, to string) (mail.Letter, bool) {
	if !k.Over(w.s.Now()) || !k.NotedAt.IsZero() {
		return mail.Letter{}, false
	}
	return mail.Letter{
		Subject: locale.T(ctx, "circle.call.after.subject", "circle", w.c.Name),
		Preview: locale.DateTime(ctx, k.StartsAt),
		Blocks: []mail.Block{
			mail.Para(locale.T(ctx, "circle.call.after", "circle", w.c.Name, "time", locale.DateTime(ctx, k.StartsAt))),
			mail.Button(locale.T(ctx, "circle.call.after.button"), w.s.URL(w.s.door(w.c, callDoor, k.ID, to))+"/after"),
		},
	}, true
}
