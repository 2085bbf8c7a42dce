package circle

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
)

// part is what follows for circles when somebody blocks somebody; docs/decisions/0017
// says why. In a circle that is still forming the other one waits again, as
// people do whose place could not be kept; only where they facilitate it, it is the
// one who blocks who does. In a circle that runs nobody is moved: whoever blocked is
// told alone, stays away from its calls and chooses what else to do.
func (s *Circles) part(ctx context.Context, tx bun.Tx, by, other string) error {
	apps, err := s.applications(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("a.member_id IN (?, ?) AND a.circle_id IS NOT NULL AND a.state IN (?, ?)", by, other, Offered, Accepted)
	})
	if err != nil {
		return err
	}
	for _, a := range apps {
		for _, b := range apps {
			if a.MemberID == by && b.MemberID == other && a.CircleID == b.CircleID {
				if err := s.partForming(ctx, tx, a, b); err != nil {
					return err
				}
			}
		}
	}
	mine, err := circlesOf(ctx, tx, by)
	if err != nil {
		return err
	}
	for _, c := range mine {
		if _, in := c.Person(other); !in || !c.Open() {
			continue
		}
		if err := s.partRunning(ctx, tx, c, by, other); err != nil {
			return err
		}
	}
	return nil
}

// partRunning parts two people of a circle that runs: from now on they have no
// one-to-one ahead and no call together, and whoever blocked is told.
func (s *Circles) partRunning(ctx context.Context, tx bun.Tx, c Circle, by, other string) error {
	now := s.Now()
	if !c.StartsAt.After(now) && c.EndsAt.After(now) {
		if err := s.turnRota(ctx, tx, c.ID, now); err != nil {
			return err
		}
	}
	if err := s.stepBack(ctx, tx, c, by); err != nil {
		return err
	}
	w, err := s.courier(ctx, tx, c)
	if err != nil {
		return err
	}
	err = w.to(ctx, by, "circle.blocked", other, func(words context.Context) mail.Letter {
		l := s.note(words, "blocked", c.Path()+"/leave", "circle", c.Name, "name", w.name(words, other))
		more := []mail.Block{mail.Para(locale.T(words, "circle.mail.blocked.calls"))}
		if c.Facilitates(by) {
			more = append(more, mail.Para(locale.T(words, "circle.away.facilitator")))
		}
		l.Blocks = slices.Insert(l.Blocks, len(l.Blocks)-1, append(more, mail.Para(locale.T(words, "circle.mail.blocked.choose")))...)
		return l
	})
	if err != nil {
		return err
	}
	return w.send(ctx, tx)
}

func (s *Circles) partForming(ctx context.Context, tx bun.Tx, a, b Application) error {
	c, err := lockCircle(ctx, s.DB, tx, a.CircleID)
	if err != nil || c.State != Forming {
		return err
	}
	o, err := lockOpening(ctx, s.DB, tx, a.OpeningID)
	if err != nil {
		return err
	}
	moved := b
	if b.MemberID == o.HostID {
		moved = a
	}
	if err := s.decline(ctx, tx, &moved, Waits); err != nil {
		return err
	}
	if err := s.giveBack(ctx, tx, &moved, nil); err != nil {
		return err
	}
	if err := saveApplication(ctx, tx, moved); err != nil {
		return err
	}
	if err := s.tell(ctx, tx, moved, letterMoved, o, c.ID); err != nil {
		return err
	}
	return s.settle(ctx, tx, o)
}
