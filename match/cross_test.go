package match

import (
	"context"
	"testing"
)

// randomInput has a bit of everything, sometimes much of it.
func randomInput(chance *source, n, size int) Input {
	in := Input{People: n, Size: size}
	for range chance.below(4) {
		in.Traits = append(in.Traits, randomTrait(chance, n, len(in.Traits) > 0))
	}
	some := func(most int, add func(a, b int32)) {
		for range chance.below(most + 1) {
			if a, b := int32(chance.below(n)), int32(chance.below(n)); a != b {
				add(a, b)
			}
		}
	}
	some(n*n/2, func(a, b int32) { in.Met = append(in.Met, Meeting{int32(chance.below(6)), a, b}) })
	some(n, func(a, b int32) { in.Avoid = append(in.Avoid, Pair{a, b}) })
	if chance.below(2) == 0 {
		some(n*n/2, func(a, b int32) { in.Apart = append(in.Apart, Pair{a, b}) })
	}
	if chance.below(2) == 0 {
		in.Priority, in.Larger = make([]int32, n), make([]int32, n)
		for p := range n {
			in.Priority[p], in.Larger[p] = int32(chance.below(3)), int32(chance.below(4))
		}
	}
	return in
}

func randomTrait(chance *source, n int, with bool) Trait {
	t := Trait{Share: chance.below(3) == 0, With: with && chance.below(3) == 0, Weight: int32(chance.below(5))}
	kinds := 2 + chance.below(5)
	if chance.below(3) == 0 {
		t.Sets = make([]uint64, n)
		for p := range n {
			t.Sets[p] = uint64(chance.below(kinds)) | uint64(chance.below(2)<<chance.below(20))
		}
		return t
	}
	t.Values = make([]int32, n)
	for p := range n {
		t.Values[p] = int32(chance.below(kinds))
	}
	return t
}

// The two ways to find the best pairs, which share no step, agree. For odd
// numbers, and where somebody is left over, the second promises less.
func TestSearchFindsWhatTryingAllFinds(t *testing.T) {
	t.Parallel()
	chance := newSource(seed(5))
	for i := range 500 {
		n := 4 + chance.below(9)
		p := newProblem(randomInput(chance, n, 2))
		s := newScale(p)
		people := make([]int32, n)
		for i := range people {
			people[i] = int32(i)
		}
		chance.shuffle(people)
		all, _ := small(p, people, nil, 1<<2|1<<3, true)
		want := p.sum(all.groups, all.alone)
		d, err := searchPairs(context.Background(), s, people, newSource(seed(i)))
		if err != nil {
			t.Fatal(err)
		}
		groups, alone := s.rescue(d.groups, d.alone)
		got := p.sum(groups, alone)
		if got.less(&want) {
			t.Fatalf("better than the best: %v, %v", got, want)
		}
		if got[levelUnplaced] != want[levelUnplaced] {
			t.Errorf("%d unplaced, want %d, in %+v", got[levelUnplaced], want[levelUnplaced], p.in)
		}
		if want[levelUnplaced] > 0 || want[levelOdd] > int64(n%2) {
			continue
		}
		if got[levelRepeat] != want[levelRepeat] {
			t.Errorf("%d repeats, want %d, in %+v", got[levelRepeat], want[levelRepeat], p.in)
		}
		if n%2 == 0 && (got != want || !d.optimal) {
			t.Errorf("%v (proven: %v), want %v, in %+v", got, d.optimal, want, p.in)
		}
	}
}
