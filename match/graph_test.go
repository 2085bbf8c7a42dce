package match_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"cuppa.example/match"
)

// heaviestOf tries everything: the weight of the heaviest matching, and whether
// there is one of everybody.
func heaviestOf(weights [][]int64, left []int, perfect bool) (best int64, there bool) {
	if len(left) == 0 {
		return 0, true
	}
	v, rest := left[0], left[1:]
	if !perfect {
		best, there = heaviestOf(weights, rest, false)
	}
	for i, w := range rest {
		if weights[v][w] == none {
			continue
		}
		others := append(append([]int(nil), rest[:i]...), rest[i+1:]...)
		if b, is := heaviestOf(weights, others, perfect); is && (!there || b+weights[v][w] > best) {
			best, there = b+weights[v][w], true
		}
	}
	return best, there
}

const none = -1 << 62

func anyGraph(t *rapid.T, most int) (match.Graph, [][]int64) {
	n := rapid.IntRange(1, most).Draw(t, "people")
	lightest := rapid.Int64Range(-20, 5).Draw(t, "lightest")
	span := rapid.SampledFrom([]int64{0, 1, 3, 20, 1 << 40}).Draw(t, "span")
	share := rapid.IntRange(10, 100).Draw(t, "share of pairs")
	seed := rapid.Uint64().Draw(t, "seed")
	r := rand.New(rand.NewPCG(seed, 1))
	g := match.Graph{People: n}
	weights := make([][]int64, n)
	for a := range n {
		weights[a] = make([]int64, n)
		for b := range n {
			weights[a][b] = none
		}
	}
	for a := range n {
		for b := range a {
			if r.IntN(100) < share {
				w := lightest + r.Int64N(span+1)
				g.Edges = append(g.Edges, match.Edge{A: int32(a), B: int32(b), Weight: w})
				weights[a][b], weights[b][a] = w, w
			}
		}
	}
	return g, weights
}

func everybody(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func TestPerfectIsTheBestOfAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g, weights := anyGraph(t, 10)
		want, there := heaviestOf(weights, everybody(g.People), true)
		m, err := g.Perfect(context.Background())
		if there != (err == nil) || err != nil && !errors.Is(err, match.ErrNoPerfect) {
			t.Fatalf("a perfect matching is there: %v; the answer: %v", there, err)
		}
		if !there {
			return
		}
		if m.Weight != want || m.Bound() != want {
			t.Fatalf("weighs %d with bound %d, the best %d", m.Weight, m.Bound(), want)
		}
		if err := g.Check(m); err != nil {
			t.Fatal(err)
		}
	})
}

func TestHeaviestIsTheBestOfAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g, weights := anyGraph(t, 9)
		want, _ := heaviestOf(weights, everybody(g.People), false)
		m, err := g.Heaviest(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if m.Weight != want || m.Bound() != want {
			t.Fatalf("weighs %d with bound %d, the best %d", m.Weight, m.Bound(), want)
		}
		if err := g.Check(m); err != nil {
			t.Fatal(err)
		}
	})
}

// cliquesGraph has many ties and odd corners: people of a few kinds, dense enough to
// be solved through small parts of it.
func cliquesGraph(r *rand.Rand, n int) match.Graph {
	g := match.Graph{People: n}
	kinds := 2 + r.IntN(5)
	spread := 1 + r.IntN(3)*r.IntN(40)
	for a := range n {
		for b := range a {
			w := int64(100 + r.IntN(spread))
			if a%kinds == b%kinds {
				w -= 60
			}
			if (a*b)%7 == 3 {
				w -= int64(a % 5 * 10)
			}
			g.Edges = append(g.Edges, match.Edge{A: int32(a), B: int32(b), Weight: w})
		}
	}
	return g
}

func TestLargeGraphsAreProven(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for range 12 {
		g := cliquesGraph(r, 2*(50+r.IntN(60)))
		m, err := g.Perfect(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := g.Check(m); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLargeGraphsWithoutPerfectMatching(t *testing.T) {
	t.Parallel()
	// Two odd halves, everybody in each joined to everybody.
	g := match.Graph{People: 202}
	for a := range int32(202) {
		for b := range a {
			if a/101 == b/101 {
				g.Edges = append(g.Edges, match.Edge{A: a, B: b, Weight: int64(a) * int64(b) % 13})
			}
		}
	}
	if _, err := g.Perfect(t.Context()); !errors.Is(err, match.ErrNoPerfect) {
		t.Fatal(err)
	}
	g.Edges = append(g.Edges, match.Edge{A: 0, B: 201, Weight: -1000})
	m, err := g.Perfect(t.Context())
	if err != nil || m.Mate[0] != 201 {
		t.Fatal(err, m.Mate[0])
	}
	if err := g.Check(m); err != nil {
		t.Fatal(err)
	}
}

func TestCheckRefusesWhatIsNotProven(t *testing.T) {
	t.Parallel()
	g := cliquesGraph(rand.New(rand.NewPCG(5, 6)), 24)
	for name, spoil := range map[string]func(m *match.Matching){
		"another weight":    func(m *match.Matching) { m.Weight++ },
		"a dual too low":    func(m *match.Matching) { m.Duals[3]-- },
		"a dual too high":   func(m *match.Matching) { m.Duals[3]++ },
		"other pairs":       func(m *match.Matching) { swap(m) },
		"somebody alone":    func(m *match.Matching) { m.Mate[m.Mate[0]] = -1; m.Mate[0] = -1 },
		"a set of two":      func(m *match.Matching) { m.Sets = append(m.Sets, match.OddSet{People: []int32{0, 1}}) },
		"a set twice":       func(m *match.Matching) { m.Sets = append(m.Sets, match.OddSet{People: []int32{0, 0, 1}}) },
		"a set below zero":  func(m *match.Matching) { m.Sets = append(m.Sets, match.OddSet{People: []int32{0, 1, 2}, Dual: -2}) },
		"too few duals":     func(m *match.Matching) { m.Duals = m.Duals[1:] },
		"an unknown person": func(m *match.Matching) { m.Mate[0] = 99 },
	} {
		m, err := g.Perfect(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := g.Check(m); err != nil {
			t.Fatal(err)
		}
		if spoil(&m); !errors.Is(g.Check(m), match.ErrNotProven) {
			t.Errorf("%s is taken", name)
		}
	}
}

// swap exchanges the partners of two pairs for worse, keeping the weight that is
// claimed.
func swap(m *match.Matching) {
	a, b := int32(0), m.Mate[0]
	for c := range m.Mate {
		if d := m.Mate[c]; int32(c) != a && int32(c) != b {
			m.Mate[a], m.Mate[c], m.Mate[b], m.Mate[d] = int32(c), a, d, b
			return
		}
	}
}

func TestGraphsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, g := range map[string]match.Graph{
		"fewer than nobody": {People: -1},
		"unknown person":    {People: 2, Edges: []match.Edge{{A: 0, B: 2}}},
		"oneself":           {People: 2, Edges: []match.Edge{{A: 1, B: 1}}},
		"too far apart":     {People: 4, Edges: []match.Edge{{A: 0, B: 1, Weight: -1 << 62}, {A: 2, B: 3, Weight: 1 << 62}}},
	} {
		if _, err := g.Perfect(t.Context()); !errors.Is(err, match.ErrInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRenamingAndRaisingChangesNothing(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 8))
	for range 20 {
		n := 2 * (10 + r.IntN(60))
		g := cliquesGraph(r, n)
		before, err := g.Perfect(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		names := r.Perm(n)
		for i := range g.Edges {
			e := &g.Edges[i]
			e.A, e.B, e.Weight = int32(names[e.A]), int32(names[e.B]), e.Weight+1000
		}
		after, err := g.Perfect(t.Context())
		if err != nil || after.Weight != before.Weight+1000*int64(n/2) {
			t.Fatal(err, before.Weight, after.Weight)
		}
	}
}

func TestAGraphIsGivenUpWhenNobodyWaits(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	g := cliquesGraph(rand.New(rand.NewPCG(9, 9)), 120)
	if _, err := g.Perfect(ctx); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}
