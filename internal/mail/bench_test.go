package mail

import (
	"context"
	"fmt"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/uptrace/bun"
)

// matchLetter is as long as the letter that says whom somebody talks to.
func matchLetter(i int) Item {
	name := "Person Number " + strconv.Itoa(i)
	return Item{
		Envelope{
			Kind: "conversation.match", Key: "bench " + strconv.Itoa(i), MemberID: "m-" + strconv.Itoa(i),
			Name: name, Email: fmt.Sprintf("person%d@council%d.test", i, i%400), Lang: "en",
		},
		Letter{
			Subject: "You are talking to " + name + " in November",
			Preview: name + ", data analyst at Wexford and Dale Council. You write first.",
			Blocks: []Block{
				Para("Hello " + name + ","),
				Para("This month you are talking to Åsa Þórsdóttir – data analyst at Wexford and Dale Council, in the North West."),
				Facts(
					Row{"Email", "asa.thorsdottir@wexford-dale.test", "mailto:asa.thorsdottir@wexford-dale.test"},
					Row{"Teams", "asa.thorsdottir", ""},
					Row{"Phone", "On your conversation page", "https://net.test/c/0192f3c4"},
				),
				Heading("Why you two"),
				Para("It is your first meeting. You work for different councils in different regions, and you both care about open data."),
				Heading("Who writes first"),
				Para("You do. Two times that could suit both: 2:30pm on Tuesday 24 November 2026 (GMT), or 10am on Thursday 26 November 2026 (GMT)."),
				Button("Choose a time", "https://net.test/c/0192f3c4-7a1b-7c3d-9e4f-5a6b7c8d9e0f~kx92js~AbCdEfGhIjKlMnOpQrStUvWx"),
				Heading("What to talk about"),
				List("What are you thinking about at work?", "What have you done that others could use?", "What could you share with the network?"),
				Quote("I look after the open data portal, and try to get people to use it."),
				Para("One rule: nobody sells anything."),
				Link("If it does not work out", "https://net.test/c/0192f3c4-7a1b-7c3d-9e4f-5a6b7c8d9e0f~kx92js~AbCdEfGhIjKlMnOpQrStUvWx"),
				Small("You get this because you are in the November round. You can say not this time on your page."),
			},
			OneClick: "https://net.test/u/0192f3c4~kx92js~AbCdEfGhIjKlMnOpQrStUvWx",
		},
	}
}

// BenchmarkRound is a round for 10,000 members: queueing every personal letter
// in one transaction, sending it to an SMTP server in a process of its own,
// and marking it.
func BenchmarkRound(b *testing.B) {
	const people = 10_000
	port := startSink(b)
	for b.Loop() {
		b.StopTimer()
		ctx := context.Background()
		p := newPost(b, database(b), newClock(), func(c *Config) { c.Port = port })
		b.StartTimer()
		began, cpu := time.Now(), cpuTime(b)
		check(b, p.db.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
			items := make([]Item, people)
			for i := range items {
				items[i] = matchLetter(i)
			}
			return p.QueueAll(ctx, tx, items)
		}))
		queued := time.Since(began)
		n, err := p.Deliver(ctx)
		check(b, err)
		if n != people {
			b.Fatalf("%d of %d", n, people)
		}
		took := time.Since(began)
		b.ReportMetric(people/took.Seconds(), "letters/s")
		b.ReportMetric(queued.Seconds()*1000, "queue-ms")
		b.ReportMetric((took-queued).Seconds()*1000, "send-ms")
		b.ReportMetric(float64((cpuTime(b)-cpu).Microseconds())/people, "cpu-µs/letter")
	}
}

// BenchmarkMessage writes one letter as it goes over the wire.
func BenchmarkMessage(b *testing.B) {
	p := newPost(b, nil, newClock(), nil)
	r, err := p.compose(matchLetter(1))
	check(b, err)
	w := worker{frames: map[string]frame{}, delivery: &delivery{post: p}}
	for b.Loop() {
		s, err := p.open(r)
		check(b, err)
		w.buf.Reset()
		check(b, p.message(context.Background(), &w.buf, r, s, w.frame(context.Background(), "en")))
	}
	b.ReportMetric(float64(w.buf.Len()), "bytes")
}

// BenchmarkCompose seals one letter.
func BenchmarkCompose(b *testing.B) {
	p := newPost(b, nil, newClock(), nil)
	for b.Loop() {
		_, err := p.compose(matchLetter(1))
		check(b, err)
	}
}

// cpuTime is what this process has used so far: the steadiest figure on a busy
// machine. The server and PostgreSQL are not in it.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	check(b, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkQueue seals and writes the letters of a round of 10,000, in one transaction.
func BenchmarkQueue(b *testing.B) {
	const people = 10_000
	items := make([]Item, people)
	for i := range items {
		items[i] = matchLetter(i)
	}
	for b.Loop() {
		b.StopTimer()
		p := newPost(b, database(b), newClock(), nil)
		b.StartTimer()
		queue(b, p, items...)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*people), "µs/letter")
}
