package db_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"cuppa.example/internal/db"
)

// fresh is a SQLite database with a table notes.
func fresh(t testing.TB) *db.DB {
	t.Helper()
	d, err := db.Open(filepath.Join(t.TempDir(), "cuppa.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	write(t, d, "CREATE TABLE notes (id TEXT PRIMARY KEY, said TEXT NOT NULL, sealed BYTEA, n BIGINT NOT NULL DEFAULT 0)")
	return d
}

func write(t testing.TB, d *db.DB, query string, args ...any) {
	t.Helper()
	if err := tryWrite(d, query, args...); err != nil {
		t.Fatal(err)
	}
}

func tryWrite(d *db.DB, query string, args ...any) error {
	return d.InTx(context.Background(), func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw(query, args...).Exec(ctx)
		return err
	})
}

func TestValuesComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	d, id := fresh(t), 0
	rapid.Check(t, func(r *rapid.T) {
		id++
		key := fmt.Sprint("note ", id)
		said := rapid.OneOf(
			rapid.StringMatching(`[a-zA-Z0-9' "\\?;:@$/*[\]%_-]{0,40}`),
			rapid.StringOf(rapid.Rune().Filter(func(r rune) bool { return r != 0 && r != '\uFFFD' })),
			rapid.SampledFrom([]string{"", "'", "''", "x'00'", "met", "X", "--", "/* 1 */", "?1", "12"}),
		).Draw(r, "said")
		sealed := rapid.SliceOf(rapid.Byte()).Draw(r, "sealed")
		write(t, d, "INSERT INTO notes (id, said, sealed) VALUES (?, ?, ?)", key, said, sealed)
		var got struct {
			Said, Kind string
			Sealed     []byte
		}
		err := d.NewRaw("SELECT said, sealed, typeof(sealed) || ' ' || typeof(said) AS kind FROM notes WHERE id = ? AND said = ?", key, said).
			Scan(t.Context(), &got)
		if err != nil || got.Said != said || !bytes.Equal(got.Sealed, sealed) || got.Kind != "blob text" {
			r.Fatalf("wrote %q %x, got %+v, error %v", said, sealed, got, err)
		}
	})
}

func TestOneStatementMayBeReadTwiceAtOnce(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	for i := range 3 {
		write(t, d, "INSERT INTO notes (id, said) VALUES (?, ?)", fmt.Sprint("N", i), "x")
	}
	seen := 0
	err := d.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		outer, err := tx.QueryContext(ctx, "SELECT id FROM notes WHERE id < 'N9'")
		if err != nil {
			return err
		}
		defer outer.Close()
		for outer.Next() {
			var inner []string
			if err := tx.NewRaw("SELECT id FROM notes WHERE id < ?", "N9").Scan(ctx, &inner); err != nil {
				return err
			}
			seen += len(inner)
		}
		return outer.Err()
	})
	if err != nil || seen != 9 {
		t.Errorf("read %d of 9, error %v", seen, err)
	}
}

func TestAKeptStatementFollowsTheSchema(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	for i, column := range []string{"", "more", "most"} {
		if column != "" {
			write(t, d, "ALTER TABLE notes ADD COLUMN "+column+" TEXT")
		}
		write(t, d, "INSERT INTO notes (id, said) VALUES (?, ?)", fmt.Sprint("N", i), "x")
		var got []map[string]any
		if err := d.NewRaw("SELECT * FROM notes WHERE id = ?", fmt.Sprint("N", i)).Scan(t.Context(), &got); err != nil {
			t.Fatal(err)
		}
		if want := 4 + i; len(got) != 1 || len(got[0]) != want {
			t.Errorf("%v: want %d columns", got, want)
		}
	}
}

func TestAFailedStatementCanBeUsedAgain(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	const insert = "INSERT INTO notes (id, said) VALUES (?, ?)"
	write(t, d, insert, "N1", "x")
	if err := tryWrite(d, insert, "N1", "x"); !db.IsUnique(err) {
		t.Errorf("the same again: %v", err)
	}
	write(t, d, insert, "N2", "x")
	if err := tryWrite(d, "INSERT INTO nowhere (id) VALUES (?)", "N1"); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("no such table: %v", err)
	}
}

func TestMoreStatementsThanAreKept(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	for round := range 2 {
		for i := range 600 {
			alias := strings.Repeat("a", i+1)
			var got string
			if err := d.NewRaw("SELECT ? AS "+alias, fmt.Sprint(round, "N", i)).Scan(t.Context(), &got); err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprint(round, "N", i); got != want {
				t.Fatalf("got %q, want %q", got, want)
			}
		}
	}
}
