package unmentoring

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/member"
	"cuppa.example/match"
)

// joinPool puts somebody into the pool of a round whose conversations are open.
func (s *Programmes) joinPool(ctx context.Context, tx bun.IDB, r Round, e Entry, why Cause, now time.Time) error {
	e.Place, e.Why, e.WaitingSince = Waiting, why, now
	if err := upsertEntries(ctx, tx, e); err != nil {
		return err
	}
	return wake(ctx, tx, r.ID, now)
}

// wantsPartner is told by a conversation that one of its people would like to
// talk to somebody else in the same round.
func (s *Programmes) wantsPartner(ctx context.Context, tx bun.Tx, c conversation.Conversation, memberID string) error {
	now := s.Now()
	r, p, err := s.roundIn(ctx, tx, c.SourceID)
	if err != nil {
		return err
	}
	e, err := entryOf(ctx, tx, r.ID, memberID)
	if isNotFound(err) {
		e, err = Entry{RoundID: r.ID, MemberID: memberID}, nil
	}
	if err != nil {
		return err
	}
	if r.TakesLatecomers(now) {
		return s.joinPool(ctx, tx, r, e, LostPartner, now)
	}
	return s.noPartner(ctx, tx, r, p, []Entry{e}, now)
}

// talk is a round while its conversations run: it connects who waits in the
// pool, says so kindly to those whom it cannot connect, and ends the window.
func (s *Programmes) talk(ctx context.Context, id string, now time.Time) error {
	return s.inRound(ctx, id, func(ctx context.Context, tx bun.Tx, r *Round, p Programme) error {
		if r.State != Talking {
			return nil
		}
		list, err := waiting(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		if !now.Before(r.poolEnds()) {
			err = s.noPartner(ctx, tx, *r, p, list, now)
			list = nil
		} else {
			list, err = s.connect(ctx, tx, *r, p, list, now)
		}
		if err != nil {
			return err
		}
		if !now.Before(r.EndAt) {
			r.State, r.DueAt = Closing, latest(r.CloseAt, now)
			return nil
		}
		r.DueAt = nextTry(*r, list, now)
		return nil
	})
}

// nextTry is when the pool is looked at again, whatever happens before.
func nextTry(r Round, list []Entry, now time.Time) time.Time {
	if len(list) == 0 {
		return r.EndAt
	}
	at := earliest(r.poolEnds(), now.Add(patience))
	for _, e := range list {
		for _, wait := range []time.Duration{patience, repeatPatience} {
			if t := e.WaitingSince.Add(wait); t.After(now) {
				at = earliest(at, t)
			}
		}
	}
	return at
}

// connect puts together whoever waits: two or three of them, or one and a pair
// that is willing. It gives back who still waits, and tells them once.
func (s *Programmes) connect(ctx context.Context, tx bun.Tx, r Round, p Programme, list []Entry, now time.Time) ([]Entry, error) {
	list, people, err := s.stillThere(ctx, tx, list)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ms, err := memberships(ctx, tx, p.ID)
	if err != nil {
		return nil, err
	}
	list, err = s.drawPool(ctx, tx, r, p, list, people, ms, now)
	if err != nil {
		return nil, err
	}
	var left []Entry
	for _, e := range list {
		connected := false
		if now.Sub(e.WaitingSince) >= patience {
			if connected, err = s.joinPair(ctx, tx, r, p, people[e.MemberID], ms, now); err != nil {
				return nil, err
			}
		}
		if !connected {
			left = append(left, e)
		}
	}
	return left, s.tellWaiting(ctx, tx, r, p, toTell(left, now), people)
}

// toTell are the people whom we write that we look for somebody. Who has lost
// their partner was told so a moment ago, and hears again after a day.
func toTell(list []Entry, now time.Time) []Entry {
	return slices.DeleteFunc(slices.Clone(list), func(e Entry) bool {
		return e.Why == LostPartner && now.Sub(e.WaitingSince) < 4*patience
	})
}

// stillThere takes people out of the pool who have paused or left.
func (s *Programmes) stillThere(ctx context.Context, tx bun.IDB, list []Entry) ([]Entry, map[string]member.Member, error) {
	ids := make([]string, len(list))
	for i, e := range list {
		ids[i] = e.MemberID
	}
	people, err := s.members.Many(ctx, tx, ids)
	if err != nil {
		return nil, nil, err
	}
	var still, gone []Entry
	for _, e := range list {
		if able(people[e.MemberID]) {
			still = append(still, e)
			continue
		}
		e.Place, e.WaitingSince = NoPlace, time.Time{}
		gone = append(gone, e)
	}
	if len(gone) > 0 {
		err = upsertEntries(ctx, tx, gone...)
	}
	return still, people, err
}

// drawPool draws those who wait, and opens what comes out.
func (s *Programmes) drawPool(ctx context.Context, tx bun.Tx, r Round, p Programme, list []Entry, people map[string]member.Member, ms map[string]Membership, now time.Time) ([]Entry, error) {
	if len(list) < 2 {
		return list, nil
	}
	var who []member.Member
	since := map[string]time.Time{}
	for _, e := range list {
		who = append(who, people[e.MemberID])
		since[e.MemberID] = e.WaitingSince
	}
	pool := s.number(r.ID, who, ms)
	in, err := s.input(ctx, tx, pool, MinSize, p)
	if err != nil {
		return nil, err
	}
	// Two who have met before wait a while for somebody new.
	for _, m := range in.Met {
		a, b := since[pool.people[m.A].ID], since[pool.people[m.B].ID]
		if now.Sub(earliest(a, b)) < repeatPatience && now.Add(2*patience).Before(r.poolEnds()) {
			in.Apart = append(in.Apart, match.Pair{A: m.A, B: m.B})
		}
	}
	seed := s.Seed()
	res, err := match.Draw(ctx, in, seed)
	if err != nil || len(res.Groups) == 0 {
		return list, err
	}
	f, err := s.openPool(ctx, tx, r, p, pool, in, seed, res, now)
	if err != nil {
		return nil, err
	}
	placed := map[string]bool{}
	for _, id := range f.placed() {
		placed[id] = true
	}
	var left []Entry
	for _, e := range list {
		if !placed[e.MemberID] {
			left = append(left, e)
		}
	}
	return left, nil
}

func (s *Programmes) openPool(ctx context.Context, tx bun.Tx, r Round, p Programme, pool pool, in match.Input, seed [32]byte, res match.Result, now time.Time) (*final, error) {
	d, err := s.writeDraw(ctx, tx, r, DrawPool, in, seed, pool, p, "")
	if err != nil {
		return nil, err
	}
	if err := s.settle(ctx, tx, &d, in, res); err != nil {
		return nil, err
	}
	d.State = DrawPublished
	if err := updateDraw(ctx, tx, d); err != nil {
		return nil, err
	}
	f := &final{draw: d, seed: seed, size: p.Size, ms: pool.members, members: map[string]member.Member{}}
	if f.labels, err = s.fieldLabels(ctx, tx); err != nil {
		return nil, err
	}
	for _, m := range pool.people {
		f.members[m.ID] = m
	}
	if f.people, err = drawn(ctx, tx, d.ID); err != nil {
		return nil, err
	}
	if f.groups, err = groupsOf(ctx, tx, d.ID, 0, 0); err != nil {
		return nil, err
	}
	openings, placed := f.openings(r, p, now)
	for i := range openings {
		openings[i].Halfway = halfway(now, r)
	}
	if _, err := s.talks.Open(ctx, tx, openings); err != nil {
		return nil, err
	}
	if err := upsertMemberships(ctx, tx, placed, placedColumns); err != nil {
		return nil, err
	}
	return f, placeAll(ctx, tx, r.ID, f.placed(), now)
}

// halfway is when people who were put together later are asked whether they
// have a time.
func halfway(now time.Time, r Round) time.Time { return now.Add(r.EndAt.Sub(now) / 2) }

// noPartner says to people that nobody came for them, and that they are served
// first next time.
func (s *Programmes) noPartner(ctx context.Context, tx bun.IDB, r Round, p Programme, list []Entry, now time.Time) error {
	if len(list) == 0 {
		return nil
	}
	ids := make([]string, len(list))
	owed := make([]Membership, len(list))
	for i, e := range list {
		m, err := membership(ctx, tx, p.ID, e.MemberID)
		if err != nil {
			return err
		}
		if !e.LetDown { // which counts already
			m.Owed++
		}
		m.ChangedAt = now
		ids[i], owed[i] = e.MemberID, m
		list[i].Place, list[i].WaitingSince, list[i].LetDown = LeftOut, time.Time{}, true
	}
	if err := upsertMemberships(ctx, tx, owed, owedColumns); err != nil {
		return err
	}
	if err := upsertEntries(ctx, tx, list...); err != nil {
		return err
	}
	return s.tellLeftOut(ctx, tx, r, p, ids)
}
