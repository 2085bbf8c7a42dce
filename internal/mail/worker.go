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

// worker sends batch after batch over one connection.
type worker struct {
	*delivery
	c      *conn
	frames map[string]frame // by language
	buf    bytes.Buffer
	sent   int
	lease  string
	broken int // times in a row that the server was unusable

	noting sync.Mutex
	done   []outcome // not written down yet
	since  time.Time // since when
}

// note keeps an outcome until it is written down with others.
func (w *worker) note(o outcome) {
	w.noting.Lock()
	defer w.noting.Unlock()
	if len(w.done) == 0 {
		w.since = time.Now()
	}
	w.done = append(w.done, o)
}

// take is what has been noted and kept for longer than age.
func (w *worker) take(age time.Duration) []outcome {
	w.noting.Lock()
	defer w.noting.Unlock()
	if time.Since(w.since) < age {
		return nil
	}
	done := w.done
	w.done = nil
	return done
}

func (w *worker) run(ctx context.Context) error {
	defer func() {
		if w.c != nil {
			w.c.bye()
		}
	}()
	for {
		rows, err := w.post.turn(ctx, w.take(0))
		w.hold(rows)
		if err != nil || len(rows) == 0 {
			return err
		}
		if len(rows) == batch {
			w.another(ctx)
		}
		if err := w.batch(ctx, rows); err != nil {
			return errors.Join(err, w.post.settle(ctx, w.take(0)))
		}
	}
}

// parcel is a row that can be sent.
type parcel struct {
	row
	sealed
	to string // the address as SMTP writes it
}

func (w *worker) batch(ctx context.Context, rows []row) error {
	parcels, err := w.unpack(ctx, rows)
	for i, p := range parcels {
		stop := ctx.Err() != nil || w.broken >= patience
		if !stop && err == nil && w.post.limit != nil {
			stop = w.post.limit.Wait(ctx) != nil
		}
		if stop || err != nil {
			w.note(release(p.row))
			continue
		}
		var next *parcel
		if i+1 < len(parcels) && w.post.limit == nil {
			next = &parcels[i+1]
		}
		var o outcome
		o, err = w.send(ctx, p, next)
		w.note(o)
	}
	if w.c != nil && w.c.ahead != "" { // we said what we shall not do
		w.hangUp()
	}
	if err == nil && w.broken >= patience {
		err = fmt.Errorf("mail: the server failed %d times in a row", w.broken)
	}
	return err
}

// unpack opens letters, and sets those aside that cannot be sent.
func (w *worker) unpack(ctx context.Context, rows []row) ([]parcel, error) {
	if err := w.post.bodies(ctx, rows); err != nil {
		for _, r := range rows {
			w.note(release(r))
		}
		return nil, err
	}
	parcels := make([]parcel, 0, len(rows))
	for _, r := range rows {
		s, err := w.post.open(r)
		switch {
		case err != nil:
			w.post.log.Error("a letter cannot be opened: is this the right key file?", "letter", r.ID, "error", err)
			w.note(later(r, "mail.reason.sealed"))
		case !isAddress(s.Email):
			w.note(outcome{row: r, state: Failed, reason: "mail.reason.address", bounced: true, email: s.Email})
		default:
			parcels = append(parcels, parcel{r, s, overSMTP(s.Email)})
		}
	}
	return parcels, nil
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
