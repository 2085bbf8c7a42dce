package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/idna"
)

const (
	// batch is how many letters a worker holds at a time, and so how many
	// can be unknown for each worker when the process is killed.
	batch = 40
	// patience is how many times in a row a worker meets a broken server.
	patience = 3
)

// Deliver sends what is due and returns how many letters the server took. It
// returns when nothing is due any more. Its error is a server or a database
// that cannot be used; trouble with one letter is kept with that letter.
func (p *Post) Deliver(ctx context.Context) (int, error) {
	if p.c.Demo || !p.delivering.TryLock() {
		return 0, nil
	}
	defer p.delivering.Unlock()
	due, err := p.anyDue(ctx)
	if err != nil || !due {
		return 0, err
	}
	if err := p.sweep(ctx); err != nil {
		return 0, err
	}
	d := &delivery{post: p}
	d.another(ctx)
	d.wait.Wait()
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
	workers  int
	sent     int
	finished int // workers that found nothing left to do
	errs     []error
}

// another starts one more worker, if there may be one. Workers start while
// there are full batches to take.
func (d *delivery) another(ctx context.Context) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.workers == d.post.c.Workers {
		return
	}
	d.workers++
	d.wait.Go(func() {
		w := &worker{delivery: d, frames: map[string]frame{}}
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

// worker sends batch after batch over one connection.
type worker struct {
	*delivery
	c      *conn
	frames map[string]frame // by language
	buf    bytes.Buffer
	sent   int
	broken int // times in a row that the server was unusable
}

func (w *worker) run(ctx context.Context) error {
	defer func() {
		if w.c != nil {
			w.c.bye()
		}
	}()
	var done []outcome
	for {
		rows, err := w.post.turn(ctx, done)
		if err != nil || len(rows) == 0 {
			return err
		}
		if len(rows) == batch {
			w.another(ctx)
		}
		if done, err = w.batch(ctx, rows); err != nil {
			return errors.Join(err, w.post.settle(ctx, done))
		}
	}
}

// parcel is a row that can be sent.
type parcel struct {
	row
	sealed
	to string // the address as SMTP writes it
}

func (w *worker) batch(ctx context.Context, rows []row) (done []outcome, err error) {
	if err := w.post.bodies(ctx, rows); err != nil {
		for _, r := range rows {
			done = append(done, release(r))
		}
		return done, err
	}
	began := time.Now()
	parcels := make([]parcel, 0, len(rows))
	for _, r := range rows {
		s, err := w.post.open(r)
		switch {
		case err != nil:
			w.post.log.Error("a letter cannot be opened: is this the right key file?", "letter", r.ID, "error", err)
			done = append(done, later(r, "mail.reason.sealed"))
		case !isAddress(s.Email):
			done = append(done, outcome{row: r, state: Failed, reason: "mail.reason.address", bounced: true, email: s.Email})
		default:
			parcels = append(parcels, parcel{r, s, overSMTP(s.Email)})
		}
	}
	for i, p := range parcels {
		stop := ctx.Err() != nil || w.broken >= patience || i > 0 && time.Since(began) > w.post.batchTime
		if !stop && err == nil && w.post.limit != nil {
			stop = w.post.limit.Wait(ctx) != nil
		}
		if stop || err != nil {
			done = append(done, release(p.row))
			continue
		}
		var next *parcel
		if i+1 < len(parcels) && w.post.limit == nil {
			next = &parcels[i+1]
		}
		var o outcome
		o, err = w.send(ctx, p, next)
		done = append(done, o)
	}
	if w.c != nil && w.c.ahead != "" { // we said what we shall not do
		w.hangUp()
	}
	if err == nil && w.broken >= patience {
		err = fmt.Errorf("mail: the server failed %d times in a row", w.broken)
	}
	return done, err
}

// send hands over one letter. Its error is a server that cannot be reached;
// then the letter has not been tried.
func (w *worker) send(ctx context.Context, p parcel, next *parcel) (outcome, error) {
	w.buf.Reset()
	if err := w.post.message(ctx, &w.buf, p.row, p.sealed, w.frame(ctx, p.Lang)); err != nil {
		w.post.log.Error("a letter cannot be written", "letter", p.ID, "error", err)
		w.hangUp() // the commands for it may be on their way
		return outcome{row: p.row, state: Failed, reason: "mail.reason.written"}, nil
	}
	for {
		used := w.c != nil && w.c.used
		if w.c == nil {
			c, err := w.post.connect(ctx)
			if err != nil {
				return release(p.row), err
			}
			w.c = c
		}
		err := w.hand(p, next)
		var l *lost
		var r *refusal
		isLost := errors.As(err, &l)
		closing := errors.As(err, &r) && r.code == 421
		if isLost || closing {
			w.hangUp()
		}
		// A server may end a connection between two letters: that is no
		// attempt. A new connection tells.
		if used && (closing || isLost && !l.mayArrived && r == nil) && ctx.Err() == nil {
			continue
		}
		return w.judge(ctx, p, err), nil
	}
}

func (w *worker) hand(p parcel, next *parcel) error {
	from := w.post.c.FromAddress
	if err := w.c.accepted(from, p.to); err != nil {
		return err
	}
	var behind func()
	if next != nil {
		behind = func() { w.c.begin(from, next.to) }
	}
	return w.c.deliver(w.buf.Bytes(), behind)
}

func (w *worker) hangUp() {
	if w.c != nil {
		w.c.drop()
		w.c = nil
	}
}

func (w *worker) frame(ctx context.Context, lang string) frame {
	f, ok := w.frames[lang]
	if !ok {
		f = w.post.frame(ctx, lang)
		w.frames[lang] = f
	}
	return f
}

// overSMTP writes an international domain in ASCII.
func overSMTP(email string) string {
	local, domain, _ := strings.Cut(email, "@")
	if ascii, err := idna.Lookup.ToASCII(domain); err == nil {
		return local + "@" + ascii
	}
	return email
}
