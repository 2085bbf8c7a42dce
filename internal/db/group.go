package db

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"
)

// A group is closed after so many uses or so much time, whoever waits.
const (
	largestGroup = 200
	longestGroup = 25 * time.Millisecond
)

// queue is where the writers of SQLite wait, one after the other. Those that
// wait at the same time share one transaction, and so one wait for the disk:
// each works within a savepoint of its own, hears of success after the commit,
// and leaves the commit to the next where there is a next. Who is alone commits
// at once.
type queue struct {
	turn    sync.Mutex
	waiting atomic.Int64 // who may join a group and will surely have a turn
	longest time.Duration
	open    *group // has been begun and not committed; read and written in a turn
}

type group struct {
	tx    bun.Tx
	began time.Time
	size  int           // how many uses succeeded
	done  chan struct{} // closed after the commit
	err   error         // of the commit; to be read when done is closed
}

// What does not fit into the writer's cache is written to the log before its
// time, and again whenever it changes. Long work gets more, while it lasts.
const (
	largeCache = "PRAGMA cache_size = -65536"
	usualCache = "PRAGMA cache_size = -8000; PRAGMA shrink_memory"
)

type aloneKey struct{}

// Alone marks long work, which no small write should wait for longer than it
// must: its transactions on SQLite are shared with nobody.
func Alone(ctx context.Context) context.Context { return context.WithValue(ctx, aloneKey{}, true) }

func (d *DB) inAlone(ctx context.Context, fn func(ctx context.Context, tx bun.Tx) error) error {
	d.queue.turn.Lock()
	defer d.queue.turn.Unlock()
	d.queue.commit() // others wait for this
	within := context.WithoutCancel(ctx)
	if _, err := d.writer.ExecContext(within, largeCache); err != nil {
		return err
	}
	defer func() { _, _ = d.writer.ExecContext(within, usualCache) }()
	return d.writer.RunInTx(ctx, nil, fn)
}

// inGroup is InTx on SQLite for what may be shared.
func (d *DB) inGroup(ctx context.Context, fn func(ctx context.Context, tx bun.Tx) error) error {
	g, err := d.takeTurn(ctx, fn)
	if err != nil {
		return err
	}
	<-g.done
	return g.err
}

// takeTurn does fn in the open group, or opens one. It commits the group unless
// somebody waits to do so, also when fn fails or panics.
func (d *DB) takeTurn(ctx context.Context, fn func(ctx context.Context, tx bun.Tx) error) (*group, error) {
	q := &d.queue
	q.waiting.Add(1)
	q.turn.Lock()
	q.waiting.Add(-1)
	defer q.turn.Unlock()
	if err := ctx.Err(); err != nil {
		q.settle()
		return nil, err
	}
	defer q.settle()
	if q.open == nil {
		tx, err := d.writer.BeginTx(context.WithoutCancel(ctx), nil)
		if err != nil {
			return nil, err
		}
		q.open = &group{tx: tx, began: time.Now(), done: make(chan struct{})}
	}
	g := q.open
	return g, q.use(ctx, g, fn)
}

// use does fn within a savepoint of g; the first needs none, since nobody
// shares the transaction with it when it fails. A statement that is interrupted
// would roll back the work of all, so fn is not cancelled in its middle: it
// fails at its end.
func (q *queue) use(ctx context.Context, g *group, fn func(ctx context.Context, tx bun.Tx) error) (err error) {
	within, first, kept := context.WithoutCancel(ctx), g.size == 0, false
	if !first {
		if _, err := g.tx.ExecContext(within, "SAVEPOINT used"); err != nil {
			q.fail(err)
			return err
		}
	}
	defer func() { // also when fn panics
		if !kept {
			q.undo(within, first)
		}
	}()
	if err := fn(within, g.tx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if !first {
		if _, err := g.tx.ExecContext(within, "RELEASE used"); err != nil {
			return err
		}
	}
	g.size, kept = g.size+1, true
	return nil
}

// undo takes back what the last use did, and only that. Where SQLite has rolled
// back everything, as when the disk is full, all in the group fail.
func (q *queue) undo(ctx context.Context, first bool) {
	if first {
		_ = q.open.tx.Rollback()
		q.open = nil
		return
	}
	if _, err := q.open.tx.ExecContext(ctx, "ROLLBACK TO used; RELEASE used"); err != nil {
		q.fail(err)
	}
}

// fail ends the group; everybody in it hears err.
func (q *queue) fail(err error) {
	_ = q.open.tx.Rollback()
	q.end(err)
}

// settle commits unless the next will.
func (q *queue) settle() {
	if g := q.open; g != nil && q.waiting.Load() > 0 && g.size < largestGroup && time.Since(g.began) < q.longest {
		return
	}
	q.commit()
}

func (q *queue) commit() {
	if q.open != nil {
		q.end(q.open.tx.Commit())
	}
}

func (q *queue) end(err error) {
	q.open.err = err
	close(q.open.done)
	q.open = nil
}
