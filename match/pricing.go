package match

import (
	"context"
	"runtime"
	"slices"
	"sync"
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
	firstArcs   = 10 // a person's most wanted pairs in the first graph
	addedArcs   = 8  // a person's most wanting pairs that a round adds
	guessRounds = 4  // rounds of guessing duals before the first graph
	guessPlace  = 3  // a guess is what the third best partner would take
)

// pricing finds a perfect matching of least cost in a large graph through small
// ones: solve a sparse part, look for pairs whose cost is less than the duals of
// its solution pay, add those with the largest gaps, and repeat until there are
// none: then the duals prove the solution best for the whole graph (Derigs and
// Metz 1991, "Solving (large scale) matching problems combinatorially"; Cook and
// Rohe 1999, "Computing minimum-weight perfect matchings").
//
// As long as it finds something, the sparse part is solved fractionally, which is
// cheaper; then with blossoms. Memory is that of the sparse part, some 40 arcs a
// person.
type pricing struct {
	whole pairCosts
	n     int
	edges []weighed
	cover *cover
	times int // that all pairs were looked at
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
	y := make([]int64, p.n)
	for i := range guessRounds {
		tell(ctx, StageCandidates, i*p.n, guessRounds*p.n)
		if err := p.guess(ctx, y); err != nil {
			return nil, err
		}
	}
	if _, err := p.extend(ctx, firstArcs, never, y, nil); err != nil {
		return nil, err
	}
	for {
		if err := p.fractional(ctx); err != nil {
			return nil, err
		}
		s := newEdmonds(p.cover.g, p.cover.duals(), p.cover.mates())
		if _, err := s.solve(ctx); err != nil {
			return nil, err
		}
		added, err := p.extend(ctx, addedArcs, 0, s.y, s)
		if err != nil || added == 0 {
			return s, err
		}
	}
}

// fractional solves the relaxation for the whole graph.
func (p *pricing) fractional(ctx context.Context) error {
	for {
		g := newArcs(p.n, p.edges)
		if p.cover == nil {
			p.cover = newCover(g)
		} else {
			p.cover.renew(g)
		}
		if _, err := p.cover.solve(ctx); err != nil {
			return err
		}
		added, err := p.extend(ctx, addedArcs, 0, p.cover.duals(), nil)
		if err != nil || added == 0 {
			return err
		}
	}
}

// guess moves every dual half way to what the third best partner would take: that
// is near what a person pays in the end, so that the first sparse part has few
// pairs too many with those whom everybody wants.
func (p *pricing) guess(ctx context.Context, y []int64) error {
	guesses := make([]int64, p.n)
	err := p.scan(ctx, guessPlace, never, y, nil, func(u int32, best []wish) {
		if len(best) > 0 {
			// The gap is without u's own dual twice: 2·cost − y(v) = gap + y(u).
			guesses[u] = best[len(best)-1].gap/2 + y[u]
		}
	})
	copy(y, guesses)
	return err
}

// extend adds the pairs with the least slack below a limit, so many a person, to
// the sparse part, and gives their number.
func (p *pricing) extend(ctx context.Context, most int, limit int64, y []int64, s *edmonds) (int, error) {
	p.times++
	tell(ctx, StagePricing, p.times, 0)
	wishes := make([][]wish, p.n)
	err := p.scan(ctx, most, limit, y, s, func(u int32, best []wish) { wishes[u] = slices.Clone(best) })
	if err != nil {
		return 0, err
	}
	var added []weighed
	for u, best := range wishes {
		for _, w := range best {
			added = append(added, weighed{min(int32(u), w.to), max(int32(u), w.to), w.cost})
		}
	}
	slices.SortFunc(added, compareWeighed)
	added = slices.CompactFunc(added, func(a, b weighed) bool { return a.a == b.a && a.b == b.b })
	if p.cover == nil { // only the first time can pairs be there already
		there := map[Pair]bool{}
		for _, e := range p.edges {
			there[Pair{min(e.a, e.b), max(e.a, e.b)}] = true
		}
		added = slices.DeleteFunc(added, func(e weighed) bool { return there[Pair{e.a, e.b}] })
	}
	p.edges = append(p.edges, added...)
	return len(added), nil
}

func compareWeighed(x, y weighed) int {
	return comparePairs(Pair{x.a, x.b}, Pair{y.a, y.b})
}

// scan finds for every person the pairs with the least slack below a limit, least
// first, on all processors. With s, slack is what its blossoms leave.
func (p *pricing) scan(ctx context.Context, most int, limit int64, y []int64, s *edmonds, use func(u int32, best []wish)) error {
	workers := runtime.GOMAXPROCS(0)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			room := make([]int64, p.n)
			best := make([]wish, 0, most)
			for u := int32(w); int(u) < p.n && ctx.Err() == nil; u += int32(workers) {
				best = p.best(u, best[:0], limit, y, s, room)
				use(u, best)
			}
		})
	}
	group.Wait()
	return ctx.Err()
}

// best fills up to cap(best) pairs of u.
func (p *pricing) best(u int32, best []wish, limit int64, y []int64, s *edmonds, room []int64) []wish {
	to, costs := p.whole.row(u, room)
	own := y[u]
	for i, cost := range costs {
		v := int32(i)
		if to != nil {
			v = to[i]
		}
		gap := 2*cost - own - y[v]
		if gap >= limit || v == u {
			continue
		}
		if s != nil && s.outer[u] == s.outer[v] {
			if gap += s.shared(u, v); gap >= limit {
				continue
			}
		}
		if len(best) < cap(best) {
			best = append(best, wish{})
		}
		at := len(best) - 1
		for ; at > 0 && best[at-1].gap > gap; at-- {
			best[at] = best[at-1]
		}
		best[at] = wish{gap, cost, v}
		if len(best) == cap(best) {
			limit = best[len(best)-1].gap
		}
	}
	return best
}

// shared is Σ z(B) over the blossoms that have both vertices.
func (s *edmonds) shared(u, v int32) (sum int64) {
	with := map[int32]bool{}
	for b := s.parent[u]; b >= 0; b = s.parent[b] {
		with[b] = true
	}
	for b := s.parent[v]; b >= 0; b = s.parent[b] {
		if with[b] {
			sum += s.z[b]
		}
	}
	return sum
}
