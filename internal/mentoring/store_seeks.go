package mentoring

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
)

func (s *Mentorings) seekByID(ctx context.Context, tx bun.IDB, id string) (Seek, error) {
	var k Seek
	if err := db.Found(tx.NewSelect().Model(&k).Where("k.id = ?", id).Scan(ctx)); err != nil {
		return k, err
	}
	return k, s.unseal(&k)
}

func (s *Mentorings) seeks(ctx context.Context, tx bun.IDB, where string, args ...any) ([]Seek, error) {
	var list []Seek
	if err := tx.NewSelect().Model(&list).Where(where, args...).OrderExpr("k.created_at, k.id").Scan(ctx); err != nil {
		return nil, err
	}
	for i := range list {
		if err := s.unseal(&list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func insertSeek(ctx context.Context, tx bun.IDB, k Seek) error {
	_, err := tx.NewInsert().Model(&k).Exec(ctx)
	return err
}

func updateSeek(ctx context.Context, tx bun.IDB, k Seek) error {
	_, err := tx.NewUpdate().Model(&k).WherePK().ExcludeColumn("id", "member_id", "created_at").Exec(ctx)
	return err
}

// mostCandidates bounds what one page of suggestions looks at.
const mostCandidates = 300

// matching are the offers that can be asked and share most words with what is
// sought. Of those with equally many it begins at a place in the circle of all
// ids that differs from seeker to seeker, so that a word which everybody names
// does not lead everybody to the same few.
func matching(ctx context.Context, tx bun.IDB, list []string, kind Kind, pivot string) ([]Offer, error) {
	if len(list) == 0 {
		return nil, nil
	}
	return candidates(ctx, tx, kind, pivot, `SELECT offer_id AS id, count(*) AS n FROM mentoring_words WHERE word IN (?) GROUP BY offer_id`, bun.List(list))
}

// others are offers that can be asked, whatever they are about.
func others(ctx context.Context, tx bun.IDB, kind Kind, pivot string) ([]Offer, error) {
	return candidates(ctx, tx, kind, pivot, `SELECT id, 0 AS n FROM mentoring_offers
		WHERE ended_at IS NULL AND NOT paused AND used < capacity AND waiting = 0`)
}

func candidates(ctx context.Context, tx bun.IDB, kind Kind, pivot, hits string, args ...any) ([]Offer, error) {
	where := "o.ended_at IS NULL AND NOT o.paused"
	if kind == Coaching || kind == Mentoring {
		where += " AND o.kind = ?"
		args = append(args, kind)
	}
	args = append(args, pivot, mostCandidates)
	var list []Offer
	err := tx.NewRaw(`SELECT o.* FROM (`+hits+`) AS h JOIN mentoring_offers AS o ON o.id = h.id WHERE `+where+`
		ORDER BY h.n DESC, o.used, CASE WHEN substr(o.id, 25) > ? THEN 0 ELSE 1 END, substr(o.id, 25), o.id LIMIT ?`, args...).Scan(ctx, &list)
	return list, err
}
