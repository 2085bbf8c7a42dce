package testkit

import (
	"context"
	"database/sql"
	"fmt"
	"hash/fnv"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib" // the "pgx" driver

	"cuppa.example/internal/app"
)

// The schema is migrated once in a process; every test gets a copy.
var (
	once       sync.Once
	onceErr    error
	liteCopy   []byte
	pgTemplate string
)

// database gives a fresh, migrated database's address; empty means the SQLite
// file in dir.
func database(t testing.TB, dir string) string {
	t.Helper()
	server := os.Getenv("CUPPA_TEST_POSTGRES")
	once.Do(func() {
		if server == "" {
			liteCopy, onceErr = migrateLite()
		} else {
			pgTemplate, onceErr = migratePostgres(server)
		}
	})
	if onceErr != nil {
		t.Fatalf("migrate: %v", onceErr)
	}
	if server == "" {
		if err := os.WriteFile(filepath.Join(dir, "cuppa.db"), liteCopy, 0o600); err != nil {
			t.Fatal(err)
		}
		return ""
	}
	name := "t_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if err := execute(server, "CREATE DATABASE "+name+" TEMPLATE "+pgTemplate); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = execute(server, "DROP DATABASE "+name+" WITH (FORCE)") })
	return named(server, name)
}

func migrateLite() ([]byte, error) {
	dir, err := os.MkdirTemp("", "cuppa-test")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := migrate(app.Config{Data: dir, Base: Base}); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, "cuppa.db"))
}

// migratePostgres makes one template for this test binary. Binaries of other
// packages run at the same time, each with a template of its own.
func migratePostgres(server string) (string, error) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(os.Args[0]))
	name := fmt.Sprintf("template_%x_%d", h.Sum64(), os.Getpid())
	if err := execute(server, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "cuppa-test")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	return name, migrate(app.Config{Data: dir, Base: Base, Database: named(server, name)})
}

func migrate(c app.Config) error {
	a, err := app.New(context.Background(), c, app.Options{})
	if err != nil {
		return err
	}
	return a.Close()
}

func execute(server, statement string) error {
	d, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer d.Close()
	_, err = d.Exec(statement)
	return err
}

func named(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic(err)
	}
	u.Path = "/" + name
	return u.String()
}
