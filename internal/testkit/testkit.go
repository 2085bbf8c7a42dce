// Package testkit starts the real program on a fresh database, with a clock
// that the test moves, a real mail server in the same process, and browsers.
// The same tests run on SQLite, and on PostgreSQL when CUPPA_TEST_POSTGRES
// names a server.
package testkit

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/uptrace/bun"

	"cuppa.example/internal/app"
	"cuppa.example/internal/browser"
	"cuppa.example/internal/member"
)

// Base is the address that the site believes it has.
const Base = "http://cuppa.test"

// Start is when every test begins: a Monday morning in winter, 9am in London.
var Start = time.Date(2027, 1, 11, 9, 0, 0, 0, time.UTC)

// Kit is a running Cuppa.
type Kit struct {
	*app.App
	T     testing.TB
	Clock *Clock
	SMTP  *SMTP
}

// Clock is the time that the program sees.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t.UTC()
}

// New starts the program.
func New(t testing.TB, change ...func(*app.Config, *app.Options)) *Kit {
	t.Helper()
	smtp := startSMTP(t)
	clock := &Clock{now: Start}
	c := app.Config{
		Data: t.TempDir(), Base: Base, SMTPHost: smtp.Host, SMTPPort: smtp.Port, SMTPTLS: "none", From: "network@cuppa.test",
	}
	c.Database = database(t, c.Data)
	o := app.Options{Now: clock.Now, Log: slog.New(slog.NewTextHandler(&logWriter{t: t}, nil))}
	for _, f := range change {
		f(&c, &o)
	}
	a, err := app.New(t.Context(), c, o)
	if err != nil {
		t.Fatalf("start: %v", err)
	}
	t.Cleanup(func() { _ = a.Close() })
	a.UnMentoring.Patience = time.Hour // the machine may be busy: a draw is waited for
	return &Kit{App: a, T: t, Clock: clock, SMTP: smtp}
}

// logWriter shows the program's log with the test that caused it.
type logWriter struct {
	t  testing.TB
	mu sync.Mutex
}

func (l *logWriter) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.t.Context().Err() == nil {
		l.t.Log(strings.TrimSpace(string(b)))
	}
	return len(b), nil
}

// Settle does everything that is due now, and delivers the mail.
func (k *Kit) Settle() {
	k.T.Helper()
	if err := k.Tick(k.T.Context()); err != nil {
		k.T.Fatalf("tick at %s: %v", k.Clock.Now(), err)
	}
	if _, err := k.Post.Deliver(k.T.Context()); err != nil {
		k.T.Fatalf("deliver: %v", err)
	}
}

// Advance moves the clock by d, an hour at a time, and settles after each step.
func (k *Kit) Advance(d time.Duration) {
	k.T.Helper()
	k.Until(k.Clock.Now().Add(d))
}

// Until moves the clock to t, an hour at a time, and settles after each step.
func (k *Kit) Until(t time.Time) {
	k.T.Helper()
	for k.Clock.Now().Before(t) {
		next := k.Clock.Now().Add(time.Hour)
		if next.After(t) {
			next = t
		}
		k.Clock.Set(next)
		k.Settle()
	}
}

// InTx runs fn in a transaction.
func (k *Kit) InTx(fn func(ctx context.Context, tx bun.Tx) error) {
	k.T.Helper()
	if err := k.DB.InTx(k.T.Context(), fn); err != nil {
		k.T.Fatal(err)
	}
}

// Visitor opens a browser in which nobody is signed in.
func (k *Kit) Visitor() *Browser {
	return &Browser{k, browser.New(k.Handler(), Base)}
}

// Person is a member with a browser in which they are signed in.
type Person struct {
	member.Member
	*Browser
}

// Member adds a member. details may say more than the name, such as the organisation.
func (k *Kit) Member(name string, details ...func(*member.Details)) Person {
	k.T.Helper()
	d := member.Details{Name: name}
	for _, f := range details {
		f(&d)
	}
	var m member.Member
	k.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		if m, err = k.Members.Join(ctx, tx, Address(name), d, true); err != nil {
			return err
		}
		return k.Safety.AcceptAll(ctx, tx, m.ID)
	})
	return Person{m, k.SignIn(m.ID)}
}

// Organiser adds a member who runs the network.
func (k *Kit) Organiser(name string) Person {
	k.T.Helper()
	p := k.Member(name)
	k.InTx(func(ctx context.Context, tx bun.Tx) error { return k.Members.SetOrganiser(ctx, tx, p.ID, true) })
	p.Organiser = true
	return p
}

// Works is a detail of a member: whom they work for.
func Works(organisation string) func(*member.Details) {
	return func(d *member.Details) { d.Organisation = organisation }
}

// Address is the made-up address of a name: "Ann Lee" has ann.lee@example.org.
func Address(name string) string {
	local := strings.Map(func(r rune) rune {
		if r == ' ' {
			return '.'
		}
		if r > unicode.MaxASCII || strings.ContainsRune("'\"<>", r) {
			return -1
		}
		return r
	}, member.Fold(name))
	return local + "@example.org"
}

// SignIn opens a browser in which the member is signed in.
func (k *Kit) SignIn(memberID string) *Browser {
	k.T.Helper()
	var token string
	k.InTx(func(ctx context.Context, tx bun.Tx) (err error) {
		token, err = k.Members.NewLink(ctx, tx, memberID, "/sign-in/sent", time.Minute)
		return err
	})
	b := k.Visitor()
	b.Get("/sign-in/"+token).Press("Sign in", nil)
	return b
}

// Browser is a person's browser; whatever a person could not do fails the test.
type Browser struct {
	k *Kit
	*browser.Browser
}

// Page is what a browser shows.
type Page struct {
	k *Kit
	*browser.Page
}

// Get opens an address.
func (b *Browser) Get(address string) *Page {
	b.k.T.Helper()
	return b.k.page(b.Browser.Get(address))
}

// Post sends values to an address without a form, as an attacker would.
func (b *Browser) Post(address string, values url.Values) *Page {
	b.k.T.Helper()
	return b.k.page(b.Browser.Post(address, values))
}

func (k *Kit) page(p *browser.Page, err error) *Page {
	k.T.Helper()
	if err != nil {
		k.T.Fatal(err)
	}
	if p.Status == http.StatusInternalServerError {
		k.T.Fatalf("%s answers %d: %s", p.URL, p.Status, p.Text())
	}
	// A download is data: it names kinds of things as the database does.
	if key := k.bareKey(string(p.Body)); key != "" && p.Header.Get("Content-Disposition") == "" && p.URL.Path != "/profile/data.html" {
		k.T.Errorf("%s has no text for %s", p.URL, key)
	}
	return &Page{k, p}
}

// Follow opens the link with this text.
func (p *Page) Follow(link string) *Page {
	p.k.T.Helper()
	return p.k.page(p.Page.Follow(link))
}

// Press presses a button with its form filled in.
func (p *Page) Press(button string, fill browser.Fill) *Page {
	p.k.T.Helper()
	return p.k.page(p.Page.Press(button, fill))
}

// Upload presses a button with its form filled in and a file chosen.
func (p *Page) Upload(button, field, fileName string, content []byte, fill browser.Fill) *Page {
	p.k.T.Helper()
	return p.k.page(p.Page.Upload(button, field, fileName, content, fill))
}

// Is fails the test unless the page has this status and heading.
func (p *Page) Is(status int, heading string) *Page {
	p.k.T.Helper()
	if p.Status != status || p.Heading() != heading {
		p.k.T.Fatalf("%s: got %d %q, want %d %q\n%s", p.URL, p.Status, p.Heading(), status, heading, p.Text())
	}
	return p
}

// Says fails the test unless the page's main part says each of these.
func (p *Page) Says(texts ...string) *Page {
	p.k.T.Helper()
	for _, text := range texts {
		if !strings.Contains(p.Text(), text) {
			p.k.T.Errorf("%s does not say %q:\n%s", p.URL, text, p.Text())
		}
	}
	return p
}

// SaysNot fails the test if the page, anywhere in its source, says one of these.
func (p *Page) SaysNot(texts ...string) *Page {
	p.k.T.Helper()
	for _, text := range texts {
		if strings.Contains(string(p.Body), text) {
			p.k.T.Errorf("%s says %q", p.URL, text)
		}
	}
	return p
}

// Fill is what a person types: names and values in turn.
func Fill(pairs ...string) browser.Fill { return browser.With(pairs...) }
