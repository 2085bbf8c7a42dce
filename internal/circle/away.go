package circle

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/schedule"
)

var errAway = fault.Because(fault.Conflict, "circle.away.call")

// away are those of a circle who have blocked somebody who is in it. Two people
// who are kept apart are in no call together, and only whoever blocked can be
// asked to stay out of it: to ask the other one would tell them. To everybody
// else they are somebody whom no time suits. docs/decisions/0017 says why.
func (s *Circles) away(ctx context.Context, tx bun.IDB, c Circle) (map[string]bool, error) {
	here := c.Here()
	apart, err := s.safety.Apart(ctx, tx, here)
	if err != nil || len(apart) == 0 {
		return nil, err
	}
	away := map[string]bool{}
	for _, id := range here {
		if !slices.ContainsFunc(apart, func(p [2]string) bool { return slices.Contains(p[:], id) }) {
			continue
		}
		blocks, err := s.safety.Blocks(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		for _, b := range blocks {
			if _, in := c.Person(b.OtherID); in {
				away[id] = true
			}
		}
	}
	return away, nil
}

// keepAway answers a call for those who are in none, as somebody does whom no time
// suits: nobody waits for them, and nobody asks them.
func (s *Circles) keepAway(ctx context.Context, tx bun.Tx, k *Call, away map[string]bool) error {
	for id := range away {
		p := k.Person(id)
		p.AnsweredAt, p.Can = s.Now(), nil
		if err := saveCallPerson(ctx, tx, p); err != nil {
			return err
		}
		k.People = append(slices.DeleteFunc(k.People, func(o CallPerson) bool { return o.MemberID == id }), p)
	}
	return nil
}

// stepBack takes somebody who has just blocked somebody out of the calls ahead.
func (s *Circles) stepBack(ctx context.Context, tx bun.Tx, c Circle, by string) error {
	all, err := callsOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, k := range all {
		if k.State != Polling && !k.Ahead(s.Now()) {
			continue
		}
		k, err := lockCall(ctx, s.DB, tx, k.ID)
		if err != nil {
			return err
		}
		if err := s.keepAway(ctx, tx, &k, map[string]bool{by: true}); err != nil {
			return err
		}
		if k.State == Agreed {
			err = s.tellAway(ctx, tx, c, k, by)
		} else {
			err = s.answered(ctx, tx, c, &k, by)
		}
		if err != nil {
			return err
		}
		if err := saveCall(ctx, tx, k); err != nil {
			return err
		}
	}
	return s.planTurns(ctx, tx, c)
}

// tellAway takes a call out of the calendar of who stays away from it.
func (s *Circles) tellAway(ctx context.Context, tx bun.Tx, c Circle, k Call, by string) error {
	a, err := s.times.Appointment(ctx, tx, k.ID)
	if err != nil {
		return ignore(err)
	}
	return s.tellSome(ctx, tx, c, k, []string{by}, "circle.call.away", s.NewID(), func(ctx context.Context, w *courier, to string, _ []mail.Block) mail.Letter {
		return mail.Letter{
			Subject:  locale.T(ctx, "circle.call.away.subject", "circle", c.Name, "date", locale.DayDate(ctx, a.StartsAt)),
			Preview:  locale.T(ctx, "circle.mail.blocked.preview"),
			Blocks:   []mail.Block{mail.Para(locale.T(ctx, "circle.call.away", "circle", c.Name, "time", locale.DateTime(ctx, a.StartsAt)))},
			Calendar: schedule.Revoke(s.again(w.event(ctx, k, a, to))),
		}
	})
}

// again is an event that is sent to one person once more: where the sequence is
// the same, calendars go by the stamp.
func (s *Circles) again(e schedule.Event) schedule.Event {
	e.Stamp = s.Now()
	return e
}

// invite asks some people of a circle into the calls ahead, who were not asked
// before: they have come, or nothing keeps them away any more.
func (s *Circles) invite(ctx context.Context, tx bun.Tx, c Circle, ids ...string) error {
	all, err := callsOf(ctx, tx, c.ID)
	if err != nil || len(ids) == 0 {
		return err
	}
	for _, k := range all {
		switch {
		case k.State == Polling:
			err = s.askAgain(ctx, tx, c, k, ids)
		case k.Ahead(s.Now()):
			err = s.tellStanding(ctx, tx, c, k, ids)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// welcome asks those into the calls ahead who stayed away from them and need not
// any more, because whom they have blocked is gone.
func (s *Circles) welcome(ctx context.Context, tx bun.Tx, c Circle, stayed map[string]bool) error {
	if len(stayed) == 0 {
		return nil
	}
	away, err := s.away(ctx, tx, c)
	if err != nil {
		return err
	}
	back := slices.DeleteFunc(c.Here(), func(id string) bool { return !stayed[id] || away[id] })
	return s.invite(ctx, tx, c, back...)
}

func (s *Circles) askAgain(ctx context.Context, tx bun.Tx, c Circle, k Call, ids []string) error {
	w, err := s.courier(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := saveCallPerson(ctx, tx, CallPerson{CallID: k.ID, MemberID: id}); err != nil {
			return err
		}
		if err := w.to(ctx, id, "circle.call.when", s.NewID(), func(ctx context.Context) mail.Letter { return w.when(ctx, k, id) }); err != nil {
			return err
		}
	}
	return w.send(ctx, tx)
}

func (s *Circles) tellStanding(ctx context.Context, tx bun.Tx, c Circle, k Call, ids []string) error {
	a, err := s.times.Appointment(ctx, tx, k.ID)
	if err != nil {
		return ignore(err)
	}
	return s.tellSome(ctx, tx, c, k, ids, "circle.call.time", s.NewID(), func(ctx context.Context, w *courier, to string, where []mail.Block) mail.Letter {
		l := w.standing(ctx, k, a, to, "circle.call.agreed", where)
		l.Calendar = schedule.Invite(s.again(w.event(ctx, k, a, to)))
		return l
	})
}
