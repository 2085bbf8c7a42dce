package mail

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/seal"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// clock is a time that the test moves.
type clock struct{ at atomic.Pointer[time.Time] }

func newClock() *clock {
	c := &clock{}
	c.set(noon)
	return c
}

func (c *clock) set(t time.Time)     { c.at.Store(&t) }
func (c *clock) add(d time.Duration) { c.set(c.now().Add(d)) }
func (c *clock) now() time.Time      { return *c.at.Load() }

var (
	schemas   atomic.Int64
	addresses sync.Map // database → where another process finds it
)

func addressOf(t testing.TB, d *db.DB) string {
	t.Helper()
	address, ok := addresses.Load(d)
	if !ok {
		t.Fatal("an unknown database")
	}
	return address.(string)
}

// database is a migrated, empty database: SQLite, or PostgreSQL where
// CUPPA_TEST_POSTGRES says so.
func database(t testing.TB) *db.DB {
	t.Helper()
	address := filepath.Join(t.TempDir(), "cuppa.db")
	if server := os.Getenv("CUPPA_TEST_POSTGRES"); server != "" {
		admin, err := db.Open(server)
		check(t, err)
		schema := fmt.Sprintf("mail_%d_%d", os.Getpid(), schemas.Add(1))
		_, err = admin.Writer().Exec("CREATE SCHEMA " + schema)
		check(t, err)
		t.Cleanup(func() {
			_, err := admin.Writer().Exec("DROP SCHEMA " + schema + " CASCADE")
			check(t, err)
			check(t, admin.Close())
		})
		mark := "?"
		if strings.Contains(server, "?") {
			mark = "&"
		}
		address = server + mark + "search_path=" + schema
	}
	d, err := db.Open(address)
	check(t, err)
	addresses.Store(d, address)
	t.Cleanup(func() { check(t, d.Close()) })
	m, err := db.NewMigrator(d, Files)
	check(t, err)
	check(t, m.Up(context.Background()))
	return d
}

func check(t failer, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func testKeys(t testing.TB) *seal.Keys {
	t.Helper()
	k, err := seal.FromSecret(make([]byte, 32))
	check(t, err)
	return k
}

func catalogue(t testing.TB) *locale.Catalogue {
	t.Helper()
	c, err := locale.Load(locale.Files, form.Files, Files)
	check(t, err)
	return c
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// newPost is a post to a server on this machine.
func newPost(t testing.TB, d *db.DB, c *clock, change func(*Config)) *Post {
	t.Helper()
	config := Config{
		FromAddress: "hello@net.test", Host: "127.0.0.1", TLS: NoTLS, BaseURL: "https://net.test",
		Network: func(context.Context) string { return "The Tea Network" }, Timeout: 5 * time.Second,
	}
	if change != nil {
		change(&config)
	}
	return New(d, testKeys(t), catalogue(t), c.now, newID, slog.New(slog.DiscardHandler), config)
}

func queue(t testing.TB, p *Post, items ...Item) {
	t.Helper()
	check(t, p.db.InTx(context.Background(), func(ctx context.Context, tx bun.Tx) error {
		return p.QueueAll(ctx, tx, items)
	}))
}

// hello is a small letter with a key of its own.
func hello(email string) Item {
	return Item{
		Envelope{Kind: "test.hello", Key: "hello " + email, MemberID: "m-" + email, Name: "Amy", Email: email, Lang: "en"},
		Letter{Subject: "Hello", Preview: "A word", Blocks: []Block{Para("Hello to " + email)}},
	}
}
