package db_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
)

func feature(files ...string) fs.FS {
	m := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		m["migrations/"+files[i]] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + files[i+1] + "\n-- +goose Down\n")}
	}
	return m
}

func opened(t *testing.T) *db.DB {
	t.Helper()
	d, err := db.Open(filepath.Join(t.TempDir(), "cuppa.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func migrator(t *testing.T, d *db.DB, features ...fs.FS) *db.Migrator {
	t.Helper()
	m, err := db.NewMigrator(d, features...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var (
	one   = feature("0001_one.sql", "CREATE TABLE one (id TEXT);")
	two   = feature("0010_two.sql", "CREATE TABLE two (id TEXT);")
	later = feature("0001_one.sql", "CREATE TABLE one (id TEXT);", "0002_more.sql", "ALTER TABLE one ADD COLUMN more TEXT;")
)

// What the engines need said differently is in folders of their own.
func TestEachEngineHasItsOwnMigrations(t *testing.T) {
	t.Parallel()
	m := migrator(t, opened(t), feature("0001_one.sql", "CREATE TABLE one (id TEXT);",
		"sqlite/0002_own.sql", "CREATE TABLE lite (id TEXT);", "postgres/0002_own.sql", "CREATE TABLE pg (id TEXT);", "postgres/0003_pg.sql", "x"))
	if pending, err := m.Pending(t.Context()); err != nil || !slices.Equal(pending, []string{"0001_one.sql", "0002_own.sql"}) {
		t.Errorf("pending: %v, %v", pending, err)
	}
}

func TestMigrationsOfAllFeaturesRunOnce(t *testing.T) {
	t.Parallel()
	d := opened(t)
	m := migrator(t, d, two, one)
	if pending, err := m.Pending(t.Context()); err != nil || !slices.Equal(pending, []string{"0001_one.sql", "0010_two.sql"}) {
		t.Errorf("pending: %v, %v", pending, err)
	}
	for range 2 {
		if err := m.Up(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if v, err := m.Versions(t.Context()); err != nil || !slices.Equal(v, []int64{1, 10}) {
		t.Errorf("versions: %v, %v", v, err)
	}
	// A feature grows below the number that another one has reached.
	m = migrator(t, d, later, two)
	if err := m.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Writer().Exec("INSERT INTO one (id, more) VALUES ('a', 'b')"); err != nil {
		t.Error(err)
	}
}

func TestANewerDatabaseIsLeftAlone(t *testing.T) {
	t.Parallel()
	d := opened(t)
	if err := migrator(t, d, later, two).Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	old := migrator(t, d, one, two)
	if newer, err := old.Newer(t.Context()); err != nil || !newer {
		t.Errorf("newer: %t, %v", newer, err)
	}
	if err := old.Up(t.Context()); !errors.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "install that version again") || strings.Contains(err.Error(), "conflict") {
		t.Errorf("up: %v", err)
	}
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	t.Parallel()
	d := opened(t)
	broken := feature("0010_two.sql", "CREATE TABLE two (id TEXT); INSERT INTO nothing VALUES (1);")
	if err := migrator(t, d, one, broken).Up(t.Context()); err == nil {
		t.Fatal("a broken migration ran")
	}
	m := migrator(t, d, one, two)
	if pending, err := m.Pending(t.Context()); err != nil || !slices.Equal(pending, []string{"0010_two.sql"}) {
		t.Errorf("pending: %v, %v", pending, err)
	}
	if err := m.Up(t.Context()); err != nil { // mended; had it left its table, this would fail
		t.Error(err)
	}
}

func TestABackupsMigrationsAreRunAlone(t *testing.T) {
	t.Parallel()
	m := migrator(t, opened(t), later, two)
	for range 2 {
		if err := m.Apply(t.Context(), []int64{1, 10}); err != nil {
			t.Fatal(err)
		}
	}
	if pending, err := m.Pending(t.Context()); err != nil || !slices.Equal(pending, []string{"0002_more.sql"}) {
		t.Errorf("pending: %v, %v", pending, err)
	}
	if err := m.Apply(t.Context(), []int64{77}); !errors.Is(err, fault.Conflict) {
		t.Errorf("a newer backup: %v", err)
	}
}

func TestTwoMigrationsOfOneNumberAreRefused(t *testing.T) {
	t.Parallel()
	for _, other := range []fs.FS{one, feature("0001_other.sql", "SELECT 1;")} {
		if _, err := db.NewMigrator(opened(t), one, other); err == nil {
			t.Error("two migrations have the same number")
		}
	}
}

// A write outside a transaction would not be ordered with the others: the pool
// for reading refuses it.
func TestThePoolForReadingDoesNotWrite(t *testing.T) {
	t.Parallel()
	d := opened(t)
	if err := migrator(t, d, one).Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := d.ExecContext(t.Context(), "INSERT INTO one VALUES ('a')"); err == nil || !strings.Contains(err.Error(), "readonly") {
		t.Errorf("%v", err)
	}
}
