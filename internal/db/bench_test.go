package db_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
)

// BenchmarkSmallWrite writes one row in one transaction that is on the disk
// when it returns, as an answered POST is: one after the other, and from so
// many requests at a time.
func BenchmarkSmallWrite(b *testing.B) {
	for _, hands := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("at-once=%d", hands), func(b *testing.B) {
			d, err := db.Open(filepath.Join(b.TempDir(), "cuppa.db"))
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = d.Close() })
			if _, err := d.Writer().Exec("CREATE TABLE answers (id TEXT PRIMARY KEY, member_id TEXT NOT NULL, said TEXT NOT NULL, at TIMESTAMPTZ NOT NULL)"); err != nil {
				b.Fatal(err)
			}
			now, began := time.Now().UTC(), cpuTime(b)
			var left atomic.Int64
			left.Store(int64(b.N))
			b.ResetTimer()
			var all sync.WaitGroup
			for range hands {
				all.Go(func() {
					for left.Add(-1) >= 0 {
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
			}
			all.Wait()
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
