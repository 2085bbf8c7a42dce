package db_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
)

func TestInBatchFindsWhatFails(t *testing.T) {
	t.Parallel()
	d, err := db.Open(filepath.Join(t.TempDir(), "cuppa.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if _, err := d.Writer().Exec("CREATE TABLE done (id TEXT, how TEXT)"); err != nil {
		t.Fatal(err)
	}
	write := func(ctx context.Context, tx bun.Tx, id, how string) error {
		_, err := tx.NewRaw("INSERT INTO done (id, how) VALUES (?, ?)", id, how).Exec(ctx)
		return err
	}
	broken := errors.New("broken")
	err = d.InBatch(t.Context(), []string{"a", "b", "c", "d"}, func(ctx context.Context, tx bun.Tx, ids []string) error {
		for _, id := range ids {
			if err := write(ctx, tx, id, "done"); err != nil {
				return err
			}
			if id == "b" || id == "d" {
				return broken
			}
		}
		return nil
	}, func(ctx context.Context, tx bun.Tx, id string) error { return write(ctx, tx, id, "put off") })
	if !errors.Is(err, broken) {
		t.Errorf("error: %v", err)
	}
	var got []string
	if err := d.NewRaw("SELECT id || ' ' || how FROM done ORDER BY id").Scan(t.Context(), &got); err != nil {
		t.Fatal(err)
	}
	if want := []string{"a done", "b put off", "c done", "d put off"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
