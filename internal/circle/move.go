package circle

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/mail"
)

var errNoPlace = fault.Because(fault.Conflict, "circle.move.gone")

const (
	// usualSize is how many a circle has whose opening says nothing of it.
	usualSize = 6
	// moveBefore is how long a circle must have yet for somebody to move into it.
	moveBefore = 14 * day
)

// Wish is that somebody asks organisers for another circle, and need not say why.
type Wish struct {
	bun.BaseModel `bun:"table:circle_moves,alias:w"`

	CircleID string `bun:",pk"`
	MemberID string `bun:",pk"`
	AskedAt  time.Time
}

// places are the circles that run into which a member can move: there is room, they
// have not been in it, nobody of their organisation is, and nobody they are kept
// apart from. With an opening's id only those that came from it.
func (s *Circles) places(ctx context.Context, tx bun.IDB, memberID, openingID string) ([]Circle, error) {
	now := s.Now()
	list, err := circles(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		q = q.Where("c.state = ? AND c.ends_at > ?", Running, now.Add(moveBefore)).
			Where("NOT EXISTS (SELECT 1 FROM circle_people AS mine WHERE mine.circle_id = c.id AND mine.member_id = ?)", memberID)
		if openingID != "" {
			q = q.Where("c.opening_id = ?", openingID)
		}
		return q.Order("c.name", "c.id").Limit(200)
	})
	var found []Circle
	for _, c := range list {
		fits, bad := s.suits(ctx, tx, c, memberID)
		if bad != nil {
			return nil, bad
		}
		if fits {
			found = append(found, c)
		}
	}
	return found, err
}

func (s *Circles) suits(ctx context.Context, tx bun.IDB, c Circle, memberID string) (bool, error) {
	size := usualSize
	if c.OpeningID != "" {
		o, err := openingByID(ctx, tx, c.OpeningID)
		if err != nil {
			return false, err
		}
		size = o.Size
	}
	here := c.Here()
	if len(here) > size { // the composer makes circles of one more, too
		return false, nil
	}
	people, err := s.members.Many(ctx, tx, append(here, memberID))
	if err != nil {
		return false, err
	}
	for _, id := range here {
		if o := people[id].Organisation; o != "" && o == people[memberID].Organisation {
			return false, nil
		}
		if apart, err := s.safety.Separated(ctx, tx, memberID, id); err != nil || apart {
			return false, err
		}
	}
	return true, nil
}

// Move takes a member from one circle into another one of the same opening.
func (s *Circles) Move(ctx context.Context, from, memberID, to string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		c, err := circleByID(ctx, tx, from)
		if err != nil {
			return err
		}
		if _, in := c.Person(memberID); !in || !c.Open() {
			return fault.NotFound
		}
		list, err := s.places(ctx, tx, memberID, cmp.Or(c.OpeningID, "none"))
		if err != nil {
			return err
		}
		return s.move(ctx, tx, list, from, memberID, to, "moved_in")
	})
}

// move takes somebody out of one circle, if they are in it yet, and into one of a
// list. Both are locked in the order of their ids: two people may change places. note
// is the letter that they get.
func (s *Circles) move(ctx context.Context, tx bun.Tx, list []Circle, from, memberID, to, note string) error {
	if !slices.ContainsFunc(list, func(c Circle) bool { return c.ID == to }) {
		return errNoPlace
	}
	locked := map[string]*Circle{}
	for _, id := range []string{min(from, to), max(from, to)} {
		c, err := lockCircle(ctx, s.DB, tx, id)
		if err != nil {
			return err
		}
		locked[id] = &c
	}
	if fits, err := s.suits(ctx, tx, *locked[to], memberID); err != nil || !fits || !locked[to].Open() {
		return cmp.Or(err, errNoPlace)
	}
	if old := locked[from]; old.Open() {
		if err := s.out(ctx, tx, old, memberID, false); err != nil {
			return err
		}
	}
	if err := deleteWish(ctx, tx, from, memberID); err != nil {
		return err
	}
	return s.join(ctx, tx, locked[to], memberID, note)
}

// join takes somebody into a circle that runs: the others are told, and they are
// asked into its calls.
func (s *Circles) join(ctx context.Context, tx bun.Tx, c *Circle, memberID, note string) error {
	p := Person{CircleID: c.ID, MemberID: memberID, Role: Member, JoinedAt: s.Now()}
	if err := savePerson(ctx, tx, p); err != nil {
		return err
	}
	c.People = append(c.People, p)
	if err := s.rooms.Join(ctx, tx, c.ID, memberID); err != nil {
		return err
	}
	if err := s.tellAll(ctx, tx, *c, "joined", memberID, "name", memberID); err != nil {
		return err
	}
	if err := s.tellOne(ctx, tx, *c, memberID, note, c.Path()); err != nil {
		return err
	}
	return s.invite(ctx, tx, *c, memberID)
}

// tellOne writes a note to one who is, or was, in a circle.
func (s *Circles) tellOne(ctx context.Context, tx bun.Tx, c Circle, memberID, name, href string) error {
	w, err := s.courier(ctx, tx, c)
	if err != nil {
		return err
	}
	err = w.to(ctx, memberID, "circle."+name, s.NewID(), func(words context.Context) mail.Letter {
		return s.note(words, name, href, "circle", c.Name)
	})
	if err != nil {
		return err
	}
	return w.send(ctx, tx)
}

// WishToMove asks organisers to find a member another circle. Asking twice is asking
// once.
func (s *Circles) WishToMove(ctx context.Context, circleID, memberID string) error {
	return s.within(ctx, circleID, memberID, func(ctx context.Context, tx bun.Tx, c *Circle) error {
		_, err := tx.NewInsert().Model(&Wish{CircleID: c.ID, MemberID: memberID, AskedAt: s.Now()}).
			On("CONFLICT (circle_id, member_id) DO NOTHING").Exec(ctx)
		return err
	})
}

// Place answers a wish: the member moves into a circle, any that has room, or is told
// that there is none where to is empty.
func (s *Circles) Place(ctx context.Context, w Wish, to string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		c, err := lockCircle(ctx, s.DB, tx, w.CircleID)
		if err != nil {
			return err
		}
		if err := s.wished(ctx, tx, &w); err != nil {
			return err
		}
		if to != "" {
			list, err := s.places(ctx, tx, w.MemberID, "")
			if err != nil {
				return err
			}
			return s.move(ctx, tx, list, w.CircleID, w.MemberID, to, "moved_in")
		}
		if err := deleteWish(ctx, tx, w.CircleID, w.MemberID); err != nil {
			return err
		}
		return s.tellOne(ctx, tx, c, w.MemberID, "no_other", "/circles")
	})
}

func (s *Circles) wished(ctx context.Context, tx bun.IDB, w *Wish) error {
	return db.Found(tx.NewSelect().Model(w).Where("w.circle_id = ? AND w.member_id = ?", w.CircleID, w.MemberID).Scan(ctx))
}

func deleteWish(ctx context.Context, tx bun.IDB, circleID, memberID string) error {
	_, err := tx.NewDelete().Model((*Wish)(nil)).Where("circle_id = ? AND member_id = ?", circleID, memberID).Exec(ctx)
	return err
}

// wishes are all that wait for an organiser, the oldest first.
func wishes(ctx context.Context, tx bun.IDB) ([]Wish, error) {
	var list []Wish
	err := tx.NewSelect().Model(&list).Order("w.asked_at", "w.member_id").Scan(ctx)
	return list, err
}
