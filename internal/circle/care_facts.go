package circle

import (
	"context"

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
