package bench

import (
	"path/filepath"
	"testing"
)

// Every row that is solved in this process, as a benchmark: the seconds of all
// processors and the most memory, as in the tables.
func BenchmarkRows(b *testing.B) {
	for _, r := range rows() {
		if r.solve == nil {
			continue
		}
		b.Run(r.name, func(b *testing.B) {
			file := filepath.Join(b.TempDir(), "instance")
			if r.file != nil {
				if err := r.file(file); err != nil {
					b.Fatal(err)
				}
			}
			var all []Outcome
			for b.Loop() {
				out, err := r.solve(b.Context(), &watch{}, file)
				if err != nil {
					b.Fatal(err)
				}
				all = append(all, out)
			}
			out := median(all)
			b.ReportMetric(0, "ns/op") // making and checking are in it
			b.ReportMetric(out.CPU, "cpu-s")
			b.ReportMetric(out.Wall, "s")
			b.ReportMetric(out.Peak, "MB")
			if out.Repeats > 0 {
				b.ReportMetric(float64(out.Repeats), "repeats")
			}
		})
	}
}
