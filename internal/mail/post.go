package mail

import (
	"cmp"
	"context"
	"crypto/x509"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"
	"golang.org/x/time/rate"

	"cuppa.example/internal/db"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/seal"
)

// How the connection to the SMTP server is protected.
const (
	StartTLS = "starttls" // the default: plain, then encrypted, never less
	Implicit = "implicit" // encrypted from the first byte
	NoTLS    = "none"     // only to this machine
)

// Config says whose mail this is and how it leaves.
type Config struct {
	FromName    string // empty: the network's name
	FromAddress string

	Host     string
	Port     int
	User     string // empty: without signing in
	Password string
	TLS      string
	EHLO     string // empty: the host of BaseURL

	BaseURL string
	// Network is the network's name.
	Network func(context.Context) string
	// Language is the network's, for letters to people who have not chosen one.
	Language func(context.Context) string

	// Contact is where answers go that are for nobody else; empty: where the
	// letters come from.
	Contact func(context.Context) string

	Workers   int           // connections at a time; 0 is 4
	PerSecond int           // at most so many letters a second; 0 is no limit
	Timeout   time.Duration // for each answer of the server; 0 is a minute
	// KeepBodies keeps what was sent for so long; 0 removes it at once.
	KeepBodies time.Duration
	// Demo keeps all mail in the outbox, with its bodies. Nothing leaves.
	Demo bool
}

// Post is the outbox and the way out of it.
type Post struct {
	db     *db.DB
	keys   *seal.Keys
	cat    *locale.Catalogue
	now    func() time.Time
	newID  func() string
	log    *slog.Logger
	c      Config
	domain string // of our own address
	listID string
	roots  *x509.CertPool // tests have their own; nil is the system's

	grace time.Duration // to finish what is on its way, when stopped

	renewTime time.Duration

	delivering sync.Mutex
	kept       atomic.Pointer[time.Time] // when old letters were last looked for
	limit      *rate.Limiter             // nil: none

	// OnBounce is told, in the transaction that marks a letter failed, that
	// the server refused its recipient. memberID may be empty.
	OnBounce func(ctx context.Context, tx bun.Tx, memberID, email, reason string) error
}

// New makes the post of one installation. It connects to nothing.
func New(d *db.DB, keys *seal.Keys, cat *locale.Catalogue, now func() time.Time, newID func() string, log *slog.Logger, c Config) *Post {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	if c.Workers <= 0 {
		c.Workers = 4
	}
	if c.Timeout <= 0 {
		c.Timeout = time.Minute
	}
	if c.TLS == "" {
		c.TLS = StartTLS
	}
	if c.Port == 0 {
		c.Port = map[string]int{StartTLS: 587, Implicit: 465, NoTLS: 25}[c.TLS]
	}
	site := ""
	if u, err := url.Parse(c.BaseURL); err == nil {
		site = u.Hostname()
	}
	_, domain, _ := strings.Cut(c.FromAddress, "@")
	domain = cmp.Or(domain, site, "localhost")
	c.EHLO = cmp.Or(c.EHLO, site, domain)
	p := &Post{
		db: d, keys: keys, cat: cat, now: now, newID: newID, log: log, c: c,
		domain: domain, listID: cmp.Or(site, domain), grace: 5 * time.Second, renewTime: renewTime,
	}
	if c.PerSecond > 0 {
		p.limit = rate.NewLimiter(rate.Limit(c.PerSecond), c.PerSecond)
	}
	return p
}
