package intake

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
)

func byID(ctx context.Context, tx bun.IDB, id string) (Intake, error) {
	var i Intake
	err := tx.NewSelect().Model(&i).Where("i.id = ?", id).Scan(ctx)
	return i, db.Found(err)
}

func (s *Intakes) lock(ctx context.Context, tx bun.Tx, id string) (Intake, error) {
	var i Intake
	err := s.DB.ForUpdate(tx.NewSelect().Model(&i).Where("i.id = ?", id)).Scan(ctx)
	return i, db.Found(err)
}

func insert(ctx context.Context, tx bun.IDB, i Intake) error {
	_, err := tx.NewInsert().Model(&i).Exec(ctx)
	return err
}

func save(ctx context.Context, tx bun.IDB, i Intake) error {
	_, err := tx.NewUpdate().Model(&i).ExcludeColumn("created_by", "created_at").WherePK().Exec(ctx)
	return err
}

// newest lists intakes, the newest first, a page at a time from page 1 on.
func newest(ctx context.Context, tx bun.IDB, page, size int) (list []Intake, total int64, err error) {
	total, err = tx.NewSelect().Model(&list).OrderExpr("i.created_at DESC, i.id DESC").
		Limit(int64(size)).Offset(int64((page - 1) * size)).ScanAndCount(ctx)
	return list, total, err
}

// underWay are the intakes in these states, the first to end first.
func underWay(ctx context.Context, tx bun.IDB, states ...State) ([]Intake, error) {
	var list []Intake
	err := tx.NewSelect().Model(&list).Where("i.state IN (?)", bun.List(states)).OrderExpr("i.sign_up_until, i.id").Scan(ctx)
	return list, err
}

// due are the intakes for which the clock has something to do.
func due(ctx context.Context, tx bun.IDB, now time.Time) ([]string, error) {
	var ids []string
	err := tx.NewSelect().Model((*Intake)(nil)).Column("id").Where("i.next_at <= ?", now).OrderExpr("i.next_at").Scan(ctx, &ids)
	return ids, err
}

// ofMember are the signups of one member, the newest first.
func ofMember(ctx context.Context, tx bun.IDB, memberID string) ([]Signup, error) {
	var list []Signup
	err := tx.NewSelect().Model(&list).Where("ip.member_id = ?", memberID).OrderExpr("ip.signed_at DESC").Limit(200).Scan(ctx)
	return list, err
}

func byIDs(ctx context.Context, tx bun.IDB, ids []string) (map[string]Intake, error) {
	found := map[string]Intake{}
	if len(ids) == 0 {
		return found, nil
	}
	var list []Intake
	err := tx.NewSelect().Model(&list).Where("i.id IN (?)", bun.List(ids)).Scan(ctx)
	for _, i := range list {
		found[i.ID] = i
	}
	return found, err
}

func people(ctx context.Context, tx bun.IDB, id string) ([]Signup, error) {
	var list []Signup
	err := tx.NewSelect().Model(&list).Where("ip.intake_id = ?", id).OrderExpr("ip.signed_at, ip.member_id").Scan(ctx)
	return list, err
}

func signups(ctx context.Context, tx bun.IDB, id, memberID string) ([]Signup, error) {
	var list []Signup
	err := tx.NewSelect().Model(&list).Where("ip.intake_id = ? AND ip.member_id = ?", id, memberID).OrderExpr("ip.side DESC").Scan(ctx)
	return list, err
}

func count(ctx context.Context, tx bun.IDB, id string, side Side) (int64, error) {
	return tx.NewSelect().Model((*Signup)(nil)).Where("ip.intake_id = ? AND ip.side = ?", id, side).Count(ctx)
}

// places is how many places all helpers have together.
func places(ctx context.Context, tx bun.IDB, id string) (n int, err error) {
	err = tx.NewSelect().Model((*Signup)(nil)).ColumnExpr("COALESCE(SUM(ip.places), 0)").
		Where("ip.intake_id = ? AND ip.side = ?", id, Helper).Scan(ctx, &n)
	return n, err
}

func put(ctx context.Context, tx bun.IDB, e Signup) error {
	_, err := tx.NewInsert().Model(&e).On("CONFLICT (intake_id, member_id, side) DO UPDATE").
		Set("places = EXCLUDED.places, topics = EXCLUDED.topics, about = EXCLUDED.about, anywhere = EXCLUDED.anywhere").Exec(ctx)
	return err
}

// remove forgets somebody on one side of an intake. A learner who was matched
// with them has nobody again.
func remove(ctx context.Context, tx bun.IDB, id, memberID string, side Side) error {
	other := side.Other()
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{"DELETE FROM intake_people WHERE intake_id = ? AND member_id = ? AND side = ?", []any{id, memberID, side}},
		{"DELETE FROM intake_choices WHERE intake_id = ? AND member_id = ? AND side = ?", []any{id, memberID, side}},
		{"DELETE FROM intake_choices WHERE intake_id = ? AND other_id = ? AND side = ?", []any{id, memberID, other}},
	} {
		if _, err := tx.NewRaw(q.sql, q.args...).Exec(ctx); err != nil {
			return err
		}
	}
	if side == Learner {
		_, err := tx.NewRaw("DELETE FROM intake_matches WHERE intake_id = ? AND learner_id = ?", id, memberID).Exec(ctx)
		return err
	}
	_, err := tx.NewRaw("UPDATE intake_matches SET helper_id = NULL, by_hand = FALSE, why = ? WHERE intake_id = ? AND helper_id = ?", NoneLeft, id, memberID).Exec(ctx)
	return err
}

func choicesOf(ctx context.Context, tx bun.IDB, id, memberID string, side Side) (map[string]int64, error) {
	var list []Choice
	err := tx.NewSelect().Model(&list).Where("ic.intake_id = ? AND ic.member_id = ? AND ic.side = ?", id, memberID, side).Scan(ctx)
	said := map[string]int64{}
	for _, c := range list {
		said[c.OtherID] = c.Place
	}
	return said, err
}

func allChoices(ctx context.Context, tx bun.IDB, id string) ([]Choice, error) {
	var list []Choice
	err := tx.NewSelect().Model(&list).Where("ic.intake_id = ?", id).Scan(ctx)
	return list, err
}

func putChoices(ctx context.Context, tx bun.IDB, id, memberID string, side Side, said map[string]int64) error {
	_, err := tx.NewRaw("DELETE FROM intake_choices WHERE intake_id = ? AND member_id = ? AND side = ?", id, memberID, side).Exec(ctx)
	if err != nil || len(said) == 0 {
		return err
	}
	var list []Choice
	for other, place := range said {
		list = append(list, Choice{IntakeID: id, MemberID: memberID, Side: side, OtherID: other, Place: place})
	}
	_, err = tx.NewInsert().Model(&list).Exec(ctx)
	return err
}

func matches(ctx context.Context, tx bun.IDB, id string) ([]Match, error) {
	var list []Match
	err := tx.NewSelect().Model(&list).Where("im.intake_id = ?", id).OrderExpr("im.learner_id").Scan(ctx)
	return list, err
}

func putMatches(ctx context.Context, tx bun.IDB, id string, list []Match) error {
	_, err := tx.NewRaw("DELETE FROM intake_matches WHERE intake_id = ?", id).Exec(ctx)
	if err != nil || len(list) == 0 {
		return err
	}
	for n := range list {
		list[n].IntakeID = id
	}
	_, err = tx.NewInsert().Model(&list).Exec(ctx)
	return err
}

func putMatch(ctx context.Context, tx bun.IDB, m Match) error {
	_, err := tx.NewInsert().Model(&m).On("CONFLICT (intake_id, learner_id) DO UPDATE").
		Set("helper_id = EXCLUDED.helper_id, by_hand = EXCLUDED.by_hand, why = EXCLUDED.why, relationship_id = EXCLUDED.relationship_id").Exec(ctx)
	return err
}
