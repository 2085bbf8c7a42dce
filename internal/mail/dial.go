package mail

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"
)

// Trouble is a server that cannot be used at all, and how to mend it.
type Trouble struct {
	Step string // connect, tls, hello, sign-in
	Mend string
	Err  error
}

func (t *Trouble) Error() string { return fmt.Sprintf("mail: %v. %s", t.Err, t.Mend) }

// Unwrap gives the cause.
func (t *Trouble) Unwrap() error { return t.Err }

func (p *Post) address() string { return net.JoinHostPort(p.c.Host, strconv.Itoa(p.c.Port)) }

// connect opens a connection that is ready for the first message.
func (p *Post) connect(ctx context.Context) (*conn, error) {
	if p.c.Host == "" {
		return nil, &Trouble{"connect", "Set the SMTP server's name.", errors.New("no SMTP server is configured")}
	}
	if !isAddress(p.c.FromAddress) {
		return nil, &Trouble{"connect", "Set the address that mail comes from, like hello@example.org.", errors.New("the sender's address is missing or wrong")}
	}
	until := time.Now().Add(p.c.Timeout)
	dialer := net.Dialer{Deadline: until}
	raw, err := dialer.DialContext(ctx, "tcp", p.address())
	if err != nil {
		return nil, &Trouble{"connect", "Check the name and port of the SMTP server, that it runs, and that no firewall stands between.", err}
	}
	c := newConn(ctx, raw, p.c.Timeout, p.grace)
	c.until = until
	if err := p.greet(ctx, c); err != nil {
		c.drop()
		return nil, err
	}
	c.until = time.Time{}
	return c, nil
}

func (p *Post) greet(ctx context.Context, c *conn) error {
	if err := p.mayBePlain(c); err != nil {
		return err
	}
	if p.c.TLS == Implicit {
		if err := p.encrypt(ctx, c); err != nil {
			return err
		}
	}
	err := c.within(p.c.Timeout)
	var a answer
	if err == nil {
		a, err = c.read()
	}
	if err == nil && a.code != 220 {
		err = &refusal{"the connection", a}
	}
	if err != nil {
		return &Trouble{"hello", "Check that this port speaks SMTP, and whether it wants encryption from the first byte (TLS mode implicit, usually port 465).", err}
	}
	if err := p.hello(c); err != nil {
		return err
	}
	if p.c.TLS == StartTLS {
		if err := p.startTLS(ctx, c); err != nil {
			return err
		}
	}
	return p.signIn(c)
}

// mayBePlain lets unencrypted mail go to this machine only.
func (p *Post) mayBePlain(c *conn) error {
	switch p.c.TLS {
	case StartTLS, Implicit:
		return nil
	case NoTLS:
		if a, ok := c.RemoteAddr().(*net.TCPAddr); ok && a.IP.IsLoopback() {
			return nil
		}
		return &Trouble{"tls", "Use TLS mode starttls (usually port 587) or implicit (usually port 465).", errors.New("mail without encryption goes only to a server on this machine")}
	}
	return &Trouble{"tls", "Use starttls, implicit or none.", fmt.Errorf("unknown TLS mode %q", p.c.TLS)}
}

func (p *Post) hello(c *conn) error {
	a, err := c.ask("EHLO " + p.c.EHLO)
	if err == nil && a.code != 250 {
		err = &refusal{"EHLO", a}
	}
	if err != nil {
		return &Trouble{"hello", "Check that this is an SMTP server, and that it accepts the name this program gives itself (" + p.c.EHLO + ").", err}
	}
	c.offers = map[string]string{}
	for i, line := range strings.Split(a.text, "\n") {
		if name, parameters, _ := strings.Cut(line, " "); i > 0 {
			c.offers[strings.ToUpper(name)] = strings.ToUpper(parameters)
		}
	}
	return nil
}

// startTLS never goes on without encryption, whatever the server offers.
func (p *Post) startTLS(ctx context.Context, c *conn) error {
	if _, ok := c.offers["STARTTLS"]; !ok {
		return &Trouble{"tls", "Use the port for submission (usually 587), or TLS mode implicit (usually port 465).", errors.New("the server offers no STARTTLS")}
	}
	a, err := c.ask("STARTTLS")
	if err == nil && a.code != 220 {
		err = &refusal{"STARTTLS", a}
	}
	if err == nil && c.r.Buffered() > 0 {
		err = errors.New("the server went on talking before the encryption began")
	}
	if err != nil {
		return &Trouble{"tls", "Ask whoever runs the server, or use TLS mode implicit (usually port 465).", err}
	}
	if err := p.encrypt(ctx, c); err != nil {
		return err
	}
	return p.hello(c)
}

func (p *Post) encrypt(ctx context.Context, c *conn) error {
	t := tls.Client(c.Conn, &tls.Config{ServerName: p.c.Host, MinVersion: tls.VersionTLS12, RootCAs: p.roots})
	ctx, cancel := context.WithDeadline(ctx, c.until)
	defer cancel()
	if err := t.HandshakeContext(ctx); err != nil {
		return &Trouble{"tls", "Check that the server's name is the one in its certificate, that the certificate is valid, and the TLS mode (starttls usually on port 587, implicit on 465).", err}
	}
	c.over(t)
	return nil
}

// signIn uses what the server offers: PLAIN, or LOGIN for those that know
// nothing newer.
func (p *Post) signIn(c *conn) error {
	if p.c.User == "" {
		return nil
	}
	in := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	methods := strings.Fields(c.offers["AUTH"])
	var says []string
	for _, m := range methods {
		if m == "PLAIN" {
			says = []string{"AUTH PLAIN " + in("\x00"+p.c.User+"\x00"+p.c.Password)}
			break
		}
		if m == "LOGIN" {
			says = []string{"AUTH LOGIN", in(p.c.User), in(p.c.Password)}
		}
	}
	if says == nil {
		return &Trouble{"sign-in", "Leave user and password empty if the server needs none; otherwise it must offer PLAIN or LOGIN on this port.", errors.New("the server offers no way to sign in that this program knows")}
	}
	var a answer
	for _, s := range says {
		var err error
		if a, err = c.ask(s); err != nil {
			return &Trouble{"sign-in", "Try again; if it stays so, ask whoever runs the server.", err}
		}
		if a.code/100 != 3 {
			break
		}
	}
	if a.code != 235 {
		return &Trouble{"sign-in", "Check user and password. Many providers want an app password here, not the one for the web page.", &refusal{"the sign-in", a}}
	}
	return nil
}

// Check tries whether mail could leave: it connects, encrypts, signs in and
// says goodbye. Its error says how to mend what is wrong.
func (p *Post) Check(ctx context.Context) error {
	if p.c.Demo {
		return nil
	}
	c, err := p.connect(ctx)
	if err != nil {
		return err
	}
	defer c.bye()
	a, err := c.ask("NOOP")
	if err == nil && a.code/100 != 2 {
		err = &refusal{"NOOP", a}
	}
	if err != nil {
		return &Trouble{"hello", "The server talks, but not well. Ask whoever runs it.", err}
	}
	return nil
}
