package match

import (
	"context"
	"math"
	"slices"
)

// The budget of a search: in moves, so that the same seed finds the same.
const (
	searchMoves = 4_000       // of one annealing, for every pair that needs an orbit
	searchMost  = 144_000_000 // in all, of groups of up to four: a move in larger ones is dearer
	searchKept  = 4           // sketches that are kept to the end
	searchSteps = 110         // of the temperature, each 1/128 lower
	searchHot   = 90          // 256·T·ln 2 with T in repeats under all symmetries: a half …
	searchCold  = 38          // … down to a fifth
)

// search is annealing on the few rounds that stand for all of a schedule with
// symmetries.
type search struct {
	*symmetry
	sketch  sketch
	size    int
	chance  *source
	rounds  []*baseRound
	covered []covered // per orbit
	excess  int       // repeats in the whole schedule
	least   int
	leastOf []baseRound
}

// covered says how often the pairs of an orbit are together, how often one pair of a
// whole group brings all of them together, and how many they are.
type covered struct {
	times, each, pairs int32
}

// baseRound stands for the rounds that the symmetries make of it.
type baseRound struct {
	stable []int32   // the elements that keep it in its place
	whole  []int32   // groups one after the other; those elements make the others
	short  [][]int32 // groups that they keep in place
}

// searchDesign looks in every [sketch]: an annealing each, then twice as many
// for the better two thirds, and so on (after successive halving, Jamieson and Talwalkar
// 2016), until one has no more than least repeats. A design with more is returned if
// that was not found.
func searchDesign(ctx context.Context, groups, size, rounds, least int, chance *source) (*design, error) {
	if groups*size > sketchPeople {
		return &design{}, nil
	}
	var all []*search
	for _, k := range sketches(groups, size, rounds) {
		all = append(all, newSearch(k, groups, size, chance))
	}
	if len(all) == 0 {
		return &design{}, nil
	}
	moves, most := 0, searchMost*3/max(3, size-1)
	if least > 0 {
		most /= 16 // symmetries are good at none, not at few
	}
	for tries := 1; moves < most; tries *= 2 {
		for _, s := range all {
			for range tries {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				s.anneal()
				moves += s.moves()
				tell(ctx, StageAnnealing, moves, most)
				if s.least <= least {
					return s.design(rounds), nil
				}
			}
		}
		slices.SortStableFunc(all, func(a, b *search) int { return a.left() - b.left() })
		all = all[:min(len(all), max(searchKept, (2*len(all)+2)/3))]
	}
	slices.SortStableFunc(all, func(a, b *search) int { return a.least - b.least })
	return all[0].design(rounds), nil
}

// left is how many pairs of the few groups have found no orbit of their own: what
// chance still has to do, and so a better prophet than the repeats.
func (s *search) left() int { return s.least / int(s.order) }

func (s *search) moves() int { return searchMoves * s.sketch.pairs }

func newSearch(k sketch, groups, size int, chance *source) *search {
	s := &search{symmetry: newSymmetry(k.moduli, k.types, k.fixed), sketch: k, size: size, chance: chance, least: math.MaxInt}
	s.covered = make([]covered, len(s.symmetry.size))
	for o, pairs := range s.symmetry.size {
		s.covered[o] = covered{each: s.order / pairs, pairs: pairs}
	}
	for i, order := range k.stable {
		s.rounds = append(s.rounds, &baseRound{stable: s.subgroup(order, i)})
	}
	return s
}

// more counts a pair of a whole group, and gives what that adds in repeats.
func (s *search) more(a, b int32) int {
	c := &s.covered[s.orbit[a*s.people+b]]
	before := c.times
	c.times += c.each
	if c.times < 2 {
		return 0
	}
	return int((c.times - max(1, before)) * c.pairs)
}

// fewer takes that back.
func (s *search) fewer(a, b int32) int {
	c := &s.covered[s.orbit[a*s.people+b]]
	before := c.times
	c.times -= c.each
	if before < 2 {
		return 0
	}
	return int((max(1, c.times) - before) * c.pairs)
}

// put puts another position into a place of a round, and gives the change in repeats.
func (s *search) put(r *baseRound, at int, a int32) (change int) {
	first := at - at%s.size
	group := r.whole[first : first+s.size]
	at -= first
	before := group[at]
	for i, b := range group {
		if i != at {
			change += s.fewer(before, b)
		}
	}
	group[at] = a
	for i, b := range group {
		if i != at {
			change += s.more(a, b)
		}
	}
	return change
}

// anneal goes from a random beginning through the temperatures at which such searches
// freeze.
func (s *search) anneal() {
	s.begin()
	for heat := searchHot * int64(s.order); heat >= searchCold*int64(s.order) && s.least > 0; heat -= max(1, heat/128) {
		for range s.moves() / searchSteps {
			r := s.rounds[s.chance.below(len(s.rounds))]
			if len(r.whole) == 0 {
				continue
			}
			s.try(r, heat)
			if s.excess < s.least {
				s.keep()
			}
			if s.excess == 0 {
				return
			}
		}
	}
}

// try exchanges two positions of a round, or moves one by a stable element. Whoever
// is in no repeat is left alone three times of four: to better a schedule somebody
// has to change places who is.
func (s *search) try(r *baseRound, heat int64) {
	x := s.chance.stream.Uint64()
	i := pick(&x, len(r.whole))
	if !s.repeats(r, i) && x&3 != 0 {
		return
	}
	x >>= 2
	a := r.whole[i]
	if len(r.whole) == s.size || len(r.stable) > 1 && x&1 == 0 {
		x >>= 1
		change := s.put(r, i, s.move(r.stable[pick(&x, len(r.stable))], a))
		if change > 0 && 256*int64(change) > s.chance.exponential(heat) {
			change += s.put(r, i, a)
		}
		s.excess += change
		return
	}
	x >>= 1
	j := pick(&x, len(r.whole))
	if i/s.size == j/s.size {
		return
	}
	b := r.whole[j]
	change := s.put(r, i, b) + s.put(r, j, a)
	if change > 0 && 256*int64(change) > s.chance.exponential(heat) {
		change += s.put(r, i, a) + s.put(r, j, b)
	}
	s.excess += change
}

// pick takes a number below n, of up to 2¹⁶, from the lowest 20 bits: near enough to
// uniform for a search.
func pick(x *uint64, n int) int {
	i := *x & (1<<20 - 1) * uint64(n) >> 20
	*x >>= 20
	return int(i)
}

// repeats says whether the position at a place of a round is in a repeat.
func (s *search) repeats(r *baseRound, at int) bool {
	a, first := r.whole[at], at-at%s.size
	for _, b := range r.whole[first : first+s.size] {
		if a != b && s.covered[s.orbit[a*s.people+b]].times > 1 {
			return true
		}
	}
	return false
}

func (s *search) keep() {
	s.least = s.excess
	s.leastOf = s.leastOf[:0]
	for _, r := range s.rounds {
		s.leastOf = append(s.leastOf, baseRound{r.stable, slices.Clone(r.whole), r.short})
	}
}

// design makes all rounds of the best found, and leaves out those beyond so many.
func (s *search) design(rounds int) *design {
	d := &design{way: WaySymmetric, people: int(s.people)}
	for _, r := range s.leastOf {
		done := make([]bool, s.order)
		for e := range s.order {
			if done[e] {
				continue
			}
			for _, f := range r.stable {
				done[s.sum(e, f)] = true
			}
			d.rounds = append(d.rounds, s.round(r, e))
		}
	}
	d.rounds = d.rounds[:rounds]
	for _, times := range d.meetings() {
		d.repeats += max(0, int(times)-1)
	}
	d.repeats /= 2
	return d
}

// round is what an element makes of a base round.
func (s *search) round(r baseRound, element int32) (round [][]int32) {
	moved := func(group []int32, e int32) []int32 {
		out := make([]int32, len(group))
		for i, a := range group {
			out[i] = s.move(e, a)
		}
		return out
	}
	for _, group := range r.short {
		round = append(round, moved(group, element))
	}
	for i := 0; i < len(r.whole); i += s.size {
		for _, f := range r.stable {
			round = append(round, moved(r.whole[i:i+s.size], s.sum(element, f)))
		}
	}
	return round
}
