package app_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// peopled is a network with so many members, who are the 400 councils' people.
func peopled(b *testing.B, people int, change ...func(*testkit.Kit)) *testkit.Kit {
	b.Helper()
	k := testkit.New(b)
	for _, f := range change {
		f(k)
	}
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		for i := range people {
			d := member.Details{
				Name: fmt.Sprintf("Member %05d", i), Organisation: fmt.Sprintf("Council %d", i%400), Job: "Service designer",
				Region: fmt.Sprintf("Region %d", i%9), About: "I think about what people need.", Topics: member.Topics{"bins", "maps"},
			}
			if _, err := k.Members.Join(ctx, tx, fmt.Sprintf("m%d@council%d.example", i, i%400), d, true); err != nil {
				return err
			}
		}
		return nil
	})
	return k
}

// batchSize is how many pages the least disturbed figure is taken over: on a
// core that is shared with others the mean says as much of them as of us.
const batchSize = 50

// BenchmarkPages answers requests of somebody who is signed in, from the
// request to the last compressed byte, through everything that is around the
// pages. Its cost must not grow with the number of members.
func BenchmarkPages(b *testing.B) {
	for _, people := range []int{100, 10_000} {
		k := peopled(b, people)
		cookies := k.Organiser("Olive Organ").Cookies()
		for _, path := range []string{"/people", "/people?sort=joined", "/organise/members", "/organise/members?sort=joined", "/home", "/organise"} {
			b.Run(fmt.Sprintf("of=%d%s", people, path), func(b *testing.B) {
				b.ReportAllocs()
				ctx, cancel := context.WithCancel(b.Context()) // as a server's requests are
				defer cancel()
				began := cpuTime(b)
				least, batch := time.Hour, began
				for i := 1; b.Loop(); i++ {
					r := httptest.NewRequestWithContext(ctx, http.MethodGet, testkit.Base+path, nil)
					r.Header.Set("Accept-Encoding", "gzip")
					for _, c := range cookies {
						r.AddCookie(c)
					}
					w := httptest.NewRecorder()
					k.Handler().ServeHTTP(w, r)
					if w.Code != http.StatusOK {
						b.Fatalf("answers %d", w.Code)
					}
					if i%batchSize == 0 {
						now := cpuTime(b)
						least, batch = min(least, now-batch), now
					}
				}
				b.ReportMetric(float64(least.Nanoseconds())/1e6/batchSize, "least-cpu-ms/page")
				b.ReportMetric(float64((cpuTime(b)-began).Nanoseconds())/1e6/float64(b.N), "cpu-ms/page")
			})
		}
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
