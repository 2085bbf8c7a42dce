package match

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// uniformCases are small problems, each with people who are barred from each other:
// without them, methods that are not uniform pass too.
var uniformCases = []struct {
	name      string
	in        Input
	divisions int // allowed ones
}{
	{"six", Input{People: 6, Size: 2, Apart: []Pair{{0, 1}, {0, 2}}, Met: []Meeting{{1, 3, 4}}}, 8},
	{"eight, one with few others", Input{People: 8, Size: 2, Apart: []Pair{{0, 1}, {0, 2}, {0, 3}, {4, 5}}}, 54},
	{"eight after two rounds", Input{People: 8, Size: 2, Met: []Meeting{
		{1, 0, 1}, {1, 2, 3}, {1, 4, 5}, {1, 6, 7}, {2, 0, 2}, {2, 1, 3}, {2, 4, 6}, {2, 5, 7},
	}}, 33},
	{"seven, so one trio", Input{People: 7, Size: 2, Apart: []Pair{{0, 1}, {0, 2}, {3, 4}}}, 46},
	{"five, so one trio", Input{People: 5, Size: 2, Met: []Meeting{{1, 0, 1}, {1, 2, 3}}}, 4},
	{"groups of three", Input{People: 9, Size: 3, Met: []Meeting{{1, 0, 1}, {1, 0, 2}, {1, 1, 2}, {1, 3, 4}}}, 72},
	{"four and three", Input{People: 7, Size: 3, Met: []Meeting{{1, 0, 1}, {1, 2, 3}}}, 12},
	{"four, four and three, with pins", Input{
		People: 11, Size: 4, Apart: []Pair{{0, 1}, {0, 2}, {4, 5}, {6, 7}, {8, 9}, {1, 8}, {2, 9}, {3, 10}, {0, 5}, {1, 7}, {4, 8}, {2, 10}, {6, 9}},
		Pin: [][]int32{{3, 4}, {5, 6}}, Met: []Meeting{{1, 3, 4}},
	}, 10},
}

func uniformOf(in Input) *uniform {
	p := newProblem(in)
	whole, begun := splitPins(p)
	people, _ := poolOf(p, whole)
	return newUniform(p, people, begun)
}

// named gives a division in one form, whatever its order.
func named(groups [][]int32) string {
	var list [][]int32
	for _, g := range groups {
		list = append(list, slices.Sorted(slices.Values(g)))
	}
	slices.SortFunc(list, slices.Compare[[]int32])
	return fmt.Sprint(list)
}

// allowedDivisions finds every allowed division by looking at all, in the numbers that
// u uses.
func allowedDivisions(u *uniform) map[string]int {
	all := map[string]int{}
	pin := u.pins()
	allowed := func(g []int32) bool {
		for i, a := range g {
			for _, b := range g[:i] {
				if u.barred(a, b) && (pin[a] < 0 || pin[a] != pin[b]) {
					return false
				}
			}
		}
		return len(g) <= u.sizes[0]
	}
	everyDivision(len(u.people), allowed, func(groups [][]int32) {
		var sizes []int
		for _, g := range groups {
			sizes = append(sizes, len(g))
		}
		slices.SortFunc(sizes, func(a, b int) int { return b - a })
		if !slices.Equal(sizes, u.sizes) {
			return
		}
		for _, p := range u.begun {
			if !slices.ContainsFunc(groups, func(g []int32) bool { return contains(g, p) }) {
				return
			}
		}
		all[named(groups)] = 0
	})
	return all
}

// chance of so large a chi-square if all outcomes are as likely (Wilson and Hilferty
// 1931).
func chiSquare(counts map[string]int) float64 {
	var draws, x float64
	for _, n := range counts {
		draws += float64(n)
	}
	expected, free := draws/float64(len(counts)), float64(len(counts)-1)
	for _, n := range counts {
		x += (float64(n) - expected) * (float64(n) - expected) / expected
	}
	z := (math.Cbrt(x/free) - 1 + 2/(9*free)) / math.Sqrt(2/(9*free))
	return math.Erfc(z/math.Sqrt2) / 2
}

const unlikely = 1e-6

// drawsFor is so many for pairs that [greedy] is found out.
func drawsFor(in Input) int {
	if in.Size == 2 && in.People%2 == 0 {
		return 100_000
	}
	return 20_000
}

// uniformMethods draw divisions, in the numbers that u uses.
var uniformMethods = map[string]func(t *testing.T, u *uniform, chance *source) [][]int32{
	"rejected": func(t *testing.T, u *uniform, chance *source) [][]int32 {
		groups, err := u.reject(t.Context(), chance, lookMost)
		if err != nil {
			t.Fatal(err)
		}
		return groups
	},
	"counted": func(t *testing.T, u *uniform, chance *source) [][]int32 {
		groups, counted, err := u.count(t.Context(), chance, countMost)
		if err != nil || !counted {
			t.Fatal(counted, err)
		}
		return groups
	},
}

func TestEveryDivisionIsAsLikely(t *testing.T) {
	t.Parallel()
	for _, c := range uniformCases {
		for method, draw := range uniformMethods {
			t.Run(c.name+", "+method, func(t *testing.T) {
				t.Parallel()
				u := uniformOf(c.in)
				counts, chance := allowedDivisions(u), newSource(seed(11))
				if len(counts) != c.divisions {
					t.Errorf("%d divisions are allowed, want %d", len(counts), c.divisions)
				}
				for range drawsFor(c.in) {
					counts[named(draw(t, u, chance))]++
				}
				checkUniform(t, counts, len(allowedDivisions(u)))
			})
		}
	}
}

func checkUniform(t *testing.T, counts map[string]int, divisions int) {
	t.Helper()
	if len(counts) != divisions {
		t.Fatalf("%d divisions were drawn, %d are allowed", len(counts), divisions)
	}
	if p := chiSquare(counts); p < unlikely {
		t.Errorf("p = %g: %v", p, counts)
	}
}

// The chain begins at the same division each time.
func TestTheSwitchChainComesNearEnough(t *testing.T) {
	t.Parallel()
	for _, c := range uniformCases {
		if len(c.in.Pin) > 0 {
			continue // who is in a group with a pin is by chance, but not in which
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			u := uniformOf(c.in)
			counts, chance := allowedDivisions(u), newSource(seed(12))
			begin, _, _ := u.count(t.Context(), newSource(seed(1)), countMost)
			slices.SortFunc(begin, func(a, b []int32) int { return len(b) - len(a) })
			for range 20_000 {
				groups := make([][]int32, len(begin))
				for i := range begin {
					groups[i] = slices.Clone(begin[i])
				}
				if err := u.switchPeople(t.Context(), groups, chance, 300); err != nil {
					t.Fatal(err)
				}
				counts[named(groups)]++
			}
			checkUniform(t, counts, c.divisions)
		})
	}
}

// Power: to let everybody in turn choose from those who are left is what most
// programs do, and is not uniform. The same test must find that out.
func TestGreedyPartnersAreFoundOut(t *testing.T) {
	t.Parallel()
	for _, i := range []int{0, 2} {
		c := uniformCases[i]
		u := uniformOf(c.in)
		counts, chance := allowedDivisions(u), newSource(seed(13))
		for range drawsFor(c.in) {
			counts[named(greedy(u, chance))]++
		}
		if p := chiSquare(counts); p >= unlikely {
			t.Errorf("%s: p = %g", c.name, p)
		}
	}
}

// greedy begins again when somebody has nobody left.
func greedy(u *uniform, chance *source) [][]int32 {
	left := make([]int32, len(u.people))
	for a := range left {
		left[a] = int32(a)
	}
	chance.shuffle(left)
	var groups [][]int32
	for len(left) > 0 {
		a := left[0]
		others := slices.DeleteFunc(slices.Clone(left[1:]), func(b int32) bool { return u.barred(a, b) })
		if len(others) == 0 {
			return greedy(u, chance)
		}
		b := others[chance.below(len(others))]
		groups = append(groups, []int32{a, b})
		left = slices.DeleteFunc(left, func(p int32) bool { return p == a || p == b })
	}
	return groups
}

// Counting agrees with looking at all divisions, in random problems.
func TestCountingIsRight(t *testing.T) {
	t.Parallel()
	chance := newSource(seed(14))
	for i := range 300 {
		n, size := 2+chance.below(8), 2+chance.below(4)
		in := Input{People: n, Size: size}
		for a := range int32(n) {
			for b := range a {
				if chance.below(5) == 0 {
					in.Apart = append(in.Apart, Pair{a, b})
				} else if chance.below(5) == 0 {
					in.Met = append(in.Met, Meeting{1, a, b})
				}
			}
		}
		if a := chance.below(n - 1); size > 2 && i%2 == 0 && !apartIn(in, []int32{int32(a), int32(a + 1)}) {
			in.Pin = [][]int32{{int32(a), int32(a + 1)}}
		}
		u := uniformOf(in)
		if len(u.people) < 2 {
			continue
		}
		c := newCensus(t.Context(), u, math.MaxInt64)
		r := rest{units: 1<<len(c.units) - 1}
		for _, s := range u.sizes {
			if s > c.small {
				r.large++
			}
		}
		if got, want := c.divisions(r), uint64(len(allowedDivisions(u))); got != (whole{low: want}) {
			t.Errorf("%d divisions, want %d, of %+v", got.low, want, in)
		}
	}
}

// Pairs of n people without bars: (n−1)!! of them, a number of more than 64 bits.
func TestCountingGoesFarEnough(t *testing.T) {
	t.Parallel()
	in := Input{People: 24, Size: 2}
	c := newCensus(t.Context(), uniformOf(in), math.MaxInt64)
	if got, want := c.divisions(rest{units: 1<<24 - 1}), uint64(316234143225); got != (whole{low: want}) {
		t.Errorf("24 people: %v, want %d", got, want)
	}
}

func TestWholeNumbersBelow(t *testing.T) {
	t.Parallel()
	chance := newSource(seed(15))
	for _, n := range []whole{{low: 1}, {low: 5}, {1, 0}, {3, 7}, {1<<64 - 1, 1<<64 - 1}} {
		for range 100 {
			if x := chance.belowWhole(n); !x.less(n) {
				t.Fatalf("%v is not below %v", x, n)
			}
		}
	}
	if sum, over := (whole{1, 1<<64 - 1}).plus(whole{2, 1}); sum != (whole{4, 0}) || over {
		t.Error(sum, over)
	}
	if _, over := (whole{1<<64 - 1, 0}).plus(whole{1, 0}); !over {
		t.Error("not over")
	}
	if got := (whole{4, 0}).minus(whole{0, 1}); got != (whole{3, 1<<64 - 1}) {
		t.Error(got)
	}
}

func TestLog2(t *testing.T) {
	t.Parallel()
	for _, x := range []uint64{1, 2, 3, 7, 1000, 9999, 1 << 40, 1<<64 - 1} {
		if got, want := float64(log2(x))/65536, math.Log2(float64(x)); math.Abs(got-want) > 1e-4 {
			t.Errorf("log2(%d) is %g, want %g", x, got, want)
		}
	}
}
