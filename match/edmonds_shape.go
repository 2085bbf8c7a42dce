package match

import "slices"

// shrink makes a blossom of the odd cycle that an arc between two even nodes
// closes in the tree.
func (s *edmonds) shrink(arc int32) {
	nodes, joints := s.cycle(arc)
	b := s.unused[len(s.unused)-1]
	s.unused = s.unused[:len(s.unused)-1]
	first := nodes[0]
	s.children[b], s.joints[b] = nodes, joints
	s.parent[b], s.base[b], s.z[b] = -1, s.base[first], 0
	var inner []int32 // vertices that were odd
	size := 0
	for _, child := range nodes {
		size += len(s.members(child))
	}
	s.vertices[b] = make([]int32, 0, size) // blossoms can lie in each other by the hundred
	for _, child := range nodes {
		s.settle(child)
		s.parent[child] = b
		if s.label[child] == labelOdd {
			inner = append(inner, s.members(child)...)
		}
		s.vertices[b] = append(s.vertices[b], s.members(child)...)
	}
	s.setLabel(b, labelEven, s.entry[first])
	for _, v := range s.vertices[b] {
		s.outer[v] = b
	}
	for _, v := range inner {
		s.scan(v)
	}
}

// cycle lists the nodes of the cycle from the one nearest to the root, down to
// where the arc begins, over it, and up again, with the arcs between them.
func (s *edmonds) cycle(arc int32) (nodes, joints []int32) {
	down, up := s.pathToRoot(s.outer[s.g.from(arc)]), s.pathToRoot(s.outer[s.g.to[arc]])
	for len(down) > 1 && len(up) > 1 && down[len(down)-2] == up[len(up)-2] {
		down, up = down[:len(down)-1], up[:len(up)-1]
	}
	up = up[:len(up)-1] // the node where the paths meet is in both
	slices.Reverse(down)
	for _, node := range down[1:] {
		joints = append(joints, s.entry[node])
	}
	joints = append(joints, arc)
	for _, node := range up {
		joints = append(joints, s.g.back[s.entry[node]])
	}
	return append(down, up...), joints
}

func (s *edmonds) pathToRoot(node int32) (path []int32) {
	for {
		path = append(path, node)
		into := s.entry[node]
		if into < 0 {
			return path
		}
		node = s.outer[s.g.from(into)]
	}
}

// open replaces an odd blossom whose dual is used up by its children. Those on
// the even way round from where the tree enters it to its base stay in the tree.
func (s *edmonds) open(b int32) {
	if s.children[b] == nil || s.parent[b] >= 0 || s.label[b] != labelOdd || s.since[b]+s.z[b]/2 != s.now {
		return // it was swallowed, or freed and used again, since
	}
	s.settle(b)
	into := s.entry[b]
	j := s.childWith(b, s.g.to[into])
	children, joints := s.children[b], s.joints[b]
	s.release(b)
	n := len(children)
	step := n - 1 // one back
	if j%2 == 1 {
		step = 1
	}
	joint := func(i int) int32 { // from children[i] on, in the direction of step
		if step == 1 {
			return joints[i]
		}
		return s.g.back[joints[(i+step)%n]]
	}
	for _, child := range children {
		s.label[child] = unlabelled
	}
	var even, arcs []int32
	for {
		s.setOdd(children[j], into)
		if j == 0 {
			break
		}
		across := joint(j)
		j = (j + step) % n
		even, arcs = append(even, children[j]), append(arcs, across)
		into = joint(j)
		j = (j + step) % n
	}
	for i, child := range even {
		s.addEven(child, arcs[i])
	}
	for _, child := range children {
		if s.label[child] == unlabelled {
			s.lookBack(child)
		}
	}
}

// lookBack finds the arcs from even vertices to a node that has left the tree.
func (s *edmonds) lookBack(node int32) {
	g := s.g
	for _, w := range s.members(node) {
		s.reached[w] = 0
		for a := g.start[w]; a < g.start[w+1]; a++ {
			if u := g.to[a]; s.label[s.outer[u]] == labelEven {
				s.meet(g.back[a], w, s.now+2*g.cost[a]-s.pays(u)-s.y[w])
			}
		}
	}
}

// shared is Σ z(B) over the blossoms that have both vertices.
func (s *edmonds) shared(u, v int32) (sum int64) {
	for b := s.parent[u]; b >= 0; b = s.parent[b] {
		for c := s.parent[v]; c >= 0; c = s.parent[c] {
			if c == b {
				sum += s.z[b]
			}
		}
	}
	return sum
}

// around is Σ z(B) over the blossoms that a vertex is in.
func (s *edmonds) around(v int32) (sum int64) {
	for b := s.parent[v]; b >= 0; b = s.parent[b] {
		sum += s.z[b]
	}
	return sum
}

// augment matches the edges of the path from a free node, over the arc that
// reached it, to the root, in turn.
func (s *edmonds) augment(node, into int32) {
	s.rebase(node, s.g.to[into])
	for {
		from := s.g.from(into)
		s.mate[s.g.to[into]] = s.g.back[into]
		even := s.outer[from]
		back := s.entry[even]
		s.rebase(even, from)
		s.mate[from] = into
		if back < 0 {
			return
		}
		odd := s.outer[s.g.from(back)]
		into = s.entry[odd]
		s.rebase(odd, s.g.to[into])
	}
}

// rebase makes v the vertex of a node that is matched to the outside, by
// matching the other edges of the even way round from the old base.
func (s *edmonds) rebase(node, v int32) {
	if int(node) < s.g.n {
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
		arc := joints[i]
		from, to := s.g.from(arc), s.g.to[arc]
		s.rebase(children[i], from)
		s.rebase(children[(i+1)%len(children)], to)
		s.mate[from], s.mate[to] = arc, s.g.back[arc]
	}
	s.children[node] = append(slices.Clone(children[j:]), children[:j]...)
	s.joints[node] = append(slices.Clone(joints[j:]), joints[:j]...)
}
