package match

// augment matches the edges of the path from a free node, over the edge that
// reached it, to the root, in turn.
func (s *blossoms) augment(node int32, into edge) {
	s.rebase(node, into.b)
	for {
		s.mate[into.b] = into.a
		even := s.outer[into.a]
		back := s.entry[even].a
		s.rebase(even, into.a)
		s.mate[into.a] = into.b
		if back < 0 {
			return
		}
		odd := s.outer[back]
		into = s.entry[odd]
		s.rebase(odd, into.b)
	}
}

// rebase makes v the vertex of a node that is matched to the outside, by
// matching the other edges of the even way round from the old base.
func (s *blossoms) rebase(node, v int32) {
	if int(node) < s.n {
		return
	}
	j := s.childWith(node, v)
	children, joints := s.children[node], s.joints[node]
	s.rebase(children[j], v)
	s.base[node] = v
	if j == 0 {
		return
	}
	first, last := 0, j
	if j%2 == 1 {
		first, last = j+1, len(children)
	}
	for i := first; i < last; i += 2 {
		e := joints[i]
		s.rebase(children[i], e.a)
		s.rebase(children[(i+1)%len(children)], e.b)
		s.mate[e.a], s.mate[e.b] = e.b, e.a
	}
	s.children[node] = append(append([]int32(nil), children[j:]...), children[:j]...)
	s.joints[node] = append(append([]edge(nil), joints[j:]...), joints[:j]...)
}
