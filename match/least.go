package match

import (
	"cmp"
	"slices"
)

// leastLevels bounds every level of any division of these people into groups of
// these sizes from below. A division that reaches it is best.
func (p *problem) leastLevels(people []int32, sizes []int) (least levels) {
	inLarger := 0
	for _, size := range sizes {
		if size > p.in.Size {
			least[levelOdd]++
			inLarger += size
		}
	}
	bear := make([][2]int32, 0, len(people))
	for _, a := range people {
		bear = append(bear, [2]int32{p.priority[a], p.larger[a]})
	}
	slices.SortFunc(bear, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, b := range bear[:inLarger] {
		least[levelServed] += int64(b[0])
		least[levelTurn] += int64(b[1])
	}
	for t := range p.traits {
		for _, n := range p.shared(people, t) {
			least[levelTrait+t] += int64(leastSame(n, len(sizes)))
		}
	}
	return least
}

// shared counts the people who have each known value of a trait.
func (p *problem) shared(people []int32, trait int) map[int32]int {
	count := map[int32]int{}
	for _, a := range people {
		if v := p.valuesOf(a)[trait]; v != 0 {
			count[v]++
		}
	}
	return count
}

// leastSame is the number of pairs that must be together if so many people who
// share something are spread over so many groups: evenly is least.
func leastSame(people, groups int) int {
	if groups == 0 {
		return 0
	}
	each, more := people/groups, people%groups
	return more*(each+1)*each/2 + (groups-more)*each*(each-1)/2
}
