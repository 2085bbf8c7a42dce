package match

// tightSearch matches as many people as can be along edges without slack, before any
// dual changes: where very many pairs cost the same that is most often everybody.
// Blossoms are only sets here, and forgotten after every path, instead of nodes that
// lie in each other by the thousand (Gabow 1976, "An efficient implementation of
// Edmonds' algorithm for maximum matching on graphs"). A path takes O(m·α(n)); memory is
// O(n).
type tightSearch struct {
	s     *edmonds
	label []label
	into  []int32 // per odd vertex, or vertex that was: the arc by which the tree goes on to the root
	set   []int32 // towards the base of the blossom that a vertex is in
	met   []int32 // when a base was passed by on the way up
	round int32
	tree  []int32 // vertices that have a label, those to look at in order
	even  []int32
}

// pairTight finds paths between free vertices for as long as there are any.
func (s *edmonds) pairTight() {
	var t *tightSearch
	for root := range int32(s.g.n) {
		if s.mate[root] >= 0 {
			continue
		}
		if t == nil {
			t = newTightSearch(s)
		}
		if t.grow(root) {
			t.forget()
		}
		// Else nobody in the tree can ever be of use to another: they stay labelled.
		t.tree, t.even = t.tree[:0], t.even[:0]
	}
}

func newTightSearch(s *edmonds) *tightSearch {
	n := s.g.n
	t := &tightSearch{s: s, label: make([]label, n), into: make([]int32, n), set: make([]int32, n), met: make([]int32, n)}
	for v := range t.set {
		t.set[v] = int32(v)
	}
	return t
}

func (t *tightSearch) forget() {
	for _, v := range t.tree {
		t.label[v], t.set[v] = unlabelled, v
	}
}

// base is that of the blossom that a vertex is in.
func (t *tightSearch) base(v int32) int32 {
	for t.set[v] != v {
		t.set[v] = t.set[t.set[v]]
		v = t.set[v]
	}
	return v
}

func (t *tightSearch) setLabel(v int32, l label) {
	t.label[v] = l
	t.tree = append(t.tree, v)
	if l == labelEven {
		t.even = append(t.even, v)
	}
}

// grow looks for a path from a free vertex to another, and matches along it.
func (t *tightSearch) grow(root int32) bool {
	g, s := t.s.g, t.s
	t.setLabel(root, labelEven)
	for i := 0; ; i++ {
		if i == len(t.even) {
			return false
		}
		u := t.even[i]
		for a := g.start[u]; a < g.start[u+1]; a++ {
			v := g.to[a]
			if t.label[v] == labelOdd || 2*g.cost[a] != s.y[u]+s.y[v] || t.base(u) == t.base(v) {
				continue
			}
			if t.label[v] == labelEven {
				t.close(a)
				continue
			}
			t.into[v] = g.back[a]
			if s.mate[v] < 0 {
				t.augment(v)
				return true
			}
			t.setLabel(v, labelOdd)
			t.setLabel(g.to[s.mate[v]], labelEven)
		}
	}
}

// up is the next even vertex on the way from a base to the root; −1 beyond the root.
func (t *tightSearch) up(base int32) int32 {
	out := t.s.mate[base]
	if out < 0 {
		return -1
	}
	return t.s.g.to[t.into[t.s.g.to[out]]]
}

// close makes one set of the odd cycle that an arc between two even vertices closes.
func (t *tightSearch) close(arc int32) {
	g := t.s.g
	base := t.meet(g.from(arc), g.to[arc])
	t.join(g.from(arc), base, arc)
	t.join(g.to[arc], base, g.back[arc])
}

// meet finds the first base that the ways of two vertices to the root have in common.
func (t *tightSearch) meet(u, v int32) int32 {
	t.round++
	for {
		if u >= 0 {
			u = t.base(u)
			if t.met[u] == t.round {
				return u
			}
			t.met[u] = t.round
			u = t.up(u)
		}
		u, v = v, u
	}
}

// join takes what is between a vertex and a base into its set. What was odd can be
// reached the other way round from now on, over the arc from the vertex.
func (t *tightSearch) join(v, base, over int32) {
	g := t.s.g
	for t.base(v) != base {
		t.into[v] = over
		odd := g.to[t.s.mate[v]]
		if t.label[odd] == labelOdd {
			t.label[odd] = labelEven
			t.even = append(t.even, odd)
		}
		for _, w := range [2]int32{v, odd} {
			if t.set[w] == w {
				t.set[w] = base
			}
		}
		next := t.into[odd]
		v, over = g.to[next], g.back[next]
	}
}

// augment matches along the path from a free vertex to the root.
func (t *tightSearch) augment(v int32) {
	g, mate := t.s.g, t.s.mate
	for v >= 0 {
		arc := t.into[v]
		u := g.to[arc]
		after := int32(-1)
		if mate[u] >= 0 {
			after = g.to[mate[u]]
		}
		mate[v], mate[u] = arc, g.back[arc]
		v = after
	}
}
