package match

import (
	"context"
	"math"
	"slices"
)

// edmonds finds a perfect matching of least cost in a sparse graph: Edmonds'
// primal-dual method (1965, "Maximum matching and a polyhedron with
// 0,1-vertices"), growing one alternating tree at a time. What the tree does next
// waits in a queue by the time at which it becomes possible, time being the sum of
// all changes of the duals in the stage (Galil, Micali and Gabow 1986, "An
// O(EV log V) algorithm for finding a maximal weighted matching in general
// graphs"), so that a stage costs no more than the part of the graph that it
// touches: O(m log m) at most, and O(n·m·log m) in all.
//
// Every vertex v has a dual y(v) and every blossom B, an odd set of three or
// more vertices, a dual z(B) ≥ 0. An edge uv costs slack above what its ends pay:
//
//	slack(uv) = 2·cost(uv) − y(u) − y(v) + Σ z(B) over blossoms B with both ends
//
// Slacks never become negative, matched edges have none, and a blossom with
// z > 0 has as many matched edges inside as it can. When every vertex is matched
// these conditions prove the matching best.
//
// Along the tight edges of one tree all duals have the same parity, so that
// halves of slacks between two outer vertices are whole numbers.
type edmonds struct {
	g    *arcs
	y    []int64 // as of the time since its node
	mate []int32 // the arc to the partner, −1 while free

	// Nodes: 0…n−1 are the vertices, the others blossoms.
	parent   []int32   // the blossom a node is in, −1 for an outermost node
	children [][]int32 // of a blossom: an odd cycle, the base in the first
	joints   [][]int32 // joints[b][i] is an arc from children[b][i] to the next child
	vertices [][]int32 // of a blossom
	base     []int32   // the one vertex of a node that is matched to the outside
	z        []int64   // as of the time since the node
	outer    []int32   // per vertex: the outermost node it is in
	unused   []int32   // nodes that can become blossoms

	// The alternating tree of the present stage.
	label   []label // of outermost nodes
	since   []int64 // when an outermost node got its label
	entry   []int32 // the arc by which a node came into the tree, −1 for the root
	tree    []int32 // nodes that got a label
	now     int64
	end     int64 // the stage is over by then: a free vertex is reached
	waiting queue // arcs that become tight, and −1−b for blossoms that open
	stage   int32
	reach   []int64 // per unlabelled vertex: when the first arc to it becomes tight
	reached []int32 // and the stage of which that is true
}

// label says where an outermost node is.
type label uint8

const (
	unlabelled label = iota
	labelEven        // in the tree, an even number of edges from the root
	labelOdd         // in the tree, an odd number of edges from the root
)

// never is later than any event, and more than any slack.
const never = math.MaxInt64

func newEdmonds(g *arcs, y []int64, mate []int32) *edmonds {
	n := g.n
	nodes := n + n/2
	s := &edmonds{
		g: g, y: y, mate: mate,
		parent: make([]int32, nodes), children: make([][]int32, nodes), joints: make([][]int32, nodes),
		vertices: make([][]int32, nodes), base: make([]int32, nodes), z: make([]int64, nodes), outer: make([]int32, n),
		label: make([]label, nodes), since: make([]int64, nodes), entry: make([]int32, nodes),
		reach: make([]int64, n), reached: make([]int32, n),
	}
	for v := range int32(n) {
		s.parent[v], s.base[v], s.outer[v] = -1, v, v
	}
	for b := nodes - 1; b >= n; b-- {
		s.unused = append(s.unused, int32(b))
	}
	return s
}

// solve matches every vertex. It gives −1, or the first vertex from which no other
// free one can be reached: then there is no perfect matching.
func (s *edmonds) solve(ctx context.Context) (int32, error) {
	s.pairTight()
	for root := range int32(s.g.n) {
		if s.mate[root] >= 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return root, err
		}
		tell(ctx, StageBlossoms, int(root), s.g.n)
		if !s.grow(root) {
			return root, nil
		}
	}
	return -1, nil
}

// members are the vertices of a node.
func (s *edmonds) members(node int32) []int32 {
	if int(node) < s.g.n {
		return s.base[node : node+1]
	}
	return s.vertices[node]
}

// pays is y(v) now.
func (s *edmonds) pays(v int32) int64 {
	node := s.outer[v]
	switch s.label[node] {
	case labelEven:
		return s.y[v] + s.now - s.since[node]
	case labelOdd:
		return s.y[v] - s.now + s.since[node]
	}
	return s.y[v]
}

// slack is that of an arc between two outermost nodes.
func (s *edmonds) slack(arc int32) int64 {
	return 2*s.g.cost[arc] - s.pays(s.g.from(arc)) - s.pays(s.g.to[arc])
}

// settle writes down what a labelled node has paid until now.
func (s *edmonds) settle(node int32) {
	change := s.now - s.since[node]
	s.since[node] = s.now
	if s.label[node] == labelOdd {
		change = -change
	}
	if change == 0 || s.label[node] == unlabelled {
		return
	}
	for _, v := range s.members(node) {
		s.y[v] += change
	}
	if int(node) >= s.g.n {
		s.z[node] += 2 * change
	}
}

// grow grows a tree from a free vertex until it reaches another, and augments.
func (s *edmonds) grow(root int32) bool {
	s.stage++
	s.now, s.end = 0, never
	s.waiting.clear()
	s.tree = s.tree[:0]
	s.addEven(s.outer[root], -1)
	for s.waiting.len() > 0 {
		e := s.waiting.pop()
		s.now = e.at
		if e.what < 0 {
			s.open(-1 - e.what)
			continue
		}
		from, to := s.outer[s.g.from(e.what)], s.outer[s.g.to[e.what]]
		if from == to || s.slack(e.what) != 0 {
			continue // overtaken by what happened since it was put down
		}
		switch {
		case s.label[to] == labelEven:
			s.shrink(e.what)
		case s.label[to] == unlabelled && s.mate[s.base[to]] < 0:
			s.augment(to, e.what)
			s.finish()
			return true
		case s.label[to] == unlabelled:
			s.addOdd(to, e.what)
		}
	}
	return false
}

// addOdd takes a matched node into the tree, and its partner with it.
func (s *edmonds) addOdd(node, into int32) {
	s.setOdd(node, into)
	out := s.mate[s.base[node]]
	s.addEven(s.outer[s.g.to[out]], out)
}

func (s *edmonds) setOdd(node, into int32) {
	s.setLabel(node, labelOdd, into)
	if int(node) >= s.g.n {
		s.wait(s.now+s.z[node]/2, -1-node)
	}
}

func (s *edmonds) addEven(node, into int32) {
	s.setLabel(node, labelEven, into)
	for _, v := range s.members(node) {
		s.scan(v)
	}
}

func (s *edmonds) setLabel(node int32, l label, into int32) {
	s.label[node], s.since[node], s.entry[node] = l, s.now, into
	s.tree = append(s.tree, node)
}

func (s *edmonds) wait(at int64, what int32) {
	if at <= s.end {
		s.waiting.push(event{at: at, what: what})
	}
}

// scan puts down when the arcs of a vertex that has become even become tight.
func (s *edmonds) scan(u int32) {
	g := s.g
	own, pays := s.outer[u], s.pays(u)
	for a := g.start[u]; a < g.start[u+1]; a++ {
		w := g.to[a]
		other := s.outer[w]
		if other == own {
			continue
		}
		switch s.label[other] {
		case unlabelled:
			s.meet(a, w, s.now+2*g.cost[a]-pays-s.y[w])
		case labelEven:
			s.wait(s.now+(2*g.cost[a]-pays-s.pays(w))/2, a)
		}
	}
}

// meet puts down that an arc to an unlabelled vertex becomes tight, if no other
// does so before.
func (s *edmonds) meet(arc, w int32, at int64) {
	if s.reached[w] == s.stage && s.reach[w] <= at {
		return
	}
	s.reached[w], s.reach[w] = s.stage, at
	s.wait(at, arc)
	if s.mate[s.base[s.outer[w]]] < 0 {
		s.end = min(s.end, at)
	}
}

// finish takes all labels away, and opens the blossoms that pay nothing.
func (s *edmonds) finish() {
	for _, node := range s.tree {
		if s.parent[node] < 0 {
			s.settle(node)
		}
		s.label[node] = unlabelled
	}
	for i := 0; i < len(s.tree); i++ {
		b := s.tree[i]
		if s.children[b] == nil || s.parent[b] >= 0 || s.z[b] != 0 {
			continue
		}
		s.tree = append(s.tree, s.children[b]...)
		s.release(b)
	}
}

// release makes the children of a blossom outermost nodes again, and frees it.
func (s *edmonds) release(b int32) {
	for _, child := range s.children[b] {
		s.parent[child] = -1
		for _, v := range s.members(child) {
			s.outer[v] = child
		}
	}
	s.children[b], s.joints[b], s.vertices[b] = nil, nil, nil
	s.label[b] = unlabelled
	s.unused = append(s.unused, b)
}

// childWith gives the position of the child of b that has v in it.
func (s *edmonds) childWith(b, v int32) int {
	for s.parent[v] != b {
		v = s.parent[v]
	}
	return slices.Index(s.children[b], v)
}
