package conversation

import (
	"context"

	"github.com/uptrace/bun"
)

// Counts is how many conversations of a source stand in each state.
func (s *Conversations) Counts(ctx context.Context, tx bun.IDB, source, sourceID string) (map[State]int, error) {
	var rows []struct {
		State State
		N     int
	}
	err := tx.NewRaw("SELECT state, count(*) AS n FROM conversations WHERE source = ? AND source_id = ? GROUP BY state",
		source, sourceID).Scan(ctx, &rows)
	counts := map[State]int{}
	for _, r := range rows {
		counts[r.State] = r.N
	}
	return counts, err
}
