package match

import (
	"context"
	"fmt"
	"slices"
	"testing"
)

// network is people with an organisation and a region each.
func network(n, organisations, regions int) Input {
	in := Input{People: n, Size: 2, Traits: make([]Trait, 2)}
	for p := range n {
		in.Traits[0].Values = append(in.Traits[0].Values, int32(1+p*p%organisations))
		in.Traits[1].Values = append(in.Traits[1].Values, int32(1+p%regions))
	}
	return in
}

func seed(n int) (s [32]byte) {
	s[0], s[1] = byte(n), byte(n>>8)
	return s
}

// keep adds the groups of a round to the history.
func keep(in *Input, round int, groups [][]int32) {
	if in.Larger == nil {
		in.Larger = make([]int32, in.People)
	}
	for _, g := range groups {
		for i, a := range g {
			if len(g) > in.Size {
				in.Larger[a]++
			}
			for _, b := range g[:i] {
				in.Met = append(in.Met, Meeting{Round: int32(round), A: a, B: b})
			}
		}
	}
}

func mustDraw(t testing.TB, in Input, s [32]byte) Result {
	t.Helper()
	res, err := Draw(context.Background(), in, s)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestScenarioTwelveRounds(t *testing.T) {
	t.Parallel()
	for s := range 20 {
		in := Input{People: 41, Size: 2, Traits: []Trait{{Values: make([]int32, 41)}}}
		for p := range 41 {
			in.Traits[0].Values[p] = int32(1 + max(0, p-7)/4)
		}
		for round := range 12 {
			res := mustDraw(t, in, seed(100*s+round))
			if len(res.Groups) != 20 || len(res.Unplaced) > 0 || len(res.Repeats) > 0 || res.Same[0] > 0 {
				t.Fatalf("seed %d round %d: %d groups, %v unplaced, repeats %v, same %v", s, round, len(res.Groups), res.Unplaced, res.Repeats, res.Same)
			}
			keep(&in, round, res.Groups)
		}
		for p, n := range in.Larger {
			if n > 1 {
				t.Fatalf("seed %d: %d was in %d trios", s, p, n)
			}
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	for _, n := range []int{60, 1000, 1999, 10_000} {
		for _, hard := range []bool{false, true} {
			b.Run(fmt.Sprintf("n=%d/hard=%v", n, hard), func(b *testing.B) {
				in := benchmarkInput(n, 24, hard)
				for b.Loop() {
					res := mustDraw(b, in, seed(1))
					b.ReportMetric(float64(len(res.Repeats)), "repeats")
					b.ReportMetric(float64(res.Same[0]), "same0")
					b.ReportMetric(float64(res.Same[1]), "same1")
				}
			})
		}
	}
}

// benchmarkInput has so many rounds of random pairs behind it; hard means that
// 60 % are of one organisation and 70 % of one region.
func benchmarkInput(n, rounds int, hard bool) Input {
	chance := newSource(seed(7))
	in := Input{People: n, Size: 2, Traits: []Trait{{Values: make([]int32, n)}, {Values: make([]int32, n)}, {Values: make([]int32, n)}}}
	for p := range n {
		in.Traits[0].Values[p] = int32(1 + chance.below(max(2, n/10)))
		in.Traits[1].Values[p] = int32(1 + chance.below(10))
		in.Traits[2].Values[p] = int32(1 + chance.below(5))
		if hard && chance.below(10) < 6 {
			in.Traits[0].Values[p] = 1
		}
		if hard && chance.below(10) < 7 {
			in.Traits[1].Values[p] = 1
		}
	}
	people := make([]int32, n)
	for p := range people {
		people[p] = int32(p)
	}
	for r := range rounds {
		chance.shuffle(people)
		for i := 0; i+1 < n; i += 2 {
			in.Met = append(in.Met, Meeting{int32(r), people[i], people[i+1]})
		}
	}
	return in
}

func BenchmarkGroups(b *testing.B) {
	for _, n := range []int{60, 1000, 10_000} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			in := benchmarkInput(n, 12, false)
			in.Size = 6
			for b.Loop() {
				res := mustDraw(b, in, seed(1))
				b.ReportMetric(float64(len(res.Repeats)), "repeats")
				b.ReportMetric(float64(res.Same[0]), "same0")
				b.ReportMetric(float64(res.Same[1]), "same1")
				b.ReportMetric(float64(res.Same[2]), "same2")
			}
		})
	}
}

// Long after everybody has met everybody, with the trio to choose: the slowest
// kind of draw for few people.
func BenchmarkForcedRepeats(b *testing.B) {
	for _, n := range []int{41, 101, 301} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			in := benchmarkInput(n, 8*n, true)
			for b.Loop() {
				b.ReportMetric(float64(len(mustDraw(b, in, seed(1)).Repeats)), "repeats")
			}
		})
	}
}

// Two pairs of pinned people who fit into one group must not be put there if one
// of the first is kept apart from one of the second.
func TestPinnedPeopleKeptApartGoIntoDifferentGroups(t *testing.T) {
	t.Parallel()
	in := Input{People: 15, Size: 8, Pin: [][]int32{{0, 1}, {2, 3}, {4, 5, 6}}, Apart: []Pair{{0, 2}}}
	for i := range 20 {
		res := mustDraw(t, in, seed(i))
		for _, pin := range in.Pin {
			if !slices.ContainsFunc(res.Groups, func(g []int32) bool { return contains(g, pin) }) {
				t.Fatalf("pinned %v are not together in %v", pin, res.Groups)
			}
		}
	}
}

// Somebody who is kept apart from a pinned person is who has to leave.
func TestAPinnedPersonStays(t *testing.T) {
	t.Parallel()
	in := Input{People: 16, Size: 3, Pin: [][]int32{{0, 1}}}
	for b := int32(2); b < 16; b++ {
		in.Apart = append(in.Apart, Pair{0, b})
	}
	res := mustDraw(t, in, seed(1))
	if !slices.ContainsFunc(res.Groups, func(g []int32) bool { return contains(g, in.Pin[0]) }) {
		t.Fatalf("%v parts %v", res.Groups, in.Pin[0])
	}
}
