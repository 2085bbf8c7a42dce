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
	c := newCover(g)
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

func TestSparseSolverAgreesWithTheDenseOne(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	const missing = 1 << 40
	solved, impossible := 0, 0
	for i := range 4000 {
		n := 2 * (1 + r.IntN(10))
		most := 1 + r.IntN(30)
		share := r.Float64()
		costs := make([]int64, n*n)
		var edges []weighed
		for a := range n {
			for b := range a {
				cost := int64(missing)
				if r.Float64() < share {
					cost = int64(r.IntN(most))
					edges = append(edges, weighed{int32(a), int32(b), cost})
				}
				costs[a*n+b], costs[b*n+a] = 2*cost, 2*cost
			}
		}
		dense := newBlossoms(n, costs)
		if err := dense.solve(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		want := int64(0)
		for v, m := range dense.mate {
			if m > int32(v) {
				want += costs[v*n+int(m)] / 2
			}
		}
		s, ok := solveSparse(t, n, edges, i%2 == 0)
		if ok != (want < missing) {
			t.Fatalf("solved is %v, best is %d", ok, want)
		}
		if !ok {
			impossible++
			continue
		}
		solved++
		got := int64(0)
		for v, arc := range s.mate {
			if s.g.to[s.mate[s.g.to[arc]]] != int32(v) {
				t.Fatal("not a matching")
			}
			got += s.g.cost[arc]
		}
		if got/2 != want {
			t.Fatalf("costs %d, best is %d (n=%d)", got/2, want, n)
		}
	}
	if solved < 1000 || impossible < 500 {
		t.Fatalf("%d solved, %d impossible", solved, impossible)
	}
}
