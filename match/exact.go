package match

import (
	"context"
	"math"
)

// exactMost is the number of people up to which pairs are solved exactly.
const exactMost = 2000

// packed gives one whole number for the cost of a pair, such that the sums of
// two divisions compare as their levels do, as far as needed to find the best.
type packed struct {
	p     *problem
	most  levels // at least what the best division has at each level
	unit  levels // 0 where the level is left out
	total int64  // more than the best division costs
	all   bool   // no level is left out
}

// packedMost bounds total, so that duals and their sums stay far from overflow.
const packedMost = 1 << 54

// newPacked needs the levels of any one division of the same people into pairs:
// the best has no more at the first level that is not zero there, and so its
// levels below are bounded too. Levels from the last that would overflow are
// left out.
func newPacked(p *problem, people []int32, known levels) packed {
	k := packed{p: p, all: true}
	k.most = p.mostLevels(people, known)
	for last := levelCount - 1; ; last-- {
		unit := int64(1)
		fits := true
		for l := last; l >= 0 && fits; l-- {
			k.unit[l] = unit
			fits = k.most[l] < packedMost/unit-1
			unit *= k.most[l] + 1
		}
		if fits {
			k.total = unit
			return k
		}
		k.unit[last] = 0
		k.all = false
	}
}

// mostLevels bounds the levels of the best division. Up to the first level where
// the known division has something, the best has at most as much; below, what
// so many unplaced people and repeats can bring, and what n/2 pairs can.
func (p *problem) mostLevels(people []int32, known levels) (most levels) {
	first := 0
	for first < levelCount-1 && known[first] == 0 {
		first++
	}
	pairs := int64(len(people) / 2)
	var priority, repeated int64
	for _, a := range people {
		priority = max(priority, int64(p.priority[a]))
		repeated = max(repeated, int64(p.repeated[a]))
	}
	for l := range most {
		switch {
		case l <= first:
			most[l] = known[l]
		case l == levelOdd:
		case l == levelRepeat:
			most[l] = pairs
		case l == levelRecent:
			most[l] = most[levelRepeat] * int64(min(len(p.rounds), maxRank))
		case l == levelServed:
			most[l] = (most[levelUnplaced] + 2*most[levelRepeat]) * priority
		case l == levelTurn:
			most[l] = 2 * most[levelRepeat] * repeated
		case l == levelAvoid:
			most[l] = min(pairs, int64(len(p.in.Avoid)))
		case l-levelTrait < p.traits:
			most[l] = pairs
		}
	}
	return most
}

// pair is at most total: a pair with more at some level than the best division
// has in all is not in it.
func (k *packed) pair(a, b int32) int64 {
	c := k.p.pairLevels(a, b)
	var sum int64
	for l, v := range c {
		if v > k.most[l] {
			return k.total
		}
		sum += v * k.unit[l]
	}
	return min(sum, k.total)
}

// exact replaces pairs by the best of the same people; the trio stays. It
// reports whether the pairs are proven best.
func (q *pairing) exact(ctx context.Context) (bool, error) {
	n := 2 * len(q.pairs)
	people := make([]int32, 0, n)
	begin := make([]int32, 0, n)
	var known levels
	for _, c := range q.pairs {
		begin = append(begin, int32(len(people)+1), int32(len(people)))
		people = append(people, c.a, c.b)
		l := q.s.p.pairLevels(c.a, c.b)
		known.add(&l)
	}
	if known == (levels{}) {
		return true, nil
	}
	k := newPacked(q.s.p, people, known)
	costs := make([]int64, n*n)
	for i, a := range people {
		costs[i*n+i] = math.MaxInt64
		for j, b := range people[:i] {
			c := 2 * k.pair(a, b)
			costs[i*n+j], costs[j*n+i] = c, c
		}
	}
	s := newBlossoms(n, costs)
	if err := s.solve(ctx, begin); err != nil {
		return false, err
	}
	pairs := make([]couple, 0, len(q.pairs))
	var found levels
	for v, m := range s.mate {
		if m > int32(v) {
			c := q.couple(people[v], people[m])
			pairs = append(pairs, c)
			l := q.s.p.pairLevels(c.a, c.b)
			found.add(&l)
		}
	}
	if k.all || found.less(&known) {
		q.pairs = pairs
	}
	return k.all, nil
}
