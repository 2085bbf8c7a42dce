package circle

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
)

// How a circle is looked after.
const (
	lookEvery   = 7 * day
	quietAfter  = 28 * day // nothing was heard of the facilitator: they are asked
	silentAfter = 7 * day  // and they do not answer: the others are asked
	closeAfter  = 28 * day // after its end, a circle that nobody closes is closed

	nudgeAlive = "circle.alive"
)

var errNotOpen = fault.Because(fault.Conflict, "circle.not_open")

// within lets somebody who is in a circle that runs do something.
func (s *Circles) within(ctx context.Context, id, memberID string, do func(ctx context.Context, tx bun.Tx, c *Circle) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		c, err := lockCircle(ctx, s.DB, tx, id)
		if err != nil {
			return err
		}
		if _, in := c.Person(memberID); !in || c.State == Forming {
			return fault.NotFound
		}
		if !c.Open() {
			return errNotOpen
		}
		return do(ctx, tx, &c)
	})
}

func (s *Circles) facilitating(ctx context.Context, id, memberID string, do func(ctx context.Context, tx bun.Tx, c *Circle) error) error {
	return s.within(ctx, id, memberID, func(ctx context.Context, tx bun.Tx, c *Circle) error {
		if !c.Facilitates(memberID) {
			return fault.Because(fault.Forbidden, "circle.only_facilitator")
		}
		return do(ctx, tx, c)
	})
}

// Leave takes a member out of a circle. What they wrote stays, with their name.
func (s *Circles) Leave(ctx context.Context, id, memberID string) error {
	return s.within(ctx, id, memberID, func(ctx context.Context, tx bun.Tx, c *Circle) error {
		return s.out(ctx, tx, c, memberID, false)
	})
}

// Remove takes somebody else out of a circle, which its facilitator may. Who it is
// gets a letter that says so; what they wrote stays, with their name.
func (s *Circles) Remove(ctx context.Context, id, facilitatorID, memberID string) error {
	return s.facilitating(ctx, id, facilitatorID, func(ctx context.Context, tx bun.Tx, c *Circle) error {
		if _, in := c.Person(memberID); !in || memberID == facilitatorID {
			return fault.NotFound
		}
		w, err := s.courier(ctx, tx, *c)
		if err != nil {
			return err
		}
		if err := s.out(ctx, tx, c, memberID, true); err != nil {
			return err
		}
		err = w.to(ctx, memberID, "circle.removed", s.NewID(), func(words context.Context) mail.Letter {
			return s.note(words, "removed", "", "circle", c.Name)
		})
		if err != nil {
			return err
		}
		return w.send(ctx, tx)
	})
}

// out ends somebody's part in a circle that runs.
func (s *Circles) out(ctx context.Context, tx bun.Tx, c *Circle, memberID string, removed bool) error {
	for i := range c.People {
		p := &c.People[i]
		if p.MemberID != memberID || !p.Here() {
			continue
		}
		stayed, err := s.away(ctx, tx, *c)
		if err != nil {
			return err
		}
		led := p.Role == Facilitator
		p.LeftAt, p.Removed, p.Role = s.Now(), removed, Member
		if err := savePerson(ctx, tx, *p); err != nil {
			return err
		}
		if err := s.rooms.Leave(ctx, tx, c.ID, memberID); err != nil {
			return err
		}
		if c.HeirID == memberID {
			c.HeirID = ""
		}
		if err := s.welcome(ctx, tx, *c, stayed); err != nil {
			return err
		}
		switch {
		case len(c.Here()) < 2:
			return s.shut(ctx, tx, c)
		case led:
			return s.askAll(ctx, tx, c)
		}
		return saveCircle(ctx, tx, *c)
	}
	return nil
}

// shut closes a circle: everything can be read, and nothing changes.
func (s *Circles) shut(ctx context.Context, tx bun.Tx, c *Circle) error {
	c.State, c.ClosedAt, c.LookAt, c.HeirID = Closed, s.Now(), time.Time{}, ""
	if err := s.rooms.Close(ctx, tx, c.ID); err != nil {
		return err
	}
	return saveCircle(ctx, tx, *c)
}

// tellAll writes the same to everybody of a circle but one. of is the name of an
// argument and the member whose name it is, in turn.
func (s *Circles) tellAll(ctx context.Context, tx bun.Tx, c Circle, name, but string, of ...string) error {
	w, err := s.courier(ctx, tx, c)
	if err != nil {
		return err
	}
	below := ""
	if name == "learnt" {
		below = "/learnt"
	}
	for _, id := range c.Here() {
		if id == but {
			continue
		}
		err := w.to(ctx, id, "circle."+name, s.NewID(), func(words context.Context) mail.Letter {
			args := []any{"circle", c.Name}
			for i := 0; i+1 < len(of); i += 2 {
				args = append(args, of[i], w.name(words, of[i+1]))
			}
			return s.note(words, name, c.Path()+below, args...)
		})
		if err != nil {
			return err
		}
	}
	return w.send(ctx, tx)
}

// note is a short letter about a circle, whose words are below "circle.mail." and
// its name. href is where its button leads; without it there is none.
func (s *Circles) note(ctx context.Context, name, href string, args ...any) mail.Letter {
	key := "circle.mail." + name
	l := mail.Letter{
		Subject: locale.T(ctx, key+".subject", args...), Preview: locale.T(ctx, key+".preview", args...),
		Blocks: []mail.Block{mail.Para(locale.T(ctx, key+".what", args...))},
	}
	if href != "" {
		l.Blocks = append(l.Blocks, mail.Button(locale.T(ctx, key+".button"), s.URL(href)))
	}
	return l
}
