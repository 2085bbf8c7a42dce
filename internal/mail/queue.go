package mail

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// Item is a letter and whom it is for.
type Item struct {
	Envelope
	Letter
}

// States of a row of the outbox.
const (
	Queued  = "queued"  // waits for its time
	Sending = "sending" // somebody holds its lease
	Sent    = "sent"    // the server has taken it
	Unknown = "unknown" // the server's answer was lost; it is sent again
	Failed  = "failed"  // given up
	Held    = "held"    // kept here by the demo
)

// giveUpAfter is how long a letter is tried.
const giveUpAfter = 72 * time.Hour

// Queue writes a letter to the outbox in the caller's transaction. A key that
// was queued before is silently the same letter: the first one stays.
func (p *Post) Queue(ctx context.Context, tx bun.IDB, e Envelope, l Letter) error {
	return p.QueueAll(ctx, tx, []Item{{e, l}})
}

// QueueAll queues many letters at the price of few statements. A bad address
// is no error here: it fails its own letter when that is sent.
func (p *Post) QueueAll(ctx context.Context, tx bun.IDB, items []Item) error {
	return p.QueueEach(ctx, tx, slices.Values(items))
}

// QueueEach is QueueAll for letters that are still to be written: items writes
// and seals the next ones, in another goroutine, while the last ones go into
// the database, so it must not use tx. It has ended when QueueEach returns.
func (p *Post) QueueEach(ctx context.Context, tx bun.IDB, items iter.Seq[Item]) error {
	db, err := under(tx)
	if err != nil {
		return err
	}
	in := inserter{db, tx, p.db.Postgres(), map[string]*sql.Stmt{}}
	defer in.close()
	chunks := make(chan []row, 2)
	ctx, cancel := context.WithCancelCause(ctx)
	defer func() {
		cancel(nil)
		for range chunks { // until it has ended
		}
	}()
	go func() {
		defer close(chunks)
		if err := p.composeAll(ctx, items, chunks); err != nil {
			cancel(err)
		}
	}()
	for rows := range chunks {
		if err := in.insert(ctx, rows); err != nil {
			return fmt.Errorf("queue mail: %w", errors.Join(err, context.Cause(ctx)))
		}
	}
	return context.Cause(ctx)
}

// Withdraw takes a letter that nobody has begun to send out of the outbox.
func (p *Post) Withdraw(ctx context.Context, tx bun.IDB, key string) error {
	var id string
	err := tx.NewRaw("DELETE FROM mail_outbox WHERE ukey = ? AND state IN (?) RETURNING id", key, bun.List([]string{Queued, Held})).Scan(ctx, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		_, err = tx.NewRaw("DELETE FROM mail_body WHERE id = ?", id).Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("withdraw mail: %w", err)
	}
	return nil
}

// together is how many letters are inserted with one statement.
const together = 100

func (p *Post) composeAll(ctx context.Context, items iter.Seq[Item], chunks chan<- []row) (err error) {
	defer func() { // whoever called could not do it in this goroutine
		if fell := recover(); fell != nil {
			err = fmt.Errorf("write letters: panic: %v\n%s", fell, debug.Stack())
		}
	}()
	var rows []row
	hand := func() bool {
		if len(rows) == 0 {
			return true
		}
		select {
		case chunks <- rows:
			rows = make([]row, 0, together)
			return true
		case <-ctx.Done():
			return false
		}
	}
	for it := range items {
		r, err := p.compose(it)
		if err != nil {
			return err
		}
		if rows = append(rows, r); len(rows) == together && !hand() {
			return nil
		}
	}
	hand()
	return nil
}

// sealed is what only the key opens.
type sealed struct {
	Name      string
	Email     string
	Lang      string
	MessageID string // of every attempt, whatever the settings become
	Letter    Letter
}

func (p *Post) compose(it Item) (row, error) {
	if it.Kind == "" || it.Key == "" {
		return row{}, fmt.Errorf("queue mail %q: a letter needs a kind and a key", it.Kind)
	}
	id := p.newID()
	body := sealed{it.Name, it.Email, it.Lang, id + "@" + p.domain, it.Letter}.encode()
	at := p.now()
	if it.NotBefore.After(at) {
		at = it.NotBefore
	}
	r := row{
		ID: id, Kind: it.Kind, Key: it.Key, MemberID: it.MemberID,
		State: Queued, NextTryAt: at, WrittenAt: at, GiveUpAt: at.Add(giveUpAfter),
		body: p.keys.Encrypt(string(body), purpose(id)),
	}
	if p.c.Demo {
		r.State, r.NextTryAt, r.Person = Held, time.Time{}, p.person(it.Email)
	}
	return r, nil
}

// open reads a letter. One that was purged is an error.
func (p *Post) open(r row) (sealed, error) {
	var s sealed
	text, err := p.keys.Decrypt(r.body, purpose(r.ID))
	if err != nil {
		return s, err
	}
	if text == "" {
		return s, errPurged
	}
	return decodeSealed(text)
}

var errPurged = errors.New("the letter is not kept any more")

// person groups the demo's letters by address.
func (p *Post) person(email string) string {
	return p.keys.Pseudonym("mail", strings.ToLower(email))
}

func purpose(id string) string { return "mail_body.sealed/" + id }
