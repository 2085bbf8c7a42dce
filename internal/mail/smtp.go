package mail

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"net"
	"time"
)

// conn speaks SMTP (RFC 5321). It has what an outbox needs and no more: one
// recipient a message, and as few turns as the server allows.
type conn struct {
	net.Conn
	r       *bufio.Reader
	w       *bufio.Writer
	timeout time.Duration
	grace   time.Duration     // what is left to a message on its way when we are stopped
	until   time.Time         // before which all must be done, where it is set
	ctx     context.Context   // when it ends, what goes on has only moments left
	offers  map[string]string // EHLO keyword → parameters

	forget func() bool

	used  bool   // a message has gone this way
	dirty bool   // the last message was refused half-way: RSET first
	ahead string // the recipient of the next message, whose commands are on their way already
}

func newConn(ctx context.Context, c net.Conn, timeout, grace time.Duration) *conn {
	s := &conn{timeout: timeout, grace: grace, ctx: ctx}
	s.over(c)
	s.forget = context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Now().Add(grace)) })
	return s
}

// within bounds what follows.
func (c *conn) within(timeout time.Duration) error {
	if c.ctx.Err() != nil {
		timeout = min(timeout, c.grace)
	}
	end := time.Now().Add(timeout)
	if !c.until.IsZero() && c.until.Before(end) {
		end = c.until
	}
	if err := c.SetDeadline(end); err != nil {
		return &lost{err: err}
	}
	return nil
}

// over continues on another connection: the encrypted one.
func (c *conn) over(n net.Conn) {
	c.Conn, c.r, c.w = n, bufio.NewReaderSize(n, 4096), bufio.NewWriterSize(n, 16<<10)
}

// put writes a command, which flush sends. A server without pipelining gets
// it at once, and is listened to before the next one.
func (c *conn) put(command string) {
	_, _ = c.w.WriteString(command) // its error stays, and flush reports it
	_, _ = c.w.WriteString("\r\n")
}

func (c *conn) flush() error {
	if err := c.within(c.timeout); err != nil {
		return err
	}
	if err := c.w.Flush(); err != nil {
		return &lost{err: err}
	}
	return nil
}

// ask sends one command and reads its answer.
func (c *conn) ask(command string) (answer, error) {
	c.put(command)
	if err := c.flush(); err != nil {
		return answer{}, err
	}
	return c.read()
}

// begin says whom the next message is for, without waiting for the answers.
func (c *conn) begin(from, to string) {
	if c.dirty {
		c.put("RSET")
	}
	c.put("MAIL FROM:<" + from + ">" + c.wide(to))
	c.put("RCPT TO:<" + to + ">")
	c.put("DATA")
	c.ahead = to
}

// wide is the parameter for an address that ASCII cannot write.
func (c *conn) wide(to string) string {
	_, offered := c.offers["SMTPUTF8"]
	for i := range len(to) {
		if to[i] >= 0x80 && offered {
			return " SMTPUTF8"
		}
	}
	return ""
}

func (c *conn) pipelines() bool {
	_, ok := c.offers["PIPELINING"]
	return ok
}

// accepted waits until the server wants the message itself.
func (c *conn) accepted(from, to string) error {
	if !c.pipelines() {
		return c.acceptedInTurns(from, to)
	}
	switch c.ahead {
	case to:
	case "":
		c.begin(from, to)
	default: // nobody ever gets what was written to somebody else
		return &lost{err: errors.New("another letter was announced")}
	}
	if err := c.flush(); err != nil {
		return err
	}
	c.ahead = ""
	if c.dirty {
		if _, err := c.read(); err != nil {
			return err
		}
		c.dirty = false
	}
	var first *refusal
	for _, step := range []string{"MAIL", "RCPT", "DATA"} {
		a, err := c.read()
		if err != nil {
			// Servers that close say why first, and then answer nothing more.
			if first != nil && first.code == 421 {
				return first
			}
			return err
		}
		switch {
		case step == "DATA" && first != nil:
			c.dirty = true
			if a.code == 354 { // it wants a message for nobody: an empty one
				_, err = c.ask(".")
				return errors.Join(first, err)
			}
		case first == nil && !fits(step, a):
			first = &refusal{step, a}
		}
	}
	if first != nil {
		c.dirty = true
		return first
	}
	return nil
}

func (c *conn) acceptedInTurns(from, to string) error {
	if c.dirty {
		if _, err := c.ask("RSET"); err != nil {
			return err
		}
		c.dirty = false
	}
	for _, turn := range [][2]string{
		{"MAIL", "MAIL FROM:<" + from + ">" + c.wide(to)},
		{"RCPT", "RCPT TO:<" + to + ">"},
		{"DATA", "DATA"},
	} {
		a, err := c.ask(turn[1])
		if err != nil {
			return err
		}
		if !fits(turn[0], a) {
			c.dirty = true
			return &refusal{turn[0], a}
		}
	}
	return nil
}

func fits(step string, a answer) bool {
	if step == "DATA" {
		return a.code == 354
	}
	return a.code/100 == 2
}

// deliver sends the message itself. next, which may be nil, is called to put
// the next message's commands behind it, which spares a turn.
func (c *conn) deliver(message []byte, next func()) error {
	if bytes.Contains(message, []byte("\n.")) {
		message = bytes.ReplaceAll(message, []byte("\n."), []byte("\n.."))
	}
	// Content filters take their time, and giving up here means a second copy.
	if err := c.within(3 * c.timeout); err != nil {
		return err
	}
	if _, err := c.w.Write(message); err != nil {
		return &lost{err: err} // without its end no server takes a message
	}
	c.put(".")
	if next != nil && c.pipelines() {
		next()
	}
	if err := c.w.Flush(); err != nil {
		return &lost{err, true}
	}
	a, err := c.read()
	if err != nil {
		return &lost{err, true}
	}
	c.used = true
	if a.code/100 != 2 {
		return &refusal{"the message", a}
	}
	return nil
}

// bye ends the conversation politely, without waiting long.
func (c *conn) bye() {
	if c.ahead == "" {
		_ = c.SetDeadline(time.Now().Add(min(c.timeout, 2*time.Second)))
		c.put("QUIT")
		_ = c.w.Flush()
		_, _ = c.read()
	}
	c.drop()
}

// drop ends it at once.
func (c *conn) drop() {
	c.forget()
	_ = c.Close()
}
