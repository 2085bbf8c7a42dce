package drawfile_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"cuppa.example/internal/drawfile"
)

// edges is a graph whose people can all be paired: a ring, and pairs by chance.
type edges struct {
	n    int
	list [][3]int64
}

func someEdges(r *rand.Rand) edges {
	g := edges{n: 2 * (1 + r.IntN(20))}
	for u := range g.n {
		g.list = append(g.list, [3]int64{int64(u), int64((u + 1) % g.n), r.Int64N(2000) - 1000})
		for range r.IntN(6) {
			if v := r.IntN(g.n); v != u {
				g.list = append(g.list, [3]int64{int64(u), int64(v), r.Int64N(2000) - 1000})
			}
		}
	}
	return g
}

func (g edges) text(change func(e [3]int64) [3]int64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %d\n", g.n, len(g.list))
	for _, e := range g.list {
		e = change(e)
		fmt.Fprintf(&b, "%d %d %d\n", e[0], e[1], e[2])
	}
	return b.String()
}

// solved gives the weight and the bound, which must be the same, and the pairs.
func solved(t *testing.T, text string, most bool) (weight, pairs int64, chosen string) {
	t.Helper()
	figures, chosen, err := solveGraph(t, text, drawfile.GraphOptions{Max: most})
	if err != nil {
		t.Fatal(err)
	}
	var bound int64
	if n, err := fmt.Sscanf(figures, "weight %d\npairs %d\nbound %d\n", &weight, &pairs, &bound); n != 3 || err != nil || bound != weight {
		t.Fatalf("%v in %q", err, figures)
	}
	return weight, pairs, chosen
}

// What a graph weighs does not depend on the names of its people or the order of its
// lines, and a constant on each edge counts once a pair.
func TestTheSameGraphToldInAnotherWay(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 3))
		g := someEdges(r)
		for _, most := range []bool{false, true} {
			weight, pairs, chosen := solved(t, g.text(func(e [3]int64) [3]int64 { return e }), most)
			if _, _, again := solved(t, g.text(func(e [3]int64) [3]int64 { return e }), most); again != chosen {
				t.Fatalf("seed %d: other pairs the second time", seed)
			}
			name := r.Perm(g.n)
			r.Shuffle(len(g.list), func(i, j int) { g.list[i], g.list[j] = g.list[j], g.list[i] })
			other, _, _ := solved(t, g.text(func(e [3]int64) [3]int64 {
				return [3]int64{int64(name[e[1]]), int64(name[e[0]]), e[2]}
			}), most)
			if other != weight {
				t.Errorf("seed %d, max is %v: with other names it weighs %d, not %d", seed, most, other, weight)
			}
			times, _, _ := solved(t, g.text(func(e [3]int64) [3]int64 { return [3]int64{e[0], e[1], 7 * e[2]} }), most)
			if times != 7*weight {
				t.Errorf("seed %d, max is %v: seven times as heavy it weighs %d, not %d", seed, most, times, 7*weight)
			}
			if most {
				continue
			}
			more, _, _ := solved(t, g.text(func(e [3]int64) [3]int64 { return [3]int64{e[0], e[1], e[2] + 5000} }), most)
			if pairs != int64(g.n/2) || more != weight+5000*pairs {
				t.Errorf("seed %d: with 5000 more an edge, %d pairs weigh %d, not %d", seed, pairs, more, weight+5000*pairs)
			}
		}
	}
}

// The lines of the pairs are edges, nobody is in two, and they weigh what is said.
func TestThePairsOfAGraphAreWhatIsSaid(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		g := someEdges(rand.New(rand.NewPCG(seed, 4)))
		heaviest := map[[2]int64]int64{}
		for _, e := range g.list {
			k := [2]int64{min(e[0], e[1]), max(e[0], e[1])}
			if w, is := heaviest[k]; !is || e[2] > w {
				heaviest[k] = e[2]
			}
		}
		weight, pairs, chosen := solved(t, g.text(func(e [3]int64) [3]int64 { return e }), seed%2 == 1)
		seen := map[int64]bool{}
		for line := range strings.Lines(chosen) {
			var k [2]int64
			if _, err := fmt.Sscanf(line, "%d %d\n", &k[0], &k[1]); err != nil {
				t.Fatal(err)
			}
			w, is := heaviest[k]
			if !is || seen[k[0]] || seen[k[1]] {
				t.Errorf("seed %d: the pair %v", seed, k)
			}
			seen[k[0]], seen[k[1]] = true, true
			weight, pairs = weight-w, pairs-1
		}
		if weight != 0 || pairs != 0 {
			t.Errorf("seed %d: the pairs weigh %d less and are %d fewer", seed, weight, pairs)
		}
	}
}
