package testkit

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"regexp"
	"strings"
	"sync"
	"testing"

	gosmtp "github.com/emersion/go-smtp"
)

// SMTP is a mail server in the test's process.
type SMTP struct {
	Host string
	Port int

	mu      sync.Mutex
	letters []Letter
	refuse  map[string]error
}

// Letter is a message that arrived.
type Letter struct {
	To      string
	Subject string
	Header  mail.Header
	Text    string // the plain-text part
	HTML    string
	// Calendar is the text/calendar part, or empty.
	Calendar string
	Raw      []byte
}

func startSMTP(t testing.TB) *SMTP {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().(*net.TCPAddr)
	s := &SMTP{Host: "127.0.0.1", Port: addr.Port, refuse: map[string]error{}}
	server := gosmtp.NewServer(backend{s})
	server.Domain = "mx.test"
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return s
}

// Refuse answers mail to this address with a permanent error.
func (s *SMTP) Refuse(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse[address] = &gosmtp.SMTPError{Code: 550, EnhancedCode: gosmtp.EnhancedCode{5, 1, 1}, Message: "No such user"}
}

// All is every message that has arrived, in order.
func (s *SMTP) All() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter(nil), s.letters...)
}

// Inbox delivers what waits and gives what has arrived for an address.
func (k *Kit) Inbox(address string) []Letter {
	k.T.Helper()
	if _, err := k.Post.Deliver(k.T.Context()); err != nil {
		k.T.Fatalf("deliver: %v", err)
	}
	var list []Letter
	for _, l := range k.SMTP.All() {
		if l.To == address {
			if key := k.bareKey(l.Subject + "\n" + l.Text); key != "" {
				k.T.Errorf("the letter %q has no text for %s", l.Subject, key)
			}
			list = append(list, l)
		}
	}
	return list
}

// Mail is the newest message to an address whose subject contains the text.
func (k *Kit) Mail(address, subject string) Letter {
	k.T.Helper()
	inbox := k.Inbox(address)
	var subjects []string
	for i := len(inbox) - 1; i >= 0; i-- {
		if strings.Contains(inbox[i].Subject, subject) {
			return inbox[i]
		}
		subjects = append(subjects, inbox[i].Subject)
	}
	k.T.Fatalf("no mail to %s about %q, only %q", address, subject, subjects)
	return Letter{}
}

var links = regexp.MustCompile(regexp.QuoteMeta(Base) + `[^\s<>"]*`)

// Links are the addresses of the site in the plain text.
func (l Letter) Links() []string { return links.FindAllString(l.Text, -1) }

// Link is the first address in the plain text that contains part, or empty.
func (l Letter) Link(part string) string {
	for _, link := range l.Links() {
		if strings.Contains(link, part) {
			return link
		}
	}
	return ""
}

type backend struct{ s *SMTP }

func (b backend) NewSession(*gosmtp.Conn) (gosmtp.Session, error) { return &session{s: b.s}, nil }

type session struct {
	s  *SMTP
	to string
}

func (s *session) Mail(string, *gosmtp.MailOptions) error { return nil }

func (s *session) Rcpt(to string, _ *gosmtp.RcptOptions) error {
	s.s.mu.Lock()
	defer s.s.mu.Unlock()
	s.to = to
	return s.s.refuse[to]
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	letter, err := parse(raw)
	if err != nil {
		return err
	}
	letter.To = s.to
	s.s.mu.Lock()
	defer s.s.mu.Unlock()
	s.s.letters = append(s.s.letters, letter)
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

func parse(raw []byte) (Letter, error) {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Letter{}, err
	}
	l := Letter{Header: m.Header, Raw: raw}
	if l.Subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		return Letter{}, err
	}
	return l, l.part(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
}

func (l *Letter) part(contentType, encoding string, body io.Reader) error {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return err
	}
	if strings.HasPrefix(kind, "multipart/") {
		r := multipart.NewReader(body, params["boundary"])
		for {
			p, err := r.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if err := l.part(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p); err != nil {
				return err
			}
		}
	}
	if strings.EqualFold(encoding, "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	switch kind {
	case "text/plain":
		l.Text = strings.ReplaceAll(string(text), "\r\n", "\n")
	case "text/html":
		l.HTML = string(text)
	case "text/calendar":
		l.Calendar = string(text)
	}
	return nil
}
