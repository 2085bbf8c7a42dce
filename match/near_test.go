package match

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
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
	return in.canonical()
}

// gap is how far groups are from the bound, in percent of the weight of the reference:
// 2,000 for a pair that lacks nothing.
func gap(in Input, res Result) float64 {
	least := res.Least.Same[0]
	best := 2000*int64(in.People/2) - 50*least
	return 100 * float64(50*(in.Reached(res).Same[0]-least)) / float64(best)
}

// Looking into a long history where it is says the same as laying it out.
func TestSearchingKnowsWhatIsLaidOut(t *testing.T) {
	t.Parallel()
	chance := newSource(seed(12))
	for i := range 60 {
		in := randomInput(chance, 2+chance.below(30), 2)
		if i == 0 {
			in = weighedInput(2000, 9, true) // in parts
		}
		p := newProblem(in)
		lean := &problem{in: p.in, rounds: p.rounds}
		if p.in.Past.Len() == 0 {
			continue
		}
		lean.seek()
		for a := range int32(min(in.People, 100)) {
			for b := range int32(in.People) {
				if a == b {
					continue
				}
				if want, got := p.link(a, b), lean.link(a, b); got.flags != want.flags {
					t.Fatalf("%d and %d: %x, want %x", a, b, got.flags, want.flags)
				}
			}
			if !slices.Equal(lean.linksOf(a), p.linksOf(a)) {
				t.Fatalf("the links of %d", a)
			}
		}
	}
}

func BenchmarkMillion(b *testing.B) {
	for _, hard := range []bool{false, true} {
		b.Run(fmt.Sprintf("hard=%v", hard), func(b *testing.B) {
			benchmarkNear(b, weighedInput(1_000_000, 24, hard), func(in Input) Result { return mustDraw(b, in, seed(1)) })
		})
	}
}

// Pairs of ten thousand people without the exact solver.
func BenchmarkHardQuick(b *testing.B) {
	for _, passes := range []int{100, 1000} {
		b.Run(fmt.Sprintf("passes=%d", passes), func(b *testing.B) {
			benchmarkNear(b, weighedInput(10_000, 24, true), func(in Input) Result {
				p, people, chance := newProblem(in), everyone(in.People), newSource(seed(1))
				chance.shuffle(people)
				least := p.leastLevels(people, Sizes(in.People, 2))
				q := newPairing(newScale(p), people)
				if err := q.improve(b.Context(), chance, passes, least); err != nil {
					b.Fatal(err)
				}
				res := p.result(q.groups())
				res.Least = p.bound(&least)
				return res
			})
		})
	}
}

// benchmarkNear reports the gap, CPU seconds of all processors, and how much memory
// the process had at most, and before.
func benchmarkNear(b *testing.B, in Input, draw func(Input) Result) {
	runtime.GC()
	debug.FreeOSMemory()
	before := peak(b, true)
	cpu := cpuSeconds()
	for b.Loop() {
		res := draw(in)
		b.ReportMetric(gap(in, res), "%gap")
		b.ReportMetric(float64(len(res.Repeats)), "repeats")
	}
	b.ReportMetric((cpuSeconds()-cpu)/float64(b.N), "cpu-s/op")
	b.ReportMetric(before, "MB-before")
	b.ReportMetric(peak(b, false), "MB-most")
}

// peak gives the most memory that the process had, in megabytes, from now on if that
// is asked for; 0 where the system does not say.
func peak(b *testing.B, reset bool) float64 {
	if reset {
		if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
			b.Log(err)
		}
	}
	status, _ := os.ReadFile("/proc/self/status")
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	var kilobytes float64
	_, _ = fmt.Sscan(after, &kilobytes)
	return kilobytes / 1024
}

func cpuSeconds() float64 {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return float64(r.Utime.Nano()+r.Stime.Nano()) / 1e9
}
