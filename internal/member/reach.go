package member

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"
)

// CallNames opens the call names of several members, by id, for the letters
// that put them together. Whoever gave none is not in it. Phone numbers are
// never opened this way: see Contact.
func (s *Members) CallNames(ctx context.Context, tx bun.IDB, ids []string) (map[string]string, error) {
	names := map[string]string{}
	for start := 0; start < len(ids); start += chunk {
		var rows []struct {
			ID       string
			CallName []byte
		}
		part := ids[start:min(start+chunk, len(ids))]
		err := tx.NewRaw("SELECT id, call_name FROM members WHERE id IN (?) AND call_name IS NOT NULL", bun.List(part)).Scan(ctx, &rows)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			name, err := s.Keys.Decrypt(r.CallName, "members.call_name/"+r.ID)
			if err != nil {
				return nil, err
			}
			if name != "" {
				names[r.ID] = name
			}
		}
	}
	return names, nil
}

// OnLeave adds what another package does when somebody leaves the network: their
// partners must not wait for them.
func (s *Members) OnLeave(f EraseFunc) { s.leave = append(s.leave, f) }

// JoinFunc is what another package does when somebody has joined, in the
// transaction that makes them a member.
type JoinFunc func(ctx context.Context, tx bun.Tx, memberID string) error

// OnJoin adds what another package does when somebody has joined of their own
// accord, for the first time or again. Whoever is brought in by an organiser
// has not agreed to anything yet, and is left alone until they do.
func (s *Members) OnJoin(f JoinFunc) { s.join = append(s.join, f) }

// arrive runs what OnJoin added.
func (s *Members) arrive(ctx context.Context, tx bun.Tx, id string) error {
	for _, f := range s.join {
		if err := f(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// OnAway adds what another package does when a member begins a pause, gives it
// another end, or is back from it: what they are then is what it reads of them.
func (s *Members) OnAway(f EraseFunc) { s.onAway = append(s.onAway, f) }

func (s *Members) tellAway(ctx context.Context, tx bun.Tx, ids ...string) error {
	for _, id := range ids {
		for _, f := range s.onAway {
			if err := f(ctx, tx, id); err != nil {
				return fmt.Errorf("pause: %w", err)
			}
		}
	}
	return nil
}

// depart runs what OnLeave added.
func (s *Members) depart(ctx context.Context, tx bun.Tx, id string) error {
	for _, f := range s.leave {
		if err := f(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}
