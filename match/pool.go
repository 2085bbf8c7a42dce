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
