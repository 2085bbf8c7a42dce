package match

import "slices"

// Obstacle is something less than the best that somebody got in a draw, and what
// stood in the way of better.
type Obstacle struct {
	Person int32
	// Reason is what they got, from where they are: Code is MetBefore, TogetherBefore,
	// Share, Differ of a trait that is wanted in common, LargerGroup, SmallerGroup, or
	// InNoGroup, and People are those of their group whom it is about.
	//
	// Why is about them, and where nothing bars them, about the one of their People
	// whom something does: that one is Whose.
	Reason
	Whose int32
}

// Obstacles lists them for a Result of Draw or Assess with the same input, ascending
// by person and for everybody in the order of the package comment; nil if the input
// is not valid.
//
// It takes O(n + m) for n people, m meetings and traits of values; with sets each pair
// that fails one may take O(n) more.
func Obstacles(in Input, res Result) (all []Obstacle) {
	if in.Validate() != nil {
		return nil
	}
	e := newExplainer(in, res)
	for _, group := range res.Groups {
		for _, a := range group {
			all = append(all, e.met(a, group)...)
			for t := range e.p.traits {
				all = append(all, e.fails(a, group, t)...)
			}
			switch {
			case len(group) > in.Size:
				all = append(all, Obstacle{a, Reason{Code: LargerGroup}, a})
			case len(group) < in.Size:
				all = append(all, Obstacle{a, Reason{Code: SmallerGroup}, a})
			}
		}
	}
	for _, u := range res.Unplaced {
		all = append(all, Obstacle{u.Person, Reason{Code: InNoGroup, Why: u.Why, Of: in.People - 1}, u.Person})
	}
	if in.Mode == Uniform {
		for i := range all {
			if all[i].Why == WhyOthers && all[i].Code != MetBefore {
				all[i].Why = WhyChance
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Obstacle) int { return int(a.Person) - int(b.Person) })
	return all
}

// met says with whom in their group somebody was before.
func (e *explainer) met(a int32, group []int32) (all []Obstacle) {
	for _, b := range group {
		l := e.p.link(a, b)
		if b == a || !l.met() && !l.avoid() {
			continue
		}
		o := Obstacle{a, Reason{Code: TogetherBefore, Why: WhyOthers}, a}
		if e.byHand(a, b) {
			o.Why = WhyByHand
		}
		if l.met() {
			o.Code, o.Round = MetBefore, e.p.lastMet(min(a, b), max(a, b))
			if o.Why == WhyOthers {
				o.Whose, o.Why, o.Count, o.Of = e.whoMet(a, b, len(group))
			}
		}
		o.People = []int32{b}
		all = append(all, o)
	}
	return all
}

// whoMet says which of two people have too few left to meet in a group of a size.
func (e *explainer) whoMet(a, b int32, size int) (whose int32, why Why, count, of int) {
	for _, p := range []int32{a, b} {
		if n := e.taken(p, everybody); e.pool-1-n < size-1 {
			return p, WhyAllMet, n, e.pool - 1
		}
	}
	return a, WhyOthers, 0, 0
}

// fails says with whom in their group somebody fails a trait.
func (e *explainer) fails(a int32, group []int32, trait int) []Obstacle {
	t := &e.p.traits[trait]
	o := Obstacle{a, Reason{Code: Share, Trait: trait, Why: WhyOthers}, a}
	if t.share {
		o.Code = Differ
	}
	for _, b := range group {
		if b != a && t.fails(a, b) {
			o.People = append(o.People, b)
		}
	}
	if len(o.People) == 0 {
		return nil
	}
	if e.byHand(append([]int32{a}, o.People...)...) {
		o.Why = WhyByHand
		return []Obstacle{o}
	}
	if why, n := e.barred(a, trait); why != WhyNone {
		o.Why, o.Count, o.Of = why, n, e.pool-1
		return []Obstacle{o}
	}
	if !t.share && t.values != nil {
		n := e.shared[trait][t.values[a]]
		if least := leastSame(n, e.groups); least > 0 {
			o.Why, o.Count, o.Of, o.Least = WhyMajority, n, e.pool, least
			return []Obstacle{o}
		}
	}
	for _, b := range o.People {
		if why, n := e.barred(b, trait); why != WhyNone {
			o.Whose, o.Why, o.Count, o.Of = b, why, n, e.pool-1
			break
		}
	}
	return []Obstacle{o}
}

// barred says that a person could be with nobody new without failing a trait, and how
// many others do not fail it with them; WhyNone if that is not so.
func (e *explainer) barred(a int32, trait int) (Why, int) {
	t := &e.p.traits[trait]
	// With whom nothing is known to be in common is no obstacle, but no aim either.
	n, free := e.scan(a, func(b int32) bool { return !t.fails(a, b) && (t.known(b) || !t.share) })
	switch {
	case free:
		return WhyNone, 0
	case n == 0 && t.share:
		return WhyNobody, e.pool - 1
	case n == 0:
		return WhyAllShare, e.pool - 1
	case t.share:
		return WhyMetThose, n
	}
	return WhyMetTheRest, n
}
