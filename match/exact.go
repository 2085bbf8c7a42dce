package match

import (
	"context"
	"errors"
	"slices"
)

// exactMost is the number of people up to which pairs are solved exactly.
const exactMost = 10_000

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
		if a == nobody {
			continue
		}
		priority = max(priority, int64(p.priority[a]))
		repeated = max(repeated, int64(p.repeated[a]))
	}
	for l := range most {
		switch {
		case l <= first:
			most[l] = known[l]
		case l == levelOdd, l == levelTurn:
		case l == levelRepeat:
			most[l] = pairs
		case l == levelRecent:
			most[l] = most[levelRepeat] * int64(min(len(p.rounds), maxRank))
		case l == levelServed:
			most[l] = (most[levelUnplaced] + 2*most[levelRepeat]) * priority
		case l == levelRepeated:
			most[l] = 2 * most[levelRepeat] * repeated
		case l == levelAvoid:
			most[l] = min(pairs, int64(len(p.in.Avoid)))
		case l >= levelTrait:
			most[l] = pairs * p.mostPair(l)
		}
	}
	return most
}

// pair is at most total: a pair with more at some level than the best division
// has in all is not in it.
func (k *packed) pair(a, b int32) int64 {
	var c levels
	switch {
	case a == nobody:
		c[levelUnplaced], c[levelServed] = 1, int64(k.p.priority[b])
	case b == nobody:
		c[levelUnplaced], c[levelServed] = 1, int64(k.p.priority[a])
	default:
		c = k.p.pairLevels(a, b)
	}
	var sum int64
	for l, v := range c {
		if v > k.most[l] {
			return k.total
		}
		sum += v * k.unit[l]
	}
	return min(sum, k.total)
}

// solve finds the pairs of least cost, in place of some to begin with. Where
// somebody is nobody (−1), whoever is put with them is in no group. Between
// divisions of the same cost, chance decides, and the order of those to begin with;
// without it, any may come out.
func (k *packed) solve(ctx context.Context, begin [][2]int32, chance *source) (pairs [][2]int32, proof *Proof, err error) {
	people := make([]int32, 0, 2*len(begin))
	for _, c := range begin {
		people = append(people, c[0], c[1])
	}
	r := newPackedRows(k, people, chance)
	edges := make([]weighed, len(begin))
	for i := range begin {
		a, b := int32(2*i), int32(2*i+1)
		edges[i] = weighed{a, b, r.cost(a, b)}
	}
	s, err := leastMatching(ctx, r, edges)
	if err != nil {
		return nil, nil, err
	}
	for v, arc := range s.mate {
		if m := s.g.to[arc]; m > int32(v) {
			pairs = append(pairs, [2]int32{people[v], people[m]})
		}
	}
	if k.all {
		proof = r.proof(s)
	}
	return pairs, proof, nil
}

// exact replaces pairs by the best of the same people; the trio stays. It
// reports whether the pairs are proven best.
func (q *pairing) exact(ctx context.Context, chance *source) (bool, error) {
	q.proof = nil
	begin := q.couples()
	people, known := q.s.p.sumOf(begin)
	if known == (levels{}) {
		q.proof = q.s.p.evenProof(begin)
		return true, nil
	}
	k := newPacked(q.s.p, people, known)
	pairs, proof, err := k.solve(ctx, begin, chance)
	if errors.Is(err, errTooLarge) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	couples := make([]couple, len(pairs))
	for i, c := range pairs {
		couples[i] = q.couple(c[0], c[1])
	}
	_, found := q.s.p.sumOf(pairs)
	if k.all || found.less(&known) {
		q.pairs, q.proof = couples, proof
	}
	return k.all, nil
}

// nobody stands in the place of a person, to make an odd number even.
const nobody = -1

// withoutTrio pairs an odd number of people so that as few as possible are kept
// apart from their partner, one being with nobody. Those are alone.
func withoutTrio(ctx context.Context, s *scale, people []int32, chance *source) (groups [][]int32, alone []int32, err error) {
	people = append(slices.Clone(people), nobody)
	begin := make([][2]int32, len(people)/2)
	for i := range begin {
		begin[i] = [2]int32{people[2*i], people[2*i+1]}
	}
	k := newPacked(s.p, people, levels{levelUnplaced: int64(len(people))})
	pairs, _, err := k.solve(ctx, begin, chance)
	for _, c := range pairs {
		switch {
		case c[0] == nobody:
			alone = append(alone, c[1])
		case c[1] == nobody:
			alone = append(alone, c[0])
		default:
			groups = append(groups, []int32{c[0], c[1]})
		}
	}
	groups, parted := s.part(groups)
	return groups, append(alone, parted...), err
}
