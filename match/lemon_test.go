package match_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"testing"

	"cuppa.example/match"
)

// LEMON is the best known free solver; where it is installed (liblemon-dev and g++ of
// Debian), a thousand random graphs weigh the same.
func TestLemonFindsTheSameWeights(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles a C++ program")
	}
	t.Parallel()
	program := filepath.Join(t.TempDir(), "lemon")
	compiled, err := exec.CommandContext(t.Context(), "g++", "-O1", "-w", "-o", program, "testdata/lemon.cpp", "-llemon").CombinedOutput()
	if err != nil {
		t.Skipf("LEMON is not installed (Debian: g++ liblemon-dev): %v %.200s", err, compiled)
	}
	graphs, perfect := someGraphs(1000)
	var in bytes.Buffer
	for i, g := range graphs {
		way := 0
		if perfect[i] {
			way = 1
		}
		fmt.Fprintln(&in, g.People, len(g.Edges), way)
		for _, e := range g.Edges {
			fmt.Fprintln(&in, e.A, e.B, e.Weight)
		}
	}
	solve := exec.CommandContext(t.Context(), program)
	solve.Stdin = &in
	out, err := solve.Output()
	if err != nil {
		t.Fatal(err)
	}
	answers := bufio.NewScanner(bytes.NewReader(out))
	none := 0
	for i, g := range graphs {
		if !answers.Scan() {
			t.Fatal("LEMON says no more after", i)
		}
		want := answers.Text()
		if got := weightOf(t, g, perfect[i]); got != want {
			t.Fatalf("graph %d of %d people and %d edges, perfect is %v: %s, LEMON says %s", i, g.People, len(g.Edges), perfect[i], got, want)
		}
		if want == "none" {
			none++
		}
	}
	if none < 10 || none > 300 {
		t.Fatalf("%d have no perfect matching", none)
	}
}

// weightOf solves a graph and checks the proof.
func weightOf(t *testing.T, g match.Graph, perfect bool) string {
	t.Helper()
	solve := g.Heaviest
	if perfect {
		solve = g.Perfect
	}
	m, err := solve(t.Context())
	if errors.Is(err, match.ErrNoPerfect) {
		return "none"
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Check(m); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(m.Weight)
}

// someGraphs are sparse and dense, with few weights and many, of up to 150 people, by
// turns for a perfect matching and the heaviest.
func someGraphs(n int) (graphs []match.Graph, perfect []bool) {
	r := rand.New(rand.NewPCG(2026, 11))
	for i := range n {
		people := 2 * (1 + r.IntN(20))
		if i%20 == 0 {
			people = 2 * (50 + r.IntN(25))
		}
		g := match.Graph{People: people}
		share := []float64{0.1, 0.3, 0.6, 1}[r.IntN(4)]
		span := []int64{1, 3, 50, 1_000_000}[r.IntN(4)]
		for a := range int32(people) {
			for b := range a {
				if r.Float64() < share {
					g.Edges = append(g.Edges, match.Edge{A: a, B: b, Weight: r.Int64N(span) - span/4})
				}
			}
		}
		graphs, perfect = append(graphs, g), append(perfect, i%2 == 0)
	}
	return graphs, perfect
}
