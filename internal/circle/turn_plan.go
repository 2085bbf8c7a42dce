package circle

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/nudge"
)

// offerLife is how long somebody may take to say whether they use a turn, before
// the next is asked.
const offerLife = 24 * time.Hour

// offerOf is what the question is about whether somebody brings their turn to a call.
func offerOf(t Turn, k Call) string { return t.ID + "/" + k.ID }

// planTurns asks, three days before the next call, whoever's turn it is in it,
// or whether somebody would like it; and the day before, what happened to those
// who had theirs. It is done again whenever the queue or the call changes, and
// when somebody who was asked is silent.
func (s *Circles) planTurns(ctx context.Context, tx bun.Tx, c Circle) error {
	k, ok, err := s.nextCall(ctx, tx, c.ID)
	if err != nil || !ok || !c.Open() {
		return err
	}
	all, err := turnsOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	now := s.Now()
	var plans []nudge.Plan
	if t, ok := nextTurn(waiting(all), k, c.Here()); ok {
		if t.SureFor != k.ID {
			plans = append(plans, s.offerBy(k, nudge.Plan{Kind: nudgeTurn, SubjectID: offerOf(t, k), MemberID: t.MemberID}))
		}
	} else if who, err := s.taker(ctx, tx, c, k, all); err != nil {
		return err
	} else if who != "" {
		plans = append(plans, s.offerBy(k, nudge.Plan{Kind: nudgeTake, SubjectID: k.ID, MemberID: who}))
	}
	for _, t := range all {
		if _, in := c.Person(t.MemberID); in && t.State == TurnHad && t.HadAt.Before(k.StartsAt.Add(-12*time.Hour)) {
			plans = append(plans, nudge.Plan{Kind: nudgeHappened, SubjectID: t.ID, MemberID: t.MemberID, Due: later(k.StartsAt.AddDate(0, 0, -1), now)})
		}
	}
	return s.nudges.Plan(ctx, tx, plans...)
}

// offerBy gives an offer its dates: three days before the call, and a day to answer.
// The last who can be asked before the call is not asked in vain: nobody follows.
func (s *Circles) offerBy(k Call, p nudge.Plan) nudge.Plan {
	p.Due = later(k.StartsAt.AddDate(0, 0, -3), s.Now())
	if silent := p.Due.Add(offerLife); silent.Before(k.StartsAt.Add(-offerLife / 2)) {
		p.SilentAt = silent
	}
	return p
}

// taker is who is asked whether they would like the turn in a call: the fairest of
// those who come and have not been asked, while nobody else has time to answer.
func (s *Circles) taker(ctx context.Context, tx bun.Tx, c Circle, k Call, all []Turn) (string, error) {
	asked, err := s.nudges.About(ctx, tx, k.ID)
	if err != nil {
		return "", err
	}
	coming := slices.DeleteFunc(c.Here(), func(id string) bool {
		waits := slices.ContainsFunc(all, func(t Turn) bool { return t.MemberID == id && t.State == TurnWaiting })
		return waits || k.Misses(id)
	})
	for _, n := range asked {
		switch {
		case n.Kind != nudgeTake:
		case n.AnsweredAt.IsZero() && n.SilencedAt.IsZero() && n.Ended == "" && slices.Contains(coming, n.MemberID):
			return n.MemberID, nil // is being asked, or will be
		default:
			coming = slices.DeleteFunc(coming, func(id string) bool { return id == n.MemberID })
		}
	}
	return fairest(coming, all), nil
}

// turnSilent is that somebody has not said whether they bring their turn: the next
// is asked.
func (s *Circles) turnSilent(ctx context.Context, tx bun.Tx, n nudge.Nudge) error {
	t, k, err := s.offered(ctx, tx, n.SubjectID)
	if err != nil {
		return ignore(err)
	}
	c, err := lockCircle(ctx, s.DB, tx, t.CircleID)
	if err != nil || t.State != TurnWaiting || t.SureFor == k.ID || !k.Ahead(s.Now()) {
		return err
	}
	return s.passFor(ctx, tx, c, &t, k)
}

// takeSilent is that somebody has not said whether they would like a turn.
func (s *Circles) takeSilent(ctx context.Context, tx bun.Tx, n nudge.Nudge) error {
	k, err := callByID(ctx, tx, n.SubjectID)
	if err != nil {
		return ignore(err)
	}
	c, err := lockCircle(ctx, s.DB, tx, k.CircleID)
	if err != nil {
		return err
	}
	return s.planTurns(ctx, tx, c)
}

// PassOffer says no to a turn in the next call that nobody waits for: the next is
// asked.
func (s *Circles) PassOffer(ctx context.Context, circleID, memberID string) error {
	return s.onTurns(ctx, circleID, memberID, func(ctx context.Context, tx bun.Tx, c Circle, _ []Turn) error {
		k, ok, err := s.nextCall(ctx, tx, c.ID)
		if err != nil || !ok {
			return err
		}
		if err := s.nudges.Answer(ctx, tx, nudgeTake, k.ID, memberID, "no"); err != nil {
			return err
		}
		return s.planTurns(ctx, tx, c)
	})
}
