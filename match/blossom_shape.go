package match

import "slices"

// shrink makes a blossom of the odd cycle that an edge between two even nodes
// closes in the tree.
func (s *blossoms) shrink(e edge) {
	b := s.unused[len(s.unused)-1]
	s.unused = s.unused[:len(s.unused)-1]
	s.children[b], s.joints[b] = s.cycle(e)
	first := s.children[b][0]
	s.parent[b], s.base[b], s.z[b] = -1, s.base[first], 0
	s.label[b], s.entry[b], s.nearGap[b] = labelEven, s.entry[first], never
	s.vertices[b] = nil
	for _, child := range s.children[b] {
		s.parent[child] = b
		s.vertices[b] = append(s.vertices[b], s.vertices[child]...)
	}
	for _, v := range s.vertices[b] {
		s.outer[v] = b
	}
	inside := func(node int32) bool { return s.parent[node] == b }
	s.even = append(slices.DeleteFunc(s.even, inside), b)
	s.odd = slices.DeleteFunc(s.odd, inside)
	s.mergeRows(b)
	for _, child := range s.children[b] {
		if s.label[child] == labelOdd {
			for _, u := range s.vertices[child] {
				s.scan(u)
			}
		}
	}
	s.findNear(b)
}

// cycle lists the nodes of the cycle from the one nearest to the root, down to
// e.a's, over e, and up again from e.b's, with the edges between them.
func (s *blossoms) cycle(e edge) (nodes []int32, joints []edge) {
	down, up := s.pathToRoot(s.outer[e.a]), s.pathToRoot(s.outer[e.b])
	for len(down) > 1 && len(up) > 1 && down[len(down)-2] == up[len(up)-2] {
		down, up = down[:len(down)-1], up[:len(up)-1]
	}
	up = up[:len(up)-1] // the node where the paths meet is in both
	slices.Reverse(down)
	for _, node := range down[1:] {
		joints = append(joints, s.entry[node])
	}
	joints = append(joints, e)
	for _, node := range up {
		joints = append(joints, edge{s.entry[node].b, s.entry[node].a})
	}
	return append(down, up...), joints
}

func (s *blossoms) pathToRoot(node int32) (path []int32) {
	for {
		path = append(path, node)
		from := s.entry[node].a
		if from < 0 {
			return path
		}
		node = s.outer[from]
	}
}

func (s *blossoms) mergeRows(b int32) {
	row := make([]int32, s.n)
	for i := range row {
		row[i] = -1
	}
	for _, child := range s.children[b] {
		if s.label[child] == labelEven && int(child) >= s.n {
			for w, u := range s.row[child] {
				if row[w] < 0 || s.gap(u, int32(w)) < s.gap(row[w], int32(w)) {
					row[w] = u
				}
			}
			s.row[child] = nil
			continue
		}
		for _, u := range s.vertices[child] {
			s.mergeVertex(row, u)
		}
	}
	s.row[b] = row
}

func (s *blossoms) findNear(b int32) {
	for w := range int32(s.n) {
		if other := s.outer[w]; other != b && s.label[other] == labelEven {
			if u := s.row[b][w]; s.gap(u, w) < s.nearGap[b] {
				s.near[b], s.nearGap[b] = edge{u, w}, s.gap(u, w)
			}
		}
	}
}

// expand opens an odd blossom whose dual is used up. The children on the even
// way round from where the tree enters it to its base stay in the tree.
func (s *blossoms) expand(b int32) {
	into := s.entry[b]
	j := s.childWith(b, into.b)
	children, joints := s.children[b], s.joints[b]
	s.release(b)
	s.odd = slices.DeleteFunc(s.odd, func(node int32) bool { return node == b })
	for _, child := range children {
		s.label[child] = unlabelled
	}
	n := len(children)
	step := n - 1 // one back
	if j%2 == 1 {
		step = 1
	}
	joint := func(i int) edge { // from children[i] on, in the direction of step
		if step == 1 {
			return joints[i]
		}
		e := joints[(i+step)%n]
		return edge{e.b, e.a}
	}
	type entered struct {
		node int32
		into edge
	}
	var even []entered
	for {
		s.label[children[j]], s.entry[children[j]] = labelOdd, into
		s.odd = append(s.odd, children[j])
		if j == 0 {
			break
		}
		across := joint(j)
		j = (j + step) % n
		even = append(even, entered{children[j], across})
		into = joint(j)
		j = (j + step) % n
	}
	for _, e := range even {
		s.addEven(e.node, e.into)
	}
}

// dissolve opens the even blossoms of a finished tree whose dual is zero.
func (s *blossoms) dissolve() {
	for i := 0; i < len(s.even); i++ {
		b := s.even[i]
		if int(b) < s.n {
			continue
		}
		s.row[b] = nil
		if s.z[b] == 0 {
			s.even = append(s.even, s.children[b]...)
			s.release(b)
		}
	}
}

// release makes the children of a blossom outermost nodes again, and frees it.
func (s *blossoms) release(b int32) {
	for _, child := range s.children[b] {
		s.parent[child] = -1
		for _, v := range s.vertices[child] {
			s.outer[v] = child
		}
	}
	s.children[b], s.joints[b], s.vertices[b] = nil, nil, nil
	s.unused = append(s.unused, b)
}

// childWith gives the position of the child of b that has v in it.
func (s *blossoms) childWith(b, v int32) int {
	for s.parent[v] != b {
		v = s.parent[v]
	}
	return slices.Index(s.children[b], v)
}
