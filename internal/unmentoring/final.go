package unmentoring

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
)

// final is a draw as it goes out.
type final struct {
	draw    Draw
	seed    [32]byte
	size    int
	groups  []Group
	people  []Drawn
	members map[string]member.Member
	ms      map[string]Membership
	labels  map[string]string
	// without are those whom the draw, or what happened since, leaves without
	// a conversation; latecomers said that they are in after it.
	without    []string
	latecomers []string
}

// final takes out who cannot be in the draw any more, and breaks conversations
// of people who must not meet by now.
func (s *Programmes) final(ctx context.Context, tx bun.Tx, r Round, p Programme, now time.Time) (*final, error) {
	f := &final{size: p.Size}
	var err error
	if f.draw, err = drawByID(ctx, tx, r.DrawID); err != nil {
		return nil, err
	}
	if f.seed, err = f.draw.seed(); err != nil {
		return nil, err
	}
	if f.people, err = drawn(ctx, tx, r.DrawID); err != nil {
		return nil, err
	}
	if f.members, err = s.members.Many(ctx, tx, memberIDs(f.people)); err != nil {
		return nil, err
	}
	if f.ms, err = memberships(ctx, tx, p.ID); err != nil {
		return nil, err
	}
	if f.labels, err = s.fieldLabels(ctx, tx); err != nil {
		return nil, err
	}
	list, err := entries(ctx, tx, r.ID)
	if err != nil {
		return nil, err
	}
	said := make(map[string]Entry, len(list))
	for _, e := range list {
		said[e.MemberID] = e
	}
	gone, err := s.gone(ctx, tx, f, said)
	if err != nil {
		return nil, err
	}
	if len(gone) > 0 {
		if err := s.change(ctx, tx, &f.draw, ChangeGone, gone, "", now); err != nil {
			return nil, err
		}
		if f.people, err = drawn(ctx, tx, r.DrawID); err != nil {
			return nil, err
		}
	}
	if f.groups, err = groupsOf(ctx, tx, r.DrawID, 0, 0); err != nil {
		return nil, err
	}
	f.leftOver(said)
	return f, nil
}

func memberIDs(people []Drawn) []string {
	ids := make([]string, len(people))
	for i, d := range people {
		ids[i] = d.MemberID
	}
	return ids
}

func able(m member.Member) bool { return m.State == member.Active && m.Reachable() }

// gone are the people whom something has happened to since the draw: they said
// "not this time", paused, left, or one of two was kept apart from the other.
func (s *Programmes) gone(ctx context.Context, tx bun.IDB, f *final, said map[string]Entry) ([]int32, error) {
	var gone []int32
	number := make(map[string]Drawn, len(f.people))
	for _, d := range f.people {
		number[d.MemberID] = d
		if d.GroupNo > 0 && (!able(f.members[d.MemberID]) || said[d.MemberID].Answer == Out) {
			gone = append(gone, int32(d.Person))
		}
	}
	apart, err := s.safety.Apart(ctx, tx, memberIDs(f.people))
	if err != nil {
		return nil, err
	}
	for _, pair := range apart {
		a, b := number[pair[0]], number[pair[1]]
		if a.GroupNo > 0 && a.GroupNo == b.GroupNo && !slices.Contains(gone, int32(a.Person)) && !slices.Contains(gone, int32(b.Person)) {
			gone = append(gone, int32(b.Person))
		}
	}
	slices.Sort(gone)
	return gone, nil
}

// leftOver finds who is in without having a conversation.
func (f *final) leftOver(said map[string]Entry) {
	known := make(map[string]bool, len(f.people))
	for _, d := range f.people {
		known[d.MemberID] = true
		e := said[d.MemberID]
		if d.GroupNo == 0 && able(f.members[d.MemberID]) && e.Answer != Out && e.Place != TakenOut {
			f.without = append(f.without, d.MemberID)
		}
	}
	for id, e := range said {
		if !known[id] && e.Answer == In && e.Place == NoPlace {
			f.latecomers = append(f.latecomers, id)
		}
	}
	slices.Sort(f.latecomers)
}

func (f *final) placed() []string {
	var ids []string
	for _, d := range f.people {
		if d.GroupNo > 0 {
			ids = append(ids, d.MemberID)
		}
	}
	return ids
}
