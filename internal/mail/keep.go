package mail

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

// How long things are kept.
const (
	keepTrouble = 30 * 24 * time.Hour // the body of a letter that failed, so that it can be sent again
	keepRecord  = 90 * 24 * time.Hour // that there was a letter: its kind and dates
	keepEvery   = time.Hour           // how often old things are looked for
)

// Tick forgets what is not needed any more. The demo forgets nothing.
func (p *Post) Tick(ctx context.Context, now time.Time) error {
	last := p.kept.Load()
	if p.c.Demo || last != nil && now.Sub(*last) < keepEvery {
		return nil
	}
	if err := p.forget(ctx, now); err != nil {
		return fmt.Errorf("forget old mail: %w", err)
	}
	p.kept.Store(&now)
	return nil
}

// forget looks for what is old without holding up writers, and then deletes
// it in small transactions.
func (p *Post) forget(ctx context.Context, now time.Time) error {
	for {
		const many = 1000
		var rows, bodies []string
		err := p.db.NewRaw("SELECT id FROM mail_outbox WHERE written_at < ? AND next_try_at IS NULL AND state <> ? LIMIT ?",
			now.Add(-keepRecord), Held, many).Scan(ctx, &rows)
		if err != nil {
			return err
		}
		err = p.db.NewRaw(`SELECT b.id FROM mail_body b JOIN mail_outbox o ON o.id = b.id
			WHERE (o.state = ? AND o.settled_at <= ?) OR (o.state IN ('failed', 'unknown') AND o.settled_at <= ?) LIMIT ?`,
			Sent, now.Add(-p.c.KeepBodies), now.Add(-keepTrouble), many).Scan(ctx, &bodies)
		if err != nil {
			return err
		}
		if len(rows) == 0 && len(bodies) == 0 {
			return nil
		}
		err = p.db.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
			return remove(ctx, tx, rows, append(bodies, rows...))
		})
		if err != nil {
			return err
		}
	}
}

func remove(ctx context.Context, tx bun.Tx, rows, bodies []string) error {
	if _, err := tx.NewRaw("DELETE FROM mail_body WHERE id IN (?)", bun.List(bodies)).Exec(ctx); err != nil {
		return err
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.NewRaw("DELETE FROM mail_outbox WHERE id IN (?)", bun.List(rows)).Exec(ctx)
	return err
}

// Erase removes every letter to a member and the record of it. A last letter
// that tells them is queued without their identifier, and stays.
func (p *Post) Erase(ctx context.Context, tx bun.Tx, memberID string) error {
	if memberID == "" {
		return nil
	}
	_, err := tx.NewRaw("DELETE FROM mail_body WHERE id IN (SELECT id FROM mail_outbox WHERE member_id = ?)", memberID).Exec(ctx)
	if err == nil {
		_, err = tx.NewRaw("DELETE FROM mail_outbox WHERE member_id = ?", memberID).Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("erase mail: %w", err)
	}
	return nil
}

// Export is what a member's data download says of this package: which letters
// went to them and when. What was in them is not kept.
func (p *Post) Export(ctx context.Context, memberID string) (any, error) {
	type letter struct {
		Kind  string    `json:"letter"`
		State string    `json:"state"`
		At    time.Time `json:"written"`
	}
	var rows []row
	err := p.db.NewSelect().Model(&rows).Column("kind", "state", "written_at").
		Where("member_id = ?", memberID).Order("written_at", "id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("export mail: %w", err)
	}
	list := make([]letter, len(rows))
	for i, r := range rows {
		list[i] = letter{r.Kind, r.State, r.WrittenAt.UTC()}
	}
	return list, nil
}
