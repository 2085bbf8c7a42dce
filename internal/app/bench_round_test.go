package app_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/app"
	"cuppa.example/internal/member"
	"cuppa.example/internal/testkit"
	"cuppa.example/internal/unmentoring"
)

// BenchmarkRoundToTheLastLetter publishes the draw of 10,000 people and waits
// until a mail server in the same process has taken the last match letter, each
// of which greets its reader by name. The drawing before is not counted, and
// the letters that asked people have left by then.
func BenchmarkRoundToTheLastLetter(b *testing.B) {
	const people = 10_000
	sink := startSink(b)
	k := testkit.New(b, func(c *app.Config, _ *app.Options) { c.SMTPPort = sink.port })
	k.InTx(func(ctx context.Context, tx bun.Tx) error {
		for i := range people {
			d := member.Details{
				Name: fmt.Sprintf("Ann%05d Lee", i), Organisation: fmt.Sprintf("Council %d", i%400), Job: "Service designer",
				Region: fmt.Sprintf("Region %d", i%12), About: "I think about what people need.", Topics: member.Topics{"bins", "maps"},
			}
			if _, err := k.Members.Join(ctx, tx, fmt.Sprintf("ann%05d@example.org", i), d, true); err != nil {
				return err
			}
		}
		return nil
	})
	ctx := context.Background()
	for b.Loop() {
		b.StopTimer()
		r := drawn(b, k)
		deliverAll(b, k)
		sink.empty()
		b.StartTimer()
		began, cpu := time.Now(), cpuTime(b)
		if err := k.UnMentoring.Approve(ctx, r.ID, "", unmentoring.Draw{Attempt: 1}.Mark(), true); err != nil {
			b.Fatal(err)
		}
		published, cpuPublished := time.Since(began), cpuTime(b)
		deliverAll(b, k)
		took, cpuAll := time.Since(began), cpuTime(b)
		if n := sink.personal(); n != people {
			b.Fatalf("%d of %d people have a letter of their own", n, people)
		}
		b.ReportMetric(people/took.Seconds(), "letters/s")
		b.ReportMetric(published.Seconds()*1000, "publish-ms")
		b.ReportMetric((took-published).Seconds()*1000, "send-ms")
		b.ReportMetric(float64((cpuPublished-cpu).Microseconds())/people, "publish-cpu-µs/letter")
		b.ReportMetric(float64((cpuAll-cpuPublished).Microseconds())/people, "send-cpu-µs/letter")
	}
}

func deliverAll(b *testing.B, k *testkit.Kit) {
	b.Helper()
	if _, err := k.Post.Deliver(context.Background()); err != nil {
		b.Fatal(err)
	}
}

// drawn is a round of everybody whose draw waits for a person.
func drawn(b *testing.B, k *testkit.Kit) unmentoring.Round {
	b.Helper()
	ctx := context.Background()
	check := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	p := unmentoring.Programme{
		Title: "Coffee", Purpose: "Meet somebody new.", Minutes: 30, Size: 2, Prompts: unmentoring.Lines{"Think", "Do", "Share"},
		Differ: unmentoring.Lines{unmentoring.DifferOrganisation, unmentoring.DifferRegion},
		Review: unmentoring.ReviewAlways, Cadence: unmentoring.Monthly, FirstDay: unmentoring.DayOf(k.Clock.Now().AddDate(0, 0, 14), time.UTC),
	}
	p.SetWindows(unmentoring.DefaultWindows(p.Cadence, p.Review))
	p, err := k.UnMentoring.Create(ctx, p, true)
	check(err)
	check(k.UnMentoring.Tick(ctx, k.Clock.Now()))
	list, err := k.UnMentoring.Rounds(ctx)
	check(err)
	for _, info := range list {
		if info.ProgrammeID == p.ID {
			check(k.UnMentoring.DrawNow(ctx, info.ID, ""))
			return info.Round
		}
	}
	b.Fatal("no round has begun")
	return unmentoring.Round{}
}

// sink is a lean mail server that keeps who got a letter that greets them.
type sink struct {
	port int
	mu   sync.Mutex
	got  map[string]bool
}

func startSink(b *testing.B) *sink {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = l.Close() })
	s := &sink{port: l.Addr().(*net.TCPAddr).Port, got: map[string]bool{}}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c)
		}
	}()
	return s
}

func (s *sink) empty() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.got)
}

func (s *sink) personal() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.got)
}

func (s *sink) serve(c net.Conn) {
	defer c.Close()
	r, w := bufio.NewReaderSize(c, 64<<10), bufio.NewWriter(c)
	answer := func(line string) {
		_, _ = w.WriteString(line + "\r\n")
		if r.Buffered() == 0 {
			_ = w.Flush()
		}
	}
	answer("220 sink")
	var to string
	var letter []byte
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return
		}
		switch string(line[:4]) {
		case "EHLO":
			answer("250-sink\r\n250 PIPELINING")
		case "RCPT":
			to = string(line[bytes.IndexByte(line, '<')+1 : bytes.IndexByte(line, '@')])
			answer("250 fine")
		case "DATA":
			answer("354 go on")
			_ = w.Flush()
			for letter = letter[:0]; !bytes.Equal(line, []byte(".\r\n")); letter = append(letter, line...) {
				if line, err = r.ReadSlice('\n'); err != nil {
					return
				}
			}
			s.take(to, letter)
			answer("250 taken")
		case "QUIT":
			answer("221 bye")
			return
		default:
			answer("250 fine")
		}
	}
}

func (s *sink) take(to string, letter []byte) {
	greeting := []byte("Hello A" + to[1:] + ",")
	if bytes.Count(letter, greeting) < 2 { // as text and as HTML
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got[to] = true
}
