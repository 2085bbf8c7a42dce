package match

import (
	"fmt"
	"testing"
)

// weighedInput is the network of the reference figures: what people should differ in
// and have in common, weighed against each other, after so many rounds of chance.
// Hard means that 60 % are of one organisation, 70 % of one region, and that languages
// and free hours are scarce.
func weighedInput(n, rounds int, hard bool) Input {
	chance := newSource(seed(3))
	skewed := func(kinds int) int32 {
		return int32(min(chance.below(1<<20), chance.below(1<<20))*kinds>>20) + 1
	}
	organisation, region, seniority := make([]int32, n), make([]int32, n), make([]int32, n)
	language, hours := make([]uint64, n), make([]uint64, n)
	for p := range n {
		organisation[p], region[p], seniority[p] = skewed(max(4, n/25)), skewed(12), int32(chance.below(5)+1)
		slots := 6
		if hard {
			slots = 3
			if chance.below(10) < 6 {
				organisation[p] = 1
			}
			if chance.below(10) < 7 {
				region[p] = 1
			}
			language[p] = 1 << [20]int{10: 1, 1, 1, 1, 1, 2, 2, 2, 3, 3}[chance.below(20)]
			if chance.below(10) < 3 {
				language[p] |= 16
			}
		} else {
			language[p] = 1 << chance.below(8)
			if chance.below(10) < 8 {
				language[p] |= 1
			}
		}
		for range slots {
			hours[p] |= 1 << chance.below(40)
		}
	}
	in := Input{People: n, Size: 2, Traits: []Trait{
		{Values: organisation, Weight: 300},
		{Values: region, Weight: 200, With: true},
		{Values: seniority, Weight: 100, With: true},
		{Sets: language, Share: true, Weight: 250, With: true},
		{Sets: hours, Share: true, Weight: 150, With: true},
	}}
	people := everyone(n)
	for r := range rounds {
		chance.shuffle(people)
		for i := 0; i+1 < n; i += 2 {
			in.Met = append(in.Met, Meeting{int32(r), people[i], people[i+1]})
		}
	}
	in.Met = canonicalMeetings(in.Met, n)
	return in
}

// gap is how far groups are from a bound, in thousandths of a percent of the weight of
// the reference: 2,000 for a pair that lacks nothing.
func gap(in Input, res Result, least int64) float64 {
	best := 2000*int64(in.People/2) - 50*least
	return 100 * float64(50*(in.Reached(res).Same[0]-least)) / float64(best)
}

func BenchmarkWeighed(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		for _, hard := range []bool{false, true} {
			b.Run(fmt.Sprintf("n=%d/hard=%v", n, hard), func(b *testing.B) {
				in := weighedInput(n, 24, hard)
				for b.Loop() {
					res := mustDraw(b, in, seed(1))
					b.ReportMetric(float64(in.Reached(res).Same[0]), "cost")
					b.ReportMetric(float64(len(res.Repeats)), "repeats")
					b.ReportMetric(gap(in, res, res.Least.Same[0]), "%gap")
				}
			})
		}
	}
}
