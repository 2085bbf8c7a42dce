package match

import "slices"

// part takes people out of groups until nobody in a group is kept apart from
// anybody in it: whoever has most such, of those whoever has waited least, and
// nobody whom a person put there. A group of one is no group.
func (s *scale) part(groups [][]int32) (kept [][]int32, alone []int32) {
	if len(s.p.in.Apart) == 0 {
		return groups, nil
	}
	for _, group := range groups {
		for {
			worst, most := -1, 0
			for i, a := range group {
				if s.pinned[a] {
					continue // two pinned are never kept apart
				}
				n := 0
				for _, b := range group {
					if a != b && s.p.link(a, b).apart() {
						n++
					}
				}
				if n > most || n == most && n > 0 && s.p.priority[a] < s.p.priority[group[worst]] {
					worst, most = i, n
				}
			}
			if worst < 0 {
				break
			}
			alone = append(alone, group[worst])
			group = slices.Delete(slices.Clone(group), worst, worst+1)
		}
		if len(group) == 1 {
			alone = append(alone, group[0])
			continue
		}
		kept = append(kept, group)
	}
	return kept, alone
}

// rescue takes people who are in no group into the group where they cost least,
// those with the highest priority first; if there is none, into the place of
// somebody who can move on to another group. It makes no group larger than one
// more than asked for, and prefers those that are not. Two left over who may meet
// become a group of their own.
func (s *scale) rescue(groups [][]int32, alone []int32) (placed [][]int32, left []int32) {
	alone = slices.Clone(alone)
	slices.SortStableFunc(alone, func(a, b int32) int { return int(s.p.priority[b] - s.p.priority[a]) })
	for _, a := range alone {
		if at, _ := s.cheapest(groups, a, -1); at >= 0 {
			groups[at] = append(slices.Clone(groups[at]), a)
			continue
		}
		if i := slices.IndexFunc(left, func(b int32) bool { return !s.p.link(a, b).apart() }); i >= 0 {
			groups = append(groups, []int32{left[i], a})
			left = slices.Delete(left, i, i+1)
			continue
		}
		if !s.moveOn(groups, a) {
			left = append(left, a)
		}
	}
	return groups, left
}

// cheapest finds the group that a can join at least cost, −1 if none.
func (s *scale) cheapest(groups [][]int32, a int32, except int) (at int, least cost) {
	at = -1
	for i, group := range groups {
		if i == except || len(group) > s.p.in.Size || s.apart(a, group) {
			continue
		}
		if c := s.joining(a, group); at < 0 || c.less(least) {
			at, least = i, c
		}
	}
	return at, least
}

// moveMost bounds the people whom moveOn looks at for one who is in no group.
const moveMost = 1 << 12

// moveOn puts a in the place of somebody who can join another group, or who can take
// the place of somebody else who can, and so on: the shortest such chain, by breadth
// first.
func (s *scale) moveOn(groups [][]int32, a int32) bool {
	type step struct {
		person   int32 // who has no place
		group    int   // the group they had to leave, −1 for a
		before   int   // the step of who takes their place there
		position int
	}
	chain := []step{{a, -1, -1, 0}}
	seen := map[int32]bool{a: true}
	uses := func(at, group int) bool {
		for ; at >= 0; at = chain[at].before {
			if chain[at].group == group {
				return true
			}
		}
		return false
	}
	for at := 0; at < len(chain) && len(chain) < moveMost; at++ {
		mover := chain[at].person
		for i, group := range groups {
			if len(group) > s.p.in.Size+1 || uses(at, i) {
				continue
			}
			if at > 0 && len(group) <= s.p.in.Size && !s.apart(mover, group) {
				groups[i] = append(slices.Clone(group), mover)
				for ; chain[at].before >= 0; at = chain[at].before {
					left := slices.Clone(groups[chain[at].group])
					left[chain[at].position] = chain[chain[at].before].person
					groups[chain[at].group] = left
				}
				return true
			}
			for j, b := range group {
				if seen[b] || s.pinned[b] || s.apart(mover, slices.Delete(slices.Clone(group), j, j+1)) {
					continue
				}
				seen[b] = true
				chain = append(chain, step{b, i, at, j})
			}
		}
	}
	return false
}

func (s *scale) apart(a int32, group []int32) bool {
	return s.p.apartFrom([]int32{a}, group)
}

// apartFrom says whether anybody of some is kept apart from anybody of others.
func (p *problem) apartFrom(some, others []int32) bool {
	for _, a := range some {
		for _, b := range others {
			if p.link(a, b).apart() {
				return true
			}
		}
	}
	return false
}

// joining is what it costs that a joins a group.
func (s *scale) joining(a int32, group []int32) (c cost) {
	for _, b := range group {
		c = c.plus(s.pair(a, b))
	}
	if len(group) == s.p.in.Size {
		c = c.plus(s.larger(group...)).plus(cost{high: s.bearLarger[a]})
	}
	return c
}
