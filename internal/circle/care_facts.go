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

// attendance is how many calls of a circle somebody has noted, and for each
// member how many of them they were at, and when last.
func (s *Circles) attendance(ctx context.Context, tx bun.IDB, circleID string) (noted int, there map[string]int, last map[string]time.Time, err error) {
	all, err := callsOf(ctx, tx, circleID)
	there, last = map[string]int{}, map[string]time.Time{}
	for _, k := range all {
		if k.NotedAt.IsZero() {
			continue
		}
		noted++
		for _, id := range k.There() {
			there[id]++
			if k.StartsAt.After(last[id]) {
				last[id] = k.StartsAt
			}
		}
	}
	return noted, there, last, err
}
