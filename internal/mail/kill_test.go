package mail

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"testing"
	"time"

	"cuppa.example/internal/db"
)

// deliverAsChild is a process that delivers until it is killed.
func deliverAsChild(database, port string) {
	d, err := db.Open(database)
	if err != nil {
		panic(err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		panic(err)
	}
	p := newPost(&testing.B{}, d, newClock(), func(c *Config) { c.Port = n })
	if _, err := p.Deliver(context.Background()); err != nil {
		panic(err)
	}
}

// unsettled says that a letter is on its way, or should be.
func (s *story) unsettled(t *testing.T) bool {
	t.Helper()
	return slices.ContainsFunc(rowsOf(t, s.Post), func(r row) bool { return r.State != Sent })
}

func TestKilledInTheMiddleNobodyIsForgotten(t *testing.T) {
	t.Parallel()
	const people, killAt = 600, 200
	kill := make(chan struct{})
	s := newStory(t, nil)
	s.server.set(func() {
		s.server.took = func(n int) {
			if n == killAt {
				close(kill)
			}
		}
	})
	items := make([]Item, people)
	for i := range items {
		items[i] = hello(fmt.Sprintf("p%d@x.test", i))
	}
	queue(t, s.Post, items...)

	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "CUPPA_MAIL_DELIVER="+addressOf(t, s.db), "CUPPA_MAIL_PORT="+strconv.Itoa(s.server.port))
	check(t, child.Start())
	<-kill
	check(t, child.Process.Kill())
	_ = child.Wait()
	before := len(s.server.letters(""))
	if before >= people {
		t.Fatal("the child was too fast to be killed in the middle")
	}

	// A database server finishes what the killed process asked of it last, and
	// may do so after the first delivery here: then a lease is found by the next.
	for again := time.Now().Add(time.Minute); time.Now().Before(again) && s.unsettled(t); {
		s.clock.add(leaseTime)
		s.deliver(t)
	}
	ids, copies := map[string]map[string]bool{}, map[string]int{}
	for _, l := range s.server.letters("") {
		if ids[l.to] == nil {
			ids[l.to] = map[string]bool{}
		}
		ids[l.to][messageID(t, l)] = true
		copies[l.to]++
	}
	repeated := 0
	for _, r := range rowsOf(t, s.Post) {
		email := r.Key[len("hello "):]
		switch {
		case r.State != Sent || copies[email] == 0:
			t.Errorf("%s is %s with %d copies", email, r.State, copies[email])
		case len(ids[email]) != 1:
			t.Errorf("%s has copies with different Message-IDs", email)
		case copies[email] > 1:
			repeated++
			if !r.Twice {
				t.Errorf("%s has %d copies, and the record does not say so", email, copies[email])
			}
		}
	}
	if most := 4 * batch; repeated > most {
		t.Errorf("%d letters came twice, more than the workers held", repeated)
	}
	t.Logf("killed after %d of %d; %d came twice", before, people, repeated)
}
