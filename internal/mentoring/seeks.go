package mentoring

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
)

// Seek keeps what a member looks for and gives its id.
func (s *Mentorings) Seek(ctx context.Context, k Seek) (string, error) {
	k.ID, k.CreatedAt = s.NewID(), s.Now()
	k.ChangedAt = k.CreatedAt
	s.seal(&k)
	return k.ID, s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		n, err := countOpen(ctx, tx, "mentoring_seeks", k.MemberID)
		if err != nil {
			return err
		}
		if n >= maxOffers {
			return fault.Because(fault.Conflict, "mentoring.too_many.seeks", "count", maxOffers)
		}
		return insertSeek(ctx, tx, k)
	})
}

// changeSeek lets f change a seek of its member.
func (s *Mentorings) changeSeek(ctx context.Context, id, memberID string, f func(k *Seek)) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		k, err := s.seekOf(ctx, tx, id, memberID)
		if err != nil {
			return err
		}
		f(&k)
		k.ChangedAt = s.Now()
		s.seal(&k)
		return updateSeek(ctx, tx, k)
	})
}

// seekOf is an open seek of a member.
func (s *Mentorings) seekOf(ctx context.Context, tx bun.IDB, id, memberID string) (Seek, error) {
	k, err := s.seekByID(ctx, tx, id)
	if err == nil && (k.MemberID != memberID || !k.EndedAt.IsZero()) {
		err = fault.NotFound
	}
	return k, err
}

// EndSeek is that somebody no longer looks. What they asked stays asked.
func (s *Mentorings) EndSeek(ctx context.Context, id, memberID string) error {
	return s.changeSeek(ctx, id, memberID, func(k *Seek) { k.EndedAt = s.Now() })
}
