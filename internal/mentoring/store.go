package mentoring

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
)

func offerByID(ctx context.Context, tx bun.IDB, id string) (Offer, error) {
	var o Offer
	err := tx.NewSelect().Model(&o).Where("o.id = ?", id).Scan(ctx)
	return o, db.Found(err)
}

func (s *Mentorings) lockOffer(ctx context.Context, tx bun.IDB, id string) (Offer, error) {
	var o Offer
	err := s.DB.ForUpdate(tx.NewSelect().Model(&o).Where("o.id = ?", id)).Scan(ctx)
	return o, db.Found(err)
}

func offers(ctx context.Context, tx bun.IDB, where string, args ...any) ([]Offer, error) {
	var list []Offer
	err := tx.NewSelect().Model(&list).Where(where, args...).OrderExpr("o.created_at, o.id").Scan(ctx)
	return list, err
}

func insertOffer(ctx context.Context, tx bun.IDB, o Offer) error {
	_, err := tx.NewInsert().Model(&o).Exec(ctx)
	return err
}

func updateOffer(ctx context.Context, tx bun.IDB, o Offer) error {
	_, err := tx.NewUpdate().Model(&o).WherePK().ExcludeColumn("id", "member_id", "created_at", "used", "waiting").Exec(ctx)
	return err
}

func setPlaces(ctx context.Context, tx bun.IDB, o Offer) error {
	_, err := tx.NewRaw("UPDATE mentoring_offers SET used = ?, waiting = ? WHERE id = ?", o.Used, o.Waiting, o.ID).Exec(ctx)
	return err
}

// index keeps the words of an offer that can be asked, the empty word among them,
// and forgets those of one that cannot.
func index(ctx context.Context, tx bun.IDB, o Offer) error {
	if _, err := tx.NewRaw("DELETE FROM mentoring_words WHERE offer_id = ?", o.ID).Exec(ctx); err != nil {
		return err
	}
	if o.Standing() != Free {
		return nil
	}
	type row struct {
		bun.BaseModel      `bun:"table:mentoring_words"`
		Word, OfferID, Lot string
	}
	rows := []row{{OfferID: o.ID, Lot: lot(o.ID)}}
	for _, w := range words(append(append([]string{}, o.Topics...), o.Experience)...) {
		rows = append(rows, row{Word: w, OfferID: o.ID, Lot: lot(o.ID)})
	}
	_, err := tx.NewInsert().Model(&rows).Exec(ctx)
	return err
}

// usedPlaces counts the relationships that came of an offer and run, the open
// requests that somebody can answer, and the places held for somebody who waited.
func usedPlaces(ctx context.Context, tx bun.IDB, offerID string) (n int64, err error) {
	err = tx.NewRaw(`SELECT (SELECT count(*) FROM mentoring_requests WHERE offer_id = ? AND (state = 'asked' AND NOT mute OR state = 'accepted' AND ended_at IS NULL))
		+ (SELECT count(*) FROM mentoring_waits WHERE offer_id = ? AND state = 'offered')`, offerID, offerID).Scan(ctx, &n)
	return n, err
}

// capacities are the places of all open offers of each member.
func capacities(ctx context.Context, tx bun.IDB, ids []string) (map[string]int, error) {
	return counts(ctx, tx, `SELECT member_id AS id, CAST(sum(capacity) AS BIGINT) AS n FROM mentoring_offers
		WHERE ended_at IS NULL AND member_id IN (?) GROUP BY member_id`, bun.List(ids))
}

func counts(ctx context.Context, tx bun.IDB, query string, args ...any) (map[string]int, error) {
	var rows []struct {
		ID string
		N  int
	}
	err := tx.NewRaw(query, args...).Scan(ctx, &rows)
	found := make(map[string]int, len(rows))
	for _, r := range rows {
		found[r.ID] = r.N
	}
	return found, err
}

func countOpen(ctx context.Context, tx bun.IDB, table, memberID string) (n int, err error) {
	err = tx.NewRaw("SELECT count(*) FROM ? WHERE member_id = ? AND ended_at IS NULL", bun.Ident(table), memberID).Scan(ctx, &n)
	return n, err
}

func coachesAmong(ctx context.Context, tx bun.IDB, ids []string) (map[string]bool, error) {
	set := map[string]bool{}
	if len(ids) == 0 {
		return set, nil
	}
	var found []string
	err := tx.NewRaw("SELECT member_id FROM mentoring_coaches WHERE member_id IN (?)", bun.List(ids)).Scan(ctx, &found)
	for _, id := range found {
		set[id] = true
	}
	return set, err
}
