package account_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
)

// BenchmarkDirectory draws 50 of 10,000 members for somebody who is signed in,
// from the request to the last byte.
func BenchmarkDirectory(b *testing.B) {
	k := testkit.New(b)
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		for i := range 10_000 {
			d := member.Details{
				Name: fmt.Sprintf("Member %05d", i), Organisation: fmt.Sprintf("Council %d", i%400), Job: "Service designer",
				Region: fmt.Sprintf("Region %d", i%9), About: "I think about what people need.", Topics: member.Topics{"bins", "maps"},
			}
			if _, err := k.Members.Join(ctx, tx, fmt.Sprintf("m%d@example.org", i), d, true); err != nil {
				return err
			}
		}
		return nil
	})
	ann := k.Member("Ann Lee")
	cookie := ann.Cookies()
	for name, path := range map[string]string{"first": "/people", "joined": "/people?sort=joined"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest(http.MethodGet, testkit.Base+path, nil)
				for _, c := range cookie {
					r.AddCookie(c)
				}
				w := httptest.NewRecorder()
				k.Handler().ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatalf("answers %d", w.Code)
				}
			}
		})
	}
}
