package db_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"cuppa.example/internal/db"
)

// use is what one of several writers at the same time does.
type use struct {
	id  string
	how string
	err error // what it heard
}

var errOwn = errors.New("its own")

func insert(ctx context.Context, tx bun.Tx, id string) error {
	_, err := tx.NewRaw("INSERT INTO notes (id, said) VALUES (?, ?)", id, "x").Exec(ctx)
	return err
}

// do writes a note, and then behaves in one of the ways.
func (u *use) do(d *db.DB) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			u.err = fmt.Errorf("panic: %v", p)
		}
	}()
	if u.how == "cancelled before" {
		cancel()
	}
	in := d.InTx
	if u.how == "alone" {
		in = func(ctx context.Context, fn func(context.Context, bun.Tx) error) error {
			return d.InTx(db.Alone(ctx), fn)
		}
	}
	u.err = in(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := insert(ctx, tx, u.id); err != nil {
			return err
		}
		switch u.how {
		case "fails":
			return errOwn
		case "panics":
			panic("its own")
		case "cancelled within":
			cancel()
		case "clashes and fails":
			return insert(ctx, tx, u.id)
		case "clashes and carries on":
			if err := insert(ctx, tx, u.id); !db.IsUnique(err) {
				return fmt.Errorf("no clash: %w", err)
			}
		}
		var n int
		if err := tx.NewRaw("SELECT count(*) FROM notes WHERE id = ?", u.id).Scan(ctx, &n); err != nil || n != 1 {
			return fmt.Errorf("it reads %d of its own notes: %w", n, err)
		}
		return nil
	})
}

// together runs them so that all wait while the first has its turn.
func together(t testing.TB, d *db.DB, uses []use) {
	t.Helper()
	var all sync.WaitGroup
	begun, release := make(chan bool), make(chan bool)
	all.Go(func() {
		err := d.InTx(context.Background(), func(ctx context.Context, tx bun.Tx) error {
			close(begun)
			<-release
			return insert(ctx, tx, "first of "+uses[0].id)
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-begun
	shared := 0
	for i := range uses {
		if uses[i].how != "alone" {
			shared++
		}
		all.Go(func() { uses[i].do(d) })
	}
	for d.Queued() < shared {
		runtime.Gosched()
	}
	close(release)
	all.Wait()
}

func TestWritersAtTheSameTimeDoNotHarmEachOther(t *testing.T) {
	t.Parallel()
	d, round := fresh(t), 0
	succeed := []string{"", "alone", "clashes and carries on"}
	ways := append([]string{"fails", "panics", "cancelled before", "cancelled within", "clashes and fails"}, succeed...)
	rapid.Check(t, func(r *rapid.T) {
		round++
		hows := rapid.SliceOfN(rapid.SampledFrom(ways), 1, 12).Draw(r, "ways")
		uses := make([]use, len(hows))
		for i, how := range hows {
			uses[i] = use{id: fmt.Sprintf("%05d.%02d", round, i), how: how}
		}
		together(t, d, uses)
		want := []string{"first of " + uses[0].id}
		for _, u := range uses {
			good := slices.Contains(succeed, u.how)
			if good != (u.err == nil) {
				r.Errorf("%q hears %v", u.how, u.err)
			}
			if good {
				want = append(want, u.id)
			}
		}
		slices.Sort(want)
		var got []string
		err := d.NewRaw("SELECT id FROM notes WHERE id LIKE ? ORDER BY id", fmt.Sprintf("%%%05d.%%", round)).Scan(t.Context(), &got)
		if err != nil {
			r.Fatal(err)
		}
		if !slices.Equal(got, want) {
			r.Errorf("there are %v, want %v", got, want)
		}
	})
}

func TestAFailedCommitIsHeardByAll(t *testing.T) {
	t.Parallel()
	for name, breaking := range map[string]string{
		"at the commit": "PRAGMA defer_foreign_keys = 1; INSERT INTO children (parent) VALUES ('nobody')",
		"before it":     "ROLLBACK", // as SQLite does by itself when the disk is full
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := fresh(t)
			d.Patient()
			write(t, d, "CREATE TABLE children (parent TEXT REFERENCES notes (id))")
			errs := make([]error, 5)
			var all sync.WaitGroup
			begun, release := make(chan bool), make(chan bool)
			all.Go(func() {
				errs[0] = d.InTx(context.Background(), func(ctx context.Context, tx bun.Tx) error {
					close(begun)
					<-release
					return insert(ctx, tx, "N0")
				})
			})
			<-begun
			for i := 1; i < len(errs); i++ {
				all.Go(func() {
					errs[i] = d.InTx(context.Background(), func(ctx context.Context, tx bun.Tx) error {
						if d.Queued() == 0 { // the last
							_, err := tx.ExecContext(ctx, breaking)
							return err
						}
						return insert(ctx, tx, fmt.Sprint("N", i))
					})
				})
			}
			for d.Queued() < len(errs)-1 {
				runtime.Gosched()
			}
			close(release)
			all.Wait()
			for i, err := range errs {
				if err == nil {
					t.Errorf("use %d hears of success", i)
				}
			}
			write(t, d, "INSERT INTO notes (id, said) VALUES ('after', 'x')")
			var got []string
			if err := d.NewRaw("SELECT id FROM notes").Scan(t.Context(), &got); err != nil || !slices.Equal(got, []string{"after"}) {
				t.Errorf("there are %v, error %v", got, err)
			}
		})
	}
}
