package match

import "slices"

// arcs is a sparse graph: every edge twice, once from each end. The arcs from v
// are start[v]…start[v+1]−1.
type arcs struct {
	n     int
	start []int32
	to    []int32
	back  []int32 // the same edge from the other end
	cost  []int64
}

// newArcs lays out edges, which are of different pairs and join nobody to
// themselves.
func newArcs(n int, edges []weighed) *arcs {
	g := &arcs{n: n, start: make([]int32, n+1)}
	for i := range edges {
		g.start[edges[i].a+1]++
		g.start[edges[i].b+1]++
	}
	for v := range n {
		g.start[v+1] += g.start[v]
	}
	size := 2 * len(edges)
	g.to, g.back, g.cost = make([]int32, size), make([]int32, size), make([]int64, size)
	next := slices.Clone(g.start[:n])
	for i := range edges {
		e := &edges[i]
		there, back := next[e.a], next[e.b]
		next[e.a]++
		next[e.b]++
		g.to[there], g.back[there], g.cost[there] = e.b, back, e.cost
		g.to[back], g.back[back], g.cost[back] = e.a, there, e.cost
	}
	return g
}

// weighed is an edge with its cost.
type weighed struct {
	a, b int32
	cost int64
}

// from is the end at which an arc begins.
func (g *arcs) from(arc int32) int32 { return g.to[g.back[arc]] }

// event is something that happens at a time, for a queue.
type event struct {
	at   int64
	what int32
	hops int32
}

// queue is a heap of events with four children a node, the earliest first; of
// those at the same time, the one after fewer hops, then the one of the smaller number.
type queue struct{ events []event }

func (q *queue) len() int { return len(q.events) }
func (q *queue) clear()   { q.events = q.events[:0] }

func (e event) before(other event) bool {
	if e.at != other.at {
		return e.at < other.at
	}
	return e.hops < other.hops || e.hops == other.hops && e.what < other.what
}

func (q *queue) push(e event) {
	q.events = append(q.events, e)
	h := q.events
	i := len(h) - 1
	for i > 0 {
		up := (i - 1) / 4
		if !e.before(h[up]) {
			break
		}
		h[i] = h[up]
		i = up
	}
	h[i] = e
}

func (q *queue) pop() event {
	h := q.events
	first, last := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	q.events = h
	i := 0
	for {
		least := 4*i + 1
		if least >= len(h) {
			break
		}
		for c := least + 1; c < min(4*i+5, len(h)); c++ {
			if h[c].before(h[least]) {
				least = c
			}
		}
		if !h[least].before(last) {
			break
		}
		h[i] = h[least]
		i = least
	}
	if len(h) > 0 {
		h[i] = last
	}
	return first
}
