package match

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
)

func mustSchedule(t testing.TB, in Input, rounds int, s [32]byte) Plan {
	t.Helper()
	plan, err := Schedule(context.Background(), in, rounds, s)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func groupsOf(plan Plan) (rounds [][][]int32) {
	for _, r := range plan.Rounds {
		rounds = append(rounds, r.Groups)
	}
	return rounds
}

// knownSchedules has the schedules (groups, size, rounds) that are asked for, and the fewest
// repeats that are known.
var knownSchedules = []struct{ groups, size, rounds, repeats int }{
	{4, 6, 6, 84},
	{5, 6, 10, 315},
	{5, 3, 7, 0}, // Kirkman's schoolgirls
	{8, 4, 9, 0},
	{200, 5, 12, 0},
	{8, 4, 10, 0}, // Aguado 2004
	{20, 5, 20, 0},
	{7, 4, 9, 0},
	{4, 3, 5, 3},
	{6, 4, 7, 0},
	{6, 3, 8, 0},
	{7, 3, 10, 0},
	{9, 3, 13, 0},
	{10, 3, 14, 0},
	{5, 5, 6, 0},
	{8, 8, 9, 0},
}

func TestKnownSchedules(t *testing.T) {
	t.Parallel()
	for _, want := range knownSchedules {
		if want.groups == 8 && want.rounds == 10 {
			continue // takes too long for a test: see BenchmarkSchedule
		}
		t.Run(fmt.Sprint(want), func(t *testing.T) {
			t.Parallel()
			plan := mustSchedule(t, Input{People: want.groups * want.size, Size: want.size}, want.rounds, seed(1))
			m, err := CheckSchedule(want.groups*want.size, want.size, groupsOf(plan))
			if err != nil {
				t.Fatal(err)
			}
			if plan.Repeats != want.repeats || m.Repeats() != want.repeats {
				t.Errorf("%d repeats, counted %d, want %d (%s)", plan.Repeats, m.Repeats(), want.repeats, plan.Way)
			}
			if plan.Least > plan.Repeats {
				t.Errorf("at least %d, but reached %d", plan.Least, plan.Repeats)
			}
		})
	}
}

// Fifteen schoolgirls walk out three abreast for seven days: each pair walks together
// once, and nobody is left who has not walked with somebody.
func TestKirkmansSchoolgirls(t *testing.T) {
	t.Parallel()
	for i := range 5 {
		plan := mustSchedule(t, Input{People: 15, Size: 3}, 7, seed(i))
		m, err := CheckSchedule(15, 3, groupsOf(plan))
		if want := (Meetings{Slots: 105, Distinct: 105, Most: 1}); err != nil || m != want {
			t.Fatalf("%+v, %v", m, err)
		}
		if !plan.Optimal() {
			t.Error("zero repeats are not known to be least")
		}
	}
}

func randomScheduleInput(chance *source) Input {
	n, size := 6+chance.below(16), 2+chance.below(4)
	in := Input{People: n, Size: size}
	pair := func() (int32, int32) {
		a := chance.below(n)
		return int32(a), int32((a + 1 + chance.below(n-1)) % n)
	}
	if chance.below(3) > 0 {
		values := make([]int32, n)
		for p := range values {
			values[p] = int32(chance.below(5))
		}
		in.Traits = []Trait{{Values: values}}
	}
	for range chance.below(n) {
		a, b := pair()
		in.Met = append(in.Met, Meeting{int32(chance.below(4)), a, b})
	}
	for range chance.below(n / 2) {
		a, b := pair()
		in.Apart = append(in.Apart, Pair{a, b})
	}
	return in
}

func TestEveryScheduleKeepsTheRules(t *testing.T) {
	t.Parallel()
	chance := newSource(seed(12))
	for i := range 12 {
		in := randomScheduleInput(chance)
		rounds := 1 + chance.below(5)
		plan := mustSchedule(t, in, rounds, seed(i))
		if len(plan.Rounds) != rounds || plan.Repeats < plan.Least || plan.Version != Version {
			t.Fatalf("%d rounds, %d repeats of at least %d", len(plan.Rounds), plan.Repeats, plan.Least)
		}
		history, repeats := in, 0
		history.Met = slices.Clone(in.Met)
		for r, round := range plan.Rounds {
			res, err := Assess(history, round.Groups) // refuses people who are kept apart
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(res.Repeats, round.Repeats) || !slices.Equal(res.Same, round.Same) {
				t.Fatalf("round %d counts %v, %v", r, round.Repeats, res.Repeats)
			}
			repeats += len(res.Repeats)
			keepMet(&history, round.Groups, lastRound(in)+1+int32(r))
		}
		if repeats != plan.Repeats {
			t.Fatalf("%d repeats, counted %d", plan.Repeats, repeats)
		}
		if len(in.Apart) == 0 {
			if _, err := CheckSchedule(in.People, in.Size, groupsOf(plan)); err != nil {
				t.Fatal(err)
			}
		}
		if err := VerifySchedule(context.Background(), in, seed(i), plan); err != nil {
			t.Fatal(err)
		}
	}
}

func keepMet(in *Input, groups [][]int32, number int32) {
	for _, g := range groups {
		for i, a := range g {
			for _, b := range g[:i] {
				in.Met = append(in.Met, Meeting{Round: number, A: a, B: b})
			}
		}
	}
}

// No schedule of few people and rounds, of all there are, has fewer repeats than the
// bound says.
func TestTheBoundIsOne(t *testing.T) {
	t.Parallel()
	chance := newSource(seed(5))
	for range 30 {
		n, size := 4+chance.below(4), 2+chance.below(3)
		in := Input{People: n, Size: size}
		for range chance.below(2 * n) {
			a := chance.below(n)
			in.Met = append(in.Met, Meeting{1, int32(a), int32((a + 1 + chance.below(n-1)) % n)})
		}
		p := newProblem(in)
		sizes := Sizes(n, size)
		people := make([]int32, n)
		for i := range people {
			people[i] = int32(i)
		}
		fewest := 1 << 30
		var divisions [][][]int32
		everyDivision(n, func(g []int32) bool { return len(g) <= sizes[0] }, func(groups [][]int32) {
			var got []int
			var copied [][]int32
			for _, g := range groups {
				got = append(got, len(g))
				copied = append(copied, slices.Clone(g))
			}
			slices.SortFunc(got, func(a, b int) int { return b - a })
			if slices.Equal(got, sizes) {
				divisions = append(divisions, copied)
			}
		})
		for _, first := range divisions {
			for _, second := range divisions {
				fewest = min(fewest, repeatsOf(p, first, second))
			}
		}
		if least := p.leastMeetings(people, sizes, 2); least > fewest {
			t.Errorf("%d people in %v: at least %d, but %d is possible", n, sizes, least, fewest)
		}
	}
}

func repeatsOf(p *problem, rounds ...[][]int32) (n int) {
	met := map[Pair]bool{}
	for _, round := range rounds {
		for _, g := range round {
			for i, a := range g {
				for _, b := range g[:i] {
					pair := Pair{min(a, b), max(a, b)}
					if met[pair] || p.link(a, b).met() {
						n++
					}
					met[pair] = true
				}
			}
		}
	}
	return n
}

func TestASchedulesInputAsSaidInAnotherWay(t *testing.T) {
	in := benchmarkInput(24, 2, false)
	in.Size = 4
	in.Apart = []Pair{{0, 1}, {5, 9}}
	first := mustSchedule(t, in, 4, seed(3))
	other := in
	other.Met = slices.Clone(in.Met)
	slices.Reverse(other.Met)
	other.Apart = []Pair{{9, 5}, {1, 0}, {0, 1}}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, procs := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(procs)
		if err := VerifySchedule(context.Background(), other, seed(3), first); err != nil {
			t.Error(err)
		}
	}
	if err := VerifySchedule(context.Background(), other, seed(4), first); !errors.Is(err, ErrDiffers) {
		t.Errorf("another seed: %v", err)
	}
}

// These schedules are pinned, as draws are.
func TestGoldenSchedules(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		people, size, rounds int
		want                 string
	}{
		{15, 3, 7, "0202759271179ee7"},
		{32, 4, 9, "566a256470b00979"},
		{100, 5, 20, "4da2face11adedae"},
		{24, 6, 6, "68a219891832205c"},
		{22, 4, 3, "0459527f680ed0c7"},
		{10, 2, 9, "fae81feea7d6faa3"},
	} {
		plan := mustSchedule(t, Input{People: test.people, Size: test.size}, test.rounds, seed(2026))
		sum := sha256.Sum256(fmt.Append(nil, groupsOf(plan)))
		if got := hex.EncodeToString(sum[:8]); got != test.want {
			t.Errorf("%d people in groups of %d, %d rounds: %s, want %s", test.people, test.size, test.rounds, got, test.want)
		}
	}
}

func TestSchedulesThatMakeNoSense(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		in     Input
		rounds int
	}{
		{Input{People: 4, Size: 2}, 0},
		{Input{People: 4, Size: 2}, MaxRounds + 1},
		{Input{People: 4, Size: 1}, 1},
		{Input{People: 4, Size: 2, Pin: [][]int32{{0, 1}}}, 1},
		{Input{People: 4, Size: 2, Met: []Meeting{{1<<31 - 1, 0, 1}}}, 1},
	} {
		if _, err := Schedule(context.Background(), test.in, test.rounds, seed(1)); !errors.Is(err, ErrInput) {
			t.Errorf("%+v: %v", test, err)
		}
	}
	for n := range 3 {
		plan := mustSchedule(t, Input{People: n, Size: 3}, 2, seed(1))
		if len(plan.Rounds) != 2 || plan.Rounds[0].Groups != nil && n < 2 {
			t.Errorf("%d people: %+v", n, plan)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Schedule(ctx, Input{People: 32, Size: 4}, 10, seed(1)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
