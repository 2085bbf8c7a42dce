package faults_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/mail"
	"cuppa.example/internal/testkit"
)

// queue writes so many letters, one to each address.
func (n *network) queue(letters int) (addresses []string) {
	n.T.Helper()
	n.InTx(func(ctx context.Context, tx bun.Tx) error {
		var items []mail.Item
		for i := range letters {
			a := address(i)
			addresses = append(addresses, a)
			items = append(items, mail.Item{
				Envelope: mail.Envelope{Kind: "faults.hello", Key: "hello " + a, MemberID: fmt.Sprintf("m-%d", i), Name: "Amy", Email: a, Lang: "en"},
				Letter:   mail.Letter{Subject: "Hello", Preview: "A word", Blocks: []mail.Block{mail.Para("Hello to " + a)}},
			})
		}
		return n.Post.QueueAll(ctx, tx, items)
	})
	return addresses
}

// later delivers what is left, when all that was put off is due again.
func (n *network) later() {
	n.T.Helper()
	for range 6 {
		n.Clock.Set(n.Clock.Now().Add(time.Hour))
		if _, err := n.Post.Deliver(n.T.Context()); err != nil {
			n.T.Fatal(err)
		}
	}
}

func anyLetter(testkit.Letter) bool { return true }

func TestKilledWhileLettersAreSentNoneIsLost(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	const letters, kills = 1200, 4
	addresses := n.queue(letters)
	inTheMiddle := 0
	for range kills {
		p := start(t, n.config)
		at := len(n.SMTP.All()) + 20 + rand.IntN(200)
		within(t, "letters arrive", func() bool { return len(n.SMTP.All()) >= min(at, letters-kills*100) })
		p.kill()
		if len(n.SMTP.All()) < letters {
			inTheMiddle++
		}
	}
	n.later()
	twice := onceEach(t, "letters", n.arrived(anyLetter), addresses)
	if inTheMiddle == 0 {
		t.Error("it was never killed in the middle")
	}
	t.Logf("killed %d times in the middle; %d of %d letters came twice", inTheMiddle, twice, letters)
}

// door is a way to the mail server that can be shut, with whoever is in it.
type door struct {
	t       *testing.T
	to      string
	address string
	mu      sync.Mutex
	l       net.Listener
	inside  map[net.Conn]bool
}

func (d *door) open() {
	d.t.Helper()
	l, err := net.Listen("tcp", d.address)
	if err != nil {
		d.t.Fatal(err)
	}
	d.mu.Lock()
	d.l, d.inside = l, map[net.Conn]bool{}
	d.mu.Unlock()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go d.through(c)
		}
	}()
}

func (d *door) through(c net.Conn) {
	server, err := net.Dial("tcp", d.to)
	if err != nil {
		_ = c.Close()
		return
	}
	d.mu.Lock()
	d.inside[c], d.inside[server] = true, true
	d.mu.Unlock()
	go func() {
		_, _ = io.Copy(server, c)
		_ = server.Close()
	}()
	_, _ = io.Copy(c, server)
	_ = c.Close()
}

func (d *door) shut() {
	d.mu.Lock()
	defer d.mu.Unlock()
	_ = d.l.Close()
	for c := range d.inside {
		_ = c.Close()
	}
}

func TestAMailServerThatIsGoneForAWhile(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	d := &door{t: t, to: fmt.Sprintf("127.0.0.1:%d", n.config.SMTPPort), address: freeAddress(t)}
	_, port, err := net.SplitHostPort(d.address)
	if err != nil {
		t.Fatal(err)
	}
	c := n.config
	if _, err := fmt.Sscan(port, &c.SMTPPort); err != nil {
		t.Fatal(err)
	}
	const letters = 600
	addresses := n.queue(letters)
	p := start(t, c)
	within(t, "the program finds no server", func() bool { return strings.Contains(p.said.String(), "deliver mail") })
	p.ready()
	d.open()
	within(t, "letters arrive", func() bool { return len(n.SMTP.All()) > letters/4 })
	d.shut()
	p.ready() // pages are answered while the server is gone
	there := len(n.SMTP.All())
	if there >= letters {
		t.Error("all letters came before the server went")
	}
	d.open()
	defer d.shut()
	within(t, "letters go on to arrive", func() bool { return len(n.SMTP.All()) > min(there+100, letters-150) })
	p.kill()
	n.later()
	twice := onceEach(t, "letters", n.arrived(anyLetter), addresses)
	t.Logf("%d of %d letters came twice", twice, letters)
}
