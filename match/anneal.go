package match

import (
	"context"
	"slices"
)

// The weights of annealing: each level matters several times as much as the next,
// but not infinitely more, so that the search can pass through worse divisions.
const (
	weightApart  = 1 << 15
	weightRepeat = 1 << 11
	weightAvoid  = 1 << 8
	weightTrait  = 1 << 7
	weightBear   = 1 << 5
)

// weight is what two people in one group weigh.
func (p *problem) weight(a, b int32) (sum int64) {
	if l := p.link(a, b); l.flags != 0 {
		if l.apart() {
			sum += weightApart
		}
		if l.met() {
			sum += weightRepeat + l.rank()*weightBear/int64(len(p.rounds)) +
				weightBear*int64(min(8, p.priority[a]+p.priority[b]+p.repeated[a]+p.repeated[b]))
		}
		if l.avoid() {
			sum += weightAvoid
		}
	}
	for i := range p.traits {
		if t := &p.traits[i]; t.fails(a, b) {
			sum += t.heat
		}
	}
	return sum
}

// setHeats divides the weight of annealing of every level among its traits.
func (p *problem) setHeats() {
	for i := range p.traits {
		t := &p.traits[i]
		whole := max(2, int64(weightTrait)>>(t.level-levelTrait))
		t.heat = max(1, whole*t.weight/p.mostPair(t.level))
	}
}

// matrixMost is the number of people up to which all weights are kept.
const matrixMost = 1500

// weights gives weight, from a table where there is room for it.
func (p *problem) weights() func(a, b int32) int64 {
	n := p.in.People
	if n > matrixMost {
		return p.weight
	}
	table := make([]int32, n*n)
	for a := range int32(n) {
		for b := range a {
			w := int32(p.weight(a, b))
			table[int(a)*n+int(b)], table[int(b)*n+int(a)] = w, w
		}
	}
	return func(a, b int32) int64 { return int64(table[int(a)*n+int(b)]) }
}

// leastWeight is what all pairs in groups of these sizes weigh at least: −1 where the
// turns in larger groups are weighed too, which is not known.
func (p *problem) leastWeight(people []int32, sizes []int) (sum int64) {
	if sizes[0] > p.in.Size && slices.Max(p.larger) > 0 {
		return -1
	}
	for i := range p.traits {
		sum += p.traits[i].heat * p.leastFail(people, sizes, i)
	}
	return sum
}

// The temperatures of annealing, in sixteenths: from about half a repeat, or for a
// first try from a quarter of the heaviest trait, down to below the lightest trait,
// each 31/32 of the one before.
const (
	hottest  = int64(16 * weightRepeat / 2)
	lukewarm = int64(16 * weightTrait / 4)
	coldest  = 16
	mostAll  = 3_000_000 // moves in all, about
)

// anneal is simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) in whole
// numbers, so that it is the same on every machine. Where there is room, a beginning
// that is not hot finds what cannot be better in a fraction of the time.
func (g *grouping) anneal(ctx context.Context, weight func(a, b int32) int64, chance *source) error {
	n := len(g.movable)
	if len(g.groups) < 2 || n < 2 {
		return nil
	}
	g.weight = 0
	for _, group := range g.groups {
		for i, a := range group {
			for _, b := range group[:i] {
				g.weight += weight(a, b)
			}
		}
	}
	if g.floor >= 0 {
		if err := g.cool(ctx, weight, chance, lukewarm, n); err != nil || g.weight == g.floor {
			return err
		}
	}
	return g.cool(ctx, weight, chance, hottest, min(n*max(1, min(40, 4000/n)), mostAll/200))
}

// cool anneals from a temperature on, with so many moves at each, until nothing
// lighter is possible.
func (g *grouping) cool(ctx context.Context, weight func(a, b int32) int64, chance *source, hot int64, moves int) error {
	n := len(g.movable)
	for heat := hot; heat >= coldest && g.weight != g.floor; heat -= max(1, heat/32) {
		if err := ctx.Err(); err != nil {
			return err
		}
		tell(ctx, StageAnnealing, int(hot-heat), int(hot-coldest))
		for range moves {
			a, b := g.movable[chance.below(n)], g.movable[chance.below(n)]
			if g.of[a] == g.of[b] {
				continue
			}
			if change := g.change(weight, a, b); change <= 0 || 16*change <= chance.exponential(heat) {
				g.exchange(a, b)
				g.weight += change
				if g.weight == g.floor {
					return nil
				}
			}
		}
	}
	return nil
}

// change is what exchanging a and b changes in weight.
func (g *grouping) change(weight func(a, b int32) int64, a, b int32) (sum int64) {
	i, j := g.of[a], g.of[b]
	for _, p := range g.groups[i] {
		if p != a {
			sum += weight(b, p) - weight(a, p)
		}
	}
	for _, p := range g.groups[j] {
		if p != b {
			sum += weight(a, p) - weight(b, p)
		}
	}
	larger := g.s.p.larger
	switch size := g.s.p.in.Size; {
	case len(g.groups[i]) > size && len(g.groups[j]) <= size:
		sum += weightBear * int64(larger[b]-larger[a])
	case len(g.groups[j]) > size && len(g.groups[i]) <= size:
		sum += weightBear * int64(larger[a]-larger[b])
	}
	return sum
}

// exponential gives an about exponentially distributed number with this scale:
// −log₂ of a uniform number, whose fraction is taken to be linear.
func (s *source) exponential(scale int64) int64 {
	u := s.stream.Uint64() | 1
	zeros := int64(0)
	for u>>63 == 0 {
		u <<= 1
		zeros++
	}
	fraction := int64(u>>47) & 0xffff
	return scale * ((zeros+1)<<16 - fraction) >> 16
}
