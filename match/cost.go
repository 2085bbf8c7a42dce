package match

// The levels of the objective, the most important first; the package comment
// has the order in words. Traits follow at levelTrait, levelTrait+1, …, those
// counted together at one level.
const (
	levelUnplaced = iota // people in no group, or two for a pair kept apart
	levelOdd             // groups larger than the size asked for
	levelRepeat          // pairs who have met
	levelServed          // priorities of those who bear one of the above
	levelTurn            // squared turns of those in a larger group
	levelRecent          // the ranks of the rounds in which repeats last met
	levelRepeated        // squared turns of those who repeat
	levelAvoid           // pairs put together before without meeting
	levelTrait           // pairs who fail the first traits, weighed
	levelCount    = levelTrait + MaxTraits
)

// levels is a cost in full: one sum per level, compared lexicographically.
type levels [levelCount]int64

func (a *levels) less(b *levels) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

func (a *levels) add(b *levels) {
	for i := range a {
		a[i] += b[i]
	}
}

// pairLevels is what two people in one group cost. Two who are kept apart are
// two people in no group: a solver only leaves them together if it found no
// other way, and they are parted afterwards.
func (p *problem) pairLevels(a, b int32) (c levels) {
	l := p.link(a, b)
	if l.apart() {
		c[levelUnplaced] = 2
		c[levelServed] = int64(p.priority[a]) + int64(p.priority[b])
		return c
	}
	if l.met() {
		c[levelRepeat] = 1
		c[levelServed] = int64(p.priority[a]) + int64(p.priority[b])
		c[levelRecent] = l.rank()
		c[levelRepeated] = int64(p.repeated[a]) + int64(p.repeated[b])
	}
	if l.avoid() {
		c[levelAvoid] = 1
	}
	for i := range p.traits {
		if t := &p.traits[i]; t.fails(a, b) {
			c[t.level] += t.weight
		}
	}
	return c
}

// mostPair gives what a pair costs that fails all traits of a level.
func (p *problem) mostPair(level int) (most int64) {
	for i := range p.traits {
		if p.traits[i].level == level {
			most += p.traits[i].weight
		}
	}
	return most
}

// groupLevels is what one group costs.
func (p *problem) groupLevels(group []int32) (c levels) {
	for i, a := range group {
		for _, b := range group[:i] {
			l := p.pairLevels(a, b)
			c.add(&l)
		}
	}
	if len(group) > p.in.Size {
		c[levelOdd]++
		for _, a := range group {
			c[levelServed] += int64(p.priority[a])
			c[levelTurn] += int64(p.larger[a])
		}
	}
	return c
}

// cost is levels packed into two numbers, for sums of a few pairs: high ends with
// levelRecent, low has the others.
type cost struct {
	high, low int64
}

func (a cost) less(b cost) bool {
	return a.high < b.high || a.high == b.high && a.low < b.low
}

func (a cost) plus(b cost) cost  { return cost{a.high + b.high, a.low + b.low} }
func (a cost) minus(b cost) cost { return cost{a.high - b.high, a.low - b.low} }

// scale packs levels: each level's unit is larger than all that a sum can have
// in the levels below it.
type scale struct {
	p    *problem
	unit levels

	served     []int64 // per person, high: what it costs that they bear something
	bearLarger []int64 // per person, high: what being in a larger group costs
	pinned     []bool  // per person: a person put them where they are
	crowd      *crowd  // the traits; their costs are low
}

// maxSum is the number of pairs whose packed costs may be added: two whole
// groups of the largest size with the one person more, each person with each
// that they could be exchanged for.
const maxSum = 2 * (MaxSize + 1)

// newScale gives units for sums of maxSum pairs. They fit even if everything is
// as large as can be: 53 · 27 · 27 · (52·1,000+1) · (52·900+1) · (26·2,047+1) < 2⁶³
// in high, which is what MaxTurns, maxTurns and maxRank are chosen for, and
// (52·900+1) · 27 · mostPacked < 2⁶³ in low, which Validate sees to; eight traits
// that are only counted take 27⁸ of it.
func newScale(p *problem) *scale {
	var most levels
	most[levelUnplaced] = 2
	most[levelOdd] = 1
	most[levelRepeat] = 1
	most[levelRecent] = int64(min(len(p.rounds), maxRank))
	for i := range p.priority {
		most[levelServed] = max(most[levelServed], 2*int64(p.priority[i]))
		most[levelTurn] = max(most[levelTurn], 2*int64(p.larger[i]))
		most[levelRepeated] = max(most[levelRepeated], 2*int64(p.repeated[i]))
	}
	most[levelAvoid] = 1
	for l := levelTrait; l < levelCount; l++ {
		most[l] = p.mostPair(l)
	}
	s := &scale{p: p}
	unit := int64(1)
	for l := levelCount - 1; l >= 0; l-- {
		if l == levelRecent {
			unit = 1
		}
		s.unit[l] = unit
		unit *= most[l]*maxSum + 1
	}
	s.served = make([]int64, p.in.People)
	s.bearLarger = make([]int64, p.in.People)
	s.pinned = make([]bool, p.in.People)
	for _, pin := range p.in.Pin {
		for _, a := range pin {
			s.pinned[a] = true
		}
	}
	for i := range s.served {
		if p.priority[i] == 0 && p.larger[i] == 0 {
			continue // memory that nobody writes to is not used
		}
		s.served[i] = s.unit[levelServed] * int64(p.priority[i])
		s.bearLarger[i] = s.served[i] + s.unit[levelTurn]*int64(p.larger[i])
	}
	costs := make([]int64, len(p.traits))
	for i := range p.traits {
		costs[i] = p.traits[i].weight * s.unit[p.traits[i].level]
	}
	s.crowd = newCrowd(p.in.People, p.traits, costs)
	return s
}

// pair is pairLevels, packed.
func (s *scale) pair(a, b int32) cost {
	return s.known(a, b, s.crowd.cost(a, b))
}

// known adds to what the traits of two people cost what is known of them, which takes
// longer to find. It adds nothing below 0.
func (s *scale) known(a, b int32, traits int64) (c cost) {
	p := s.p
	c.low = traits
	if l := p.link(a, b); l.flags != 0 {
		if l.apart() {
			return cost{high: 2*s.unit[levelUnplaced] + s.served[a] + s.served[b]}
		}
		if l.met() {
			c.high = s.unit[levelRepeat] + s.served[a] + s.served[b] + s.unit[levelRecent]*l.rank()
			c.low += s.unit[levelRepeated] * int64(p.repeated[a]+p.repeated[b])
		}
		if l.avoid() {
			c.low += s.unit[levelAvoid]
		}
	}
	return c
}

// larger is what a larger group costs its people besides the pairs.
func (s *scale) larger(group ...int32) (c cost) {
	c.high = s.unit[levelOdd]
	for _, p := range group {
		c.high += s.bearLarger[p]
	}
	return c
}
