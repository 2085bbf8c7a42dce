package mail

import (
	"context"
	"encoding/json"
	"fmt"
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
	const chunk = 100 // rows of one statement
	for len(items) > 0 {
		n := min(chunk, len(items))
		rows := make([]row, n)
		for i, it := range items[:n] {
			r, err := p.write(it)
			if err != nil {
				return err
			}
			rows[i] = r
		}
		if err := insert(ctx, p.db.Postgres(), tx, rows); err != nil {
			return fmt.Errorf("queue mail: %w", err)
		}
		items = items[n:]
	}
	return nil
}

// sealed is what only the key opens.
type sealed struct {
	Name   string
	Email  string
	Lang   string
	Letter Letter
}

func (p *Post) write(it Item) (row, error) {
	if it.Kind == "" || it.Key == "" {
		return row{}, fmt.Errorf("queue mail %q: a letter needs a kind and a key", it.Kind)
	}
	body, err := json.Marshal(sealed{it.Name, it.Email, it.Lang, it.Letter})
	if err != nil {
		return row{}, fmt.Errorf("queue mail %s: %w", it.Kind, err)
	}
	at := p.now()
	if it.NotBefore.After(at) {
		at = it.NotBefore
	}
	id := p.newID()
	r := row{
		ID: id, MessageID: id + "@" + p.domain, Kind: it.Kind, Key: it.Key, MemberID: it.MemberID,
		Person: p.person(it.Email), Sealed: p.keys.Encrypt(string(body), purpose(id)),
		State: Queued, NextTryAt: at, WrittenAt: at, GiveUpAt: at.Add(giveUpAfter),
	}
	if p.c.Demo {
		r.State, r.NextTryAt = Held, time.Time{}
	}
	return r, nil
}

func (p *Post) open(r row) (sealed, error) {
	var s sealed
	text, err := p.keys.Decrypt(r.Sealed, purpose(r.ID))
	if err != nil {
		return s, err
	}
	if text == "" {
		return s, nil
	}
	return s, json.Unmarshal([]byte(text), &s)
}

// person groups letters by address without keeping the address.
func (p *Post) person(email string) string {
	return p.keys.Pseudonym("mail", strings.ToLower(email))
}

func purpose(id string) string { return "mail_outbox.sealed/" + id }
