package match

import (
	"context"
	"slices"
)

// pairCosts is a graph too large to solve at once: it says what one person costs
// with each other.
type pairCosts interface {
	// people is their number.
	people() int
	// row gives the others that u can be with, and the costs. Without to they are
	// all, 0…n−1, and the cost at u itself means nothing. Cost may be kept in room,
	// which has n places, until the next call with the same.
	row(u int32, room []int64) (to []int32, cost []int64)
}

// The sizes of the graphs that pricing works on.
const (
	firstArcs = 10 // a person's most wanted pairs in the first graph
	addedArcs = 8  // a person's most wanting pairs that a round adds
)

// pricing finds a perfect matching of least cost in a large graph through small
// ones: solve a sparse part, look for pairs whose cost is less than the duals of
// its solution pay, add those with the largest gaps, and repeat until there are
// none: then the duals prove the solution best for the whole graph (Derigs and
// Metz 1991, "Solving (large scale) matching problems combinatorially"; Cook and
// Rohe 1999, "Computing minimum-weight perfect matchings").
//
// As long as it finds something, the sparse part is solved fractionally, which is
// cheaper; then with blossoms. Looking at all pairs is most of the work, and after
// the first time only those of people who pay more than when they were last looked
// at can have become too cheap. Memory is that of the sparse part, some 40 arcs a
// person.
type pricing struct {
	whole pairCosts
	n     int
	edges []weighed
	cover *cover
	times int     // that pairs were looked at
	paid  []int64 // what everybody paid then; never where not all was seen
}

// wish is a pair that somebody wants in the sparse part.
type wish struct {
	gap  int64 // its slack
	cost int64
	to   int32
}

// leastMatching solves a whole graph. The pairs of begin must be a perfect matching;
// their costs count as given, whatever the graph says.
func leastMatching(ctx context.Context, whole pairCosts, begin []weighed) (*edmonds, error) {
	p := &pricing{whole: whole, n: whole.people(), edges: begin}
	tell(ctx, StageCandidates, 0, p.n)
	y, err := p.guess(ctx)
	if err != nil {
		return nil, err
	}
	if err := p.refine(ctx, y); err != nil {
		return nil, err
	}
	if err := p.first(ctx, y); err != nil {
		return nil, err
	}
	for fractional := true; ; {
		if err := p.solveCover(ctx, y); err != nil {
			return nil, err
		}
		y = p.cover.duals()
		var s *edmonds
		if !fractional {
			s = newEdmonds(p.cover.g, y, p.cover.mates())
			if _, err := s.solve(ctx); err != nil {
				return nil, err
			}
		}
		added, err := p.extend(ctx, y, s)
		switch {
		case err != nil:
			return nil, err
		case added == 0 && s != nil:
			return s, nil
		case added == 0:
			fractional = false
		}
	}
}

// solveCover solves the relaxation for the sparse part, from duals to begin with.
func (p *pricing) solveCover(ctx context.Context, y []int64) error {
	g := newArcs(p.n, p.edges)
	if p.cover == nil {
		p.cover = newCover(g, y)
	} else {
		p.cover.renew(g)
	}
	_, err := p.cover.solve(ctx)
	return err
}

// refine moves every dual to what somebody's third best partner of all would take.
func (p *pricing) refine(ctx context.Context, y []int64) error {
	wishes, err := p.scan(ctx, allPeople(p.n), guessPlace, never, y, nil)
	for u, best := range wishes {
		if len(best) > 0 {
			y[u] += best[len(best)-1].gap
		}
	}
	return err
}

// first begins the sparse part with everybody's pairs of the least slack.
func (p *pricing) first(ctx context.Context, y []int64) error {
	there := make(map[Pair]bool, len(p.edges))
	for _, e := range p.edges {
		there[Pair{min(e.a, e.b), max(e.a, e.b)}] = true
	}
	all := allPeople(p.n)
	wishes, err := p.scan(ctx, all, firstArcs, never, y, nil)
	for _, e := range wishedFor(all, wishes) {
		if !there[Pair{e.a, e.b}] {
			p.edges = append(p.edges, e)
		}
	}
	p.paid = make([]int64, p.n)
	for u := range p.paid {
		p.paid[u] = -never
	}
	return err
}

func allPeople(n int) []int32 {
	all := make([]int32, n)
	for i := range all {
		all[i] = int32(i)
	}
	return all
}

// extend adds the pairs that are too cheap to the sparse part, those with the least
// slack of everybody, and gives their number. With s, slack is what its blossoms
// leave.
func (p *pricing) extend(ctx context.Context, y []int64, s *edmonds) (int, error) {
	var who []int32
	for u := range p.n {
		if y[u] > p.paid[u] {
			who = append(who, int32(u))
		}
	}
	wishes, err := p.scan(ctx, who, addedArcs, 0, y, s)
	copy(p.paid, y)
	for i, best := range wishes {
		if len(best) == addedArcs || s != nil && s.parent[who[i]] >= 0 {
			p.paid[who[i]] = -never // there may be more, or be when the blossom is gone
		}
	}
	added := wishedFor(who, wishes)
	p.edges = append(p.edges, added...)
	return len(added), err
}

// wishedFor gives the pairs that anybody wants, once.
func wishedFor(who []int32, wishes [][]wish) (edges []weighed) {
	n := 0
	for _, best := range wishes {
		n += len(best)
	}
	edges = make([]weighed, 0, n)
	for i, best := range wishes {
		u := who[i]
		for _, w := range best {
			edges = append(edges, weighed{min(u, w.to), max(u, w.to), w.cost})
		}
	}
	slices.SortFunc(edges, compareWeighed)
	return slices.CompactFunc(edges, func(a, b weighed) bool { return a.a == b.a && a.b == b.b })
}

func compareWeighed(x, y weighed) int {
	return comparePairs(Pair{x.a, x.b}, Pair{y.a, y.b})
}
