package match

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// ErrApart is wrapped by the error of Assess for groups in which people are
// together who are kept apart.
var ErrApart = errors.New("match: kept apart")

// ErrDiffers is wrapped by the error of Verify.
var ErrDiffers = errors.New("match: the draw differs")

// Draw puts people into groups. Its error wraps ErrInput, or is that of ctx.
// Nobody or one person is no error. With n people it takes O(n²) memory up to
// 2,000 people for pairs and 1,500 for groups, and memory in proportion to the
// input for more.
func Draw(ctx context.Context, in Input, seed [32]byte) (Result, error) {
	if err := in.Validate(); err != nil {
		return Result{}, err
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	p := newProblem(in)
	s := newScale(p)
	chance := newSource(seed)
	whole, begun := splitPins(p.in)
	people, alone := poolOf(p, whole)
	chance.shuffle(people)
	var d division
	var err error
	switch {
	case len(people) < 2:
		d = division{alone: people, optimal: true}
	case in.Size == 2:
		d, err = divideIntoPairs(ctx, s, people, chance)
	default:
		d, err = divideIntoGroups(ctx, s, people, begun, chance)
	}
	if err != nil {
		return Result{}, err
	}
	alone = append(alone, d.alone...)
	groups, left := s.rescue(append(d.groups, whole...), alone)
	res := p.result(groups)
	res.Version = Version
	res.Optimal = d.optimal && len(left) == len(alone)
	for i := range res.Unplaced {
		res.Unplaced[i].Why = p.whyUnplaced(res.Unplaced[i].Person)
	}
	return res, nil
}

// splitPins tells pinned groups that are whole from beginnings of groups. One
// that fits into no group of its own size beside the others is taken as whole.
func splitPins(in Input) (whole, begun [][]int32) {
	left := in.People
	for _, pin := range in.Pin {
		if len(pin) >= in.Size {
			whole = append(whole, pin)
			left -= len(pin)
			continue
		}
		begun = append(begun, pin)
	}
	slices.SortStableFunc(begun, func(a, b []int32) int { return len(b) - len(a) })
	for len(begun) > 0 && fit(begun, Sizes(left, in.Size)) == nil {
		whole = append(whole, begun[0])
		left -= len(begun[0])
		begun = begun[1:]
	}
	return whole, begun
}

// poolOf gives everybody who is in no whole group, and apart from them those who
// are kept apart from everybody else in the pool.
func poolOf(p *problem, whole [][]int32) (people, alone []int32) {
	in := make([]bool, p.in.People)
	n := p.in.People
	for i := range in {
		in[i] = true
	}
	for _, group := range whole {
		n -= len(group)
		for _, a := range group {
			in[a] = false
		}
	}
	for changed := true; changed; {
		changed = false
		for a := range int32(p.in.People) {
			if !in[a] || n == 1 {
				continue
			}
			others := n - 1
			for _, l := range p.linksOf(a) {
				if l.apart() && in[l.other] {
					others--
				}
			}
			if others == 0 {
				in[a] = false
				n--
				alone = append(alone, a)
				changed = true
			}
		}
	}
	for a := range int32(p.in.People) {
		if in[a] {
			people = append(people, a)
		}
	}
	return people, alone
}

// Assess says what groups made or changed by hand cost: the same as Draw says of
// its own. Whoever is in no group is Unplaced with WhyOut. Its error wraps
// ErrInput (nobody in two groups, at least two in each) or ErrApart.
func Assess(in Input, groups [][]int32) (Result, error) {
	if err := in.Validate(); err != nil {
		return Result{}, err
	}
	of, err := in.groupOf(groups, "group")
	if err != nil {
		return Result{}, err
	}
	for _, a := range in.Apart {
		if of[a.A] >= 0 && of[a.A] == of[a.B] {
			return Result{}, fmt.Errorf("%w: %d and %d are in one group", ErrApart, a.A, a.B)
		}
	}
	return newProblem(in).result(groups), nil
}

// result puts groups in order and counts.
func (p *problem) result(groups [][]int32) Result {
	res := Result{Same: make([]int, p.traits)}
	placed := make([]bool, p.in.People)
	for _, group := range groups {
		group = slices.Sorted(slices.Values(group))
		res.Groups = append(res.Groups, group)
		for i, a := range group {
			placed[a] = true
			for _, b := range group[i+1:] {
				p.count(&res, a, b)
			}
		}
	}
	slices.SortFunc(res.Groups, func(a, b []int32) int { return cmp.Compare(a[0], b[0]) })
	slices.SortFunc(res.Repeats, func(a, b Repeat) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	for a, is := range placed {
		if !is {
			res.Unplaced = append(res.Unplaced, Unplaced{Person: int32(a), Why: WhyOut})
		}
	}
	return res
}

func (p *problem) count(res *Result, a, b int32) {
	l := p.link(a, b)
	if l.met() {
		res.Repeats = append(res.Repeats, Repeat{A: a, B: b, Round: p.lastMet(a, b), Times: l.times()})
	}
	if l.avoid() {
		res.Avoided++
	}
	va, vb := p.valuesOf(a), p.valuesOf(b)
	for t, v := range va {
		if v == vb[t] && v != 0 {
			res.Same[t]++
		}
	}
}

// lastMet gives the round in which a < b last met.
func (p *problem) lastMet(a, b int32) int32 {
	i, _ := slices.BinarySearchFunc(p.in.Met, Pair{a, b}, func(m Meeting, pair Pair) int {
		if c := comparePairs(Pair{m.A, m.B}, pair); c != 0 {
			return c
		}
		return -1 // of equal ones, past the last
	})
	return p.in.Met[i-1].Round
}

// whyUnplaced says why a draw left somebody out.
func (p *problem) whyUnplaced(person int32) Why {
	if p.in.People == 1 {
		return WhyAlone
	}
	apart := 0
	for _, l := range p.linksOf(person) {
		if l.apart() {
			apart++
		}
	}
	if apart == p.in.People-1 {
		return WhyApart
	}
	return WhyTaken
}

// Verify repeats a draw, and returns nil if the result is the same to the last
// person. Its error wraps ErrDiffers if it is not, or if another Version drew
// it.
func Verify(ctx context.Context, in Input, seed [32]byte, res Result) error {
	if res.Version != Version {
		return fmt.Errorf("%w: it was drawn by version %q, this is %q", ErrDiffers, res.Version, Version)
	}
	again, err := Draw(ctx, in, seed)
	if err != nil {
		return err
	}
	if !slices.EqualFunc(again.Groups, res.Groups, slices.Equal[[]int32]) {
		return fmt.Errorf("%w: other groups", ErrDiffers)
	}
	if !slices.Equal(again.Unplaced, res.Unplaced) || !slices.Equal(again.Repeats, res.Repeats) ||
		!slices.Equal(again.Same, res.Same) || again.Avoided != res.Avoided || again.Optimal != res.Optimal {
		return fmt.Errorf("%w: the same groups, but other counts", ErrDiffers)
	}
	return nil
}
