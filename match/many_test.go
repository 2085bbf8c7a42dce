package match

import (
	"reflect"
	"runtime"
	"testing"

	"pgregory.net/rapid"
)

// Above the exact solver: nobody is left out, nobody is with somebody they are kept
// apart from or have met, the bound holds, and the number of processors says nothing.
func TestManyPeople(t *testing.T) {
	in := weighedInput(2*manyPairs+2001, 6, true)
	chance := newSource(seed(13))
	for range 4 * in.People {
		if a, b := int32(chance.below(in.People)), int32(chance.below(in.People)); a != b {
			in.Apart = append(in.Apart, Pair{a, b})
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first Result
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
	if _, err := Assess(in, first.Groups); err != nil {
		t.Error(err)
	}
	if len(first.Unplaced)+len(first.Repeats) > 0 || first.How != HowSearched {
		t.Errorf("%d unplaced, %d repeats, found by %d", len(first.Unplaced), len(first.Repeats), first.How)
	}
	if least, reached := first.Least.Same[0], in.Reached(first).Same[0]; least <= 0 || least > reached || gap(in, first) > 1.5 {
		t.Errorf("%d reached, %d at least, a gap of %f %%", reached, least, gap(in, first))
	}
}

// As long as nobody has met more than half of the others, there is always a way
// without repeats (Dirac 1952).
func TestHalfOfAllRoundsRepeatNobody(t *testing.T) {
	t.Parallel()
	for _, n := range []int{6, 10, 14, 24, 40} {
		in := network(n, 5, 3)
		for round := range n / 2 {
			res := mustDraw(t, in, seed(round))
			if len(res.Repeats) > 0 || len(res.Unplaced) > 0 {
				t.Fatalf("%d people, round %d: repeats %v, unplaced %v", n, round+1, res.Repeats, res.Unplaced)
			}
			keep(&in, round, res.Groups)
		}
	}
}

// Other numbers for the same people change who is with whom, but not what it costs.
func TestOtherNumbersForPeopleCostTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := inputs(t)
		in.Size, in.Pin = 2, nil
		in.People -= in.People % 2
		in = first(in, in.People) // with people kept apart somebody may be left over, which is not proven
		people := make([]int, in.People)
		for i := range people {
			people[i] = i
		}
		to := rapid.Permutation(people).Draw(t, "to")
		res, other := mustDrawRapid(t, in), mustDrawRapid(t, renamed(in, to))
		if a, b := in.Reached(res), in.Reached(other); !reflect.DeepEqual(a, b) || !res.Optimal || !other.Optimal {
			t.Fatalf("%+v, then %+v", a, b)
		}
	})
}

// first takes the first n people of an input.
func first(in Input, n int) Input {
	out := Input{People: n, Size: in.Size}
	for _, t := range in.Traits {
		t.Values, t.Sets = t.Values[:min(n, len(t.Values))], t.Sets[:min(n, len(t.Sets))]
		out.Traits = append(out.Traits, t)
	}
	for _, m := range in.Met {
		if int(max(m.A, m.B)) < n {
			out.Met = append(out.Met, m)
		}
	}
	for _, p := range in.Avoid {
		if int(max(p.A, p.B)) < n {
			out.Avoid = append(out.Avoid, p)
		}
	}
	return out
}

// renamed gives everybody another number.
func renamed(in Input, to []int) Input {
	out := Input{People: in.People, Size: in.Size}
	for _, t := range in.Traits {
		other := t
		if t.Sets != nil {
			other.Sets = make([]uint64, in.People)
		} else {
			other.Values = make([]int32, in.People)
		}
		for p := range in.People {
			if t.Sets != nil {
				other.Sets[to[p]] = t.Sets[p]
			} else {
				other.Values[to[p]] = t.Values[p]
			}
		}
		out.Traits = append(out.Traits, other)
	}
	for _, m := range in.Met {
		out.Met = append(out.Met, Meeting{m.Round, int32(to[m.A]), int32(to[m.B])})
	}
	for _, p := range in.Avoid {
		out.Avoid = append(out.Avoid, Pair{int32(to[p.A]), int32(to[p.B])})
	}
	return out
}
