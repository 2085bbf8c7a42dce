package match

import (
	"context"
	"slices"
)

// grouping is a division into groups of more than two, on its way to a better
// one. Groups keep their sizes; people change places.
type grouping struct {
	s       *scale
	groups  [][]int32
	of      []int32 // per person: their group
	movable []int32 // everybody a person has not put where they are
}

// divideIntoGroups looks for the best groups: annealing on a sum of weights, then
// exchanges by the exact order, from several beginnings where there are few people.
// fixed are beginnings of groups that must stay together; they are among people,
// whose order must be random.
func divideIntoGroups(ctx context.Context, s *scale, people []int32, fixed [][]int32, chance *source) (division, error) {
	sizes := Sizes(len(people), s.p.in.Size)
	if len(people) <= smallMost {
		if d, ok := small(s.p, people, fixed, sizesOf(sizes), false); ok {
			d.optimal = true
			return d, nil
		}
		if d, ok := small(s.p, people, fixed, 1<<(s.p.in.Size+2)-1, true); ok {
			return d, nil
		}
	}
	least := s.p.leastLevels(people, sizes)
	var best [][]int32
	var lowest levels
	for range max(1, min(4, 200/len(people))) {
		g := newGrouping(s, people, fixed, sizes)
		if err := g.anneal(ctx, chance); err != nil {
			return division{}, err
		}
		if err := g.descend(ctx, chance); err != nil {
			return division{}, err
		}
		var sum levels
		for _, group := range g.groups {
			l := s.p.groupLevels(group)
			sum.add(&l)
		}
		if best == nil || sum.less(&lowest) {
			best, lowest = g.groups, sum
		}
		if lowest == least {
			break
		}
	}
	groups, alone := s.part(best)
	return division{groups, alone, lowest == least && len(alone) == 0}, nil
}

// newGrouping fills groups of these sizes in the order of people.
func newGrouping(s *scale, people []int32, fixed [][]int32, sizes []int) *grouping {
	g := &grouping{s: s, groups: fit(fixed, sizes), of: make([]int32, s.p.in.People)}
	for p := range g.of {
		g.of[p] = -1
	}
	for i, group := range g.groups {
		for _, p := range group {
			g.of[p] = int32(i)
		}
	}
	at := 0
	for _, p := range people {
		if g.of[p] >= 0 {
			continue
		}
		for len(g.groups[at]) == sizes[at] {
			at++
		}
		g.groups[at] = append(g.groups[at], p)
		g.of[p] = int32(at)
		g.movable = append(g.movable, p)
	}
	return g
}

// fit puts fixed beginnings into groups of these sizes, each into one of its own
// while there are enough. It gives nil if they do not fit.
func fit(fixed [][]int32, sizes []int) [][]int32 {
	groups := make([][]int32, len(sizes))
	for i, size := range sizes {
		groups[i] = make([]int32, 0, size)
	}
	bySize := slices.SortedStableFunc(slices.Values(fixed), func(a, b []int32) int { return len(b) - len(a) })
	for _, pin := range bySize {
		found := -1
		for i, size := range sizes {
			if len(groups[i])+len(pin) <= size && (found < 0 || len(groups[i]) < len(groups[found])) {
				found = i
			}
		}
		if found < 0 {
			return nil
		}
		groups[found] = append(groups[found], pin...)
	}
	return groups
}

// exchange puts a and b into each other's group.
func (g *grouping) exchange(a, b int32) {
	i, j := g.of[a], g.of[b]
	g.groups[i][slices.Index(g.groups[i], a)] = b
	g.groups[j][slices.Index(g.groups[j], b)] = a
	g.of[a], g.of[b] = j, i
}

// gain is what exchanging a and b changes in cost.
func (g *grouping) gain(a, b int32) (change cost) {
	i, j := g.of[a], g.of[b]
	for _, p := range g.groups[i] {
		if p != a {
			change = change.plus(g.s.pair(b, p)).minus(g.s.pair(a, p))
		}
	}
	for _, p := range g.groups[j] {
		if p != b {
			change = change.plus(g.s.pair(a, p)).minus(g.s.pair(b, p))
		}
	}
	bear := g.s.bearLarger
	switch size := g.s.p.in.Size; {
	case len(g.groups[i]) > size && len(g.groups[j]) <= size:
		change.high += bear[b] - bear[a]
	case len(g.groups[j]) > size && len(g.groups[i]) <= size:
		change.high += bear[a] - bear[b]
	}
	return change
}

// descend makes exchanges that are better by the exact order until there is none
// left; with many people, until few of those tried are.
func (g *grouping) descend(ctx context.Context, chance *source) error {
	const all = 1500
	for changed := true; changed && len(g.groups) > 1; {
		changed = false
		for _, a := range g.movable {
			if err := ctx.Err(); err != nil {
				return err
			}
			tries := min(len(g.movable), all)
			from := chance.below(len(g.movable))
			for k := range tries {
				b := g.movable[(from+k)%len(g.movable)]
				if g.of[a] != g.of[b] && g.gain(a, b).less(cost{}) {
					g.exchange(a, b)
					changed = true
				}
			}
		}
		if len(g.movable) > all {
			return nil
		}
	}
	return nil
}

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
	va, vb := p.valuesOf(a), p.valuesOf(b)
	for t, v := range va {
		if v == vb[t] && v != 0 {
			sum += max(2, int64(weightTrait)>>t)
		}
	}
	return sum
}

// matrixMost is the number of people up to which all weights are kept.
const matrixMost = 1500

// weights gives weight, from a table where there is room for it.
func (g *grouping) weights() func(a, b int32) int64 {
	p := g.s.p
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

// The temperatures of annealing, in sixteenths: from about half a repeat down to
// below the lightest trait, each 31/32 of the one before.
const (
	hottest = 16 * weightRepeat / 2
	coldest = 16
	mostAll = 6_000_000 // moves in all
)

// anneal is simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) in whole
// numbers, so that it is the same on every machine.
func (g *grouping) anneal(ctx context.Context, chance *source) error {
	n := len(g.movable)
	if len(g.groups) < 2 || n < 2 {
		return nil
	}
	weight := g.weights()
	moves := min(n*max(1, min(40, 4000/n)), mostAll/200)
	for heat := int64(hottest); heat >= coldest; heat -= max(1, heat/32) {
		if err := ctx.Err(); err != nil {
			return err
		}
		for range moves {
			a, b := g.movable[chance.below(n)], g.movable[chance.below(n)]
			if g.of[a] == g.of[b] {
				continue
			}
			if change := g.change(weight, a, b); change <= 0 || 16*change <= chance.exponential(heat) {
				g.exchange(a, b)
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
