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

	weight int64 // of all pairs in a group, while annealing
	floor  int64 // where nothing lighter is possible; −1 if that is not known
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
			d.least = s.p.sum(d.groups, d.alone)
			return d, nil
		}
		if d, ok := small(s.p, people, fixed, 1<<(s.p.in.Size+2)-1, true); ok {
			return d, nil
		}
	}
	least, floor := s.p.leastLevels(people, sizes), s.p.leastWeight(people, sizes)
	weight := s.p.weights()
	var best [][]int32
	var lowest levels
	for range max(1, min(4, 200/len(people))) {
		g := newGrouping(s, people, fixed, sizes)
		g.floor = floor
		if err := g.anneal(ctx, weight, chance); err != nil {
			return division{}, err
		}
		sum := s.p.sum(g.groups, nil)
		if sum != least {
			if err := g.descend(ctx, chance); err != nil {
				return division{}, err
			}
			sum = s.p.sum(g.groups, nil)
		}
		if best == nil || sum.less(&lowest) {
			best, lowest = g.groups, sum
		}
		if lowest == least {
			break
		}
	}
	groups, alone := s.part(best)
	return division{groups: groups, alone: alone, optimal: lowest == least && len(alone) == 0, least: least}, nil
}

// newGrouping fills groups of these sizes in the order of people.
func newGrouping(s *scale, people []int32, fixed [][]int32, sizes []int) *grouping {
	g := &grouping{s: s, groups: s.p.fit(fixed, sizes), of: make([]int32, s.p.in.People)}
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
// while there are enough, and never two into one whose people are kept apart:
// they do not move later. It gives nil if they do not fit.
func (p *problem) fit(fixed [][]int32, sizes []int) [][]int32 {
	groups := make([][]int32, len(sizes))
	for i, size := range sizes {
		groups[i] = make([]int32, 0, size)
	}
	bySize := slices.SortedStableFunc(slices.Values(fixed), func(a, b []int32) int { return len(b) - len(a) })
	for _, pin := range bySize {
		found := -1
		for i, size := range sizes {
			if len(groups[i])+len(pin) <= size && !p.apartFrom(pin, groups[i]) &&
				(found < 0 || len(groups[i]) < len(groups[found])) {
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
// left; with many people, it looks at some of them once.
func (g *grouping) descend(ctx context.Context, chance *source) error {
	const many = 1500
	n := len(g.movable)
	tries := n
	if n > many {
		tries = many / 5
	}
	for changed := true; changed && len(g.groups) > 1; {
		changed = false
		for _, a := range g.movable {
			if err := ctx.Err(); err != nil {
				return err
			}
			if g.bears(a) == (cost{}) {
				continue // an exchange that is better is found by somebody who pays
			}
			from := chance.below(n)
			for k := range tries {
				b := g.movable[(from+k)%n]
				if g.of[a] != g.of[b] && g.gain(a, b).less(cost{}) {
					g.exchange(a, b)
					changed = true
				}
			}
		}
		if n > many {
			return nil
		}
	}
	return nil
}

// bears is what being in their group costs a person.
func (g *grouping) bears(a int32) (sum cost) {
	group := g.groups[g.of[a]]
	for _, p := range group {
		if p != a {
			sum = sum.plus(g.s.pair(a, p))
		}
	}
	if len(group) > g.s.p.in.Size {
		sum.high += g.s.bearLarger[a]
	}
	return sum
}
