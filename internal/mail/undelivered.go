package mail

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

// RecordKept is how long it is known of a letter what became of it.
const RecordKept = keepRecord

// Undelivered is a letter that no server is known to have taken.
type Undelivered struct {
	Kind  string
	Key   string // as it was queued
	State string // Failed or Unknown once it is given up, and otherwise on its way
	Next  time.Time
}

// Waits reports whether the letter is still tried.
func (u Undelivered) Waits() bool { return !u.Next.IsZero() }

// Undelivered lists the letters of some kinds that no server is known to have
// taken. What it costs does not grow with what has been sent.
func (p *Post) Undelivered(ctx context.Context, kinds ...string) ([]Undelivered, error) {
	var list []Undelivered
	for _, where := range []string{"next_try_at IS NOT NULL", "state IN ('failed', 'unknown') AND next_try_at IS NULL"} {
		var rows []row
		err := p.db.NewSelect().Model(&rows).Column("kind", "ukey", "state", "next_try_at").
			Where(where).Where("kind IN (?)", bun.List(kinds)).Scan(ctx)
		if err != nil {
			return nil, fmt.Errorf("list undelivered mail: %w", err)
		}
		for _, r := range rows {
			list = append(list, Undelivered{r.Kind, r.Key, r.State, r.NextTryAt})
		}
	}
	return list, nil
}
