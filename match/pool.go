package match

import "slices"

// splitPins tells pinned groups that are whole from beginnings of groups. One
// that fits into no group of its own size beside the others is taken as whole.
func splitPins(p *problem) (whole, begun [][]int32) {
	left := p.in.People
	for _, pin := range p.in.Pin {
		if len(pin) >= p.in.Size {
			whole = append(whole, pin)
			left -= len(pin)
			continue
		}
		begun = append(begun, pin)
	}
	slices.SortStableFunc(begun, func(a, b []int32) int { return len(b) - len(a) })
	for len(begun) > 0 && p.fit(begun, Sizes(left, p.in.Size)) == nil {
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
	apart := p.apartFromHowMany(in)
	most := int32(n - 1)
	people = make([]int32, 0, n)
	for a := range int32(p.in.People) {
		switch {
		case !in[a]:
		case apart != nil && apart[a] == most && n > 1:
			// Whoever goes is somebody less from whom the others are kept apart, and
			// somebody less with whom they could be: nothing changes for them.
			alone = append(alone, a)
			n--
		default:
			people = append(people, a)
		}
	}
	return people, alone
}

// apartFromHowMany counts for everybody in a set from whom in it they are kept apart;
// nil for nobody.
func (p *problem) apartFromHowMany(in []bool) []int32 {
	if len(p.in.Apart) == 0 {
		return nil
	}
	count := make([]int32, p.in.People)
	for _, pair := range p.in.Apart {
		if in == nil || in[pair.A] && in[pair.B] {
			count[pair.A]++
			count[pair.B]++
		}
	}
	return count
}
