package match

import (
	"fmt"
	"slices"
	"testing"
)

// repeatsHad counts how many repeats everybody had.
func repeatsHad(in Input) []int {
	had := make([]int, in.People)
	seen := map[Pair]bool{}
	for _, m := range in.Met {
		p := Pair{min(m.A, m.B), max(m.A, m.B)}
		if seen[p] {
			had[p.A]++
			had[p.B]++
		}
		seen[p] = true
	}
	return had
}

func spread[T int | int32](of []T) T { return slices.Max(of) - slices.Min(of) }

// The same people meet long after everybody has met everybody: nobody is ever far
// ahead in trios or repeats, and after a multiple of n rounds, which has three
// turns a person for every n, all turns are equal.
func TestTurnsRotate(t *testing.T) {
	t.Parallel()
	for _, n := range []int{3, 5, 7, 9, 15, 21} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			in := network(n, 5, 3)
			for round := range 2 * n {
				keep(&in, round, mustDraw(t, in, seed(round)).Groups)
				if spread(in.Larger) > 3 {
					t.Fatalf("round %d: trios %v", round, in.Larger)
				}
				if had := repeatsHad(in); spread(had) > 3 {
					t.Fatalf("round %d: repeats %v", round, had)
				}
			}
			if spread(in.Larger) > 1 {
				t.Errorf("in the end: trios %v", in.Larger)
			}
		})
	}
	for _, n := range []int{4, 6, 10, 16} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			in := network(n, 5, 3)
			for round := range 3 * n {
				keep(&in, round, mustDraw(t, in, seed(round)).Groups)
				if had := repeatsHad(in); spread(had) > 2 {
					t.Fatalf("round %d: repeats %v", round, had)
				}
			}
		})
	}
}

// With somebody new each round and somebody gone, nobody is in a trio twice while
// others who were there as long were in none.
func TestTriosRotateWhilePeopleComeAndGo(t *testing.T) {
	t.Parallel()
	const all, present, rounds = 60, 21, 30
	had := make([]int32, all)
	var met []Meeting
	chance := newSource(seed(3))
	people := make([]int32, all)
	for p := range people {
		people[p] = int32(p)
	}
	for round := range rounds {
		chance.shuffle(people)
		in := Input{People: present, Size: 2, Larger: make([]int32, present)}
		who := slices.Sorted(slices.Values(people[:present]))
		index := map[int32]int32{}
		for i, p := range who {
			index[p] = int32(i)
			in.Larger[i] = had[p]
		}
		for _, m := range met {
			a, ok := index[m.A]
			b, also := index[m.B]
			if ok && also {
				in.Met = append(in.Met, Meeting{m.Round, a, b})
			}
		}
		res := mustDraw(t, in, seed(round))
		fewest := slices.Sorted(slices.Values(in.Larger))[2]
		for _, g := range res.Groups {
			for i, a := range g {
				if len(g) == 3 {
					had[who[a]]++
					if len(res.Repeats) == 0 && in.Larger[a] > fewest {
						t.Errorf("round %d: somebody with %d trios again, though three have %d at most", round, in.Larger[a], fewest)
					}
				}
				for _, b := range g[:i] {
					met = append(met, Meeting{int32(round), who[a], who[b]})
				}
			}
		}
	}
}

// People who were let down are spared the trio and the repeat.
func TestPriorityIsServedFirst(t *testing.T) {
	t.Parallel()
	for _, n := range []int{9, 21, 51} {
		in := network(n, 5, 3)
		in.Priority = make([]int32, n)
		for p := range n - 3 {
			in.Priority[p] = 1
		}
		res := mustDraw(t, in, seed(n))
		want := []int32{int32(n - 3), int32(n - 2), int32(n - 1)}
		if !slices.ContainsFunc(res.Groups, func(g []int32) bool { return slices.Equal(g, want) }) {
			t.Errorf("of %d, not the three without priority are the trio: %v", n, res.Groups)
		}
	}
	// Everybody has met everybody of the other half, and two must repeat: 0 and 1
	// know nobody new, and one of 2 … 7 must be with each of them.
	for _, spared := range []int32{2, 5, 7} {
		in := Input{People: 8, Size: 2, Apart: []Pair{{0, 1}}, Priority: make([]int32, 8)}
		for _, a := range []int32{0, 1} {
			for b := int32(2); b < 8; b++ {
				in.Met = append(in.Met, Meeting{1, a, b})
			}
		}
		in.Priority[spared] = 1
		for _, r := range mustDraw(t, in, seed(int(spared))).Repeats {
			if r.B == spared {
				t.Errorf("%d repeats though they come first", spared)
			}
		}
	}
}

// Of pairs who have all met, those who met longest ago.
func TestTheOldestAreRepeated(t *testing.T) {
	t.Parallel()
	in := Input{People: 16, Size: 2}
	for round := range 15 { // the circle method
		for i := range 7 {
			a, b := (round+i+1)%15, (round-i-1+15)%15
			in.Met = append(in.Met, Meeting{int32(round * 10), int32(a), int32(b)})
		}
		in.Met = append(in.Met, Meeting{int32(round * 10), int32(round), 15})
	}
	for _, r := range mustDraw(t, in, seed(1)).Repeats {
		if r.Round != 0 || r.Times != 1 {
			t.Errorf("repeated %+v", r)
		}
	}
}

// Everybody meets everybody before anybody meets twice, for half of all rounds at
// least: Dirac's theorem, as far as pairs need no exclusions.
func TestNoRepeatInTheFirstHalf(t *testing.T) {
	t.Parallel()
	for _, n := range []int{6, 10, 14, 20, 40} {
		in := network(n, 4, 2)
		for round := range n / 2 {
			res := mustDraw(t, in, seed(round))
			if len(res.Repeats) > 0 {
				t.Fatalf("%d people, round %d: %v", n, round, res.Repeats)
			}
			keep(&in, round, res.Groups)
		}
	}
}
