package discussion_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/discussion"
	"cuppa.example/internal/testkit"
)

// BenchmarkRooms opens, searches and writes in a room of 2,000 posts, alone and
// beside others of as many: neither costs more because of them.
func BenchmarkRooms(b *testing.B) {
	for _, rooms := range []int{1, 200} {
		s, ann := filled(b, rooms, 2_000)
		for _, c := range []struct{ name, path string }{
			{"page", ""}, {"search-common", "/search?q=form"}, {"search-rare", "/search?q=number17"}, {"search-none", "/search?q=nowhere+at+all"},
		} {
			b.Run(fmt.Sprintf("%d/%s", rooms, c.name), func(b *testing.B) {
				begin := processor()
				for b.Loop() {
					if p := ann.Get(s.page() + c.path); p.Status != http.StatusOK {
						b.Fatal(p.Status)
					}
				}
				b.ReportMetric(float64(processor()-begin)/float64(b.N)/1e6, "cpu-ms/op")
			})
		}
		b.Run(fmt.Sprintf("%d/write", rooms), func(b *testing.B) {
			begin := processor()
			for b.Loop() {
				s.Clock.Set(s.Clock.Now().Add(time.Minute))
				s.write(ann, "Another one, of a usual length, about what we did last week.")
			}
			b.ReportMetric(float64(processor()-begin)/float64(b.N)/1e6, "cpu-ms/op")
		})
	}
}

// filled is the middle one of rooms with n posts each, all of one person.
func filled(b *testing.B, rooms, n int) (s story, ann testkit.Person) {
	b.Helper()
	k := testkit.New(b)
	ann, bob := k.Member("Ann Ash"), k.Member("Bob Birch")
	for room := range rooms {
		one := open(b, k, ann, bob)
		if room == rooms/2 {
			s = one
		}
		one.do(func(ctx context.Context, tx bun.Tx) error {
			for start := 0; start < n; start += 500 {
				if err := fill(ctx, tx, one, ann.ID, start, min(n, start+500)); err != nil {
					return err
				}
			}
			_, err := tx.NewRaw("UPDATE discussion_rooms SET changes = ? WHERE id = ?", n, one.room).Exec(ctx)
			return err
		})
	}
	if k.DB.Postgres() {
		s.do(func(ctx context.Context, tx bun.Tx) error { _, err := tx.ExecContext(ctx, "ANALYZE"); return err })
	}
	return s, ann
}

func fill(ctx context.Context, tx bun.Tx, s story, author string, from, to int) error {
	var list []discussion.Post
	for i := from; i < to; i++ {
		text := strings.Repeat("we closed the form last week and asked people to ring instead ", 1+i%3) + fmt.Sprintf("number%d", i)
		list = append(list, discussion.Post{
			ID: s.NewID(), RoomID: s.room, Seq: int64(i + 1), ChangeSeq: int64(i + 1), AuthorID: author,
			Body: text, Found: " " + text, WrittenAt: s.Clock.Now().Add(time.Duration(i) * time.Second),
		})
	}
	_, err := tx.NewInsert().Model(&list).Exec(ctx)
	return err
}
