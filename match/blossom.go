package match

import (
	"context"
	"math"
)

// blossoms finds a perfect matching of smallest cost in a complete graph with an
// even number of vertices: Edmonds' primal-dual method (1965, "Maximum matching
// and a polyhedron with 0,1-vertices"), growing one alternating tree at a time,
// with the bookkeeping that Galil describes (1986, "Efficient algorithms for
// finding maximum matching in graphs") for O(n²) a tree and O(n³) in all.
//
// Every vertex v has a dual y(v) and every blossom B, an odd set of three or
// more vertices, a dual z(B) ≥ 0. An edge uv costs slack above what its ends pay:
//
//	slack(uv) = cost(uv) − y(u) − y(v) + Σ z(B) over blossoms B with both ends
//
// Slacks never become negative, matched edges have none, and a blossom with
// z > 0 has as many matched edges inside as it can. When every vertex is matched
// these conditions prove the matching best (see bound).
//
// Costs are even, so that halves of slacks between two outer vertices, whose
// duals are of the same parity, stay whole.
type blossoms struct {
	n    int
	cost []int64 // n×n, symmetric, even
	y    []int64
	mate []int32 // −1 while free

	// Nodes: 0…n−1 are the vertices, the others blossoms.
	parent   []int32   // the blossom a node is in, −1 for an outermost node
	children [][]int32 // of a blossom: an odd cycle, the base in the first
	joints   [][]edge  // joints[b][i] joins children[b][i] to the next child
	vertices [][]int32 // of a node
	base     []int32   // the one vertex of a node that is matched to the outside
	z        []int64
	outer    []int32 // per vertex: the outermost node it is in
	unused   []int32 // nodes that can become blossoms

	// The alternating tree of the present stage.
	label     []label // of outermost nodes
	entry     []edge  // the edge by which a node came into the tree: a outside, b inside
	even, odd []int32 // outermost nodes in the tree
	reach     []int32 // per vertex that is not even: the even vertex with least slack to it
	reachGap  []int64 // and that slack
	near      []edge  // per even node: the edge of least slack to another even node
	nearGap   []int64
	row       [][]int32 // per even blossom and vertex w: the vertex in it with least slack to w
}

// edge joins vertex a to vertex b.
type edge struct{ a, b int32 }

// label says where an outermost node is.
type label uint8

const (
	unlabelled label = iota
	labelEven        // in the tree, an even number of edges from the root
	labelOdd         // in the tree, an odd number of edges from the root
)

// never is more than any slack.
const never = math.MaxInt64

// newBlossoms takes costs that are not negative and at most 2⁵⁶.
func newBlossoms(n int, cost []int64) *blossoms {
	s := &blossoms{n: n, cost: cost}
	nodes := n + n/2
	s.y = make([]int64, n)
	s.mate = make([]int32, n)
	s.parent = make([]int32, nodes)
	s.children = make([][]int32, nodes)
	s.joints = make([][]edge, nodes)
	s.vertices = make([][]int32, nodes)
	s.base = make([]int32, nodes)
	s.z = make([]int64, nodes)
	s.outer = make([]int32, n)
	s.label = make([]label, nodes)
	s.entry = make([]edge, nodes)
	s.reach = make([]int32, n)
	s.reachGap = make([]int64, n)
	s.near = make([]edge, nodes)
	s.nearGap = make([]int64, nodes)
	s.row = make([][]int32, nodes)
	for v := range int32(n) {
		s.mate[v], s.parent[v], s.base[v], s.outer[v] = -1, -1, v, v
		s.vertices[v] = []int32{v}
	}
	for b := nodes - 1; b >= n; b-- {
		s.unused = append(s.unused, int32(b))
	}
	return s
}

// gap is the slack of an edge between two outermost nodes.
func (s *blossoms) gap(a, b int32) int64 {
	return s.cost[int(a)*s.n+int(b)] - s.y[a] - s.y[b]
}

// solve matches every vertex. A matching to begin with (−1 for a vertex without)
// is kept as far as the first duals allow, which saves stages and changes no
// more than it must.
func (s *blossoms) solve(ctx context.Context, begin []int32) error {
	s.firstDuals()
	for v, m := range begin {
		if m > int32(v) && s.gap(int32(v), m) == 0 {
			s.mate[v], s.mate[m] = m, int32(v)
		}
	}
	s.matchTight()
	for root := range int32(s.n) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if s.mate[root] < 0 {
			s.stage(root)
		}
	}
	return nil
}

// firstDuals gives every vertex half its cheapest edge, and then raises one
// after the other as far as it goes.
func (s *blossoms) firstDuals() {
	for v := range s.n {
		least := int64(never)
		for w, c := range s.cost[v*s.n : (v+1)*s.n] {
			if w != v {
				least = min(least, c)
			}
		}
		s.y[v] = least / 2
	}
	for v := range s.n {
		least := int64(never)
		for w, c := range s.cost[v*s.n : (v+1)*s.n] {
			if w != v {
				least = min(least, c-s.y[w])
			}
		}
		s.y[v] = least
	}
}

func (s *blossoms) matchTight() {
	for v := range int32(s.n) {
		for w := int32(0); s.mate[v] < 0 && w < int32(s.n); w++ {
			if w != v && s.mate[w] < 0 && s.gap(v, w) == 0 {
				s.mate[v], s.mate[w] = w, v
			}
		}
	}
}

// stage grows a tree from a free vertex until it reaches another, and augments.
func (s *blossoms) stage(root int32) {
	for i := range s.label {
		s.label[i] = unlabelled
	}
	for w := range s.reachGap {
		s.reachGap[w] = never
	}
	s.even, s.odd = s.even[:0], s.odd[:0]
	s.addEven(s.outer[root], edge{-1, root})
	for {
		step := s.nextStep()
		s.changeDuals(step.delta)
		switch step.kind {
		case reachOut:
			w := step.at
			node := s.outer[w]
			into := edge{s.reach[w], w}
			if s.mate[s.base[node]] < 0 {
				s.augment(node, into)
				s.dissolve()
				return
			}
			s.addOdd(node, into)
		case closeCycle:
			s.shrink(s.near[step.at])
		case openBlossom:
			s.expand(step.at)
		}
	}
}

// bound is Σ y(v) − Σ z(B)·(|B|−1)/2: with slacks that are not negative, no
// perfect matching costs less.
func (s *blossoms) bound() int64 {
	var sum int64
	for _, y := range s.y {
		sum += y
	}
	for b := s.n; b < len(s.z); b++ {
		if s.children[b] != nil {
			sum -= s.z[b] * int64(len(s.vertices[b])-1) / 2
		}
	}
	return sum
}
