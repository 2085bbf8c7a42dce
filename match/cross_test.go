package match

import (
	"context"
	"testing"
)

// randomInput has a bit of everything, sometimes much of it.
func randomInput(chance *source, n, size int) Input {
	in := Input{People: n, Size: size}
	for range chance.below(4) {
		t := Trait{Values: make([]int32, n)}
		kinds := 2 + chance.below(5)
		for p := range n {
			t.Values[p] = int32(chance.below(kinds))
		}
		in.Traits = append(in.Traits, t)
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

// total is what a whole division costs.
func (p *problem) total(groups [][]int32, alone []int32) (sum levels) {
	for _, g := range groups {
		l := p.groupLevels(g)
		sum.add(&l)
	}
	for _, a := range alone {
		sum[levelUnplaced]++
		sum[levelServed] += int64(p.priority[a])
	}
	return sum
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
		want := p.total(all.groups, all.alone)
		d, err := searchPairs(context.Background(), s, people, newSource(seed(i)))
		if err != nil {
			t.Fatal(err)
		}
		groups, alone := s.rescue(d.groups, d.alone)
		got := p.total(groups, alone)
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
