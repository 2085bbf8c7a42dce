package bench

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cuppa.example/match"
)

// TestMain lets the test be the process that solves a row.
func TestMain(m *testing.M) {
	if len(os.Args) == 5 && os.Args[1] == "child" {
		if err := Child(context.Background(), os.Args[2], os.Args[3], os.Args[4], os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func self(t *testing.T) []string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return []string{path, "child"}
}

// theirs makes a program that prints what LEMON would.
func theirs(t *testing.T, dir, program, weight string) {
	t.Helper()
	text := "#!/bin/sh\necho '  round 1 weight=7 cpu=9'\necho \"lemon-x file=$1 n=1 weight=" + weight + " dual=1 cpu=0.500 rss_mb=1\"\n"
	if err := os.WriteFile(filepath.Join(dir, program), []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
}

func TestTheQuickRows(t *testing.T) {
	t.Parallel()
	var out, told bytes.Buffer
	if err := Run(t.Context(), Options{Quick: true, Times: 1, Self: self(t), Peers: t.TempDir()}, &out, &told); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	quick := 0
	for _, r := range rows() {
		if r.quick {
			quick++
			if !strings.Contains(out.String(), "| "+r.what+" |") {
				t.Errorf("no line for %s", r.name)
			}
		}
	}
	if len(lines) != quick+5 {
		t.Errorf("%d lines for %d rows:\n%s", len(lines), quick, out.String())
	}
	for _, want := range []string{"| – | – | – | – | optimal, checked |", "| 3 repeats, 1 at least;", "0 repeats", "0 blocking pairs", "; stable |"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

func TestAnotherProgramIsHeldAgainst(t *testing.T) {
	t.Parallel()
	k := kind{n: 300, rounds: 24, jitter: 50}
	g := graphOf(t, k, 0)
	m, err := g.Perfect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	peers := t.TempDir()
	theirs(t, peers, lemon, fmt.Sprint(m.Weight))
	o := Options{Only: []string{"complete-300"}, Times: 1, Self: self(t), Peers: peers}
	var out, told bytes.Buffer
	if err := Run(t.Context(), o, &out, &told); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "0.500 s") || !strings.Contains(out.String(), "same weight") {
		t.Errorf("got %s", out.String())
	}
	theirs(t, peers, pricing, fmt.Sprint(m.Weight+1))
	err = Run(t.Context(), o, &out, &told)
	if want := fmt.Sprintf("complete-300: we found the weight %d, lemon_price %d", m.Weight, m.Weight+1); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, err := solveBy(t.Context(), "/bin/echo", []string{"hello"}); err == nil {
		t.Error("a program that says nothing counts")
	}
}

// graphOf writes and reads an edge list.
func graphOf(t *testing.T, k kind, each int) match.Graph {
	t.Helper()
	name := filepath.Join(t.TempDir(), "g.txt")
	if err := writeGraph(name, k, each); err != nil {
		t.Fatal(err)
	}
	g, err := readEdges(name)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestAnEdgeListIsTheNetwork(t *testing.T) {
	t.Parallel()
	for _, each := range []int{0, 4} {
		k := kind{n: 50, rounds: 6, hard: true, jitter: 50}
		w, g := newNetwork(k), graphOf(t, k, each)
		if g.People != 50 || each == 0 && len(g.Edges) != 50*49/2 || each > 0 && (len(g.Edges) < 200 || len(g.Edges) > 250) {
			t.Errorf("%d edges of %d people", len(g.Edges), g.People)
		}
		repeats, seen := 0, map[[2]int32]bool{}
		for _, e := range g.Edges {
			if e.A >= e.B || seen[[2]int32{e.A, e.B}] || e.Weight != w.weight(e.B, e.A) {
				t.Fatalf("edge %v", e)
			}
			seen[[2]int32{e.A, e.B}] = true
			if e.Weight == worthRepeat {
				repeats++
			} else if e.Weight < worthPair || e.Weight > 3000 {
				t.Errorf("weight %d", e.Weight)
			}
		}
		for a := range int32(k.n) {
			all := make([]int64, k.n)
			w.weigh(a, all)
			for b := range int32(k.n) {
				if a != b && all[b] != w.weight(a, b) {
					t.Fatalf("%d and %d are worth %d or %d", a, b, all[b], w.weight(a, b))
				}
			}
		}
		if each == 0 && (repeats > 6*25 || repeats < 6*25-20) {
			t.Errorf("%d repeats after 6 rounds", repeats)
		}
	}
	if _, err := readEdges("nowhere"); err == nil {
		t.Error("no file, no error")
	}
}

func TestWhatIsReachedIsSaid(t *testing.T) {
	t.Parallel()
	r := result{row: row{what: "work", target: target{wall: 1, mb: 100, gap: 0.01, repeats: most(0)}}, ours: Outcome{Wall: 1, Peak: 100, Gap: 0.01}}
	if _, got := r.reached(); got != "yes" {
		t.Errorf("got %s", got)
	}
	for want, o := range map[string]Outcome{
		"**no**: ≤ 1 s on the clock": {Wall: 1.1},
		"**no**: ≤ 100 MB":           {Peak: 101},
		"**no**: gap ≤ 0.01 %":       {Gap: -1},
		"**no**: ≤ 0 repeats":        {Repeats: 1},
	} {
		r.ours = o
		if _, got := r.reached(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	r.row.target = target{}
	if wanted, got := r.reached(); wanted[0] != "–" || got != "–" {
		t.Errorf("without a target: %v, %s", wanted, got)
	}
	p := result{row: row{peers: []peer{{program: lemon, ratio: 0.5}}}, ours: Outcome{CPU: 2}}
	if got := p.ratio(lemon, Outcome{CPU: 2}); got != "1.000 (≤ 0.5: **no**)" {
		t.Errorf("got %s", got)
	}
}

func TestRowsThatAreNot(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := Run(t.Context(), Options{Only: []string{"x"}}, &out, &out); err == nil || out.Len() > 0 {
		t.Errorf("%v, %s", err, out.String())
	}
	if err := Child(t.Context(), "solve", "x", "", &out); err == nil {
		t.Error("no row, no error")
	}
	if err := Run(t.Context(), Options{List: true}, &out, &out); err != nil || strings.Count(out.String(), "\n") != len(rows()) {
		t.Errorf("%v, %s", err, out.String())
	}
}
