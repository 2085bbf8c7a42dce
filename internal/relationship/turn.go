package relationship

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/mail"
)

// turn is one of the two, or nobody, doing one thing: what they change is saved
// and the letters are queued in the transaction that has locked the relationship.
type turn struct {
	*scene
	s   *Relationships
	tx  bun.Tx
	now time.Time
	r   *Relationship
	me  string // who does it; empty when nobody does

	letters []mail.Item
}

// errOver is the answer to what can no longer be done here.
var errOver = fault.Because(fault.Conflict, "relationship.over")

// act lets one of the two do something. Somebody else's relationship is not
// found.
func (s *Relationships) act(ctx context.Context, id, memberID string, do func(*turn, context.Context) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		r, err := s.lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if !r.Has(memberID) {
			return fault.NotFound
		}
		return s.turn(ctx, tx, &r, memberID, do)
	})
}

// turn is act in a transaction that has locked the relationship already.
func (s *Relationships) turn(ctx context.Context, tx bun.Tx, r *Relationship, memberID string, do func(*turn, context.Context) error) error {
	v, err := s.scene(ctx, tx, *r)
	if err != nil {
		return err
	}
	t := &turn{scene: v, s: s, tx: tx, now: s.Now(), r: r, me: memberID}
	before := r.State
	if err := do(t, ctx); err != nil {
		return err
	}
	if err := save(ctx, tx, *r); err != nil {
		return fmt.Errorf("save relationship: %w", err)
	}
	if err := s.Post.QueueAll(ctx, tx, t.letters); err != nil {
		return err
	}
	if before == Closed || r.State != Closed {
		return nil
	}
	for _, f := range s.closed {
		if err := f(ctx, tx, *r); err != nil {
			return err
		}
	}
	return nil
}

// mine is refused once it is closed.
func (t *turn) mine() error {
	if !t.r.open() {
		return errOver
	}
	return nil
}

// working is refused before both have agreed, too.
func (t *turn) working() error {
	if t.r.State != Running {
		return errOver
	}
	return nil
}
