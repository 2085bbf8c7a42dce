package match_test

import (
	"errors"
	"math"
	"testing"

	"cuppa.example/match"
)

func oneEdge(weight int64) match.Graph {
	return match.Graph{People: 2, Edges: []match.Edge{{A: 0, B: 1, Weight: weight}}}
}

// What would be added up wrongly is refused, not wrapped.
func TestGraphsTooHeavyToAddUpAreRefused(t *testing.T) {
	t.Parallel()
	for _, weight := range []int64{math.MaxInt64, math.MinInt64, -math.MaxInt64, 1 << 62, -1 << 62, 1 << 60} {
		if m, err := oneEdge(weight).Perfect(t.Context()); !errors.Is(err, match.ErrInput) {
			t.Errorf("%d: weighs %d, bound %d, %v", weight, m.Weight, m.Bound(), err)
		}
		all := match.Complete{People: 2, Weigh: func(_ int32, weights []int64) { weights[0], weights[1] = weight, weight }}
		if m, err := all.Perfect(t.Context()); !errors.Is(err, match.ErrInput) {
			t.Errorf("all, %d: weighs %d, bound %d, %v", weight, m.Weight, m.Bound(), err)
		}
	}
	for _, weight := range []int64{1 << 58, -1 << 58} {
		g := oneEdge(weight)
		m, err := g.Perfect(t.Context())
		if err != nil || m.Weight != weight || m.Bound() != weight || g.Check(m) != nil {
			t.Errorf("%d: weighs %d, bound %d, %v", weight, m.Weight, m.Bound(), err)
		}
	}
}

// Duals that only seem to add up, because they are too large, prove nothing.
func TestDualsThatWrapProveNothing(t *testing.T) {
	t.Parallel()
	const n = 8
	g := match.Graph{People: n}
	for a := range int32(n) {
		for b := range a {
			g.Edges = append(g.Edges, match.Edge{A: a, B: b, Weight: int64(a ^ b&1)})
		}
	}
	all := match.Complete{People: n, Weigh: func(a int32, weights []int64) {
		for b := range weights {
			weights[b] = int64(max(a, int32(b)) ^ min(a, int32(b))&1)
		}
	}}
	forged := match.Matching{Mate: []int32{1, 0, 3, 2, 5, 4, 7, 6}, Pairs: n / 2, Duals: make([]int64, n)}
	for a := int32(0); a < n; a += 2 {
		forged.Weight += int64((a + 1) ^ a&1)
	}
	for i := range forged.Duals {
		forged.Duals[i] = 1 << 61
	}
	forged.Duals[0] += 2 * forged.Weight
	if err := g.Check(forged); !errors.Is(err, match.ErrNotProven) {
		t.Errorf("a graph: %v", err)
	}
	if err := all.Check(forged); !errors.Is(err, match.ErrNotProven) {
		t.Errorf("a complete graph: %v", err)
	}
	for i := range forged.Duals {
		forged.Duals[i] = 0
	}
	forged.Duals[0] = 2 * forged.Weight
	everybody := []int32{0, 1, 2, 3, 4, 5, 6}
	for range 2 {
		forged.Sets = append(forged.Sets, match.OddSet{People: everybody, Dual: 1 << 62}, match.OddSet{People: everybody, Dual: 1 << 62})
	}
	if err := g.Check(forged); !errors.Is(err, match.ErrNotProven) {
		t.Errorf("sets: %v", err)
	}
}

// A graph that is none has no proof, however it is asked for.
func TestCheckingAGraphThatIsNone(t *testing.T) {
	t.Parallel()
	g := match.Graph{People: 2, Edges: []match.Edge{{A: 0, B: 7, Weight: 1}}}
	if err := g.Check(match.Matching{Mate: []int32{1, 0}, Duals: []int64{1, 1}}); err == nil {
		t.Error("an edge to nobody is taken")
	}
}
