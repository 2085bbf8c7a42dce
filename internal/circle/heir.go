package circle

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/nudge"
)

// HandOver asks somebody of the circle to facilitate it from now on.
func (s *Circles) HandOver(ctx context.Context, id, facilitatorID, heirID string) error {
	return s.facilitating(ctx, id, facilitatorID, func(ctx context.Context, tx bun.Tx, c *Circle) error {
		if _, in := c.Person(heirID); !in || heirID == facilitatorID {
			return fault.Because(fault.Invalid, "circle.care.heir.missing")
		}
		c.HeirID, c.HeirAskedAt = heirID, s.Now()
		if err := saveCircle(ctx, tx, *c); err != nil {
			return err
		}
		w, err := s.courier(ctx, tx, *c)
		if err != nil {
			return err
		}
		err = w.to(ctx, heirID, "circle.heir", s.NewID(), func(words context.Context) mail.Letter {
			return s.note(words, "heir", c.Path(), "circle", c.Name, "name", w.name(words, facilitatorID))
		})
		if err != nil {
			return err
		}
		return w.send(ctx, tx)
	})
}

// TakeOver makes somebody the facilitator who was asked, or anybody where anybody was.
func (s *Circles) TakeOver(ctx context.Context, id, memberID, experience string) error {
	return s.within(ctx, id, memberID, func(ctx context.Context, tx bun.Tx, c *Circle) error {
		if c.Facilitates(memberID) {
			return nil
		}
		if c.HeirID != memberID && c.HeirID != Anybody {
			return fault.Because(fault.Conflict, "circle.heir.not_asked")
		}
		for i := range c.People {
			p := &c.People[i]
			switch {
			case p.MemberID == memberID && p.Here():
				p.Role, p.Experience = Facilitator, form.CleanText(experience)
			case p.Role == Facilitator:
				p.Role = Member
			default:
				continue
			}
			if err := savePerson(ctx, tx, *p); err != nil {
				return err
			}
		}
		c.HeirID, c.HeirAskedAt, c.LookAt = "", time.Time{}, s.Now().Add(quietAfter)
		if err := saveCircle(ctx, tx, *c); err != nil {
			return err
		}
		return s.tellAll(ctx, tx, *c, "new_facilitator", memberID, "name", memberID)
	})
}

// Pass says no to facilitating.
func (s *Circles) Pass(ctx context.Context, id, memberID string) error {
	return s.within(ctx, id, memberID, func(ctx context.Context, tx bun.Tx, c *Circle) error {
		if c.HeirID != memberID {
			return nil
		}
		c.HeirID, c.HeirAskedAt = "", time.Time{}
		if _, has := c.Facilitator(); !has {
			return s.askAll(ctx, tx, c)
		}
		return saveCircle(ctx, tx, *c)
	})
}

// StillHere is a sign of life of the facilitator.
func (s *Circles) StillHere(ctx context.Context, id, memberID string) error {
	return s.facilitating(ctx, id, memberID, func(ctx context.Context, tx bun.Tx, c *Circle) error {
		c.LookAt = s.Now().Add(quietAfter)
		if c.HeirID == Anybody {
			c.HeirID, c.HeirAskedAt = "", time.Time{}
		}
		return saveCircle(ctx, tx, *c)
	})
}

// askAll asks everybody of a circle whether they take it over.
func (s *Circles) askAll(ctx context.Context, tx bun.Tx, c *Circle) error {
	c.HeirID, c.HeirAskedAt = Anybody, s.Now()
	if err := saveCircle(ctx, tx, *c); err != nil {
		return err
	}
	f, _ := c.Facilitator()
	return s.tellAll(ctx, tx, *c, "take_over", f.MemberID)
}

// askAlive asks a facilitator of whom nothing was heard.
func (s *Circles) askAlive(ctx context.Context, tx bun.IDB, n nudge.Nudge) (mail.Letter, bool, error) {
	id, _, _ := strings.Cut(n.SubjectID, "/")
	return s.askInside(ctx, tx, id, n.MemberID, func(w *courier) (mail.Letter, bool) {
		return s.note(ctx, "alive", w.c.Path()+"/care", "circle", w.c.Name), w.c.Facilitates(n.MemberID)
	})
}

// silent is that the facilitator did not answer either: the others are asked.
func (s *Circles) silent(ctx context.Context, tx bun.Tx, n nudge.Nudge) error {
	id, _, _ := strings.Cut(n.SubjectID, "/")
	c, err := lockCircle(ctx, s.DB, tx, id)
	if err != nil || !c.Open() || !c.Facilitates(n.MemberID) {
		return ignore(err)
	}
	p, _ := c.Person(n.MemberID)
	heard, err := s.heard(ctx, tx, c, p)
	if err != nil || heard.After(n.PlannedAt) || c.LookAt.Sub(s.Now()) > lookEvery { // StillHere moved it
		return err
	}
	return s.askAll(ctx, tx, &c)
}

// lookAfter is what Tick does about a circle that runs: nothing goes quiet.
func (s *Circles) lookAfter(ctx context.Context, tx bun.Tx, id string, now time.Time) error {
	c, err := lockCircle(ctx, s.DB, tx, id)
	if err != nil || c.LookAt.IsZero() || c.LookAt.After(now) {
		return err
	}
	if !c.Open() {
		c.LookAt = time.Time{}
		return saveCircle(ctx, tx, c)
	}
	c.LookAt = now.Add(lookEvery)
	if !now.Before(c.EndsAt.Add(closeAfter)) {
		if err := s.tellAll(ctx, tx, c, "closed", ""); err != nil {
			return err
		}
		return s.shut(ctx, tx, &c)
	}
	f, has := c.Facilitator()
	if !has {
		return s.askAll(ctx, tx, &c)
	}
	heard, err := s.heard(ctx, tx, c, f)
	if err != nil {
		return err
	}
	if c.HeirID == "" && now.Sub(heard) >= quietAfter {
		err = s.nudges.Plan(ctx, tx, nudge.Plan{Kind: nudgeAlive, SubjectID: c.ID + "/" + now.Format(time.DateOnly), MemberID: f.MemberID, Due: now, SilentAt: now.Add(silentAfter)})
	}
	if err != nil {
		return err
	}
	return saveCircle(ctx, tx, c)
}
