package match

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
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
	own := make([][]int32, len(groups))
	for i := range groups {
		own[i] = slices.Clone(groups[i])
	}
	return newProblem(in).result(own), nil
}

// result puts groups in order and counts. It may keep them.
func (p *problem) result(groups [][]int32) Result {
	res := Result{Same: make([]int, len(p.traits))}
	if len(groups) > 0 {
		res.Groups = p.ordered(groups)
	}
	var counting sync.Mutex
	inParts(len(groups), func(from, until int) {
		part := Result{Same: make([]int, len(p.traits))}
		for _, group := range res.Groups[from:until] {
			for i, a := range group {
				for _, b := range group[i+1:] {
					p.count(&part, a, b)
				}
			}
		}
		counting.Lock()
		defer counting.Unlock()
		res.Repeats = append(res.Repeats, part.Repeats...)
		res.Avoided += part.Avoided
		for t, n := range part.Same {
			res.Same[t] += n
		}
	})
	slices.SortFunc(res.Repeats, func(a, b Repeat) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	placed := make([]bool, p.in.People)
	for _, group := range groups {
		for _, a := range group {
			placed[a] = true
		}
	}
	for a, is := range placed {
		if !is {
			res.Unplaced = append(res.Unplaced, Unplaced{Person: int32(a), Why: WhyOut})
		}
	}
	return res
}

// ordered sorts the people within groups, and groups by their first.
func (p *problem) ordered(groups [][]int32) [][]int32 {
	if slices.IsSortedFunc(groups, compareFirst) && !slices.ContainsFunc(groups, unsorted) {
		return groups
	}
	begins := make([]int32, p.in.People) // with a person: 1 and the index of the group
	people := 0
	for i, group := range groups {
		begins[slices.Min(group)] = int32(i + 1)
		people += len(group)
	}
	sorted := make([][]int32, 0, len(groups))
	flat := make([]int32, 0, people)
	for _, i := range begins {
		if i > 0 {
			from := len(flat)
			flat = append(flat, groups[i-1]...)
			group := flat[from:len(flat):len(flat)]
			slices.Sort(group)
			sorted = append(sorted, group)
		}
	}
	return sorted
}

func compareFirst(a, b []int32) int { return cmp.Compare(a[0], b[0]) }

func unsorted(group []int32) bool { return !slices.IsSorted(group) }

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

// lastMet gives the round in which a < b last met, who did.
func (p *problem) lastMet(a, b int32) int32 {
	at, _ := p.in.Past.last(a, b)
	return p.rounds[p.in.Past.place(at)]
}
