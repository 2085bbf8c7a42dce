package mail

import (
	"context"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/uptrace/bun"

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

	// OnBounce is told, in the transaction that marks a letter failed, that
	// the server refused its recipient. memberID may be empty.
	OnBounce func(ctx context.Context, tx bun.Tx, memberID, email, reason string) error
}

// New makes the post of one installation. It connects to nothing.
func New(d *db.DB, keys *seal.Keys, cat *locale.Catalogue, now func() time.Time, newID func() string, log *slog.Logger, c Config) *Post {
	if c.Workers <= 0 {
		c.Workers = 4
	}
	if c.Timeout <= 0 {
		c.Timeout = time.Minute
	}
	if c.TLS == "" {
		c.TLS = StartTLS
	}
	_, domain, _ := strings.Cut(c.FromAddress, "@")
	if u, err := url.Parse(c.BaseURL); err == nil && u.Hostname() != "" {
		if domain == "" {
			domain = u.Hostname()
		}
		if c.EHLO == "" {
			c.EHLO = u.Hostname()
		}
	}
	if domain == "" {
		domain = "localhost"
	}
	if c.EHLO == "" {
		c.EHLO = domain
	}
	return &Post{db: d, keys: keys, cat: cat, now: now, newID: newID, log: log, c: c, domain: domain}
}
