package match

import (
	"fmt"
	"slices"
	"testing"
)

// price computes what the package comment says, from the input alone, without
// the code under test.
func price(in Input, groups [][]int32, unplaced int) []int {
	met, times := map[Pair]int32{}, map[Meeting]bool{}
	for _, m := range in.Met {
		p := Pair{min(m.A, m.B), max(m.A, m.B)}
		if last, ok := met[p]; !ok || m.Round > last {
			met[p] = m.Round
		}
		times[Meeting{m.Round, p.A, p.B}] = true
	}
	rounds := map[int32]bool{}
	repeated := make([]int, in.People)
	for m := range times {
		rounds[m.Round] = true
		repeated[m.A]++
		repeated[m.B]++
	}
	for p := range met {
		repeated[p.A]--
		repeated[p.B]--
	}
	rank := func(round int32) (n int) {
		for r := range rounds {
			if r <= round {
				n++
			}
		}
		return n
	}
	square := func(of []int, p int32) int { return (of[p] - slices.Min(of)) * (of[p] - slices.Min(of)) }
	larger := make([]int, in.People)
	priority := make([]int, in.People)
	for p := range in.Priority {
		larger[p], priority[p] = int(in.Larger[p]), int(in.Priority[p])
	}
	level, weight := levelsOf(in)
	cost := make([]int, 8+len(in.Traits))
	cost[0] = unplaced
	for _, g := range groups {
		if len(g) > in.Size {
			cost[1]++
			for _, a := range g {
				cost[3] += priority[a]
				cost[4] += square(larger, a)
			}
		}
		for i, a := range g {
			for _, b := range g[:i] {
				p := Pair{min(a, b), max(a, b)}
				if round, ok := met[p]; ok {
					cost[2]++
					cost[3] += priority[a] + priority[b]
					cost[5] += rank(round)
					cost[6] += square(repeated, a) + square(repeated, b)
				}
				if slices.Contains(in.Avoid, p) || slices.Contains(in.Avoid, Pair{p.B, p.A}) {
					cost[7]++
				}
				for t, trait := range in.Traits {
					if fails(trait, a, b) {
						cost[8+level[t]] += weight[t]
					}
				}
			}
		}
	}
	return cost
}

// levelsOf gives for every trait its level, and its weight there.
func levelsOf(in Input) (level, weight []int) {
	n := -1
	for i, trait := range in.Traits {
		if !trait.With {
			n++
		}
		alone := !trait.With && (i+1 == len(in.Traits) || !in.Traits[i+1].With)
		w := max(1, int(trait.Weight))
		if alone {
			w = 1
		}
		level, weight = append(level, n), append(weight, w)
	}
	return level, weight
}

func fails(t Trait, a, b int32) bool {
	if t.Sets != nil {
		meet := t.Sets[a]&t.Sets[b] != 0
		return t.Sets[a] != 0 && t.Sets[b] != 0 && meet != t.Share
	}
	same := t.Values[a] == t.Values[b]
	return t.Values[a] != 0 && t.Values[b] != 0 && same != t.Share
}

// everyDivision calls visit with every way to divide the people into groups for
// which allowed, by their sizes and members, says so. It has to say yes to the
// beginnings of groups it says yes to.
func everyDivision(n int, allowed func(group []int32) bool, visit func(groups [][]int32)) {
	var groups [][]int32
	var place func(p int32)
	place = func(p int32) {
		if int(p) == n {
			visit(groups)
			return
		}
		for i := range groups {
			groups[i] = append(groups[i], p)
			if allowed(groups[i]) {
				place(p + 1)
			}
			groups[i] = groups[i][:len(groups[i])-1]
		}
		groups = append(groups, []int32{p})
		place(p + 1)
		groups = groups[:len(groups)-1]
	}
	place(0)
}

func apartIn(in Input, group []int32) bool {
	for _, p := range in.Apart {
		if slices.Contains(group, p.A) && slices.Contains(group, p.B) {
			return true
		}
	}
	return false
}

// checkLeast fails if a bound is above the best, or says less than was proven. The
// factor that weights have in common may be in want.
func checkLeast(t *testing.T, in Input, res Result, want []int) {
	t.Helper()
	reached := in.Reached(res)
	if res.Least.Unplaced > want[0] || res.Least.Larger > want[1] || res.Least.Repeats > want[2] {
		t.Errorf("bounds %+v are above %v", res.Least, want)
	}
	for l, least := range res.Least.Same {
		if least > reached.Same[l] || reached.Same[l] > int64(want[8+l]) {
			t.Errorf("level %d: bound %d, reached %d, best %d", l, least, reached.Same[l], want[8+l])
		}
	}
	if res.How == HowProven && in.People%2 == 0 && in.Size == 2 && fmt.Sprint(res.Least) != fmt.Sprint(reached) {
		t.Errorf("proven, but the bound is %+v, not %+v", res.Least, reached)
	}
}

func TestPairsAreTheBestOfAll(t *testing.T) {
	t.Parallel()
	chance := newSource(seed(6))
	for i := range 160 {
		n := 2 + chance.below(7)
		if i%40 == 0 {
			n = 9 + i/40%2
		}
		in := randomInput(chance, n, 2)
		// Priorities of 0, 1, 2 are their own ranks only if all three occur.
		if in.Priority != nil {
			in.Priority = ranks(in.Priority, n)
		}
		var best []int
		everyDivision(n, func(g []int32) bool { return len(g) <= 3 && !apartIn(in, g) }, func(groups [][]int32) {
			alone := 0
			served := 0
			for _, g := range groups {
				if len(g) == 1 {
					alone++
					if in.Priority != nil {
						served += int(in.Priority[g[0]])
					}
				}
			}
			cost := price(in, groups, alone)
			cost[3] += served
			if best == nil || slices.Compare(cost, best) < 0 {
				best = cost
			}
		})
		res := mustDraw(t, in, seed(i))
		got := price(in, res.Groups, len(res.Unplaced))
		for _, u := range res.Unplaced {
			if in.Priority != nil {
				got[3] += int(in.Priority[u.Person])
			}
		}
		if !slices.Equal(got, best) {
			t.Errorf("%v, want %v, in %+v", got, best, in)
		}
		checkLeast(t, in, res, best)
	}
}

func TestGroupsAreTheBestOfAll(t *testing.T) {
	t.Parallel()
	chance := newSource(seed(7))
	for i := range 40 {
		n, size := 6+chance.below(5), 3+chance.below(3)
		in := randomInput(chance, n, size)
		in.Apart = nil
		if in.Priority != nil {
			in.Priority = ranks(in.Priority, n)
		}
		sizes := Sizes(n, size)
		var best []int
		everyDivision(n, func(g []int32) bool { return len(g) <= sizes[0] }, func(groups [][]int32) {
			if len(groups) != len(sizes) {
				return
			}
			for _, g := range groups {
				if len(g) < sizes[len(sizes)-1] {
					return
				}
			}
			if cost := price(in, groups, 0); best == nil || slices.Compare(cost, best) < 0 {
				best = cost
			}
		})
		res := mustDraw(t, in, seed(i))
		if got := price(in, res.Groups, len(res.Unplaced)); !slices.Equal(got, best) {
			t.Errorf("%v, want %v, of %d in %d", got, best, n, size)
		}
		checkLeast(t, in, res, best)
	}
}
