package match

import (
	"cmp"
	"fmt"
	"slices"
)

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
	res := Result{Same: make([]int, len(p.traits))}
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
	for t := range p.traits {
		if p.traits[t].fails(a, b) {
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
