package match

import (
	"cmp"
	"math/bits"
	"slices"
)

// leastLevels bounds every level of any division of these people into groups of
// these sizes from below, each level for those that have what is least at the levels
// above. A division that reaches it is best.
func (p *problem) leastLevels(people []int32, sizes []int) (least levels) {
	inLarger := 0
	for _, size := range sizes {
		if size > p.in.Size {
			least[levelOdd]++
			inLarger += size
		}
	}
	if inLarger > 0 {
		p.leastBorne(people, inLarger, &least)
	}
	least[levelRepeat] = int64(p.leastRepeats(people))
	for i := range p.traits {
		t := &p.traits[i]
		least[t.level] += t.weight * p.leastFail(people, sizes, i)
	}
	return least
}

// leastFail is the number of pairs that fail a trait at least.
func (p *problem) leastFail(people []int32, sizes []int, trait int) (n int64) {
	t := &p.traits[trait]
	if t.share {
		return int64(p.leastApart(people, sizes, trait))
	}
	if t.values != nil {
		for _, count := range p.shared(people, trait) {
			n += int64(leastSame(count, len(sizes)))
		}
	}
	return n
}

// leastBorne adds what it costs that those who have waited least are in the larger
// groups.
func (p *problem) leastBorne(people []int32, inLarger int, least *levels) {
	bear := make([][2]int32, 0, len(people))
	for _, a := range people {
		bear = append(bear, [2]int32{p.priority[a], p.larger[a]})
	}
	slices.SortFunc(bear, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, b := range bear[:inLarger] {
		least[levelServed] += int64(b[0])
		least[levelTurn] += int64(b[1])
	}
}

// bound gives the counts among levels.
func (p *problem) bound(l *levels) Bound {
	return Bound{
		Unplaced: int(l[levelUnplaced]), Larger: int(l[levelOdd]), Repeats: int(l[levelRepeat]),
		Same: append([]int64(nil), l[levelTrait:levelTrait+p.kinds]...),
	}
}

// leastRepeats counts people who have met, or are kept apart from, everybody: of
// any two of them one pair at least has met.
func (p *problem) leastRepeats(people []int32) int {
	if p.filter != nil {
		return 0 // too many to be so
	}
	in := make([]bool, p.in.People)
	for _, a := range people {
		in[a] = true
	}
	stuck := 0
	for _, a := range people {
		taken, links := 0, p.linksOf(a)
		if len(links) < len(people)-1 {
			continue
		}
		for _, l := range links {
			if in[l.other] && (l.met() || l.apart()) {
				taken++
			}
		}
		if taken == len(people)-1 {
			stuck++
		}
	}
	return (stuck + 1) / 2
}

// leastApart is the number of pairs that have nothing in common at least, by counting
// how many can have at most: those within each kind of people, filling groups with one
// kind, and each with somebody of whom it is not known.
func (p *problem) leastApart(people []int32, sizes []int, trait int) int {
	pairs, larger := 0, 0
	for _, size := range sizes {
		pairs += size * (size - 1) / 2
		if size > p.in.Size {
			larger++
		}
	}
	most := sizes[0]
	if most == 3 && p.in.Size == 2 {
		// As if there were pairs only; a trio of any people has two pairs more that
		// are fine than those people could have had in pairs.
		most = 2
		pairs -= 2 * larger
	}
	fine := 0
	if p.traits[trait].sets != nil {
		unknown, alone := p.lonely(people, trait)
		fine = unknown*(most-1) + (len(people)-unknown-alone)*(most-1)/2
	} else {
		unknown := len(people)
		for _, n := range p.shared(people, trait) {
			unknown -= n
			fine += n/most*(most*(most-1)/2) + n%most*(n%most-1)/2
		}
		fine += unknown * (most - 1)
	}
	return max(0, pairs-fine)
}

// lonely counts people of whom nothing is known, and those who have nothing in
// common with anybody.
func (p *problem) lonely(people []int32, trait int) (unknown, alone int) {
	sets := p.traits[trait].sets
	var once, twice uint64
	for _, a := range people {
		twice |= once & sets[a]
		once |= sets[a]
	}
	for _, a := range people {
		switch set := sets[a]; {
		case set == 0:
			unknown++
		case set&twice == 0:
			alone++
		}
	}
	return unknown, alone
}

// having counts the people who have each thing.
func (p *problem) having(people []int32, trait int) (count [64]int) {
	if p.traits[trait].sets == nil {
		return count
	}
	for _, a := range people {
		for left := p.traits[trait].sets[a]; left != 0; left &= left - 1 {
			count[bits.TrailingZeros64(left)]++
		}
	}
	return count
}

// shared counts the people who have each known value of a trait; nil for sets.
func (p *problem) shared(people []int32, trait int) []int {
	values := p.traits[trait].values
	if len(values) == 0 {
		return nil
	}
	count := make([]int, slices.Max(values)+1)
	for _, a := range people {
		count[values[a]]++
	}
	count[0] = 0
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
