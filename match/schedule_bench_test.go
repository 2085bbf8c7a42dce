package match

import (
	"fmt"
	"testing"
)

func BenchmarkSchedule(b *testing.B) {
	for _, c := range knownSchedules {
		b.Run(fmt.Sprintf("%d-%d-%d", c.groups, c.size, c.rounds), func(b *testing.B) {
			n := 0
			for b.Loop() {
				plan := mustSchedule(b, Input{People: c.groups * c.size, Size: c.size}, c.rounds, seed(n))
				b.ReportMetric(float64(plan.Repeats), "repeats")
				b.ReportMetric(float64(plan.Least), "least")
				n++
			}
		})
	}
}

// drawnLive makes a schedule as a network does: one draw after the other.
func drawnLive(t testing.TB, groups, size, rounds int) (repeats int) {
	in := Input{People: groups * size, Size: size}
	for r := range rounds {
		res := mustDraw(t, in, seed(r))
		repeats += len(res.Repeats)
		keep(&in, r, res.Groups)
	}
	return repeats
}

// A thousand people in groups of five never repeat a meeting in a year of months.
func TestAThousandPeopleMeetNewPeopleEveryMonth(t *testing.T) {
	t.Parallel()
	if repeats := drawnLive(t, 200, 5, 12); repeats != 0 {
		t.Errorf("%d repeats", repeats)
	}
}

func BenchmarkRoundByRound(b *testing.B) {
	for _, c := range knownSchedules {
		b.Run(fmt.Sprintf("%d-%d-%d", c.groups, c.size, c.rounds), func(b *testing.B) {
			for b.Loop() {
				b.ReportMetric(float64(drawnLive(b, c.groups, c.size, c.rounds)), "repeats")
			}
		})
	}
}
