package match

import "slices"

// Explain gives the reasons for every group of a Result of Draw or Assess with
// the same input, in the order of its Groups; nil if the input is not valid.
func Explain(in Input, res Result) [][]Reason {
	explain := Explaining(in, res)
	if explain == nil {
		return nil
	}
	reasons := make([][]Reason, len(res.Groups))
	inParts(len(res.Groups), func(from, until int) {
		for i := from; i < until; i++ {
			reasons[i] = explain(i)
		}
	})
	return reasons
}

// Explaining gives what gives the reasons for one group at a time, by its place in
// Groups, for results so large that all reasons would take more memory than the draw.
// It may be asked by several goroutines at once; nil if the input is not valid.
func Explaining(in Input, res Result) func(group int) []Reason {
	if in.Validate() != nil {
		return nil
	}
	e := newExplainer(in, res)
	return func(group int) []Reason {
		reasons := e.group(res.Groups[group])
		if in.Mode == Uniform {
			blameChance(reasons)
		}
		return reasons
	}
}

// blameChance: nothing but a repeat stands in anybody's way where only that counts.
func blameChance(reasons []Reason) {
	for i, r := range reasons {
		if r.Why == WhyOthers && r.Code != MetBefore {
			reasons[i].Why = WhyChance
		}
	}
}

// explainer knows the pool that the groups of a result were made of.
type explainer struct {
	p      *problem
	pin    []int32 // per person: the index of their pin, −1 for none
	inPool []bool
	pool   int       // its people
	groups int       // their groups
	shared [][]int   // per trait: how many in the pool have each value
	having [][64]int // per trait: how many in the pool have each thing
	most   []int32   // per person: from how many they are taken, at most
}

func newExplainer(in Input, res Result) *explainer {
	e := &explainer{p: newProblem(in), groups: len(res.Groups)}
	e.most = e.p.degrees()
	e.pin, _ = in.groupOf(in.Pin, "Pin")
	e.inPool = make([]bool, in.People)
	for p := range e.inPool {
		e.inPool[p] = true
	}
	for _, u := range res.Unplaced {
		e.inPool[u.Person] = u.Why != WhyOut
	}
	var people []int32
	for p, is := range e.inPool {
		if is {
			people = append(people, int32(p))
		}
	}
	e.pool = len(people)
	for t := range in.Traits {
		e.shared = append(e.shared, e.p.shared(people, t))
		e.having = append(e.having, e.p.having(people, t))
	}
	return e
}

func (e *explainer) group(group []int32) (reasons []Reason) {
	reasons = make([]Reason, 0, len(e.p.traits)+1) // mostly
	if pinned := e.pinned(group); len(pinned) > 0 {
		reasons = append(reasons, Reason{Code: ByHand, People: pinned})
	}
	reasons = e.meetings(reasons, group)
	for t := range e.p.traits {
		reasons = e.trait(reasons, group, t)
	}
	switch {
	case len(group) > e.p.in.Size:
		reasons = append(reasons, Reason{Code: LargerGroup})
	case len(group) < e.p.in.Size:
		reasons = append(reasons, Reason{Code: SmallerGroup})
	}
	return reasons
}

// pinned gives those in the group whom a person put there.
func (e *explainer) pinned(group []int32) (people []int32) {
	for _, a := range group {
		if e.pin[a] >= 0 {
			people = append(people, a)
		}
	}
	return people
}

func (e *explainer) byHand(people ...int32) bool {
	for _, a := range people {
		if e.pin[a] < 0 || e.pin[a] != e.pin[people[0]] {
			return false
		}
	}
	return true
}

// meetings adds who has met, or that nobody has, to the reasons for a group.
func (e *explainer) meetings(reasons []Reason, group []int32) []Reason {
	first, begin := true, len(reasons)
	for i, a := range group {
		for _, b := range group[i+1:] {
			l := e.p.link(a, b)
			if l.met() {
				first = false
				r := e.whyMet(a, b, len(group))
				r.Code, r.People, r.Round = MetBefore, []int32{a, b}, e.p.lastMet(a, b)
				reasons = append(reasons, r)
				continue
			}
			if l.avoid() {
				r := Reason{Code: TogetherBefore, People: []int32{a, b}, Why: WhyOthers}
				if e.byHand(a, b) {
					r.Why = WhyByHand
				}
				reasons = append(reasons, r)
			}
		}
	}
	if first {
		reasons = slices.Insert(reasons, begin, Reason{Code: FirstMeeting})
	}
	return reasons
}
