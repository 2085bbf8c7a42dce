package discussion_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/discussion"
	"cuppa.example/internal/testkit"
)

// crowded is a room of six with n posts of a few sentences.
func crowded(b *testing.B, n int) (s story, ann testkit.Person) {
	b.Helper()
	k := testkit.New(b)
	people := make([]testkit.Person, 6)
	for i := range people {
		people[i] = k.Member(fmt.Sprintf("Person %c", 'A'+i))
	}
	s = open(b, k, people...)
	sentence := "We closed the form last week and asked people to ring instead, which took half the time of what we had before. "
	for start := 0; start < n; start += 500 {
		s.do(func(ctx context.Context, tx bun.Tx) error {
			var list []discussion.Post
			for i := start; i < min(n, start+500); i++ {
				text := strings.Repeat(sentence, 1+i%6) + fmt.Sprintf("number%d", i)
				list = append(list, discussion.Post{
					ID: k.NewID(), RoomID: s.room, Seq: int64(i + 1), ChangeSeq: int64(i + 1), AuthorID: people[i%6].ID,
					Body: text, Found: " " + strings.ToLower(strings.NewReplacer(",", "", ".", "").Replace(text)),
					WrittenAt: k.Clock.Now().Add(time.Duration(i) * time.Minute),
				})
			}
			if _, err := tx.NewInsert().Model(&list).Exec(ctx); err != nil {
				return err
			}
			_, err := tx.NewRaw("UPDATE discussion_rooms SET changes = ? WHERE id = ?", n, s.room).Exec(ctx)
			return err
		})
	}
	if k.DB.Postgres() {
		s.do(func(ctx context.Context, tx bun.Tx) error { _, err := tx.ExecContext(ctx, "ANALYZE"); return err })
	}
	return s, people[0]
}

// BenchmarkTenThousandPosts opens, searches and writes in a room of 10,000 posts.
func BenchmarkTenThousandPosts(b *testing.B) {
	s, ann := crowded(b, 10_000)
	for _, c := range []struct{ name, path string }{
		{"newest", ""}, {"middle", "?before=5000"}, {"search-common", "/search?q=form"}, {"search-rare", "/search?q=number17"}, {"search-none", "/search?q=nowhere+at+all"},
	} {
		b.Run(c.name, func(b *testing.B) {
			begin := processor()
			for b.Loop() {
				if p := ann.Get(s.page() + c.path); p.Status != http.StatusOK {
					b.Fatal(p.Status)
				}
			}
			b.ReportMetric(float64(processor()-begin)/float64(b.N)/1e6, "cpu-ms/op")
		})
	}
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			s.Clock.Set(s.Clock.Now().Add(time.Minute))
			s.write(ann, "Another one, of a usual length, about what we did last week.")
		}
	})
}

// BenchmarkStreams opens 200 real connections to 34 rooms and leaves them be:
// what each costs in memory, and the processor's time while nothing happens;
// then how long a post takes to everybody of its room. Clients and server are
// one process, so that both are counted.
func BenchmarkStreams(b *testing.B) {
	const rooms, each = 34, 6
	k := testkit.New(b)
	server := httptest.NewServer(k.Handler())
	b.Cleanup(func() { k.Discussions.EndStreams(); server.Close() })
	before := memory()
	var streams []*listening
	stories := make([]story, rooms)
	for i := range rooms {
		people := make([]testkit.Person, each)
		for j := range people {
			people[j] = k.Member(fmt.Sprintf("Person %d of %d", j, i))
		}
		stories[i] = open(b, k, people...)
		for _, p := range people {
			if len(streams) < 200 {
				streams = append(streams, stories[i].listen(server, stories[i].cookie(p.ID), "", ""))
			}
		}
	}
	held := float64(memory()-before) / float64(len(streams)) / 1024
	b.Run("idle", func(b *testing.B) {
		for b.Loop() {
			begin, used := time.Now(), processor()
			<-time.After(10 * time.Second)
			b.ReportMetric(held, "kB/stream")
			b.ReportMetric(100*(processor()-used).Seconds()/time.Since(begin).Seconds(), "%core")
		}
	})
	b.Run("post", func(b *testing.B) {
		room := stories[0]
		in, err := firstOf(room)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			k.Clock.Set(k.Clock.Now().Add(time.Minute))
			d := discussion.Draft{ID: k.NewID(), Text: "Hello"}
			if _, err := k.Discussions.Write(b.Context(), room.room, in, d); err != nil {
				b.Fatal(err)
			}
			var all sync.WaitGroup
			for _, l := range streams[:each] {
				all.Go(func() { l.next("post") })
			}
			all.Wait()
		}
	})
}

// firstOf is somebody who is in a room.
func firstOf(s story) (id string, err error) {
	err = s.DB.NewRaw("SELECT member_id FROM discussion_people WHERE room_id = ? LIMIT 1", s.room).Scan(context.Background(), &id)
	return id, err
}

// memory is what the program holds, stacks and all.
func memory() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}

// processor is how long the program has been at work.
func processor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
