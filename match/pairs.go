package match

import (
	"context"
	"slices"
)

// division is an answer of a solver, before it is put in order: groups that may
// still hold people who are kept apart, and people in none.
type division struct {
	groups  [][]int32
	alone   []int32
	optimal bool
	proof   *Proof // of the pairs
	least   levels // any division of the same people costs at least so much
	how     How    // HowUnknown: see optimal
	steps   int64
}

// The passes of the search for pairs.
const (
	quickPasses = 1000 // where the exact solver follows
	longPasses  = 2000 // for exactMost people where it does not, fewer the more there are
	fewPasses   = 128  // but no fewer than these
)

// divideIntoPairs finds the best pairs, and a trio if the number is odd. The order
// of people must be random: it decides between what is equally good.
func divideIntoPairs(ctx context.Context, s *scale, people []int32, chance *source) (division, error) {
	if len(people) <= smallMost {
		d, _ := small(s.p, people, nil, 1<<2|1<<3, true)
		d.optimal = true
		d.least = s.p.sum(d.groups, d.alone)
		var err error
		d.proof, err = s.p.prove(ctx, s.p.provable(d.groups))
		return d, err
	}
	return searchPairs(ctx, s, people, chance)
}

// searchPairs is divideIntoPairs for two people or more: exchanges first, and the exact
// solver if they do not already reach what is possible at best.
func searchPairs(ctx context.Context, s *scale, people []int32, chance *source) (division, error) {
	q := newPairing(s, people)
	passes := quickPasses
	if len(people) > exactMost {
		passes = max(fewPasses, longPasses*exactMost/len(people))
	}
	least := s.p.leastLevels(people, Sizes(len(people), 2))
	if err := q.improve(ctx, chance, passes, least); err != nil {
		return division{}, err
	}
	optimal := q.sum() == least
	if optimal && len(people) <= exactMost {
		var err error
		if q.proof, err = s.p.prove(ctx, q.couples()); err != nil {
			return division{}, err
		}
	}
	if !optimal && len(people) <= exactMost {
		var err error
		if q, optimal, err = bestPairs(ctx, q, chance); err != nil {
			return division{}, err
		}
	}
	groups, alone := q.s.part(q.groups())
	if len(alone) > 0 && q.trio != nil && len(people) <= exactMost {
		others, fewer, err := withoutTrio(ctx, s, people, chance)
		if err != nil {
			return division{}, err
		}
		if len(fewer) < len(alone) {
			groups, alone = others, fewer
		}
	}
	if optimal && q.trio == nil {
		least = q.sum() // with a trio it is only said of the pairs
	}
	return division{groups: groups, alone: alone, optimal: optimal && len(alone) == 0, least: least, proof: q.proof}, nil
}

// sum is what groups cost, and people in none.
func (p *problem) sum(groups [][]int32, alone []int32) (sum levels) {
	for _, group := range groups {
		l := p.groupLevels(group)
		sum.add(&l)
	}
	for _, a := range alone {
		sum[levelUnplaced]++
		sum[levelServed] += int64(p.priority[a])
	}
	return sum
}

// bestPairs solves the pairs exactly; with a trio, for several trios.
func bestPairs(ctx context.Context, q *pairing, chance *source) (*pairing, bool, error) {
	optimal, err := q.exact(ctx, chance)
	if err != nil || q.trio == nil {
		return q, optimal, err
	}
	found := q.sum()
	people := slices.Concat(q.groups()...)
	goal := q.s.p.leastLevels(people, Sizes(len(people), 2))
	if err := q.improve(ctx, chance, quickPasses, goal); err != nil {
		return q, false, err
	}
	least := q.sum()
	if least.less(&found) { // another trio, whose pairs are not solved yet
		if optimal, err = q.exact(ctx, chance); err != nil {
			return q, false, err
		}
		least = q.sum()
	}
	for _, trio := range likelyTrios(q, people, chance) {
		alone := q.s.p.groupLevels(trio)
		if least == goal || !alone.less(&least) {
			break // nothing better is left: the next trios cost as much or more
		}
		other := q.withTrio(trio)
		proven, err := other.exact(ctx, chance)
		if err != nil {
			return q, false, err
		}
		if sum := other.sum(); sum.less(&least) {
			q, least, optimal = other, sum, proven
		}
	}
	return q, optimal, nil
}

// likelyTrios gives the trios that cost least by themselves, fewer the more people there
// are: trying one takes O(n²) at least.
func likelyTrios(q *pairing, people []int32, chance *source) [][]int32 {
	n := len(people)
	tries := min(200, 2_000_000/(n*n)) + 1
	type candidate struct {
		trio []int32
		cost cost
	}
	var best []candidate
	consider := func(a, b, c int32) {
		t := candidate{[]int32{a, b, c}, q.trioCost(a, b, c)}
		if len(best) == tries && !t.cost.less(best[tries-1].cost) {
			return
		}
		at, _ := slices.BinarySearchFunc(best, t, func(x, y candidate) int {
			if y.cost.less(x.cost) {
				return 1
			}
			return -1
		})
		best = slices.Insert(best, at, t)
		best = best[:min(len(best), tries)]
	}
	if n <= 60 {
		for i, a := range people {
			for j, b := range people[:i] {
				for _, c := range people[:j] {
					consider(a, b, c)
				}
			}
		}
	} else {
		for range 30_000 {
			a, b, c := people[chance.below(n)], people[chance.below(n)], people[chance.below(n)]
			if a != b && b != c && a != c {
				consider(a, b, c)
			}
		}
	}
	trios := make([][]int32, len(best))
	for i := range best {
		trios[i] = best[i].trio
	}
	return trios
}

// withTrio makes another pairing with this trio. Whoever was with one of them is
// put together with whoever is left.
func (q *pairing) withTrio(trio []int32) *pairing {
	other := &pairing{s: q.s}
	other.setTrio(trio[0], trio[1], trio[2])
	var left []int32
	keep := func(p int32) bool { return !slices.Contains(trio, p) }
	for _, c := range q.pairs {
		if keep(c.a) && keep(c.b) {
			other.pairs = append(other.pairs, c)
			continue
		}
		for _, p := range []int32{c.a, c.b} {
			if keep(p) {
				left = append(left, p)
			}
		}
	}
	for _, p := range q.trio {
		if keep(p) {
			left = append(left, p)
		}
	}
	for i := 0; i+1 < len(left); i += 2 {
		other.pairs = append(other.pairs, q.couple(left[i], left[i+1]))
	}
	return other
}
