package mail

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"
)

const (
	// batch is how many letters a worker holds at a time, and so how many it
	// leaves unknown at most when the process is killed.
	batch = 25
	// patience is how many times in a row a worker meets a broken server.
	patience = 3
	// noteTime is how long it stays unwritten that a letter was taken.
	noteTime = 50 * time.Millisecond
)

// Deliver sends what is due and returns how many letters the server took. It
// returns when nothing is due any more. Without a mail server everything waits. Its error is a server or a database
// that cannot be used; trouble with one letter is kept with that letter.
func (p *Post) Deliver(ctx context.Context) (int, error) {
	if p.c.Demo || p.c.Host == "" || !p.delivering.TryLock() {
		return 0, nil
	}
	defer p.delivering.Unlock()
	due, err := p.anyDue(ctx)
	if err != nil || !due {
		return 0, err
	}
	d := &delivery{post: p, leases: map[string]bool{}}
	rest := d.watch(ctx)
	d.another(ctx)
	d.wait.Wait()
	rest()
	// A worker that met a closed door is no news while another had an open one.
	if d.finished == 0 || ctx.Err() != nil {
		return d.sent, errors.Join(append(d.errs, ctx.Err())...)
	}
	return d.sent, nil
}

// delivery is one run of Deliver.
type delivery struct {
	post *Post
	wait sync.WaitGroup

	mu       sync.Mutex
	sent     int
	finished int // workers that found nothing left to do
	errs     []error
	leases   map[string]bool // that workers hold
	team     []*worker
}

// another starts one more worker, if there may be one. Workers start while
// there are full batches to take.
func (d *delivery) another(ctx context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.team) == d.post.c.Workers {
		return
	}
	w := &worker{delivery: d, frames: map[string]frame{}}
	d.team = append(d.team, w)
	d.wait.Go(func() {
		err := w.run(ctx)
		d.mu.Lock()
		defer d.mu.Unlock()
		d.sent += w.sent
		if err != nil {
			d.errs = append(d.errs, err)
		} else if ctx.Err() == nil {
			d.finished++
		}
	})
}

// watch looks after the workers until what it returns is called: it renews
// their leases, and writes down what a worker that waits for its server has
// sent before.
func (d *delivery) watch(ctx context.Context) (rest func()) {
	over := make(chan struct{})
	renew, note := time.NewTicker(d.post.renewTime), time.NewTicker(noteTime)
	var watching sync.WaitGroup
	watching.Go(func() {
		defer renew.Stop()
		defer note.Stop()
		for {
			var err error
			select {
			case <-over:
				return
			case <-renew.C:
				err = d.post.renew(context.WithoutCancel(ctx), d.held())
			case <-note.C:
				err = d.writeDown(ctx)
			}
			if err != nil {
				d.post.log.Warn("the record of mail cannot be kept", "error", err)
			}
		}
	})
	return func() {
		close(over)
		watching.Wait()
	}
}

func (d *delivery) held() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Collect(maps.Keys(d.leases))
}

func (d *delivery) writeDown(ctx context.Context) error {
	d.mu.Lock()
	team := slices.Clone(d.team)
	d.mu.Unlock()
	var errs []error
	for _, w := range team {
		if done := w.take(noteTime); len(done) > 0 {
			errs = append(errs, d.post.settle(ctx, done))
		}
	}
	return errors.Join(errs...)
}
