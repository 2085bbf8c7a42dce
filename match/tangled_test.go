package match

import "testing"

// tangledInput is a network in which what people should differ in hangs together:
// most are of one organisation, all of that in one region, most of them of one
// role. What could be reached for each by itself cannot be reached for all.
func tangledInput(n, rounds int) Input {
	in := benchmarkInput(n, rounds, true)
	chance := newSource(seed(9))
	for p := range n {
		if in.Traits[0].Values[p] == 1 {
			in.Traits[1].Values[p] = 1
			if chance.below(10) < 7 {
				in.Traits[2].Values[p] = 1
			}
		} else if chance.below(3) > 0 {
			in.Traits[2].Values[p] = 1 + in.Traits[1].Values[p]%3
		}
	}
	return in
}

func TestTheExactSolverGoesOnWhereExchangesStandStill(t *testing.T) {
	t.Parallel()
	const n = 1000
	in := tangledInput(n, 24)
	p := newProblem(in)
	least := p.leastLevels(everyone(n), Sizes(n, 2))
	chance := newSource(seed(1))
	people := everyone(n)
	chance.shuffle(people)
	q := newPairing(newScale(p), people)
	if err := q.improve(t.Context(), chance, quickPasses, least); err != nil {
		t.Fatal(err)
	}
	if q.sum() == least {
		t.Error("exchanges reach the bound: this tries nothing")
	}
	res := mustDraw(t, in, seed(1))
	if !res.Optimal || len(res.Repeats) > 0 || int64(res.Same[0]) != least[levelTrait] || int64(res.Same[1]) != least[levelTrait+1] {
		t.Errorf("optimal is %v, %d repeats, %v share something, and %v must", res.Optimal, len(res.Repeats), res.Same, least[levelTrait:])
	}
}

func everyone(n int) []int32 {
	all := make([]int32, n)
	for i := range all {
		all[i] = int32(i)
	}
	return all
}

func BenchmarkTangled(b *testing.B) {
	in := tangledInput(2000, 24)
	for b.Loop() {
		mustDraw(b, in, seed(1))
	}
}
