package match

import (
	"context"
	"math/rand/v2"
	"testing"
)

// solveSparse is the whole way: fractional first, blossoms for what is left; or
// blossoms alone, for everybody.
func solveSparse(t *testing.T, n int, edges []weighed, fractional bool) (*edmonds, bool) {
	t.Helper()
	g := newArcs(n, edges)
	if !fractional {
		y, mate := make([]int64, n), make([]int32, n)
		for v := range n {
			mate[v], y[v] = -1, 100
			for a := g.start[v]; a < g.start[v+1]; a++ {
				y[v] = min(y[v], g.cost[a])
			}
		}
		s := newEdmonds(g, y, mate)
		stuck, err := s.solve(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return s, stuck < 0
	}
	c := newCover(g, nil)
	ok, err := c.solve(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		return nil, false
	}
	for u := range int32(n) {
		for a := g.start[u]; a < g.start[u+1]; a++ {
			if c.slack(u, a) < 0 {
				t.Fatalf("the arc %d has slack %d", a, c.slack(u, a))
			}
		}
		if c.slack(u, c.arc[u]) != 0 {
			t.Fatalf("row %d pays too much", u)
		}
	}
	s := newEdmonds(g, c.duals(), c.mates())
	stuck, err := s.solve(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return s, stuck < 0
}

// certify proves that a matching is best without solving again: the conditions in
// the comment of edmonds, looked at for every edge and blossom. It gives the cost.
func certify(t *testing.T, s *edmonds) int64 {
	t.Helper()
	var cost, bound int64
	for v := range int32(s.g.n) {
		arc := s.mate[v]
		if s.g.from(arc) != v || s.mate[s.g.to[arc]] != s.g.back[arc] {
			t.Fatalf("%d has no partner who has it", v)
		}
		cost += s.g.cost[arc]
		bound += s.y[v]
		for a := s.g.start[v]; a < s.g.start[v+1]; a++ {
			if slack := 2*s.g.cost[a] - s.y[v] - s.y[s.g.to[a]] + s.shared(v, s.g.to[a]); slack < 0 {
				t.Fatalf("the slack of %d and %d is %d", v, s.g.to[a], slack)
			}
		}
	}
	for b := s.g.n; b < len(s.z); b++ {
		if s.children[b] == nil {
			continue
		}
		if s.z[b] < 0 {
			t.Fatalf("blossom %d pays %d", b, s.z[b])
		}
		bound -= s.z[b] * int64(len(s.vertices[b])/2)
	}
	if bound != cost { // both twice
		t.Fatalf("costs %d, and the bound is %d", cost/2, bound/2)
	}
	return cost / 2
}

func TestTheFirstHalfMakesNoDifference(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	solved, impossible := 0, 0
	for i := range 3000 {
		n := 2 * (1 + r.IntN(10))
		if i%100 == 0 {
			n = 150
		}
		most := 1 + r.IntN(30)
		share := r.Float64()
		var edges []weighed
		for a := range n {
			for b := range a {
				if r.Float64() < share {
					edges = append(edges, weighed{int32(b), int32(a), int64(r.IntN(most))})
				}
			}
		}
		whole, ok := solveSparse(t, n, edges, true)
		blossoms, same := solveSparse(t, n, edges, false)
		if ok != same {
			t.Fatalf("possible is %v and %v", ok, same)
		}
		if !ok {
			impossible++
			continue
		}
		solved++
		if a, b := certify(t, whole), certify(t, blossoms); a != b {
			t.Fatalf("costs %d and %d", a, b)
		}
	}
	if solved < 1000 || impossible < 300 {
		t.Fatalf("%d solved, %d impossible", solved, impossible)
	}
}
