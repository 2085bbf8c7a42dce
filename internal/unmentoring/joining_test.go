package unmentoring

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func drawJoining(t *rapid.T) joining {
	j := joining{who: 0, people: 1}
	n := rapid.IntRange(1, 20).Draw(t, "pairs")
	for range n {
		a := int32(j.people)
		j.people += 2
		cost := rapid.SliceOfN(rapid.IntRange(0, 2), 4, 4).Draw(t, "cost")
		j.pairs = append(j.pairs, joinable{
			a: a, b: a + 1, busy: rapid.Bool().Draw(t, "busy"),
			joinCost: joinCost{repeats: cost[0], unsaid: cost[1], same: cost[2], turns: cost[3]},
		})
	}
	return j
}

func drawSeed(t *rapid.T) [32]byte {
	return [32]byte(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "seed"))
}

// Nobody joins a pair while another that is free would cost less.
func TestTheFreePairThatCostsLeastIsJoined(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		j, seed := drawJoining(t), drawSeed(t)
		got := j.choose(seed)
		for i, p := range j.pairs {
			switch {
			case p.busy:
			case got < 0:
				t.Fatalf("pair %d is free, and none is chosen", i)
			case p.compare(j.pairs[got].joinCost) < 0:
				t.Fatalf("pair %d costs less than %d", i, got)
			}
		}
		if got >= 0 && j.pairs[got].busy {
			t.Fatalf("pair %d is busy", got)
		}
	})
}

func TestChanceDecidesBetweenPairsThatCostTheSame(t *testing.T) {
	t.Parallel()
	j := joining{people: 7, pairs: []joinable{{a: 1, b: 2}, {a: 3, b: 4}, {a: 5, b: 6}}}
	times := make([]int, 3)
	for i := range 300 {
		times[j.choose([32]byte{byte(i), byte(i >> 8)})]++
	}
	for i, n := range times {
		if n < 60 {
			t.Errorf("pair %d is chosen %d times of 300", i, n)
		}
	}
}

func TestJoiningIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		j := drawJoining(t)
		b := j.encode()
		got, err := decodeJoining(b)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(j, got, cmp.AllowUnexported(joining{}, joinable{}), cmp.AllowUnexported(joinCost{})); d != "" {
			t.Fatal(d)
		}
		cut := rapid.IntRange(0, len(b)-1).Draw(t, "cut")
		if _, err := decodeJoining(b[:cut]); err == nil {
			t.Fatalf("the first %d of %d bytes are read", cut, len(b))
		}
		if _, err := decodeJoining(append(bytes.Clone(b), 0)); err == nil {
			t.Fatal("one byte too many is read")
		}
	})
}
