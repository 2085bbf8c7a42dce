package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"cuppa.example/internal/db"
)

func TestAProcessKilledInTheMiddleLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	queue(t, s.Post, hello("amy@x.test"), hello("bob@x.test"))
	dead := newPost(t, s.db, s.clock, func(c *Config) { c.Port = s.server.port })
	leased, err := dead.turn(context.Background(), nil) // and then it is killed
	check(t, err)
	if len(leased) != 2 {
		t.Fatalf("%d leased", len(leased))
	}
	if n := s.deliver(t); n != 0 {
		t.Errorf("%d letters taken from a living lease", n)
	}
	s.clock.add(leaseTime)
	s.server.script["bob"] = []string{"451"}
	if n := s.deliver(t); n != 1 {
		t.Errorf("%d sent after the lease", n)
	}
	if r := s.expect(t, "amy@x.test", Sent, 2); !r.Twice {
		t.Error("nobody knows that it may have been sent twice")
	}

	s.expect(t, "bob@x.test", Unknown, 2)

	// The dead one was only slow, and comes back: it may not mark what is not its own.
	check(t, dead.settle(context.Background(), []outcome{later(leased[0], "late"), {row: leased[1], state: Sent}}))
	s.expect(t, "amy@x.test", Sent, 2)
	if r := s.expect(t, "bob@x.test", Unknown, 2); r.body == nil {
		t.Error("a letter that is still to be sent was forgotten")
	}
	if c, err := s.Counts(context.Background()); err != nil || c.Week != 1 {
		t.Errorf("%d counted as sent, %v", c.Week, err)
	}
}

func TestTwoProcessesShareTheWork(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	var items []Item
	for i := range 400 {
		items = append(items, hello(fmt.Sprintf("p%d@x.test", i)))
	}
	queue(t, s.Post, items...)
	second := s.db
	if s.db.Path() != "" { // another process has connections of its own
		var err error
		second, err = db.Open(s.db.Path())
		check(t, err)
		defer second.Close()
	}
	other := newPost(t, second, s.clock, func(c *Config) { c.Port = s.server.port })
	var both sync.WaitGroup
	for _, p := range []*Post{s.Post, other} {
		both.Go(func() {
			if _, err := p.Deliver(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if n := len(s.server.letters("")); n != 400 {
		t.Errorf("%d letters for 400 people", n)
	}
}

func TestAStopReleasesWhatWasNotTried(t *testing.T) {
	t.Parallel()
	s := newStory(t, func(c *Config) { c.Workers, c.Timeout = 1, time.Minute })
	s.grace = 50 * time.Millisecond
	s.server.script["slow"] = []string{"stall", ""}
	queue(t, s.Post, hello("slow@x.test"), hello("amy@x.test"))
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() {
		_, err := s.Deliver(ctx)
		done <- err
	}()
	<-s.server.stalls
	stop()
	if err := <-done; err == nil {
		t.Error("a stopped delivery says nothing")
	}
	s.expect(t, "slow@x.test", Queued, 0)
	s.expect(t, "amy@x.test", Queued, 0)
}

func TestWhatWasSentIsWrittenDownWhileTheNextOneStalls(t *testing.T) {
	t.Parallel()
	s := newStory(t, func(c *Config) { c.Timeout = time.Minute })
	s.grace = time.Millisecond
	s.server.script["slow"] = []string{"stall", ""}
	queue(t, s.Post, hello("amy@x.test"), hello("slow@x.test"))
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() {
		_, err := s.Deliver(ctx)
		done <- err
	}()
	<-s.server.stalls
	for s.rowFor(t, "amy@x.test").State != Sent {
		continue // until it is written down, which needs no end of the batch
	}
	if r := s.rowFor(t, "slow@x.test"); r.State != Sending {
		t.Errorf("the other letter is %s", r.State)
	}
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestALeaseLivesAsLongAsItsHolder(t *testing.T) {
	t.Parallel()
	s := newStory(t, func(c *Config) { c.Timeout = time.Minute })
	s.renewTime, s.grace = time.Millisecond, time.Millisecond
	s.server.script["slow"] = []string{"stall", ""}
	queue(t, s.Post, hello("slow@x.test"))
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() {
		_, err := s.Deliver(ctx)
		done <- err
	}()
	<-s.server.stalls
	other := newPost(t, s.db, s.clock, func(c *Config) { c.Port = s.server.port })
	for range 10 { // much longer than the lease
		s.clock.add(leaseTime - time.Second)
		for !s.rowFor(t, "slow@x.test").NextTryAt.Equal(s.clock.now().Add(leaseTime)) {
			continue // until it is renewed
		}
		if n, err := other.Deliver(context.Background()); n != 0 || err != nil {
			t.Fatalf("%d sent by somebody else, %v", n, err)
		}
	}
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	s.expect(t, "slow@x.test", Queued, 0)
}

func TestWhatWasSentIsRememberedWhenTheDatabaseIsBack(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	failed := make(chan struct{}, 100)
	s.log = slog.New(logged(failed))
	queue(t, s.Post, hello("slow@x.test"))
	rows, err := s.turn(context.Background(), nil)
	check(t, err)
	_, err = s.db.Writer().Exec("ALTER TABLE mail_day RENAME TO mail_gone")
	check(t, err)
	done := make(chan error)
	go func() { done <- s.settle(context.Background(), []outcome{{row: rows[0], state: Sent}}) }()
	<-failed
	<-failed
	_, err = s.db.Writer().Exec("ALTER TABLE mail_gone RENAME TO mail_day")
	check(t, err)
	check(t, <-done)
	s.expect(t, "slow@x.test", Sent, 1)
}

// logged hears of every line of the log.
type logged chan struct{}

func (l logged) Enabled(context.Context, slog.Level) bool  { return true }
func (l logged) Handle(context.Context, slog.Record) error { l <- struct{}{}; return nil }
func (l logged) WithAttrs([]slog.Attr) slog.Handler        { return l }
func (l logged) WithGroup(string) slog.Handler             { return l }
