package match

import "slices"

// part takes people out of groups until nobody in a group is kept apart from
// anybody in it: whoever has most such, of those whoever has waited least. A
// group of one is no group.
func (s *scale) part(groups [][]int32) (kept [][]int32, alone []int32) {
	for _, group := range groups {
		for {
			worst, most := -1, 0
			for i, a := range group {
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
// those with the highest priority first. It prefers groups that are not larger
// than the others for it, and makes no group larger than one more than asked for.
// Two people left over who may meet become a group of their own.
func (s *scale) rescue(groups [][]int32, alone []int32) (placed [][]int32, left []int32) {
	slices.SortStableFunc(alone, func(a, b int32) int { return int(s.p.priority[b] - s.p.priority[a]) })
	for _, a := range alone {
		found, least := -1, cost{}
		for i, group := range groups {
			if len(group) > s.p.in.Size || slices.ContainsFunc(group, func(b int32) bool { return s.p.link(a, b).apart() }) {
				continue
			}
			if c := s.joining(a, group); found < 0 || c.less(least) {
				found, least = i, c
			}
		}
		if found < 0 {
			if i := slices.IndexFunc(left, func(b int32) bool { return !s.p.link(a, b).apart() }); i >= 0 {
				groups = append(groups, []int32{left[i], a})
				left = slices.Delete(left, i, i+1)
				continue
			}
			left = append(left, a)
			continue
		}
		groups[found] = append(slices.Clone(groups[found]), a)
	}
	return groups, left
}

// joining is what it costs that a joins a group.
func (s *scale) joining(a int32, group []int32) (c cost) {
	for _, b := range group {
		c = c.plus(s.pair(a, b))
	}
	if len(group) == s.p.in.Size {
		c = c.plus(s.larger(group...)).plus(s.larger(a))
	}
	return c
}
