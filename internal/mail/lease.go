package mail

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// A lease is short, so that what a killed process held is found soon, and is
// renewed while its holder lives, so that a slow server or a database that is
// gone for a minute takes none away.
const (
	leaseTime = 90 * time.Second
	renewTime = 15 * time.Second
)

// hold changes the lease that a worker holds.
func (w *worker) hold(rows []row) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.leases, w.lease)
	if len(rows) > 0 {
		w.lease = rows[0].Lease
		w.leases[w.lease] = true
	}
}

func (p *Post) renew(ctx context.Context, leases []string) error {
	if len(leases) == 0 {
		return nil
	}
	now := p.now()
	return p.db.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewUpdate().Model((*row)(nil)).Set("next_try_at = ?", now.Add(leaseTime)).
			Where("next_try_at IS NOT NULL").Where("lease IN (?)", bun.List(leases)).Exec(ctx)
		return err
	})
}

// anyDue reads whether there is anything to do, without writing.
func (p *Post) anyDue(ctx context.Context) (bool, error) {
	due, err := p.db.NewSelect().Model((*row)(nil)).Where("next_try_at <= ?", p.now()).Limit(1).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look for due mail: %w", err)
	}
	return due, nil
}

// turn writes down what became of a worker's letters and leases it the next
// ones, in one transaction. While the database is gone it waits for it as long
// as the lease holds: what was sent must not be forgotten. It leases nothing
// when ctx has ended.
func (p *Post) turn(ctx context.Context, done []outcome) ([]row, error) {
	return p.write(ctx, done, true)
}

// settle is the last turn of a worker.
func (p *Post) settle(ctx context.Context, done []outcome) error {
	_, err := p.write(ctx, done, false)
	return err
}

func (p *Post) write(ctx context.Context, done []outcome, more bool) (rows []row, err error) {
	began := time.Now()
	keep := context.WithoutCancel(ctx)
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 2*time.Second) {
		err = p.db.InTx(keep, func(keep context.Context, tx bun.Tx) error {
			rows = nil
			if err := p.mark(keep, tx, done); err != nil || !more || ctx.Err() != nil {
				return err
			}
			var err error
			rows, err = p.claim(keep, tx)
			return err
		})
		if err == nil {
			p.bounces(keep, done)
			return rows, nil
		}
		if len(done) == 0 || time.Since(began) > leaseTime || ctx.Err() != nil && time.Since(began) > p.grace {
			return nil, fmt.Errorf("record sent mail: %w", err)
		}
		p.log.Warn("what was sent cannot be recorded yet", "letters", len(done), "error", err)
		<-time.After(pause)
	}
}

// claim leases the letters that have been due longest. One whose lease has run
// out is among them: whoever sent it was killed, and nobody knows whether it
// arrived.
func (p *Post) claim(ctx context.Context, tx bun.Tx) ([]row, error) {
	now, skip := p.now(), ""
	if p.db.Postgres() {
		skip = "FOR UPDATE SKIP LOCKED"
	}
	found, err := tx.QueryContext(ctx, `WITH due AS MATERIALIZED (
			SELECT id FROM mail_outbox WHERE next_try_at <= ? ORDER BY next_try_at, id LIMIT ? `+skip+`)
		UPDATE mail_outbox SET twice = twice OR state = ?, reason = CASE state WHEN ? THEN 'mail.reason.killed' ELSE reason END,
			state = ?, lease = ?, next_try_at = ?, attempts = attempts + 1
		WHERE id IN (SELECT id FROM due)
		RETURNING id, kind, COALESCE(member_id, ''), attempts, twice, reason, lease, written_at, give_up_at`,
		now, batch, Sending, Sending, Sending, p.newID(), now.Add(leaseTime))
	if err != nil {
		return nil, fmt.Errorf("lease mail: %w", err)
	}
	defer found.Close()
	var rows []row
	for found.Next() {
		var r row
		if err := found.Scan(&r.ID, &r.Kind, &r.MemberID, &r.Attempts, &r.Twice, &r.Reason, &r.Lease,
			(*stamp)(&r.WrittenAt), (*stamp)(&r.GiveUpAt)); err != nil {
			return nil, fmt.Errorf("lease mail: %w", err)
		}
		rows = append(rows, r)
	}
	if err := found.Err(); err != nil {
		return nil, fmt.Errorf("lease mail: %w", err)
	}
	slices.SortFunc(rows, func(a, b row) int { return strings.Compare(a.ID, b.ID) })
	return rows, nil
}

// mark writes outcomes. A row whose lease somebody else holds by now, or that
// was erased, is left alone.
func (p *Post) mark(ctx context.Context, tx bun.Tx, done []outcome) error {
	now := p.now()
	var sent []string
	for _, o := range done {
		if o.state == Sent {
			sent = append(sent, o.ID)
			continue
		}
		if o.bounced {
			continue // each has its own transaction
		}
		if _, err := closeRow(ctx, tx, o, now); err != nil {
			return err
		}
	}
	if len(sent) == 0 {
		return nil
	}
	res, err := tx.NewUpdate().Model((*row)(nil)).Set("state = ?", Sent).Set("settled_at = ?", now).Set("reason = ''").
		Set("lease = NULL").Set("next_try_at = NULL").
		Where("lease = ?", done[0].Lease).Where("id IN (?)", bun.List(sent)).Exec(ctx)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && p.c.KeepBodies == 0 {
		_, err = tx.NewRaw("DELETE FROM mail_body WHERE id IN (SELECT id FROM mail_outbox WHERE id IN (?) AND state = ?)", bun.List(sent), Sent).Exec(ctx)
	}
	if err == nil && n > 0 {
		_, err = tx.NewRaw("INSERT INTO mail_day (day, sent) VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET sent = mail_day.sent + excluded.sent",
			now.UTC().Format(time.DateOnly), n).Exec(ctx)
	}
	return err
}

// closeRow writes one outcome and says whether the row was still ours.
func closeRow(ctx context.Context, tx bun.Tx, o outcome, now time.Time) (bool, error) {
	r := o.closed(now)
	res, err := tx.NewUpdate().Model(&r).
		Column("state", "attempts", "twice", "reason", "lease", "next_try_at", "settled_at").
		WherePK().Where("lease = ?", o.Lease).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// bounces fails the letters that a server refused to their recipients, each
// together with what the rest of the program does about it. Where that breaks,
// the letter is failed all the same: trying again would change nothing.
func (p *Post) bounces(ctx context.Context, done []outcome) {
	for _, o := range done {
		if !o.bounced {
			continue
		}
		tell := p.OnBounce
		for _, then := range []func(context.Context, bun.Tx, string, string, string) error{tell, nil} {
			err := p.db.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
				ours, err := closeRow(ctx, tx, o, p.now())
				if err != nil || !ours || then == nil {
					return err
				}
				return then(ctx, tx, o.MemberID, o.email, o.reason)
			})
			if err == nil {
				break
			}
			p.log.Error("a bounce could not be recorded", "letter", o.ID, "error", err)
		}
	}
}
