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
	// looked is called when the rows of everybody were given, the first time. It says
	// whether the costs can be added up, and may put right those of some pairs.
	looked(begin []weighed) error
}

// The sizes of the graphs that pricing works on.
const (
	firstArcs = 20 // a person's most wanted pairs in the first graph
	addedArcs = 16 // a person's most wanted others that a round adds
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
// the first time only those of people who pay more than was found to be allowed when
// they were last looked at can have become too cheap. Memory is that of the sparse
// part, some 50 arcs a person.
type pricing struct {
	whole pairCosts
	n     int
	edges []weighed
	part  *arcs // edges, laid out
	cover *cover
	times int // that pairs were looked at
	// What everybody may pay: no two pay more than twice what they cost who pay no more
	// than that, but for those in the sparse part.
	may []int64
}

// wish is a pair that somebody wants in the sparse part.
type wish struct {
	gap  int64 // its slack
	cost int64
	to   int32
}

// leastMatching solves a whole graph. The pairs of begin must be a perfect matching.
func leastMatching(ctx context.Context, whole pairCosts, begin []weighed) (*edmonds, error) {
	p := &pricing{whole: whole, n: whole.people(), edges: begin, may: make([]int64, whole.people())}
	for u := range p.may {
		p.may[u] = -never
	}
	p.part = newArcs(p.n, p.edges)
	tell(ctx, StageCandidates, 0, p.n)
	y, err := p.guess(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := p.extend(ctx, firstArcs, y, nil); err != nil {
		return nil, err
	}
	if err := p.whole.looked(p.edges[:len(begin)]); err != nil {
		return nil, err
	}
	p.part = newArcs(p.n, p.edges)
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
		added, err := p.extend(ctx, addedArcs, y, s)
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
	if p.cover == nil {
		p.cover = newCover(p.part, y)
	} else {
		p.part = newArcs(p.n, p.edges)
		p.cover.renew(p.part)
	}
	_, err := p.cover.solve(ctx)
	return err
}

// extend adds pairs of those who pay more than they may to the sparse part, as many of
// each with the least slack, and gives the number of those with less than none. With s,
// slack is what its blossoms leave.
func (p *pricing) extend(ctx context.Context, most int, y []int64, s *edmonds) (below int, err error) {
	var who []int32
	for u := range p.n {
		if y[u] > p.may[u] {
			who = append(who, int32(u))
		}
	}
	wishes, err := p.scan(ctx, who, most, y, s)
	for u := range p.may {
		p.may[u] = min(p.may[u], y[u])
	}
	for i, best := range wishes {
		for _, w := range best {
			if w.gap < 0 {
				below++
			}
		}
		p.may[who[i]] = y[who[i]] + allowed(best, most)
	}
	for u := range p.may {
		if s != nil && s.parent[u] >= 0 {
			p.may[u] -= (s.around(int32(u)) + 1) / 2
		}
	}
	p.edges = append(p.edges, wishedFor(who, wishes)...)
	return below, err
}

// allowed is how much more somebody may pay than when these were their pairs with the
// least slack outside of the sparse part, into which they come: all others have as much
// slack as the last. It may be shared with the other; where there is less than none,
// nobody else knows of it.
func allowed(best []wish, most int) int64 {
	if len(best) < most {
		return never / 8
	}
	last := best[most-1].gap
	if last < 0 {
		return last
	}
	return min(last, never/8) / 2
}

func allPeople(n int) []int32 {
	all := make([]int32, n)
	for i := range all {
		all[i] = int32(i)
	}
	return all
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
