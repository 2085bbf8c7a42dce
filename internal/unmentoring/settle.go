package unmentoring

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/match"
)

// settle writes down what came out of a draw.
func (s *Programmes) settle(ctx context.Context, tx bun.IDB, d *Draw, in match.Input, res match.Result) error {
	b, err := json.Marshal(res)
	if err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	if d.State == DrawPrepared {
		d.State = DrawDrawn
	}
	d.Result, d.Optimal, d.How, d.Steps, d.Least = string(b), res.Optimal, res.How, res.Steps, &res.Least
	people, err := drawn(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	groups := make([]Group, len(res.Groups))
	reasons := match.Explain(in, res)
	pinned := pinnedPeople(in)
	for i, g := range res.Groups {
		groups[i] = newGroup(*d, i+1, g, reasons[i], pinned[g[0]])
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

func newGroup(d Draw, number int, people []int32, reasons []match.Reason, pinned bool) Group {
	return Group{DrawID: d.ID, GroupNo: number, People: people, Reasons: reasons, Rank: d.rank(reasons), Pinned: pinned}
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

// rank is how much there is to look at in a conversation. Where chance decides,
// what people share is nothing to look at.
func (d Draw) rank(reasons []match.Reason) int {
	n := 0
	for _, r := range reasons {
		switch r.Code {
		case match.MetBefore:
			n += rankRepeat
		case match.Share, match.Differ:
			if d.Decides != ByChance && failed(d.Traits, r) {
				n += max(rankShare>>(3*r.Trait), 3)
			}
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
	if d.People < 2 || !r.Reviewed && d.Unplaced == 0 {
		r.ApprovedAt, r.GraceAt = now, time.Time{}
		r.DueAt = latest(r.OpenAt, now)
		if d.People < 2 { // nothing to look at, but something to know
			return s.tellTooFew(ctx, tx, *r, d)
		}
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
