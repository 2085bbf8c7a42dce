package circle

import (
	"context"
	"net/http"
	"slices"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/safety"
)

// An organiser may keep two people apart who are in one circle. Neither has asked
// for it, and so neither is moved, or stays away, by itself: an organiser decides.

// errSettled is the answer to a move that is not needed any more.
var errSettled = fault.Because(fault.Conflict, "circle.organise.apart.settled")

// apartInside is a circle that runs, and the pairs in it whom an organiser keeps apart.
type apartInside struct {
	Circle
	pairs []safety.Pair
}

// members are those who may be moved, each once.
func (a apartInside) members() []string {
	var ids []string
	for _, p := range a.pairs {
		for _, id := range []string{p.A, p.B} {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// apartTogether finds the circles in which pairs are together now.
func (s *Circles) apartTogether(ctx context.Context, tx bun.IDB, pairs []safety.Pair) ([]apartInside, error) {
	if len(pairs) == 0 {
		return nil, nil
	}
	ids := make([]string, len(pairs))
	for i, p := range pairs {
		ids[i] = p.A
	}
	list, err := circles(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("c.state = ? AND c.id IN (SELECT circle_id FROM circle_people WHERE member_id IN (?) AND left_at IS NULL)", Running, bun.List(ids)).
			Order("c.name", "c.id")
	})
	var found []apartInside
	for _, c := range list {
		a, here := apartInside{Circle: c}, c.Here()
		for _, p := range pairs {
			if slices.Contains(here, p.A) && slices.Contains(here, p.B) {
				a.pairs = append(a.pairs, p)
			}
		}
		if len(a.pairs) > 0 {
			found = append(found, a)
		}
	}
	return found, err
}

// keptApart are the circles in which somebody is with somebody whom an organiser
// keeps them apart from.
func (s *Circles) keptApart(ctx context.Context, tx bun.IDB) ([]apartInside, error) {
	pairs, err := s.safety.KeptApart(ctx, tx)
	if err != nil {
		return nil, err
	}
	return s.apartTogether(ctx, tx, pairs)
}

// sayTogether tells organisers, where they keep two people apart, which circle both
// are in.
func (s *Circles) sayTogether(ctx context.Context, pairs []safety.Pair) (map[safety.Pair][]safety.Together, error) {
	list, err := s.apartTogether(ctx, s.DB, pairs)
	found := map[safety.Pair][]safety.Together{}
	for _, a := range list {
		for _, p := range a.pairs {
			found[p] = append(found[p], safety.Together{
				Text: locale.T(ctx, "circle.apart.together", "circle", a.Name), Link: locale.T(ctx, "circle.apart.settle"),
				Href: "/organise/circles#apart",
			})
		}
	}
	return found, err
}

// MoveApart moves one of two who are kept apart into another circle. Only they are
// told, and not why.
func (s *Circles) MoveApart(ctx context.Context, from, memberID, to string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		list, err := s.keptApart(ctx, tx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(a apartInside) bool { return a.ID == from && slices.Contains(a.members(), memberID) }) {
			return errSettled
		}
		places, err := s.places(ctx, tx, memberID, "")
		if err != nil {
			return err
		}
		return s.move(ctx, tx, places, from, memberID, to, "moved_by")
	})
}

func (s *Circles) moveApart(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Read(r)
	if err != nil {
		return err
	}
	circleID, memberID := r.PathValue("circle"), r.PathValue("member")
	wrong := apartField + circleID + memberID
	if f.Value("to") == "" {
		return s.showOrganise(w, r, http.StatusUnprocessableEntity, wrong, "circle.move.missing")
	}
	err = s.MoveApart(r.Context(), circleID, memberID, f.Value("to"))
	if isFault(err, errNoPlace) {
		return s.showOrganise(w, r, http.StatusUnprocessableEntity, wrong, "circle.move.gone")
	}
	return did(w, r, err, "/organise/circles", "done.circle.placed")
}

// apartField begins the names of fields of this part of the page: who is kept apart
// may ask for another circle, too.
const apartField = "apart-"

// apartCard is what the organisers' page shows of one circle.
type apartCard struct {
	circle Circle
	lines  []string
	sides  []wishView
}

func (s *Circles) apartCards(ctx context.Context) ([]apartCard, error) {
	list, err := s.keptApart(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	cards := make([]apartCard, 0, len(list))
	for _, a := range list {
		people, err := s.members.Many(ctx, s.DB, a.members())
		if err != nil {
			return nil, err
		}
		name := func(id string) string { return called(ctx, people[id].Name) }
		c := apartCard{circle: a.Circle}
		for _, p := range a.pairs {
			c.lines = append(c.lines, locale.T(ctx, "circle.organise.apart.pair", "a", name(p.A), "b", name(p.B)))
		}
		for _, id := range a.members() {
			places, err := s.places(ctx, s.DB, id, "")
			if err != nil {
				return nil, err
			}
			c.sides = append(c.sides, wishView{Wish{CircleID: a.ID, MemberID: id}, name(id), places, apartField})
		}
		cards = append(cards, c)
	}
	return cards, nil
}

func (w wishView) apartPath() string {
	return "/organise/circles/apart/" + w.CircleID + "/" + w.MemberID
}
