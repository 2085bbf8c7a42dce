package circle

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// Calls are a circle's, the latest first; who may see them is for the caller to
// check.
func (s *Circles) Calls(ctx context.Context, tx bun.IDB, circleID string) ([]Call, error) {
	return callsOf(ctx, tx, circleID)
}

// nextCall is the soonest call of a circle that stands and is not over.
func (s *Circles) nextCall(ctx context.Context, tx bun.IDB, circleID string) (Call, bool, error) {
	all, err := callsOf(ctx, tx, circleID)
	now, next, found := s.Now(), Call{}, false
	for _, k := range all { // the latest comes first
		if k.Ahead(now) {
			next, found = k, true
		}
	}
	return next, found, err
}

// cameLast is when each member was last at a call of a circle, as far as
// somebody noted it.
func (s *Circles) cameLast(ctx context.Context, tx bun.IDB, circleID string) (map[string]time.Time, error) {
	all, err := callsOf(ctx, tx, circleID)
	last := map[string]time.Time{}
	for _, k := range all {
		if k.NotedAt.IsZero() {
			continue
		}
		for _, id := range k.There() {
			if k.StartsAt.After(last[id]) {
				last[id] = k.StartsAt
			}
		}
	}
	return last, err
}
