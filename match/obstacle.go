package match

import (
	"math/bits"
	"slices"
)

// whyMet says why two people in a group of this size have to repeat a meeting.
func (e *explainer) whyMet(a, b int32, size int) Reason {
	if e.byHand(a, b) {
		return Reason{Why: WhyByHand}
	}
	for _, p := range []int32{a, b} {
		if e.pool-1-int(e.most[p]) >= size-1 {
			continue
		}
		if n := e.pool - 1 - e.taken(p, everybody); n < size-1 {
			return Reason{Why: WhyAllMet, Count: e.pool - 1 - n, Of: e.pool - 1}
		}
	}
	return Reason{Why: WhyOthers}
}

func everybody(int32) bool { return true }

// taken counts the people in the pool of a kind whom a person has met or is kept
// apart from.
func (e *explainer) taken(person int32, kind func(int32) bool) (n int) {
	for _, l := range e.p.linksOf(person) {
		if e.inPool[l.other] && (l.met() || l.apart()) && kind(l.other) {
			n++
		}
	}
	return n
}

// trait adds to the reasons that a group differs in a trait, or who shares it and why;
// or the other way round.
func (e *explainer) trait(reasons []Reason, group []int32, trait int) []Reason {
	t := &e.p.traits[trait]
	switch {
	case t.share:
		return e.common(reasons, group, trait)
	case t.sets != nil:
		return e.distinct(reasons, group, trait)
	}
	known, differ := true, true
	for i, a := range group {
		v := t.values[a]
		known = known && v != 0
		like := func(b int32) bool { return t.values[b] == v }
		if v == 0 || slices.ContainsFunc(group[:i], like) || !slices.ContainsFunc(group[i+1:], like) {
			continue
		}
		differ = false
		same := []int32{a}
		for _, b := range group[i+1:] {
			if like(b) {
				same = append(same, b)
			}
		}
		r := e.whyShare(same, trait, v)
		r.Code, r.People, r.Trait = Share, same, trait
		reasons = append(reasons, r)
	}
	if differ && known {
		reasons = append(reasons, Reason{Code: Differ, Trait: trait})
	}
	return reasons
}

// whyShare says why people who share a value of a trait are together.
func (e *explainer) whyShare(same []int32, trait int, value int32) Reason {
	n := e.shared[trait][value]
	if e.byHand(same...) {
		return Reason{Why: WhyByHand}
	}
	if n == e.pool {
		return Reason{Why: WhyAllShare, Count: n - 1, Of: n - 1}
	}
	if least := leastSame(n, e.groups); least > 0 {
		return Reason{Why: WhyMajority, Count: n, Of: e.pool, Least: least}
	}
	values := e.p.traits[trait].values
	for _, a := range same {
		if int(e.most[a]) >= e.pool-n && e.taken(a, func(b int32) bool { return values[b] != value }) == e.pool-n {
			return Reason{Why: WhyMetTheRest, Count: e.pool - n, Of: e.pool - 1}
		}
	}
	return Reason{Why: WhyOthers}
}

// failing gives those in a group who fail a trait with somebody in it, and whether
// it is known of all.
func (e *explainer) failing(group []int32, t *trait) (people []int32, known bool) {
	known = true
	for _, a := range group {
		known = known && t.known(a)
		for _, b := range group {
			if b != a && t.fails(a, b) {
				people = append(people, a)
				break
			}
		}
	}
	return people, known
}

// distinct is trait for sets of which people should not have the same things.
func (e *explainer) distinct(reasons []Reason, group []int32, trait int) []Reason {
	t := &e.p.traits[trait]
	people, known := e.failing(group, t)
	switch {
	case len(people) == 0 && known:
		return append(reasons, Reason{Code: Differ, Trait: trait})
	case len(people) == 0:
		return reasons
	}
	r := Reason{Code: Share, People: people, Trait: trait, Why: WhyOthers}
	if e.byHand(people...) {
		r.Why = WhyByHand
		return append(reasons, r)
	}
	for _, a := range people {
		if e.sharedByAll(a, t, trait) {
			r.Why, r.Count, r.Of = WhyAllShare, e.pool-1, e.pool-1
			break
		}
		n, free := e.scan(a, func(b int32) bool { return t.sets[a]&t.sets[b] == 0 })
		if !free {
			r.Why, r.Count, r.Of = WhyMetTheRest, n, e.pool-1
			if n == 0 {
				r.Why, r.Count = WhyAllShare, e.pool-1
			}
			break
		}
	}
	return append(reasons, r)
}

// common is trait for one that is wanted in common.
func (e *explainer) common(reasons []Reason, group []int32, trait int) []Reason {
	t := &e.p.traits[trait]
	people, known := e.failing(group, t)
	switch {
	case len(people) == 0 && known:
		return append(reasons, Reason{Code: Share, People: group, Trait: trait})
	case len(people) == 0:
		return reasons
	}
	r := Reason{Code: Differ, People: people, Trait: trait, Why: WhyOthers}
	if e.byHand(people...) {
		r.Why = WhyByHand
		return append(reasons, r)
	}
	for _, a := range people {
		n, free := e.alike(a, trait)
		if free {
			continue
		}
		r.Why, r.Count, r.Of = WhyMetThose, n, e.pool-1
		if n == 0 {
			r.Why = WhyNobody
		}
		break
	}
	return append(reasons, r)
}

// sharedByAll says that somebody has a thing that all in the pool have.
func (e *explainer) sharedByAll(a int32, t *trait, trait int) bool {
	for left := t.sets[a]; left != 0; left &= left - 1 {
		if e.having[trait][bits.TrailingZeros64(left)] == e.pool {
			return true
		}
	}
	return false
}

// alike counts the others in the pool who have something in common with somebody,
// and says whether one of them is free to meet, without counting on then.
func (e *explainer) alike(a int32, trait int) (n int, free bool) {
	t := &e.p.traits[trait]
	kind := func(b int32) bool { return t.known(b) && !t.fails(a, b) }
	if t.values != nil {
		n = e.shared[trait][t.values[a]] - 1
		return n, n > int(e.most[a]) || e.taken(a, kind) < n
	}
	for left := t.sets[a]; left != 0; left &= left - 1 {
		if n := e.having[trait][bits.TrailingZeros64(left)] - 1; n > int(e.most[a]) {
			return n, true
		}
	}
	return e.scan(a, kind)
}

// scan counts the others in the pool of a kind until it finds one whom a person may
// meet for the first time.
func (e *explainer) scan(a int32, kind func(int32) bool) (n int, free bool) {
	for b := range int32(len(e.inPool)) {
		if b == a || !e.inPool[b] || !kind(b) {
			continue
		}
		n++
		if l := e.p.link(a, b); !l.met() && !l.apart() {
			return n, true
		}
	}
	return n, false
}
