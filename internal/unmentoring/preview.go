package unmentoring

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/match"
)

// ChangeDraw changes a draw that is being looked at, for the organiser who saw
// it with this mark. People are numbers of the draw. Conversations made by hand
// stay together when it is drawn again, until somebody lets them go.
func (s *Programmes) ChangeDraw(ctx context.Context, roundID, organiserID string, seen int, kind ChangeKind, people ...int32) error {
	if kind == ChangeGone {
		return fault.Invalid
	}
	return s.inRound(ctx, roundID, func(ctx context.Context, tx bun.Tx, r *Round, _ Programme) error {
		d, err := s.seenDraw(ctx, tx, *r, seen)
		if err != nil {
			return err
		}
		now := s.Now()
		if d, err = drawByID(ctx, tx, d.ID); err != nil {
			return err
		}
		if kind == ChangeOut {
			if err := s.takeOut(ctx, tx, r.ID, d.ID, people); err != nil {
				return err
			}
		}
		r.hold(now)
		return s.change(ctx, tx, &d, kind, people, organiserID, now)
	})
}

// takeOut remembers that somebody is not in this round, so that drawing again
// leaves them out too.
func (s *Programmes) takeOut(ctx context.Context, tx bun.IDB, roundID, drawID string, people []int32) error {
	for _, person := range people {
		who, err := drawnPerson(ctx, tx, drawID, int(person))
		if err != nil {
			return err
		}
		e, err := entryOf(ctx, tx, roundID, who.MemberID)
		if err != nil {
			return err
		}
		e.Place = TakenOut
		if err := upsertEntries(ctx, tx, e); err != nil {
			return err
		}
	}
	return nil
}

// Pin keeps a conversation together when the draw is made again, or lets it go.
func (s *Programmes) Pin(ctx context.Context, roundID string, seen, group int, pinned bool) error {
	return s.inRound(ctx, roundID, func(ctx context.Context, tx bun.Tx, r *Round, _ Programme) error {
		d, err := s.seenDraw(ctx, tx, *r, seen)
		if err != nil {
			return err
		}
		if err := dropBeside(ctx, tx, d); err != nil {
			return err
		}
		return setPinned(ctx, tx, d.ID, group, pinned)
	})
}

// PutBack lets somebody in again who was taken out, the next time it is drawn.
func (s *Programmes) PutBack(ctx context.Context, roundID, memberID string) error {
	return s.inRound(ctx, roundID, func(ctx context.Context, tx bun.Tx, r *Round, _ Programme) error {
		e, err := entryOf(ctx, tx, roundID, memberID)
		if err != nil {
			return err
		}
		if e.Place != TakenOut || r.State != InReview {
			return fault.Conflict
		}
		e.Place = NoPlace
		if err := dropBeside(ctx, tx, Draw{ID: r.DrawID, RoundID: r.ID}); err != nil {
			return err
		}
		return upsertEntries(ctx, tx, e)
	})
}

// change applies one change to a draw's conversations, weighs all of them anew
// and writes down what was done.
func (s *Programmes) change(ctx context.Context, tx bun.IDB, d *Draw, kind ChangeKind, touched []int32, by string, now time.Time) error {
	people, err := drawn(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	groups, err := groupsOf(ctx, tx, d.ID, 0, 0)
	if err != nil {
		return err
	}
	for _, p := range touched {
		if p < 0 || int(p) >= len(people) {
			return fault.NotFound
		}
	}
	before, pinned := listed(groups)
	after, err := before.apply(kind, touched)
	if err != nil {
		return err
	}
	if kind == ChangeMove || kind == ChangeSwap {
		for _, p := range touched {
			if at := after.find(p); at >= 0 {
				pinned[at] = true
			}
		}
	}
	list, err := weigh(d, after, pinned)
	if err != nil {
		return err
	}
	made, err := changes(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	d.Unplaced -= out(append(made, Change{Kind: kind, People: touched}), after)
	d.Changes++
	if err := dropBeside(ctx, tx, *d); err != nil {
		return err
	}
	err = insertChange(ctx, tx, Change{DrawID: d.ID, Number: d.Changes, Kind: kind, People: touched, ByID: by, ChangedAt: now})
	if err != nil {
		return err
	}
	if err := writeGroups(ctx, tx, d.ID, list, moved(people, after)); err != nil {
		return err
	}
	return updateDraw(ctx, tx, *d)
}

// out counts the people who are in no conversation because they are not to be
// in one.
func out(made []Change, list groupList) int {
	seen := map[int32]bool{}
	for _, c := range made {
		if c.Kind != ChangeOut && c.Kind != ChangeGone {
			continue
		}
		for _, p := range c.People {
			if list.find(p) < 0 {
				seen[p] = true
			}
		}
	}
	return len(seen)
}

// listed lays groups out by their numbers, and says which are kept together.
func listed(groups []Group) (groupList, map[int]bool) {
	last := 0
	for _, g := range groups {
		last = max(last, g.GroupNo)
	}
	list, pinned := make(groupList, last), map[int]bool{}
	for _, g := range groups {
		list[g.GroupNo-1] = g.People
		if g.Pinned {
			pinned[g.GroupNo-1] = true
		}
	}
	return list, pinned
}

// weigh says what the conversations cost as they are, and why each is as it is.
func weigh(d *Draw, list groupList, pinned map[int]bool) ([]Group, error) {
	in, err := match.Decode(d.Input)
	if err != nil {
		return nil, err
	}
	in.Pin = nil
	at := map[int32]int{} // the index of a group, by its first person
	for i, g := range list {
		if len(g) == 0 {
			continue
		}
		at[g[0]] = i
		if pinned[i] {
			in.Pin = append(in.Pin, g)
		}
	}
	res, err := match.Assess(in, list.filled())
	if errors.Is(err, match.ErrApart) || err != nil && len(in.Pin) > 0 && errors.Is(err, match.ErrInput) {
		return nil, fault.Because(fault.Conflict, "unmentoring.error.apart")
	}
	if err != nil {
		return nil, err
	}
	reasons := match.Explain(in, res)
	groups := make([]Group, len(res.Groups))
	for i, g := range res.Groups {
		n := at[g[0]]
		groups[i] = newGroup(*d, n+1, g, reasons[i], pinned[n])
	}
	d.Optimal = false
	d.count(res, groups)
	return groups, nil
}

// moved are the people whose conversation is another one now.
func moved(people []Drawn, list groupList) []Drawn {
	where := make([]int, len(people))
	for i, g := range list {
		for _, p := range g {
			where[p] = i + 1
		}
	}
	var changed []Drawn
	for i, p := range people {
		if p.GroupNo == where[i] {
			continue
		}
		p.GroupNo, p.Why = where[i], match.WhyNone
		if p.GroupNo == 0 {
			p.Why = match.WhyOut
		}
		changed = append(changed, p)
	}
	return slices.Clip(changed)
}
