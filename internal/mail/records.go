package mail

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
)

// Counts are how the mail goes, for organisers.
type Counts struct {
	Waiting int // queued, on their way, or tried again
	Failed  int // given up
	Unknown int // that may have arrived once, twice or not at all
	Week    int // sent in the last seven days
	// Since is when the letter that has waited longest was due. Mail that
	// waits for hours says that the server is not reached.
	Since time.Time
}

// Counts counts. What it costs does not grow with what has been sent.
func (p *Post) Counts(ctx context.Context) (Counts, error) {
	var c Counts
	now := p.now()
	if err := p.count(ctx, now, &c); err != nil {
		return c, fmt.Errorf("count mail: %w", err)
	}
	return c, nil
}

func (p *Post) count(ctx context.Context, now time.Time, c *Counts) error {
	err := p.db.NewRaw("SELECT count(*) FROM mail_outbox WHERE next_try_at IS NOT NULL").Scan(ctx, &c.Waiting)
	if err != nil {
		return err
	}
	err = p.db.NewRaw(`SELECT COALESCE(sum(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), 0), COALESCE(sum(CASE WHEN state = 'unknown' THEN 1 ELSE 0 END), 0)
		FROM mail_outbox WHERE state IN ('failed', 'unknown')`).Scan(ctx, &c.Failed, &c.Unknown)
	if err != nil {
		return err
	}
	err = p.db.NewRaw("SELECT COALESCE(sum(sent), 0) FROM mail_day WHERE day > ?",
		now.UTC().AddDate(0, 0, -7).Format(time.DateOnly)).Scan(ctx, &c.Week)
	if err != nil {
		return err
	}
	var first row
	err = p.db.NewSelect().Model(&first).Column("next_try_at").Where("next_try_at <= ?", now).
		Order("next_try_at", "id").Limit(1).Scan(ctx)
	if err = db.Found(err); errors.Is(err, fault.NotFound) {
		return nil
	}
	c.Since = first.NextTryAt
	return err
}

// Record is what organisers see of a letter that did not simply arrive.
type Record struct {
	ID       string
	Kind     string
	State    string
	Reason   string // a message key of ours, or what the server said
	Name     string // empty once the letter is not kept any more
	Email    string
	Twice    bool
	Attempts int
	Written  time.Time
	Next     time.Time // zero: given up
	// Kept letters can be sent again.
	Kept bool
}

// Troubled lists failed and unknown letters, the newest first, after the one
// with the given id. It says whether there are more.
func (p *Post) Troubled(ctx context.Context, after string, limit int) ([]Record, bool, error) {
	var rows []row
	q := p.db.NewSelect().Model(&rows).Where("state IN ('failed', 'unknown')").Order("id DESC").Limit(int64(limit + 1))
	if after != "" {
		q.Where("id < ?", after)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, false, fmt.Errorf("list troubled mail: %w", err)
	}
	more := len(rows) > limit
	rows = rows[:min(limit, len(rows))]
	if err := p.bodies(ctx, rows); err != nil {
		return nil, false, err
	}
	list := make([]Record, len(rows))
	for i, r := range rows {
		list[i] = Record{
			ID: r.ID, Kind: r.Kind, State: r.State, Reason: r.Reason, Twice: r.Twice,
			Attempts: int(r.Attempts), Written: r.WrittenAt, Next: r.NextTryAt,
		}
		if s, err := p.open(r); err == nil {
			list[i].Name, list[i].Email, list[i].Kept = s.Name, s.Email, true
		}
	}
	return list, more, nil
}

// Resend tries a failed or unknown letter again, from the beginning.
func (p *Post) Resend(ctx context.Context, tx bun.Tx, id string) error {
	now := p.now()
	res, err := tx.NewUpdate().Model((*row)(nil)).Set("state = ?", Queued).Set("attempts = 0").Set("reason = ''").
		Set("settled_at = NULL").Set("next_try_at = ?", now).Set("give_up_at = ?", now.Add(giveUpAfter)).
		Where("id = ?", id).Where("state IN ('failed', 'unknown')").
		Where("EXISTS (SELECT 1 FROM mail_body b WHERE b.id = ?)", id).Exec(ctx)
	if err != nil {
		return fmt.Errorf("send mail again: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	there, err := tx.NewSelect().Model((*row)(nil)).Where("id = ?", id).Exists(ctx)
	if err == nil && !there {
		return fault.NotFound
	}
	if err == nil {
		err = fault.Because(fault.Conflict, "mail.resend.not")
	}
	return err
}

// Readdress puts a member's new address on letters that did not arrive at the old
// one. Letters to yet another address, such as one to be confirmed, stay as they
// are.
func (p *Post) Readdress(ctx context.Context, tx bun.IDB, memberID, from, to string) error {
	var rows []row
	err := tx.NewSelect().Model(&rows).Where("member_id = ? AND state IN ('failed', 'unknown')", memberID).Scan(ctx)
	if err != nil || len(rows) == 0 {
		return err
	}
	if err := p.bodies(ctx, rows); err != nil {
		return err
	}
	for _, r := range rows {
		s, err := p.open(r)
		if err != nil || s.Email != from {
			continue // not kept any more, or not meant for the old address
		}
		s.Email = to
		body := p.keys.Encrypt(string(s.encode()), purpose(r.ID))
		if _, err := tx.NewRaw("UPDATE mail_body SET sealed = ? WHERE id = ?", body, r.ID).Exec(ctx); err != nil {
			return fmt.Errorf("readdress mail: %w", err)
		}
	}
	return nil
}
