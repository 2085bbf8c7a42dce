package member

import (
	"context"
	"maps"
	"sync/atomic"
	"time"
)

// countedFor is how long another process's changes may be missing from Counts.
const countedFor = 15 * time.Second

// counted is what Counts read. Reading it looks at every member, which a page
// must not do each time.
type counted struct {
	states map[State]int
	read   time.Time
}

type countsCache struct{ atomic.Pointer[counted] }

// Counts is how many members stand in each state, as of a few seconds ago.
func (s *Members) Counts(ctx context.Context) (map[State]int, error) {
	now := s.Now()
	if c := s.counts.Load(); c != nil && now.Sub(c.read).Abs() < countedFor {
		return maps.Clone(c.states), nil
	}
	var rows []struct {
		State State
		N     int
	}
	if err := s.DB.NewRaw("SELECT state, count(*) AS n FROM members GROUP BY state").Scan(ctx, &rows); err != nil {
		return nil, err
	}
	states := map[State]int{}
	for _, r := range rows {
		states[r.State] = r.N
	}
	s.counts.Store(&counted{states, now})
	return maps.Clone(states), nil
}
