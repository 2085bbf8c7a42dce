package match

import (
	"context"
	"errors"
	"math"
	"math/bits"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// inputs generates inputs of every kind, pins included.
func inputs(t *rapid.T) Input {
	n := rapid.IntRange(0, 28).Draw(t, "people")
	in := Input{People: n, Size: rapid.SampledFrom([]int{2, 2, 2, 3, 4, 6, 8}).Draw(t, "size")}
	if n < 2 {
		return in
	}
	person := rapid.Int32Range(0, int32(n-1))
	pair := rapid.Custom(func(t *rapid.T) Pair {
		a := person.Draw(t, "a")
		b := person.Filter(func(b int32) bool { return b != a }).Draw(t, "b")
		return Pair{a, b}
	})
	for range rapid.IntRange(0, 3).Draw(t, "traits") {
		in.Traits = append(in.Traits, traits(t, n, len(in.Traits) > 0))
	}
	for _, p := range rapid.SliceOfN(pair, 0, 3*n).Draw(t, "met") {
		in.Met = append(in.Met, Meeting{rapid.Int32Range(-3, 6).Draw(t, "round"), p.A, p.B})
	}
	in.Avoid = rapid.SliceOfN(pair, 0, n).Draw(t, "avoid")
	in.Apart = rapid.SliceOfN(pair, 0, n).Draw(t, "apart")
	if rapid.Bool().Draw(t, "fairness") {
		in.Priority = rapid.SliceOfN(rapid.Int32Range(0, MaxTurns), n, n).Draw(t, "priority")
		in.Larger = rapid.SliceOfN(rapid.Int32Range(0, MaxTurns), n, n).Draw(t, "larger")
	}
	if rapid.Bool().Draw(t, "pinned") {
		in.Pin = pins(t, in)
	}
	return in
}

func traits(t *rapid.T, n int, with bool) Trait {
	trait := Trait{Share: rapid.Bool().Draw(t, "share"), Weight: rapid.Int32Range(0, 6).Draw(t, "weight")}
	trait.With = with && rapid.Bool().Draw(t, "with")
	if rapid.Bool().Draw(t, "sets") {
		set := rapid.Custom(func(t *rapid.T) uint64 { return rapid.Uint64Range(0, 31).Draw(t, "set") << 20 })
		trait.Sets = rapid.SliceOfN(set, n, n).Draw(t, "trait")
	} else {
		trait.Values = rapid.SliceOfN(rapid.Int32Range(0, 5), n, n).Draw(t, "trait")
	}
	return trait
}

// pins takes people off the front, as long as they may be together.
func pins(t *rapid.T, in Input) (pins [][]int32) {
	next := int32(0)
	for _, size := range rapid.SliceOfN(rapid.IntRange(2, 5), 0, 3).Draw(t, "pins") {
		var pin []int32
		for int(next) < in.People && len(pin) < size {
			pin = append(pin, next)
			next++
		}
		if len(pin) >= 2 && !apartIn(in, pin) {
			pins = append(pins, pin)
		}
	}
	return pins
}

func TestEveryDrawKeepsTheRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := inputs(t)
		res := mustDrawRapid(t, in)
		seen := make([]int, in.People)
		for _, g := range res.Groups {
			if apartIn(in, g) {
				t.Fatalf("%v are kept apart", g)
			}
			if len(g) < 2 || len(g) > in.Size+1 && !pinned(in, g) {
				t.Fatalf("a group of %d", len(g))
			}
			for _, p := range g {
				seen[p]++
			}
		}
		for _, u := range res.Unplaced {
			seen[u.Person]++
			if u.Why == WhyNone || u.Why == WhyOut {
				t.Fatalf("%d is unplaced because of %d", u.Person, u.Why)
			}
		}
		for p, n := range seen {
			if n != 1 {
				t.Fatalf("%d is in %d places", p, n)
			}
		}
		if len(in.Apart)+len(in.Pin) == 0 {
			var sizes []int
			for _, g := range res.Groups {
				sizes = append(sizes, len(g))
			}
			slices.SortFunc(sizes, func(a, b int) int { return b - a })
			if !slices.Equal(sizes, Sizes(in.People, in.Size)) {
				t.Fatalf("sizes %v, want %v", sizes, Sizes(in.People, in.Size))
			}
		}
		for _, pin := range in.Pin {
			if !slices.ContainsFunc(res.Groups, func(g []int32) bool { return contains(g, pin) }) {
				t.Fatalf("pinned %v are not together in %v", pin, res.Groups)
			}
		}
	})
}

func mustDrawRapid(t *rapid.T, in Input) Result {
	res, err := Draw(context.Background(), in, [32]byte{9})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func contains(group, people []int32) bool {
	for _, p := range people {
		if !slices.Contains(group, p) {
			return false
		}
	}
	return true
}

func pinned(in Input, group []int32) bool {
	return slices.ContainsFunc(in.Pin, func(pin []int32) bool { return contains(group, pin) })
}

// The same facts, told in another way.
func retold(t *rapid.T, in Input) Input {
	out := in
	swap := func(p Pair) Pair {
		if rapid.Bool().Draw(t, "swap") {
			return Pair{p.B, p.A}
		}
		return p
	}
	out.Met, out.Avoid, out.Apart = nil, nil, nil
	for _, m := range append(in.Met, in.Met[:len(in.Met)/2]...) {
		p := swap(Pair{m.A, m.B})
		out.Met = append(out.Met, Meeting{m.Round, p.A, p.B})
	}
	for _, p := range in.Avoid {
		out.Avoid = append(out.Avoid, swap(p))
	}
	for _, p := range append(in.Apart, in.Apart...) {
		out.Apart = append(out.Apart, swap(p))
	}
	slices.Reverse(out.Met)
	slices.Reverse(out.Apart)
	out.Traits = nil
	for i, trait := range in.Traits {
		out.Traits = append(out.Traits, retoldTrait(trait))
		if i+1 == len(in.Traits) || !in.Traits[i+1].With {
			begin := together(out.Traits)
			for j := begin[len(begin)-1]; j <= i; j++ {
				out.Traits[j].Weight = 3 * max(1, out.Traits[j].Weight)
			}
		}
	}
	out.Pin = nil
	for _, pin := range in.Pin {
		pin = slices.Clone(pin)
		slices.Reverse(pin)
		out.Pin = append([][]int32{pin}, out.Pin...)
	}
	return out
}

func retoldTrait(trait Trait) Trait {
	if trait.Sets != nil {
		trait.Sets = slices.Clone(trait.Sets)
		for p, set := range trait.Sets {
			trait.Sets[p] = bits.Reverse64(set) | set // everything twice
		}
		return trait
	}
	trait.Values = slices.Clone(trait.Values)
	for p, v := range trait.Values {
		if v != 0 {
			trait.Values[p] = math.MaxInt32 - 7*v
		}
	}
	return trait
}

func TestOnlyWhatIsMeantMatters(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := inputs(t)
		before := in.Encode()
		other := retold(t, in)
		if other.Digest() != in.Digest() {
			t.Fatal("another digest")
		}
		res := mustDrawRapid(t, in)
		if again := mustDrawRapid(t, other); !reflect.DeepEqual(res, again) {
			t.Fatalf("%v, then %v", res, again)
		}
		if !slices.Equal(before, in.Encode()) {
			t.Fatal("the draw changed its input")
		}
	})
}

func TestAStoredDrawCanBeVerified(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := inputs(t)
		res := mustDrawRapid(t, in)
		stored, err := Decode(in.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if err := Verify(context.Background(), stored, [32]byte{9}, res); err != nil {
			t.Fatal(err)
		}
		if len(res.Groups) < 2 {
			return
		}
		res.Groups = slices.Clone(res.Groups)
		res.Groups[0], res.Groups[1] = res.Groups[1], res.Groups[0]
		if err := Verify(context.Background(), stored, [32]byte{9}, res); !errors.Is(err, ErrDiffers) {
			t.Fatalf("verified after a change: %v", err)
		}
	})
}

func TestAssessCountsWhatDrawCounts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := inputs(t)
		res := mustDrawRapid(t, in)
		by, err := Assess(in, res.Groups)
		if err != nil {
			t.Fatal(err)
		}
		for i := range by.Unplaced {
			if by.Unplaced[i].Why != WhyOut {
				t.Fatalf("unplaced because of %d", by.Unplaced[i].Why)
			}
			by.Unplaced[i].Why = res.Unplaced[i].Why
		}
		by.Version, by.Optimal, by.How, by.Steps, by.Least = res.Version, res.Optimal, res.How, res.Steps, res.Least
		by.Proof = res.Proof
		if !reflect.DeepEqual(by, res) {
			t.Fatalf("%v, want %v", by, res)
		}
	})
}

// There are no more repeats than a perfect matching of least cost needs in which
// a repeat costs one and nothing else counts.
func TestARepeatOnlyWhereItMustBe(t *testing.T) {
	t.Parallel()
	chance := newSource(seed(8))
	for i := range 60 {
		n := 2 * (7 + chance.below(12))
		in := Input{People: n, Size: 2}
		for a := range int32(n) {
			for b := range a {
				if chance.below(n) > 3 {
					in.Met = append(in.Met, Meeting{1, a, b})
				}
			}
		}
		p := newProblem(in)
		g := Graph{People: n}
		for a := range int32(n) {
			for b := range a {
				e := Edge{a, b, 0}
				if p.link(a, b).met() {
					e.Weight = -1
				}
				g.Edges = append(g.Edges, e)
			}
		}
		m, err := g.Perfect(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if res := mustDraw(t, in, seed(i)); int64(len(res.Repeats)) != -m.Weight {
			t.Errorf("%d repeats, %d needed", len(res.Repeats), -m.Weight)
		}
	}
}

func TestTheSameAtAnyNumberOfProcessors(t *testing.T) {
	in := benchmarkInput(301, 24, true)
	var first Result
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, procs := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(procs)
		res := mustDraw(t, in, seed(4))
		if first.Groups == nil {
			first = res
		}
		if !reflect.DeepEqual(res, first) {
			t.Fatalf("another draw at %d processors", procs)
		}
	}
}

func TestACancelledDrawStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, size := range []int{2, 4} {
		in := benchmarkInput(3000, 2, true)
		in.Size = size
		if _, err := Draw(ctx, in, seed(1)); !errors.Is(err, context.Canceled) {
			t.Errorf("size %d: %v", size, err)
		}
	}
}
