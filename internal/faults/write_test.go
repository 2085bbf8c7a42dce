package faults_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"
)

// client does not follow answers that send it on.
var client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// links are sign-in links, each of which works once.
func (n *network) links(count int) (tokens []string) {
	n.T.Helper()
	n.InTx(func(ctx context.Context, tx bun.Tx) error {
		for i := range count {
			m, err := n.Members.ByEmail(ctx, address(i%10))
			if err != nil {
				return err
			}
			token, err := n.Members.NewLink(ctx, tx, m.ID, "/home", time.Hour)
			if err != nil {
				return err
			}
			tokens = append(tokens, token)
		}
		return nil
	})
	return tokens
}

// signIn uses a link, which writes: it gives the session, or nil where the
// program did not answer.
func (p *process) signIn(token string) *http.Cookie {
	a, err := client.Post("http://"+p.address+"/sign-in/"+token, "application/x-www-form-urlencoded", nil)
	if err != nil {
		return nil
	}
	defer a.Body.Close()
	for _, c := range a.Cookies() {
		if a.StatusCode == http.StatusSeeOther && c.Name == "session" {
			return c
		}
	}
	return nil
}

func (p *process) signedIn(c *http.Cookie) bool {
	r, err := http.NewRequest(http.MethodGet, "http://"+p.address+"/home", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	r.AddCookie(c)
	a, err := client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer a.Body.Close()
	return a.StatusCode == http.StatusOK
}

func TestKilledWhatWasAnsweredIsThere(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(10)
	tokens := n.links(2000)
	answered := map[string]*http.Cookie{} // by token
	const kills = 3
	for kill := range kills {
		p := start(t, n.config)
		p.ready()
		var mu sync.Mutex
		var wait sync.WaitGroup
		part := tokens[kill*len(tokens)/kills : (kill+1)*len(tokens)/kills]
		before := len(answered)
		const hands = 24 // at the same time, so that they share transactions
		for hand := range hands {
			wait.Go(func() {
				for i := hand; i < len(part); i += hands {
					c := p.signIn(part[i])
					if c == nil {
						return // killed
					}
					mu.Lock()
					answered[part[i]] = c
					mu.Unlock()
				}
			})
		}
		enough := before + 1 + rand.IntN(200)
		within(t, "answers", func() bool {
			mu.Lock()
			defer mu.Unlock()
			return len(answered) > enough
		})
		p.kill()
		wait.Wait()
		if len(answered)-before == len(part) {
			t.Error("it was killed when all was done")
		}
	}
	p := start(t, n.config)
	p.ready()
	for token, session := range answered {
		if !p.signedIn(session) {
			t.Error("a session that was given does not exist")
		}
		if p.signIn(token) != nil {
			t.Error("a link that was used works again")
		}
	}
	t.Logf("%d answers", len(answered))
}

func TestAskedToStopItAnswersFirst(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.join(1)
	token := n.links(1)[0]
	p := start(t, n.config)
	p.ready()
	conn, err := net.Dial("tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const body = "email=person0%40example.org"
	say := func(text string) {
		if _, err := io.WriteString(conn, text); err != nil {
			t.Fatal(err)
		}
	}
	// The program asks for the body when its handler is at work.
	say(fmt.Sprintf("POST /sign-in HTTP/1.1\r\nHost: cuppa.test\r\nContent-Type: application/x-www-form-urlencoded\r\n"+
		"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n", len(body)))
	r := bufio.NewReader(conn)
	if line, err := r.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("%q, %v", line, err)
	}
	_, _ = r.ReadString('\n')
	p.terminate()
	within(t, "the door is shut", func() bool {
		c, err := net.Dial("tcp", p.address)
		if err == nil {
			_ = c.Close()
		}
		return err != nil
	})
	say(body)
	a, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/sign-in/sent" {
		t.Errorf("it answers %s to %s", a.Status, a.Header.Get("Location"))
	}
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("it ends with %v", err)
	}
	n.Clock.Set(time.Now())
	if l := n.Mail(address(0), "ign in"); l.To == "" {
		t.Error("the letter of the last request is lost")
	}
	p = start(t, n.config)
	p.ready()
	if p.signIn(token) == nil {
		t.Error("it does not work afterwards")
	}
}
