package match

import (
	"reflect"
	"runtime"
	"testing"
)

// The rows of a complete graph are looked at on all processors, and how many those are
// says nothing: not of the pairs, and not of their proof.
func TestCompleteIsTheSameOnAllProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, differs := range []uint32{0, 50} {
		m := newModel(600, true, differs)
		c := Complete{People: len(m.people), Weigh: m.Weigh}
		var first Matching
		for _, procs := range []int{1, 2, 8} {
			runtime.GOMAXPROCS(procs)
			found, err := c.Perfect(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if first.Mate == nil {
				first = found
			}
			if !reflect.DeepEqual(found, first) {
				t.Fatalf("differing by %d: another answer on %d processors", differs, procs)
			}
		}
		if err := c.Check(first); err != nil {
			t.Error(err)
		}
	}
}

// The same matching comes out, whatever is added to every weight: none has to be above
// zero, or small.
func TestAConstantAddedToEveryWeightChangesNothing(t *testing.T) {
	t.Parallel()
	m := newModel(400, true, 0)
	shifted := func(by int64) Matching {
		c := Complete{People: len(m.people), Weigh: func(u int32, weights []int64) {
			m.Weigh(u, weights)
			for v := range weights {
				weights[v] += by
			}
		}}
		found, err := c.Perfect(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Check(found); err != nil {
			t.Fatal(err)
		}
		return found
	}
	plain := shifted(0)
	for _, by := range []int64{-1_000_000, -1999, 7, 1 << 40} {
		if moved := shifted(by); !reflect.DeepEqual(moved.Mate, plain.Mate) || moved.Weight != plain.Weight+by*int64(plain.Pairs) {
			t.Errorf("plus %d: another answer, of %d", by, moved.Weight)
		}
	}
}
