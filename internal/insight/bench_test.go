package insight_test

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"cuppa.example/internal/testkit"
)

// BenchmarkOverview opens the organisers' statistics of 10,000 people and 24
// rounds, one of which goes on: for the first time after the program has
// started, and then again.
func BenchmarkOverview(b *testing.B) {
	f := fill(testkit.New(b), 10_000, 24)
	if err := f.Insight.Tick(b.Context(), f.Now()); err != nil {
		b.Fatal(err)
	}
	for name, before := range map[string]func(){"first": f.Insight.Forget, "again": func() { overview(b, f) }} {
		b.Run(name, func(b *testing.B) {
			before()
			began := cpuTime(b)
			for b.Loop() {
				if name == "first" {
					before()
				}
				overview(b, f)
			}
			b.ReportMetric(float64((cpuTime(b)-began).Microseconds())/1e3/float64(b.N), "cpu-ms/page")
		})
	}
}

// cpuTime is what this process has used so far.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func overview(b *testing.B, f *filled) {
	b.Helper()
	p := f.organiser.Get("/organise/insight")
	if p.Status != 200 || !strings.Contains(p.Text(), "24") {
		b.Fatalf("it answers %d: %s", p.Status, p.Text())
	}
}
