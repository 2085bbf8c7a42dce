package unmentoring

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/match"
)

// prepareRound closes sign-up, or replaces the draw that is being looked at:
// it writes down who is in, everything the draw depends on, and its seed. From
// then on it can only come out one way, however often it is interrupted. by is
// the organiser who asked for it, empty when it was time. may refuses a state in
// which nothing is to be drawn; that is no error.
func (s *Programmes) prepareRound(ctx context.Context, id, by string, may func(Round) bool) error {
	return s.inRound(ctx, id, func(ctx context.Context, tx bun.Tx, r *Round, p Programme) error {
		now := s.Now()
		if !may(*r) {
			return nil
		}
		ms, err := s.enrol(ctx, tx, *r, p)
		if err != nil {
			return err
		}
		people, err := s.whoIsIn(ctx, tx, *r, p, ms)
		if err != nil {
			return err
		}
		pool := s.number(r.ID, people, ms)
		in, err := s.input(ctx, tx, pool, p.Size, p.Differ)
		if err != nil {
			return err
		}
		if in.Pin, err = s.pins(ctx, tx, r.DrawID, pool, in.Apart); err != nil {
			return err
		}
		d, err := s.writeDraw(ctx, tx, *r, DrawRound, in, s.Seed(), pool, p.Differ, by)
		if err != nil {
			return err
		}
		if r.State == SignUp {
			r.DrawAt = now
		}
		r.State, r.DrawID, r.DueAt = Drawing, d.ID, now
		r.ApprovedAt, r.ApprovedBy = time.Time{}, ""
		return nil
	})
}

// enrol gives an entry to everybody who came since the last sweep: in an
// opt-out programme they are in.
func (s *Programmes) enrol(ctx context.Context, tx bun.Tx, r Round, p Programme) (map[string]Membership, error) {
	missing, ms, err := s.missing(ctx, tx, r, p)
	if err != nil || p.OptIn || r.State != SignUp {
		return ms, err
	}
	people, err := s.members.Many(ctx, tx, missing)
	if err != nil {
		return nil, err
	}
	var list []Entry
	for _, id := range missing {
		if m, ok := people[id]; ok && p.Open(m) {
			list = append(list, Entry{RoundID: r.ID, MemberID: id})
		}
	}
	return ms, insertEntries(ctx, tx, list)
}

// whoIsIn are the people to be drawn: who did not say no, may still join, and
// is due by their own rhythm.
func (s *Programmes) whoIsIn(ctx context.Context, tx bun.IDB, r Round, p Programme, ms map[string]Membership) ([]member.Member, error) {
	list, err := entries(ctx, tx, r.ID)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, e := range list {
		m, known := ms[e.MemberID]
		if e.In(p) && (!known || m.State == TakesPart && m.Due(r.Number)) {
			ids = append(ids, e.MemberID)
		}
	}
	found, err := s.members.Many(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var people []member.Member
	for _, id := range ids {
		if m, ok := found[id]; ok && p.Open(m) {
			people = append(people, m)
		}
	}
	return people, nil
}

// pins are the conversations of the draw before that are kept together, but for
// people who must not be together by now.
func (s *Programmes) pins(ctx context.Context, tx bun.IDB, drawID string, now pool, apart []match.Pair) ([][]int32, error) {
	if drawID == "" {
		return nil, nil
	}
	people, err := drawn(ctx, tx, drawID)
	if err != nil {
		return nil, err
	}
	groups, err := groupsOf(ctx, tx, drawID, 0, 0)
	if err != nil {
		return nil, err
	}
	var pins [][]int32
	for _, g := range groups {
		if !g.Pinned {
			continue
		}
		var pin []int32
		for _, person := range g.People {
			if n, still := now.number[people[person].MemberID]; still {
				pin = append(pin, n)
			}
		}
		if len(pin) >= 2 && !slices.ContainsFunc(apart, func(a match.Pair) bool {
			return slices.Contains(pin, a.A) && slices.Contains(pin, a.B)
		}) {
			pins = append(pins, sorted(pin...))
		}
	}
	slices.SortFunc(pins, func(a, b []int32) int { return int(a[0] - b[0]) })
	return pins, nil
}

// writeDraw writes a new attempt, with its seed, before it is drawn.
func (s *Programmes) writeDraw(ctx context.Context, tx bun.IDB, r Round, kind DrawKind, in match.Input, seed [32]byte, p pool, differ Lines, by string) (Draw, error) {
	before, err := draws(ctx, tx, r.ID)
	if err != nil {
		return Draw{}, err
	}
	if kind == DrawRound {
		if err := replaceDraws(ctx, tx, r.ID); err != nil {
			return Draw{}, err
		}
	}
	d := newDraw(in, seed)
	d.ID, d.RoundID, d.Attempt, d.Kind, d.Traits = s.NewID(), r.ID, len(before)+1, kind, differ
	d.DrawnBy, d.DrawnAt = by, s.Now()
	return d, insertDraw(ctx, tx, d, p.drawn(d.ID))
}

// compute draws what was prepared, outside of any transaction since it may take
// seconds, and writes the result down unless somebody else was faster.
func (s *Programmes) compute(ctx context.Context, drawID string) error {
	d, err := drawByID(ctx, s.DB, drawID)
	if err != nil {
		return err
	}
	in, err := match.Decode(d.Input)
	if err != nil {
		return err
	}
	seed, err := d.seed()
	if err != nil {
		return err
	}
	res, err := match.Draw(ctx, in, seed)
	if err != nil {
		return err
	}
	d.Engine = res.Version
	return s.inRound(ctx, d.RoundID, func(ctx context.Context, tx bun.Tx, r *Round, _ Programme) error {
		if r.State != Drawing || r.DrawID != drawID {
			return nil
		}
		if err := s.settle(ctx, tx, &d, in, res); err != nil {
			return err
		}
		return s.drawnNow(ctx, tx, r, d)
	})
}

// settle writes down what came out of a draw.
func (s *Programmes) settle(ctx context.Context, tx bun.IDB, d *Draw, in match.Input, res match.Result) error {
	b, err := json.Marshal(res)
	if err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	d.State, d.Result, d.Optimal = DrawDrawn, string(b), res.Optimal
	people, err := drawn(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	groups := make([]Group, len(res.Groups))
	reasons := match.Explain(in, res)
	pinned := pinnedPeople(in)
	for i, g := range res.Groups {
		groups[i] = newGroup(d.ID, i+1, g, reasons[i], pinned[g[0]])
		for _, p := range g {
			people[p].GroupNo = i + 1
		}
	}
	for _, u := range res.Unplaced {
		people[u.Person].Why = u.Why
	}
	d.count(res, groups)
	if err := writeGroups(ctx, tx, d.ID, groups, people); err != nil {
		return err
	}
	return updateDraw(ctx, tx, *d)
}

func pinnedPeople(in match.Input) map[int32]bool {
	pinned := map[int32]bool{}
	for _, pin := range in.Pin {
		for _, p := range pin {
			pinned[p] = true
		}
	}
	return pinned
}

func newGroup(drawID string, number int, people []int32, reasons []match.Reason, pinned bool) Group {
	return Group{DrawID: drawID, GroupNo: number, People: people, Reasons: reasons, Rank: rank(reasons), Pinned: pinned}
}

// The ranks of what an organiser looks at first.
const (
	rankRepeat   = 1000
	rankShare    = 100 // of the first trait, then less
	rankTogether = 50
	rankHand     = 2
	rankSize     = 1
	// rankProblem and more could not be as wished.
	rankProblem = rankTogether
)

// rank is how much there is to look at in a conversation.
func rank(reasons []match.Reason) int {
	n := 0
	for _, r := range reasons {
		switch r.Code {
		case match.MetBefore:
			n += rankRepeat
		case match.Share:
			n += max(rankShare>>(3*r.Trait), 3)
		case match.TogetherBefore:
			n += rankTogether
		case match.ByHand:
			n += rankHand
		case match.LargerGroup, match.SmallerGroup:
			n += rankSize
		}
	}
	return n
}

// count writes down what a draw costs as it stands.
func (d *Draw) count(res match.Result, groups []Group) {
	d.Repeats, d.Unplaced, d.Groups, d.Same, d.Problems = len(res.Repeats), len(res.Unplaced), len(res.Groups), nil, 0
	for _, n := range res.Same {
		d.Same = append(d.Same, strconv.Itoa(n))
	}
	for _, g := range groups {
		if g.Rank >= rankProblem {
			d.Problems++
		}
	}
}

// drawnNow says what happens with a draw that is made: it waits for an
// organiser, or it goes out. Where somebody is left without a partner an
// organiser is told first, even if nobody meant to look.
func (s *Programmes) drawnNow(ctx context.Context, tx bun.Tx, r *Round, d Draw) error {
	now := s.Now()
	r.State = InReview
	if !r.Reviewed && (d.Unplaced == 0 || d.People < 2) {
		r.ApprovedAt, r.GraceAt = now, time.Time{}
		r.DueAt = latest(r.OpenAt, now)
		return nil
	}
	hold := autoGrace
	if r.Reviewed {
		hold = grace
	}
	hold = min(hold, r.EndAt.Sub(r.OpenAt)/4)
	r.GraceAt = latest(r.OpenAt, now).Add(hold)
	r.RemindedAt = time.Time{}
	if d.DrawnBy != "" { // who drew it looks at it: a letter follows if they forget
		r.DueAt = latest(r.OpenAt, now.Add(hold/4))
		return nil
	}
	if r.DueAt = latest(r.OpenAt, now); r.DueAt.Equal(now) { // no time for a first letter and a reminder
		r.RemindedAt, r.DueAt = now, r.GraceAt
	}
	return s.tellOrganisers(ctx, tx, letterDrawReady, *r, d)
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// DrawNow closes sign-up before its time, or draws again while a draw is looked
// at. The conversations that are kept together stay, whoever was taken out
// stays out.
func (s *Programmes) DrawNow(ctx context.Context, roundID, organiserID string) error {
	did := false
	err := s.prepareRound(ctx, roundID, organiserID, func(r Round) bool {
		did = r.State == SignUp || r.State == InReview
		return did
	})
	if err != nil {
		return err
	}
	if !did {
		return fault.Conflict
	}
	return s.advance(ctx, roundID, s.Now())
}
