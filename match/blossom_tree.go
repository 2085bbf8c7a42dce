package match

// step is what the tree does next, after the duals changed by delta.
type step struct {
	kind  stepKind
	delta int64
	at    int32
}

type stepKind uint8

const (
	reachOut    stepKind = iota // a tight edge to vertex at, which is not in the tree
	closeCycle                  // a tight edge from even node at to another even node
	openBlossom                 // odd blossom at has z = 0
)

// nextStep finds the least change of the duals after which the tree can grow.
// One always exists, because the graph is complete.
func (s *blossoms) nextStep() step {
	best := step{delta: never}
	for w := range int32(s.n) {
		if s.reachGap[w] < best.delta && s.label[s.outer[w]] == unlabelled {
			best = step{reachOut, s.reachGap[w], w}
		}
	}
	for _, b := range s.even {
		if s.nearGap[b] != never && s.nearGap[b]/2 < best.delta {
			best = step{closeCycle, s.nearGap[b] / 2, b}
		}
	}
	for _, b := range s.odd {
		if int(b) >= s.n && s.z[b]/2 < best.delta {
			best = step{openBlossom, s.z[b] / 2, b}
		}
	}
	return best
}

// changeDuals raises even vertices and lowers odd ones: edges of the tree stay
// tight, and so do those inside blossoms, whose own duals take up the change.
func (s *blossoms) changeDuals(delta int64) {
	if delta == 0 {
		return
	}
	for w := range s.n {
		switch s.label[s.outer[w]] {
		case labelEven:
			s.y[w] += delta
		case labelOdd:
			s.y[w] -= delta
		default:
			s.reachGap[w] -= delta
		}
	}
	for _, b := range s.even {
		if int(b) >= s.n {
			s.z[b] += 2 * delta
		}
		if s.nearGap[b] != never {
			s.nearGap[b] -= 2 * delta
		}
	}
	for _, b := range s.odd {
		if int(b) >= s.n {
			s.z[b] -= 2 * delta
		}
	}
}

// addOdd takes a matched node into the tree, and its partner with it.
func (s *blossoms) addOdd(node int32, into edge) {
	s.label[node] = labelOdd
	s.entry[node] = into
	s.odd = append(s.odd, node)
	b := s.base[node]
	s.addEven(s.outer[s.mate[b]], edge{b, s.mate[b]})
}

func (s *blossoms) addEven(node int32, into edge) {
	s.label[node] = labelEven
	s.entry[node] = into
	s.even = append(s.even, node)
	s.nearGap[node] = never
	if int(node) >= s.n {
		s.row[node] = s.newRow(node)
	}
	for _, u := range s.vertices[node] {
		s.scan(u)
	}
}

// scan looks at the edges of a vertex that has become even.
func (s *blossoms) scan(u int32) {
	own := s.outer[u]
	costs := s.cost[int(u)*s.n : (int(u)+1)*s.n]
	yu := s.y[u]
	for w := range int32(s.n) {
		other := s.outer[w]
		gap := costs[w] - yu - s.y[w]
		if s.label[other] != labelEven {
			if gap < s.reachGap[w] {
				s.reach[w], s.reachGap[w] = u, gap
			}
			continue
		}
		if other == own {
			continue
		}
		if gap < s.nearGap[own] {
			s.near[own], s.nearGap[own] = edge{u, w}, gap
		}
		if gap < s.nearGap[other] {
			s.near[other], s.nearGap[other] = edge{w, u}, gap
		}
	}
}

// newRow finds for every vertex w the vertex of an even node with least slack to
// w. Which one it is does not change while they are all even.
func (s *blossoms) newRow(node int32) []int32 {
	row := make([]int32, s.n)
	for i := range row {
		row[i] = -1
	}
	for _, u := range s.vertices[node] {
		s.mergeVertex(row, u)
	}
	return row
}

func (s *blossoms) mergeVertex(row []int32, u int32) {
	for w := range int32(s.n) {
		if row[w] < 0 || s.gap(u, w) < s.gap(row[w], w) {
			row[w] = u
		}
	}
}
