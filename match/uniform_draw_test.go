package match

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Everything that does not count where chance alone decides.
func distracted(in Input) Input {
	in.Mode = Uniform
	in.Traits = []Trait{{Values: make([]int32, in.People)}}
	in.Priority, in.Larger = make([]int32, in.People), make([]int32, in.People)
	for p := range in.People {
		in.Traits[0].Values[p] = int32(1 + p%2)
		in.Priority[p], in.Larger[p] = int32(p), int32(p)
	}
	in.Avoid = []Pair{{0, 3}, {1, 4}}
	return in
}

func TestADrawByChanceIsUniform(t *testing.T) {
	t.Parallel()
	for _, c := range uniformCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in, counts := distracted(c.in), map[string]int{}
			for i := range 10_000 {
				var s [32]byte
				s[0], s[1], s[2] = byte(i), byte(i>>8), 1
				res := mustDraw(t, in, s)
				if res.How != HowRejected && res.How != HowCounted {
					t.Fatalf("how %d", res.How)
				}
				counts[named(res.Groups)]++
			}
			checkUniform(t, counts, c.divisions)
		})
	}
}

// Whatever the input: nobody with whom they are barred from, unless it says so.
func TestADrawByChanceKeepsTheRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := inputs(t)
		in.Mode = Uniform
		res := mustDrawRapid(t, in)
		for _, g := range res.Groups {
			if apartIn(in, g) {
				t.Fatalf("%v are kept apart", g)
			}
		}
		for _, pin := range in.Pin {
			if !slices.ContainsFunc(res.Groups, func(g []int32) bool { return contains(g, pin) }) {
				t.Fatalf("pinned %v are not together in %v", pin, res.Groups)
			}
		}
		if !(division{how: res.How}).uniform() {
			return
		}
		for _, r := range res.Repeats {
			if !slices.ContainsFunc(in.Pin, func(pin []int32) bool { return contains(pin, []int32{r.A, r.B}) }) {
				t.Fatalf("%v is a repeat, how %d", r, res.How)
			}
		}
		for _, u := range res.Unplaced {
			if u.Why == WhyTaken && len(in.Pin) == 0 && in.People < 20 {
				// Only who is apart from all others who are left is left out.
				for _, other := range res.Groups {
					for _, b := range other {
						if !apartIn(in, []int32{u.Person, b}) {
							t.Fatalf("%d is left out, but may be with %d", u.Person, b)
						}
					}
				}
			}
		}
	})
}

// Everybody has met everybody but their partner of one round: there is one way.
func TestCountingFindsTheOnlyWay(t *testing.T) {
	t.Parallel()
	for _, n := range []int{6, 16, 30} {
		in := Input{People: n, Size: 2, Mode: Uniform}
		for a := range int32(n) {
			for b := range a {
				if b/2 != a/2 {
					in.Met = append(in.Met, Meeting{1, a, b})
				}
			}
		}
		res := mustDraw(t, in, seed(n))
		if res.How != HowCounted && res.How != HowRejected || len(res.Repeats) > 0 || len(res.Groups) != n/2 {
			t.Errorf("%d: how %d, %v", n, res.How, res.Repeats)
		}
	}
}

func TestADrawByChanceSaysWhenThereIsNone(t *testing.T) {
	t.Parallel()
	for _, n := range []int{4, 5, 20, 70} {
		in := Input{People: n, Size: 2, Mode: Uniform}
		for a := range int32(n) {
			for b := range a {
				in.Met = append(in.Met, Meeting{1, a, b})
			}
		}
		res := mustDraw(t, in, seed(n))
		if res.How != HowForced || len(res.Repeats) != n/2+2*(n%2) || len(res.Unplaced) > 0 {
			t.Errorf("%d: how %d, %d repeats", n, res.How, len(res.Repeats))
		}
	}
	in := Input{People: 5, Size: 2, Mode: Uniform, Pin: [][]int32{{0, 1}, {2, 3}}}
	if res := mustDraw(t, in, seed(1)); res.How != HowForced || len(res.Unplaced) > 0 {
		t.Errorf("one beside two pins: %+v", res)
	}
}

// Two hundred people in fours after twenty rounds: too many to count, and too
// much history to draw blindly.
func TestADrawByChanceIsSwitchedWhereItMustBe(t *testing.T) {
	t.Parallel()
	in := benchmarkInput(200, 24, false)
	in.Mode, in.Size = Uniform, 4
	res := mustDraw(t, in, seed(1))
	if res.How != HowSwitched || res.Steps != 1<<20 || len(res.Repeats) > 0 || len(res.Groups) != 50 {
		t.Errorf("how %d, %d steps, %d repeats, %d groups", res.How, res.Steps, len(res.Repeats), len(res.Groups))
	}
	if other := mustDraw(t, in, seed(2)); reflect.DeepEqual(res.Groups, other.Groups) {
		t.Error("the same with another seed")
	}
}

func TestReasonsOfADrawByChance(t *testing.T) {
	t.Parallel()
	in := Input{People: 6, Size: 2, Mode: Uniform, Traits: []Trait{{Values: []int32{1, 1, 2, 2, 3, 3}}}}
	for i := range 40 {
		res := mustDraw(t, in, seed(i))
		for g, reasons := range Explain(in, res) {
			for _, r := range reasons {
				if r.Code == Share && r.Why != WhyChance {
					t.Fatalf("%v: %+v", res.Groups[g], r)
				}
			}
		}
	}
}

// See TestGoldenDraws.
func TestGoldenDrawsByChance(t *testing.T) {
	t.Parallel()
	of := func(n, rounds, size int) Input {
		in := benchmarkInput(n, rounds, false)
		in.Mode, in.Size = Uniform, size
		return in
	}
	for _, test := range []struct {
		name string
		in   Input
		how  How
		want string
	}{
		{"pairs", of(1000, 12, 2), HowRejected, "362e8614fa20fd77"},
		{"pairs and a trio", of(101, 6, 2), HowRejected, "ce18c9fe007006d4"},
		{"few who have met most", of(24, 40, 2), HowCounted, "31a5543da9b6386a"},
		{"groups", of(60, 1, 3), HowRejected, "ae9876e3d0ac405a"},
		{"groups of many", of(203, 12, 5), HowSwitched, "dcc8449ed8844e5d"},
	} {
		res := mustDraw(t, test.in, seed(2026))
		sum := sha256.Sum256(fmt.Append(nil, res.Groups, res.Unplaced))
		if got := hex.EncodeToString(sum[:8]); got != test.want || res.How != test.how {
			t.Errorf("%s: %s how %d, want %s how %d", test.name, got, res.How, test.want, test.how)
		}
	}
}

func TestChanceIsTheSameAtAnyNumberOfProcessors(t *testing.T) {
	for _, in := range []Input{benchmarkInput(1001, 12, true), benchmarkInput(202, 12, true)} {
		in.Mode = Uniform
		in.Size += in.People % 2
		var first Result
		for _, procs := range []int{1, 2, 8} {
			before := runtime.GOMAXPROCS(procs)
			res := mustDraw(t, in, seed(4))
			runtime.GOMAXPROCS(before)
			if first.Groups == nil {
				first = res
			}
			if !reflect.DeepEqual(res, first) {
				t.Fatalf("another draw at %d processors", procs)
			}
		}
	}
}

func TestADrawByChanceCanBeCancelled(t *testing.T) {
	t.Parallel()
	u := uniformOf(benchmarkInput(300, 40, false))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	none := func() (division, error) { return division{}, nil }
	if _, err := u.divide(ctx, newSource(seed(1)), none); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := u.switchPeople(ctx, [][]int32{{0, 1}, {2, 3}}, newSource(seed(1)), 10); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	u = uniformOf(benchmarkInput(40, 30, false))
	if _, _, err := u.count(ctx, newSource(seed(1)), countMost); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func BenchmarkUniform(b *testing.B) {
	for _, c := range []struct{ n, rounds, size int }{
		{30, 12, 2}, {1000, 24, 2}, {10_000, 12, 2}, {10_000, 24, 2}, {10_001, 24, 2}, {100_000, 12, 2}, {10_000, 24, 4}, {100_000, 24, 2},
	} {
		b.Run(fmt.Sprintf("n=%d/rounds=%d/size=%d", c.n, c.rounds, c.size), func(b *testing.B) {
			in := benchmarkInput(c.n, c.rounds, false)
			in.Mode, in.Size = Uniform, c.size
			i := 0
			for b.Loop() {
				i++
				res := mustDraw(b, in, seed(i))
				b.ReportMetric(float64(res.How), "how")
				b.ReportMetric(float64(len(res.Repeats)), "repeats")
			}
		})
	}
}
