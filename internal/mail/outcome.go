package mail

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// outcome is what became of a row.
type outcome struct {
	row
	state    string // Sent, Unknown, Failed, or Queued for another attempt
	reason   string // a key of ours, or what the server said
	bounced  bool   // its address does not work
	email    string // where bounced
	released bool   // it was not tried
}

func release(r row) outcome { return outcome{row: r, state: Queued, released: true} }

func later(r row, reason string) outcome { return outcome{row: r, state: Queued, reason: reason} }

// judge says what an attempt means. Only what the server says about this
// recipient is held against the recipient: a server that refuses us, or breaks,
// is met again later.
func (w *worker) judge(ctx context.Context, p parcel, err error) outcome {
	var l *lost
	var r *refusal
	switch {
	case err == nil:
		w.sent++
		w.broken = 0
		return outcome{row: p.row, state: Sent}
	case errors.As(err, &r):
		return w.refused(p, r)
	case errors.As(err, &l) && l.mayArrived:
		w.broken++
		return outcome{row: p.row, state: Unknown, reason: "mail.reason.unknown"}
	case ctx.Err() != nil:
		return release(p.row)
	}
	w.broken++
	return later(p.row, "mail.reason.lost")
}

func (w *worker) refused(p parcel, r *refusal) outcome {
	reason := withoutAddresses(r.answer.String())
	if r.step == "MAIL" { // about us, not about them
		w.broken++
		return later(p.row, reason)
	}
	w.broken = 0
	switch {
	case r.code/100 == 4, mayChange(r.class):
		return later(p.row, reason)
	case r.step == "RCPT" && noSuchAddress(r), strings.HasPrefix(r.class, "5.1."), r.class == "5.2.1":
		return outcome{row: p.row, state: Failed, reason: reason, bounced: true, email: p.Email}
	case r.step == "RCPT":
		return later(p.row, reason)
	}
	return outcome{row: p.row, state: Failed, reason: reason}
}

// mayChange says that a refusal is not about the address, by its subject in
// RFC 3463: a full mailbox (5.2.2), the server's own trouble (5.3), and what it
// thinks of us (5.7: relaying, block lists, SPF, DMARC). Somebody can mend
// these, so that the letter is tried until it is given up, and nobody's address
// is marked.
func mayChange(class string) bool {
	return class == "5.2.2" || strings.HasPrefix(class, "5.3.") || strings.HasPrefix(class, "5.7.")
}

// noSuchAddress says that a refusal of a recipient is about the address. With a
// status of RFC 3463 that is what mayChange leaves, for servers also call an
// unknown user 5.4.1 or 5.5.0. Without one the code tells: 550, 551 and 553 are
// mailboxes, 521 and 556 domains without mail; 552 is a full mailbox, 554 most
// often a refusal to relay, and 50x a misunderstanding.
func noSuchAddress(r *refusal) bool {
	return r.class != "" || slices.Contains([]int{550, 551, 553, 521, 556}, r.code)
}

// withoutAddresses shortens an answer and takes out what names a person.
func withoutAddresses(text string) string {
	words := strings.Fields(oneLine(text, 300))
	for i, word := range words {
		if strings.Contains(word, "@") {
			words[i] = "…"
		}
	}
	return strings.Join(words, " ")
}

// waits are the pauses after the first attempt, the second and so on; the last
// one repeats until the letter is given up.
var waits = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 4 * time.Hour,
}

// closed is the row as it is written back at now. A letter that may have
// arrived never becomes merely queued or failed again unless its address is
// known not to work: the record says what is known.
func (o outcome) closed(now time.Time) row {
	r := o.row
	r.State, r.Reason, r.Lease, r.NextTryAt = o.state, o.reason, "", time.Time{}
	r.Twice = r.Twice || o.state == Unknown
	if o.state == Queued && r.Twice {
		r.State = Unknown
	}
	switch {
	case o.released:
		r.Attempts, r.NextTryAt, r.Reason = r.Attempts-1, r.WrittenAt, o.row.Reason
	case o.state == Sent || o.state == Failed:
		r.SettledAt = now
	case !now.Before(r.GiveUpAt):
		r.SettledAt = now
		if r.State == Queued {
			r.State = Failed
		}
	default:
		r.NextTryAt = now.Add(waits[min(int(r.Attempts), len(waits))-1])
		if r.NextTryAt.After(r.GiveUpAt) {
			r.NextTryAt = r.GiveUpAt
		}
	}
	return r
}
