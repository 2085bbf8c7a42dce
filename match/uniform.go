package match

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
)

// uniform is people to be divided by chance alone: every division into groups of
// these sizes is to be as likely as every other, as long as nobody is with somebody
// they are kept apart from or have met (is barred from), but for people whom a person
// put together. People have numbers of their own here, those with the most bars
// first.
type uniform struct {
	people []int32   // who is behind the numbers
	sizes  []int     // the largest first, at most two different ones
	begun  [][]int32 // people who stay together
	start  []int32   // start[a]:start[a+1] is where bars has those of a
	bars   []int32   // ascending for each a
	filter []uint64  // filterWords for each a: bit b mod 64·filterWords is set for all bars b
}

// filterWords times 64 bits, a cache line, tell most people who are not barred
// without a search.
const filterWords = 8

// newUniform looks at these people only; begun are among them.
func newUniform(p *problem, people []int32, begun [][]int32) *uniform {
	u := &uniform{people: slices.Clone(people), sizes: Sizes(len(people), p.in.Size)}
	number := make([]int32, p.in.People)
	for i := range number {
		number[i] = -1
	}
	for _, a := range people {
		number[a] = 0
	}
	degree := make([]int32, p.in.People)
	for _, a := range people {
		for _, l := range p.linksOf(a) {
			if number[l.other] == 0 && l.bars() {
				degree[a]++
			}
		}
	}
	slices.SortFunc(u.people, func(a, b int32) int { return cmp.Or(cmp.Compare(degree[b], degree[a]), cmp.Compare(a, b)) })
	for i, a := range u.people {
		number[a] = int32(i)
	}
	u.filter = make([]uint64, filterWords*len(people))
	u.start = make([]int32, 1, len(people)+1)
	for i, a := range u.people {
		for _, l := range p.linksOf(a) {
			if b := number[l.other]; b >= 0 && l.bars() {
				u.bars = append(u.bars, b)
				u.filter[i*filterWords+int(b>>6)%filterWords] |= 1 << (b & 63)
			}
		}
		slices.Sort(u.bars[u.start[i]:])
		u.start = append(u.start, int32(len(u.bars)))
	}
	for _, pin := range begun {
		var own []int32
		for _, a := range pin {
			own = append(own, number[a])
		}
		u.begun = append(u.begun, own)
	}
	return u
}

// bars says that two people must not be together where chance alone decides.
func (l link) bars() bool { return l.apart() || l.met() }

func (u *uniform) barsOf(a int32) []int32 { return u.bars[u.start[a]:u.start[a+1]] }

func (u *uniform) barred(a, b int32) bool {
	if u.filter[int(a)*filterWords+int(b>>6)%filterWords]>>(b&63)&1 == 0 {
		return false
	}
	_, found := slices.BinarySearch(u.barsOf(a), b)
	return found
}

func (u *uniform) barredFrom(a int32, group []int32) bool {
	for _, b := range group {
		if u.barred(b, a) { // the bars of b are in the cache: it was asked before
			return true
		}
	}
	return false
}

// The budgets of the exact methods. They are counted in steps, so that the same draw
// is the same on a slow machine.
const (
	lookFew   = 1 << 18 // looks at a person before counting is tried
	lookMost  = 1 << 27 // looks in all: some seconds
	countMost = 1 << 23 // groups looked at while counting: about a second
)

// divideUniformly puts people together by chance alone; begun are among them, and
// stay together. Where it cannot, it looks for the best groups that there are, without
// the traits.
func divideUniformly(ctx context.Context, p *problem, people []int32, begun [][]int32, chance *source) (division, error) {
	least := p.leastLevels(people, Sizes(len(people), p.in.Size))
	u := newUniform(p, people, begun)
	d, err := u.divide(ctx, chance, func() (division, error) {
		in := Input{People: p.in.People, Size: p.in.Size, Past: p.in.Past, Apart: p.in.Apart, Pin: p.in.Pin}
		return best(ctx, in, people, begun, chance)
	})
	if err == nil && d.how == HowForced {
		in := p.in
		in.Traits = nil
		d, err = best(ctx, in, people, begun, chance)
		d.proof, d.how, d.optimal = nil, HowForced, d.optimal && len(p.in.Traits) == 0
	}
	d.least = least
	return d, err
}

// best gives the best groups of these people.
func best(ctx context.Context, in Input, people []int32, begun [][]int32, chance *source) (division, error) {
	s := newScale(newProblem(in))
	if in.Size == 2 {
		return divideIntoPairs(ctx, s, people, chance)
	}
	return divideIntoGroups(ctx, s, people, begun, chance)
}

// uniform says whether chance alone made the division.
func (d division) uniform() bool {
	return d.how == HowRejected || d.how == HowCounted || d.how == HowSwitched
}

// divide gives every allowed division the same probability. It says in how that it
// could not be exact, or that there is no allowed division, or that none was found.
// best gives a division to begin exchanges with; it is asked only where the exact
// methods are not within their budgets.
func (u *uniform) divide(ctx context.Context, chance *source, best func() (division, error)) (division, error) {
	groups, err := u.reject(ctx, chance, lookFew)
	if err != nil || groups != nil {
		return division{groups: u.named(groups), how: HowRejected}, err
	}
	groups, counted, err := u.count(ctx, chance, countMost)
	if err != nil || groups != nil {
		return division{groups: u.named(groups), how: HowCounted}, err
	}
	if counted {
		return division{how: HowForced}, nil
	}
	if u.worthLooking(lookMost / 4) {
		if groups, err = u.reject(ctx, chance, lookMost); err != nil || groups != nil {
			return division{groups: u.named(groups), how: HowRejected}, err
		}
	}
	d, err := best()
	if err != nil {
		return division{}, err
	}
	if groups = u.allowed(d); groups == nil {
		return division{how: HowForced}, nil
	}
	steps := u.switchSteps()
	err = u.switchPeople(ctx, groups, chance, steps)
	return division{groups: u.named(groups), how: HowSwitched, steps: steps}, err
}

// spare bounds the bars of somebody from below: when so many people are in groups,
// whoever they are, somebody among the others has as many bars among them. They are
// on average twice the bars that are left over the people that are left, and each
// person who has gone took no more bars along than they had.
func (u *uniform) spare(gone int32) int {
	bars, left := len(u.bars)-2*int(u.start[gone]), len(u.people)-int(gone)
	if bars <= 0 {
		return 0
	}
	return (bars + left - 1) / left
}

// worthLooking says whether drawing blindly is likely to need fewer looks than this:
// a person with d bars of n−1 others has none in their group with a probability of
// about (1−d/(n−1))^(size−1), every bar is shared by two people, and some are
// forgiven. In whole numbers, so that all machines agree.
func (u *uniform) worthLooking(looks int64) bool {
	n := len(u.people)
	var sum int64 // −log₂ of the probability that a try succeeds, times 65536
	for a := range int32(n) {
		free := n - 1 - len(u.barsOf(a))
		if free <= 0 {
			return false
		}
		sum += log2(uint64(n-1)) - log2(uint64(free))
	}
	together := 0 // people in a group with others, over all people
	for _, size := range u.sizes {
		together += size * (size - 1)
	}
	sum = sum / 2 * int64(together) / int64(n)
	for gone := 0; gone < n-1; gone += u.sizes[0] {
		others := n - 1 - gone
		forgiven := min(u.spare(int32(gone)), others-1)
		sum -= log2(uint64(others)) - log2(uint64(others-forgiven))
	}
	perTry := 2 * 65536 * int64(n) / max(sum, 2*65536)
	return sum+log2(uint64(perTry)) < log2(uint64(looks))
}

// log2 is the logarithm in 65536ths, rounded down. x must be positive.
func log2(x uint64) int64 {
	whole := bits.Len64(x) - 1
	sum := int64(whole) << 16
	y := x << (63 - whole) // 1 ≤ y/2⁶³ < 2
	for bit := int64(1) << 15; bit > 0; bit >>= 1 {
		high, low := bits.Mul64(y, y)
		if high>>63 == 1 {
			y, sum = high, sum+bit
		} else {
			y = high<<1 | low>>63
		}
	}
	return sum
}

// allowed gives the groups of a division in the numbers used here, nil if it leaves
// somebody out, has other sizes, or puts people together who are barred.
func (u *uniform) allowed(d division) [][]int32 {
	if len(d.alone) > 0 || len(d.groups) != len(u.sizes) {
		return nil
	}
	number := map[int32]int32{}
	for i, a := range u.people {
		number[a] = int32(i)
	}
	pin := u.pins()
	var groups [][]int32
	for _, group := range d.groups {
		own := make([]int32, 0, len(group))
		for _, a := range group {
			own = append(own, number[a])
		}
		for i, a := range own {
			for _, b := range own[:i] {
				if u.barred(a, b) && (pin[a] < 0 || pin[a] != pin[b]) {
					return nil
				}
			}
		}
		groups = append(groups, own)
	}
	slices.SortFunc(groups, func(a, b []int32) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(slices.Min(a), slices.Min(b)))
	})
	for i, size := range u.sizes {
		if len(groups[i]) != size {
			return nil
		}
	}
	return groups
}

// pins gives for every person the index of those they stay together with, −1 for
// none.
func (u *uniform) pins() []int32 {
	pin := make([]int32, len(u.people))
	for a := range pin {
		pin[a] = -1
	}
	for i, people := range u.begun {
		for _, a := range people {
			pin[a] = int32(i)
		}
	}
	return pin
}

// named puts people back in the place of their numbers.
func (u *uniform) named(groups [][]int32) [][]int32 {
	for _, group := range groups {
		for i, a := range group {
			group[i] = u.people[a]
		}
	}
	return groups
}
