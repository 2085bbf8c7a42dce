package mentoring

import (
	"context"
	"strings"

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

const (
	// mostCandidates bounds what one page of suggestions looks at.
	mostCandidates = 300
	// mostOfWord bounds how many offers are looked at for one word, on either
	// side of a seeker's place: of a word that half the country names, more tell
	// no more.
	mostOfWord = 300
)

// lot is the place of an id in a circle of all ids: its random end.
func lot(id string) string { return id[min(24, len(id)):] }

// matching are the offers that can be asked and share most words with what is
// sought. It begins at a place in the circle of all offers that differs from
// seeker to seeker, so that a word which everybody names does not lead everybody
// to the same few, and looks at so many offers of each word from there on: all
// offers of a rare word, and of common ones the same part of the circle. So its
// cost depends on the number of words, not of members.
func matching(ctx context.Context, tx bun.IDB, list []string, kind Kind, pivot string) ([]Offer, error) {
	if len(list) == 0 {
		return nil, nil
	}
	var parts []string
	var args []any
	for _, w := range list {
		for _, side := range []string{">", "<="} {
			parts = append(parts, `SELECT offer_id FROM (SELECT offer_id FROM mentoring_words WHERE word = ? AND lot `+side+` ? ORDER BY lot LIMIT ?) AS taken`)
			args = append(args, w, pivot, mostOfWord)
		}
	}
	where := "o.ended_at IS NULL AND NOT o.paused"
	if kind == Coaching || kind == Mentoring {
		where += " AND o.kind = ?"
		args = append(args, kind)
	}
	args = append(args, pivot, mostCandidates)
	var found []Offer
	err := tx.NewRaw(`SELECT o.* FROM (SELECT offer_id AS id, count(*) AS n FROM (`+strings.Join(parts, " UNION ALL ")+`) AS hit GROUP BY offer_id) AS h
		JOIN mentoring_offers AS o ON o.id = h.id WHERE `+where+`
		ORDER BY h.n DESC, o.used, CASE WHEN substr(o.id, 25) > ? THEN 0 ELSE 1 END, substr(o.id, 25), o.id LIMIT ?`, args...).Scan(ctx, &found)
	return found, err
}

// others are offers that can be asked, whatever they are about.
func others(ctx context.Context, tx bun.IDB, kind Kind, pivot string) ([]Offer, error) {
	return matching(ctx, tx, []string{""}, kind, pivot)
}
