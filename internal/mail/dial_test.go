package mail

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"
)

// certificate is one for 127.0.0.1 and a pool that trusts it.
func certificate(t testing.TB) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(t, err)
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	check(t, err)
	parsed, err := x509.ParseCertificate(der)
	check(t, err)
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, pool
}

func TestMailIsEncryptedAndSignedIn(t *testing.T) {
	t.Parallel()
	config, pool := certificate(t)
	for _, mode := range []string{StartTLS, Implicit} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			m := startServer(t, func(m *mailServer) {
				m.login, m.AllowInsecureAuth = "amy:secret", false
				if mode == StartTLS {
					m.TLSConfig = config
				} else {
					m.implicit = config
				}
			})
			p := newPost(t, database(t), newClock(), func(c *Config) {
				c.Port, c.TLS, c.User, c.Password = m.port, mode, "amy", "secret"
			})
			p.roots = pool
			check(t, p.Check(context.Background()))
			queue(t, p, hello("amy@x.test"), hello("bob@x.test"))
			n, err := p.Deliver(context.Background())
			check(t, err)
			if n != 2 || len(m.letters("")) != 2 {
				t.Errorf("%d sent, %d arrived", n, len(m.letters("")))
			}
		})
	}
}

func TestCheckSaysHowToMend(t *testing.T) {
	t.Parallel()
	config, pool := certificate(t)
	plain := startServer(t, nil)
	secure := startServer(t, func(m *mailServer) { m.TLSConfig, m.login = config, "amy:secret" })
	implicit := startServer(t, func(m *mailServer) { m.implicit = config })
	garbage := startRaw(t, func(r *raw) { r.say("HTTP/1.1 400 Bad Request") })
	endless := startRaw(t, func(r *raw) {
		for r.say("220-more") {
		}
	})
	injected := startRaw(t, func(r *raw) {
		r.say("220 hello")
		r.hear("EHLO")
		r.say("250-hello\r\n250 STARTTLS")
		r.hear("STARTTLS")
		r.say("220 go on\r\n250 AUTH PLAIN")
		r.hear("")
	})
	silent := startRaw(t, func(r *raw) { r.hear("") })
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	check(t, closed.Close())
	for name, c := range map[string]struct {
		port   int
		change func(*Config)
		want   string
	}{
		"no host":           {0, func(c *Config) { c.Host = "" }, "Set the SMTP server's name"},
		"no sender":         {plain.port, func(c *Config) { c.FromAddress = "" }, "Set the address that mail comes from"},
		"nobody listens":    {closed.Addr().(*net.TCPAddr).Port, nil, "Check the name and port"},
		"no STARTTLS":       {plain.port, func(c *Config) { c.TLS = StartTLS }, "offers no STARTTLS"},
		"implicit to plain": {plain.port, func(c *Config) { c.TLS = Implicit }, "TLS mode"},
		"plain to implicit": {implicit.port, nil, "encryption from the first byte"},
		"wrong mode":        {plain.port, func(c *Config) { c.TLS = "ssl" }, "Use starttls, implicit or none"},
		"wrong name":        {secure.port, func(c *Config) { c.TLS, c.Host = StartTLS, "localhost" }, "the one in its certificate"},
		"wrong password":    {secure.port, func(c *Config) { c.TLS, c.User, c.Password = StartTLS, "amy", "guess" }, "Check user and password"},
		"no sign-in":        {plain.port, func(c *Config) { c.User = "amy" }, "Leave user and password empty"},
		"no SMTP":           {garbage, nil, "Check that this port speaks SMTP"},
		"endless":           {endless, nil, "does not end"},
		"injected":          {injected, func(c *Config) { c.TLS = StartTLS }, "went on talking"},
		"silent":            {silent, nil, "Check that this port speaks SMTP"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPost(t, nil, newClock(), func(cf *Config) {
				cf.Port, cf.Timeout = c.port, 500*time.Millisecond
				if c.change != nil {
					c.change(cf)
				}
			})
			p.roots = pool
			err := p.Check(context.Background())
			var trouble *Trouble
			if !errors.As(err, &trouble) || trouble.Mend == "" || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "guess") {
				t.Error("the error shows the password")
			}
		})
	}
}

func TestPlainMailLeavesThisMachineNever(t *testing.T) {
	t.Parallel()
	p := newPost(t, nil, newClock(), nil)
	far := &conn{Conn: farAway{}}
	if err := p.mayBePlain(far); err == nil {
		t.Error("mail without encryption may go to 192.0.2.1")
	}
	p.c.TLS = StartTLS
	check(t, p.mayBePlain(far))
}

type farAway struct{ net.Conn }

func (farAway) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 25} }

// raw is a server that does exactly what its script says.
type raw struct {
	t testing.TB
	c net.Conn
	r *bufio.Reader
}

func startRaw(t testing.TB, script func(*raw)) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				script(&raw{t: t, c: c, r: bufio.NewReader(c)})
			}()
		}
	}()
	return l.Addr().(*net.TCPAddr).Port
}

func (r *raw) say(s string) bool {
	_, err := fmt.Fprintf(r.c, "%s\r\n", s)
	return err == nil
}

// hear waits for a line that begins with want and says whether it was one.
func (r *raw) hear(want string) bool {
	line, err := r.r.ReadString('\n')
	if err == nil && !strings.HasPrefix(line, want) {
		r.t.Errorf("heard %q, want %s", line, want)
	}
	return err == nil
}

// hearMessage reads up to the dot.
func (r *raw) hearMessage() (lines int) {
	for {
		line, err := r.r.ReadString('\n')
		if err != nil || line == ".\r\n" {
			return lines
		}
		lines++
	}
}

func TestASimpleServerIsSpokenToInTurns(t *testing.T) {
	t.Parallel()
	port := startRaw(t, func(r *raw) {
		turn := func(want, answer string) {
			if !r.hear(want) {
				return
			}
			if r.r.Buffered() > 0 {
				r.t.Errorf("more than one command at a time: %s", want)
			}
			r.say(answer)
		}
		r.say("220 hello")
		turn("EHLO net.test", "250 simple")
		turn("MAIL FROM:<hello@net.test>", "250 fine")
		turn("RCPT TO:<amy@x.test>", "250 fine")
		turn("DATA", "354 go on")
		r.hearMessage()
		r.say("250 taken")
		turn("MAIL FROM:<hello@net.test>", "250 fine")
		turn("RCPT TO:<gone@x.test>", "550 no")
		turn("RSET", "250 forgotten")
		turn("MAIL FROM:<hello@net.test>", "250 fine")
		turn("RCPT TO:<bob@x.test>", "250 fine")
		turn("DATA", "354 go on")
		r.hearMessage()
		r.say("250 taken")
		turn("QUIT", "221 bye")
	})
	p := newPost(t, database(t), newClock(), func(c *Config) { c.Port = port })
	queue(t, p, hello("amy@x.test"), hello("gone@x.test"), hello("bob@x.test"))
	n, err := p.Deliver(context.Background())
	if n != 2 || err != nil {
		t.Errorf("%d sent, %v", n, err)
	}
}

// Some servers want a message although they refused its only recipient.
func TestAServerThatWantsAMessageForNobodyGetsAnEmptyOne(t *testing.T) {
	t.Parallel()
	port := startRaw(t, func(r *raw) {
		r.say("220 hello")
		r.hear("EHLO")
		r.say("250-hello\r\n250 PIPELINING")
		r.hear("MAIL")
		r.hear("RCPT TO:<gone@x.test>")
		r.hear("DATA")
		r.say("250 fine\r\n550 no\r\n354 go on")
		if n := r.hearMessage(); n != 0 {
			r.t.Errorf("a message of %d lines for nobody", n)
		}
		r.say("554 no recipients")
		r.hear("RSET")
		r.hear("MAIL")
		r.hear("RCPT TO:<amy@x.test>")
		r.hear("DATA")
		r.say("250 fine\r\n250 fine\r\n250 fine\r\n354 go on")
		r.hearMessage()
		r.say("250 taken")
		r.hear("QUIT")
	})
	p := newPost(t, database(t), newClock(), func(c *Config) { c.Port = port })
	queue(t, p, hello("gone@x.test"), hello("amy@x.test"))
	n, err := p.Deliver(context.Background())
	if n != 1 || err != nil {
		t.Errorf("%d sent, %v", n, err)
	}
}

func TestALoginServerIsUnderstood(t *testing.T) {
	t.Parallel()
	port := startRaw(t, func(r *raw) {
		r.say("220 hello")
		r.hear("EHLO")
		r.say("250-hello\r\n250 AUTH LOGIN XOAUTH2")
		r.hear("AUTH LOGIN")
		r.say("334 VXNlcm5hbWU6")
		r.hear("YW15")
		r.say("334 UGFzc3dvcmQ6")
		r.hear("c2VjcmV0")
		r.say("235 welcome")
		r.hear("NOOP")
		r.say("250 fine")
		r.hear("QUIT")
	})
	p := newPost(t, nil, newClock(), func(c *Config) { c.Port, c.User, c.Password = port, "amy", "secret" })
	check(t, p.Check(context.Background()))
}

func TestLinesThatBeginWithADotArrive(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	it := hello("amy@x.test")
	it.Blocks = []Block{Para(".\n..\n.hidden\n.")}
	queue(t, s.Post, it, hello("bob@x.test"))
	s.deliver(t)
	_, parts := parse(t, s.server.letters("amy")[0].data)
	if !strings.HasPrefix(parts[0].body, ".\r\n..\r\n.hidden\r\n.\r\n") || len(s.server.letters("bob")) != 1 {
		t.Errorf("%q", parts[0].body)
	}
}

func TestInternationalAddresses(t *testing.T) {
	t.Parallel()
	s := newStory(t, nil)
	queue(t, s.Post, hello("amy@bücher.test"), hello("zoë@x.test"))
	if n := s.deliver(t); n != 2 {
		t.Errorf("%d sent", n)
	}
	if len(s.server.letters("zoë")) != 1 || s.server.letters("amy")[0].to != "amy@xn--bcher-kva.test" {
		t.Errorf("%+v", s.server.letters(""))
	}
}
