package insight

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
)

// settled is what a round came to, once no answer can change it any more:
// counting it reads tens of thousands of rows.
type settled struct {
	bun.BaseModel `bun:"table:insight_settled"`

	RoundID   string `bun:",pk"`
	Counts    string // countsOnce
	CountedAt time.Time
}

// countsOnce is what is written down of a round's Facts.
type countsOnce struct {
	Counts  Counts
	Reasons Given
	Across  Across
}

// settledFacts are those of a round that was counted when it had settled.
func (s *Insight) settledFacts(ctx context.Context, r Round) (Facts, error) {
	var row settled
	if err := s.DB.NewSelect().Model(&row).Where("round_id = ?", r.ID).Scan(ctx); err != nil {
		return Facts{}, db.Found(err)
	}
	var c countsOnce
	if err := json.Unmarshal([]byte(row.Counts), &c); err != nil {
		return Facts{}, fmt.Errorf("what round %s came to: %w", r.ID, err)
	}
	return Facts{Round: r, Counts: c.Counts, Reasons: c.Reasons, Across: c.Across}, nil
}

// lookEvery is how often Tick looks for rounds that have settled.
const lookEvery = 24 * time.Hour

// Tick counts the rounds that have settled, once each.
func (s *Insight) Tick(ctx context.Context, now time.Time) error {
	if last := s.looked.Load(); last != nil && now.Sub(*last).Abs() < lookEvery {
		return nil
	}
	rounds, err := s.begun(ctx, "")
	if err != nil {
		return err
	}
	var errs []error
	for _, r := range rounds {
		if r.Settled(now) {
			errs = append(errs, s.settle(ctx, r, now))
		}
	}
	err = errors.Join(errs...)
	if err == nil {
		s.looked.Store(&now)
	}
	return err
}

// settle counts a round unless that was done. Another process may do the same
// at the same time; both count the same.
func (s *Insight) settle(ctx context.Context, r Round, now time.Time) error {
	if _, err := s.settledFacts(ctx, r); err == nil || !errors.Is(err, fault.NotFound) {
		return err
	}
	f, err := s.countFacts(ctx, r)
	if err != nil {
		return err
	}
	text, err := json.Marshal(countsOnce{f.Counts, f.Reasons, f.Across})
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewInsert().Model(&settled{RoundID: r.ID, Counts: string(text), CountedAt: now}).Returning("NULL").
			On("CONFLICT (round_id) DO NOTHING").Exec(ctx)
		return err
	})
}
