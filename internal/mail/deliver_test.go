package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"
	"golang.org/x/time/rate"
)

// story is a post with a server.
type story struct {
	*Post
	clock  *clock
	server *mailServer
}

func newStory(t testing.TB, change func(*Config)) *story {
	t.Helper()
	c := newClock()
	m := startServer(t, nil)
	p := newPost(t, database(t), c, func(cf *Config) {
		cf.Port = m.port
		if change != nil {
			change(cf)
		}
	})
	return &story{p, c, m}
}

func (s *story) deliver(t testing.TB) int {
	t.Helper()
	n, err := s.Deliver(context.Background())
	check(t, err)
	return n
}

// rowFor finds the only row of hello(email).
func (s *story) rowFor(t testing.TB, email string) row {
	t.Helper()
	for _, r := range rowsOf(t, s.Post) {
		if r.Key == "hello "+email {
			return r
		}
	}
	t.Fatalf("no row for %s", email)
	return row{}
}

func (s *story) expect(t testing.TB, email, state string, attempts int64) row {
	t.Helper()
	r := s.rowFor(t, email)
	if r.State != state || r.Attempts != attempts {
		t.Errorf("%s is %s after %d attempts (%s), want %s after %d", email, r.State, r.Attempts, r.Reason, state, attempts)
	}
	return r
}

func TestDeliverSendsWhatIsDueAndForgetsTheBody(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	later := hello("late@x.test")
	later.NotBefore = noon.Add(time.Hour)
	queue(t, s.Post, hello("amy@x.test"), later)
	if n := s.deliver(t); n != 1 {
		t.Fatalf("%d sent", n)
	}
	got := s.server.letters("")
	if len(got) != 1 || got[0].from != "hello@net.test" || got[0].to != "amy@x.test" {
		t.Fatalf("%+v", got)
	}
	r := s.expect(t, "amy@x.test", Sent, 1)
	if r.body != nil || !r.SettledAt.Equal(noon) || !r.NextTryAt.IsZero() || r.Lease != "" {
		t.Errorf("the row of a sent letter: %+v", r)
	}
	s.clock.add(time.Hour)
	if n := s.deliver(t); n != 1 || len(s.server.letters("late")) != 1 {
		t.Errorf("%d sent an hour later", n)
	}
	if n := s.deliver(t); n != 0 {
		t.Errorf("%d sent again", n)
	}
}

func TestARefusedRecipientIsABounceAndStopsNobody(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	s.server.script["gone"] = []string{"550"}
	var told []string
	s.OnBounce = func(_ context.Context, _ bun.Tx, memberID, email, reason string) error {
		told = append(told, memberID+" "+email+" "+reason)
		return nil
	}
	queue(t, s.Post, hello("amy@x.test"), hello("gone@x.test"), hello("bob@x.test"))
	if n := s.deliver(t); n != 2 {
		t.Errorf("%d sent", n)
	}
	r := s.expect(t, "gone@x.test", Failed, 1)
	if strings.Contains(r.Reason, "gone@") || !strings.Contains(r.Reason, "no such user") {
		t.Errorf("reason: %q", r.Reason)
	}
	if want := []string{"m-gone@x.test gone@x.test " + r.Reason}; !slices.Equal(told, want) {
		t.Errorf("told %q", told)
	}
	s.clock.add(48 * time.Hour)
	if n := s.deliver(t); n != 0 || s.server.seen["gone"] != 1 {
		t.Error("a bounced letter was tried again")
	}
}

func TestABounceThatCannotBeToldIsStillABounce(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	s.server.script["gone"] = []string{"550"}
	s.OnBounce = func(context.Context, bun.Tx, string, string, string) error { return io.ErrUnexpectedEOF }
	queue(t, s.Post, hello("gone@x.test"), hello("amy@x.test"))
	if n := s.deliver(t); n != 1 {
		t.Errorf("%d sent", n)
	}
	s.expect(t, "gone@x.test", Failed, 1)
}

func TestAnAddressThatNoServerWouldTakeBounces(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	var told int
	s.OnBounce = func(context.Context, bun.Tx, string, string, string) error { told++; return nil }
	evil := "a@x.test>\r\nRCPT TO:<b@x.test"
	queue(t, s.Post, hello(evil), hello(""), hello("amy@x.test"))
	if n := s.deliver(t); n != 1 || told != 2 {
		t.Errorf("%d sent, %d bounces", n, told)
	}
	if r := s.expect(t, evil, Failed, 1); r.Reason != "mail.reason.address" {
		t.Errorf("reason %q", r.Reason)
	}
	if len(s.server.letters("b")) != 0 {
		t.Error("a command was injected")
	}
}

func TestATemporaryRefusalIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	s.server.script["grey"] = []string{"451", "452 data", ""}
	queue(t, s.Post, hello("grey@x.test"), hello("amy@x.test"))
	if n := s.deliver(t); n != 1 {
		t.Errorf("%d sent", n)
	}
	if r := s.expect(t, "grey@x.test", Queued, 1); !r.NextTryAt.Equal(noon.Add(time.Minute)) || !strings.Contains(r.Reason, "greylisted") {
		t.Errorf("%+v", r)
	}
	s.clock.add(time.Minute)
	s.deliver(t)
	if r := s.expect(t, "grey@x.test", Queued, 2); !r.NextTryAt.Equal(noon.Add(6 * time.Minute)) {
		t.Errorf("next try at %v", r.NextTryAt)
	}
	s.clock.add(5 * time.Minute)
	s.deliver(t)
	s.expect(t, "grey@x.test", Sent, 3)
}

func TestALetterIsGivenUpAfterThreeDays(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	s.server.script["grey"] = []string{"451"}
	queue(t, s.Post, hello("grey@x.test"))
	for range 100 {
		s.deliver(t)
		r := s.rowFor(t, "grey@x.test")
		if r.State != Queued {
			break
		}
		s.clock.set(r.NextTryAt)
	}
	r := s.rowFor(t, "grey@x.test")
	if r.State != Failed || !s.clock.now().Equal(noon.Add(giveUpAfter)) || r.body == nil {
		t.Errorf("%s at %v, body kept: %v", r.State, s.clock.now(), r.body != nil)
	}
	if r.Attempts < 15 || r.Attempts > 40 {
		t.Errorf("%d attempts in three days", r.Attempts)
	}
}

func TestWhatARefusalIsAbout(t *testing.T) {
	t.Parallel()
	for act, want := range map[string]struct {
		state  string
		bounce bool
	}{
		"550":           {Failed, true},
		"550 data":      {Failed, true},
		"old 550":       {Failed, true},
		"access denied": {Failed, true},
		"policy":        {Queued, false},
		"policy data":   {Queued, false},
		"old relay":     {Queued, false},
		"full":          {Queued, false},
		"554 data":      {Failed, false},
	} {
		t.Run(act, func(t *testing.T) {
			t.Parallel()
			s := newStory(t, nil)
			s.server.script["bob"] = []string{act}
			bounced := false
			s.OnBounce = func(_ context.Context, _ bun.Tx, _, email, _ string) error {
				bounced = email == "bob@x.test"
				return nil
			}
			queue(t, s.Post, hello("bob@x.test"), hello("amy@x.test"))
			if n := s.deliver(t); n != 1 {
				t.Errorf("%d sent", n)
			}
			s.expect(t, "bob@x.test", want.state, 1)
			if bounced != want.bounce {
				t.Errorf("the address is marked: %t", bounced)
			}
		})
	}
}

func TestALostAnswerIsUnknownAndSentAgainWithTheSameMessageID(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	s.server.script["amy"] = []string{"cut after data", "451", ""}
	queue(t, s.Post, hello("amy@x.test"), hello("bob@x.test"))
	if n := s.deliver(t); n != 1 {
		t.Errorf("%d sent", n)
	}
	if r := s.expect(t, "amy@x.test", Unknown, 1); !r.Twice || r.Reason != "mail.reason.unknown" || r.body == nil {
		t.Errorf("%+v", r)
	}
	s.clock.add(time.Minute)
	s.deliver(t)
	s.expect(t, "amy@x.test", Unknown, 2) // it is not known, even if the server is busy now
	s.clock.add(time.Hour)
	s.deliver(t)
	if r := s.expect(t, "amy@x.test", Sent, 3); !r.Twice {
		t.Error("the record forgot that it may have been sent twice")
	}
	copies := s.server.letters("amy")
	if len(copies) != 2 || messageID(t, copies[0]) != messageID(t, copies[1]) || copies[0].data != copies[1].data {
		t.Errorf("%d copies", len(copies))
	}
	if n := len(s.server.letters("bob")); n != 1 {
		t.Errorf("%d copies for bob", n)
	}
}

func messageID(t testing.TB, l taken) string {
	t.Helper()
	for line := range strings.SplitSeq(l.data, "\r\n") {
		if id, ok := strings.CutPrefix(line, "Message-ID: "); ok {
			return id
		}
	}
	t.Fatal("no Message-ID")
	return ""
}

func TestAConnectionThatBreaksInTheMiddleIsNoDoubt(t *testing.T) {
	t.Parallel()
	s := newStory(t, func(c *Config) { c.Workers = 1 })
	s.server.script["cut"] = []string{"cut", "cut", ""}
	queue(t, s.Post, hello("amy@x.test"), hello("cut@x.test"), hello("bob@x.test"))
	if n := s.deliver(t); n != 2 {
		t.Errorf("%d sent", n)
	}
	// It was tried on the old connection, and once on a new one.
	if r := s.expect(t, "cut@x.test", Queued, 1); r.Twice {
		t.Error("a letter that was never handed over is in doubt")
	}
	s.clock.add(time.Minute)
	s.deliver(t)
	s.expect(t, "cut@x.test", Sent, 2)
}

func TestAServerThatClosesBetweenLettersIsMetAgain(t *testing.T) {
	t.Parallel()
	s := newStory(t, func(c *Config) { c.Workers = 1 })
	s.server.script["bob"] = []string{"421", ""}
	queue(t, s.Post, hello("amy@x.test"), hello("bob@x.test"), hello("cid@x.test"))
	if n := s.deliver(t); n != 3 {
		t.Errorf("%d sent", n)
	}
	s.expect(t, "bob@x.test", Sent, 1)
}

func TestAStallTimesOutAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	s := newStory(t, func(c *Config) { c.Workers, c.Timeout = 1, 200*time.Millisecond })
	s.server.script["slow"] = []string{"stall"}
	s.server.script["mute"] = []string{"stall after data", ""}
	queue(t, s.Post, hello("slow@x.test"), hello("mute@x.test"), hello("amy@x.test"))
	if n := s.deliver(t); n != 1 {
		t.Errorf("%d sent", n)
	}
	s.expect(t, "slow@x.test", Queued, 1)
	s.expect(t, "mute@x.test", Unknown, 1)
	s.expect(t, "amy@x.test", Sent, 1)
}

func TestAServerThatIsGoneCostsNoAttempt(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	s.server.set(func() { s.server.refuse = true })
	for i := range 100 {
		queue(t, s.Post, hello(fmt.Sprintf("p%d@x.test", i)))
	}
	for range 5 { // ever so often
		if n, err := s.Deliver(context.Background()); n != 0 || err == nil {
			t.Fatalf("%d sent, %v", n, err)
		}
		s.clock.add(24 * time.Hour)
	}
	for _, r := range rowsOf(t, s.Post) {
		if r.State != Queued || r.Attempts != 0 {
			t.Fatalf("%s after %d attempts", r.State, r.Attempts)
		}
	}
	s.server.set(func() { s.server.refuse = false })
	if n := s.deliver(t); n != 100 {
		t.Errorf("%d sent when the server was back", n)
	}
}

func TestAServerThatRefusesTheSenderBouncesNobody(t *testing.T) {
	t.Parallel()
	s := newStory(t, func(c *Config) { c.Workers = 1 })
	s.OnBounce = func(_ context.Context, _ bun.Tx, _, email, _ string) error {
		t.Errorf("%s bounced", email)
		return nil
	}
	s.server.set(func() { s.server.wary = true })
	for i := range 10 {
		queue(t, s.Post, hello(fmt.Sprintf("p%d@x.test", i)))
	}
	if n, err := s.Deliver(context.Background()); n != 0 || err == nil {
		t.Errorf("%d sent, %v", n, err)
	}
	tried := 0
	for _, r := range rowsOf(t, s.Post) {
		tried += int(r.Attempts)
		if r.State != Queued {
			t.Errorf("a letter is %s", r.State)
		}
	}
	if tried != patience {
		t.Errorf("%d attempts at a server that refuses us", tried)
	}
	s.server.set(func() { s.server.wary = false })
	s.clock.add(time.Hour)
	if n := s.deliver(t); n != 10 {
		t.Errorf("%d sent when the server was friendly again", n)
	}
}

func TestPoisonNeverBlocksTheOthers(t *testing.T) {
	t.Parallel()
	s := newStory(t, func(c *Config) { c.Workers = 1 })
	var items []Item
	for i := range 10 {
		local := fmt.Sprintf("poison%d", i)
		s.server.script[local] = []string{"cut"}
		items = append(items, hello(local+"@x.test"))
	}
	items = append(items, hello("amy@x.test"))
	queue(t, s.Post, items...)
	for range 10 { // a few turns: each gives up after three broken connections
		_, _ = s.Deliver(context.Background())
	}
	s.expect(t, "amy@x.test", Sent, 1)
}

func TestTheLimitIsKept(t *testing.T) {
	t.Parallel()
	s := newStory(t, func(c *Config) { c.PerSecond = 7 })
	if s.limit.Limit() != 7 {
		t.Errorf("%v letters a second", s.limit.Limit())
	}
	s.limit.SetLimit(rate.Every(time.Hour))
	s.limit.SetBurst(1)
	s.server.script["amy"] = []string{"tell"}
	queue(t, s.Post, hello("amy@x.test"), hello("bob@x.test"))
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		<-s.server.stalls // the first letter is on its way, the second waits for its turn
		stop()
	}()
	if n, err := s.Deliver(ctx); n != 1 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d sent, %v", n, err)
	}
	s.expect(t, "bob@x.test", Queued, 0)
}

func TestTenThousandGoOutOnceAndInOrder(t *testing.T) {
	t.Parallel()
	const people = 10_000
	port := startSink(t)
	c := newClock()
	p := newPost(t, database(t), c, func(cf *Config) { cf.Port, cf.Workers = port, 1 })
	items := make([]Item, people)
	for i := range items {
		items[i] = matchLetter(i)
	}
	queue(t, p, items...)
	n, err := p.Deliver(context.Background())
	check(t, err)
	if n != people {
		t.Errorf("%d sent", n)
	}
	if count, inOrder := sinkHas(t, port); count != people || !inOrder {
		t.Errorf("the server has %d, in order: %v", count, inOrder)
	}
	var left int
	check(t, p.db.NewSelect().Model((*row)(nil)).ColumnExpr("count(*)").Where("state <> ?", Sent).Scan(context.Background(), &left))
	if left > 0 {
		t.Errorf("%d rows are not marked", left)
	}
}

func TestWithoutAServerLettersWait(t *testing.T) {
	t.Parallel()
	s := newStory(t, func(c *Config) { c.Host = "" })
	queue(t, s.Post, hello("amy@x.test"))
	if n := s.deliver(t); n != 0 {
		t.Errorf("%d sent", n)
	}
	s.expect(t, "amy@x.test", Queued, 0)
}
