package mail

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// mailServer is a real SMTP server that behaves as the script of a recipient
// says, and takes everything else.
type mailServer struct {
	*smtp.Server
	port int

	mu       sync.Mutex
	script   map[string][]string // local part of the recipient → what happens, attempt by attempt
	seen     map[string]int      // attempts
	taken    []taken
	took     func(n int) // is told of each letter
	conns    int
	refuse   bool // hangs up on whoever connects
	closed   chan struct{}
	stalls   chan string // who has just begun to stall
	wary     bool        // takes no mail from us
	login    string      // user and password that it wants
	implicit *tls.Config // encrypted from the first byte
}

type taken struct{ from, to, data string }

func startServer(t testing.TB, change func(*mailServer)) *mailServer {
	t.Helper()
	m := &mailServer{script: map[string][]string{}, seen: map[string]int{}, closed: make(chan struct{}), stalls: make(chan string, 100)}
	m.Server = smtp.NewServer(m)
	m.Domain = "mx.test"
	m.EnableSMTPUTF8 = true
	m.AllowInsecureAuth = true
	if change != nil {
		change(m)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	m.port = l.Addr().(*net.TCPAddr).Port
	if m.implicit != nil {
		l = tls.NewListener(l, m.implicit)
	}
	go func() { _ = m.Serve(&doorman{l, m}) }()
	t.Cleanup(func() {
		close(m.closed)
		_ = m.Close()
	})
	return m
}

// doorman cuts connections off where the server's script says so.
type doorman struct {
	net.Listener
	m *mailServer
}

func (d *doorman) Accept() (net.Conn, error) {
	for {
		c, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		d.m.mu.Lock()
		refuse := d.m.refuse
		d.m.conns++
		d.m.mu.Unlock()
		if !refuse {
			return c, nil
		}
		_ = c.Close()
	}
}

func (m *mailServer) set(f func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f()
}

// letters are what the server has taken for a local part, or everything.
func (m *mailServer) letters(local string) []taken {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []taken
	for _, l := range m.taken {
		if local == "" || strings.HasPrefix(l.to, local+"@") {
			list = append(list, l)
		}
	}
	return list
}

func (m *mailServer) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &session{m: m, conn: c}, nil
}

type session struct {
	m        *mailServer
	conn     *smtp.Conn
	from, to string
	act      string
	signedIn bool
}

func (s *session) AuthMechanisms() []string {
	if s.m.login == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user+":"+password != s.m.login {
			return errors.New("no such user")
		}
		s.signedIn = true
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.m.login != "" && !s.signedIn {
		return smtp.ErrAuthRequired
	}
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	if s.m.wary {
		return &smtp.SMTPError{Code: 553, EnhancedCode: smtp.EnhancedCode{5, 1, 8}, Message: "sender refused"}
	}
	s.from = from
	return nil
}

// Rcpt does what the script has for this attempt.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	local, _, _ := strings.Cut(to, "@")
	s.m.mu.Lock()
	script, n := s.m.script[local], s.m.seen[local]
	s.m.seen[local]++
	s.m.mu.Unlock()
	s.act = ""
	if len(script) > 0 {
		s.act = script[min(n, len(script)-1)]
	}
	switch s.act {
	case "550":
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "<" + to + ">: no such user"}
	case "policy":
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "relay access denied"}
	case "full":
		return &smtp.SMTPError{Code: 552, EnhancedCode: smtp.EnhancedCode{5, 2, 2}, Message: "mailbox full"}
	case "old relay":
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.NoEnhancedCode, Message: "relay access denied"}
	case "old 550":
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.NoEnhancedCode, Message: "no such user"}
	case "access denied": // a large provider's words for an unknown user
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 4, 1}, Message: "recipient address rejected: access denied"}
	case "451":
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted, come back later"}
	case "421":
		return &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 3, 2}, Message: "closing"}
	case "cut":
		_ = s.conn.Conn().Close()
	case "tell":
		s.m.stalls <- to
	case "stall":
		s.m.stalls <- to
		<-s.m.closed
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	switch s.act {
	case "policy data":
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 26}, Message: "unauthenticated sender"}
	case "550 data":
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
	case "554 data":
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "this looks like spam"}
	case "452 data":
		return &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 3, 1}, Message: "disk full"}
	}
	s.m.set(func() {
		s.m.taken = append(s.m.taken, taken{s.from, s.to, string(b)})
		if s.m.took != nil {
			s.m.took(len(s.m.taken))
		}
	})
	switch s.act {
	case "cut after data": // it has the letter, and dies before it says so
		_ = s.conn.Conn().Close()
	case "stall after data":
		<-s.m.closed
	}
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }
