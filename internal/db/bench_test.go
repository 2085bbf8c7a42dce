package db_test

import (
	"context"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
)

// BenchmarkSmallWrite writes one row in one transaction that is on the disk
// when it returns, as an answered POST is: one after the other, and from eight
// requests at a time.
func BenchmarkSmallWrite(b *testing.B) {
	for name, hands := range map[string]int{"one": 1, "eight": 8} {
		b.Run(name, func(b *testing.B) {
			d, err := db.Open(filepath.Join(b.TempDir(), "cuppa.db"))
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = d.Close() })
			if _, err := d.Writer().Exec("CREATE TABLE answers (id TEXT PRIMARY KEY, member_id TEXT NOT NULL, said TEXT NOT NULL, at TIMESTAMPTZ NOT NULL)"); err != nil {
				b.Fatal(err)
			}
			now, began := time.Now().UTC(), cpuTime(b)
			b.SetParallelism(hands)
			b.ResetTimer()
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					err := d.InTx(context.Background(), func(ctx context.Context, tx bun.Tx) error {
						_, err := tx.NewRaw("INSERT INTO answers (id, member_id, said, at) VALUES (?, ?, ?, ?)",
							uuid.Must(uuid.NewV7()).String(), "0192f3c4-7a1b-7c3d-9e4f-5a6b7c8d9e0f", "met", now).Exec(ctx)
						return err
					})
					if err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
			b.ReportMetric(float64((cpuTime(b)-began).Microseconds())/float64(b.N), "cpu-µs/write")
		})
	}
}

// cpuTime is what this process has used so far: the steadiest figure on a busy
// machine.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
