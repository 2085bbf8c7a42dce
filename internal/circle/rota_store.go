package circle

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// rotasDue are running circles that have no rota yet, whose next slot has come,
// or whose people have changed since it was planned.
func rotasDue(ctx context.Context, tx bun.IDB, now time.Time) ([]string, error) {
	var ids []string
	err := tx.NewRaw(`SELECT c.id FROM circles AS c LEFT JOIN circle_rotas AS r ON r.circle_id = c.id
		WHERE c.state = ? AND c.starts_at <= ? AND c.ends_at > ? AND (r.circle_id IS NULL OR r.next_at <= ?
			OR EXISTS (SELECT 1 FROM circle_people AS p WHERE p.circle_id = c.id AND (p.joined_at >= r.planned_at OR p.left_at >= r.planned_at)))
		ORDER BY c.id LIMIT 100`, Running, now, now, now).Scan(ctx, &ids)
	return ids, err
}

func pairsOf(ctx context.Context, tx bun.IDB, circleID string) ([]Pair, error) {
	var list []Pair
	err := tx.NewSelect().Model(&list).Where("cp.circle_id = ?", circleID).Order("cp.opens_at", "cp.a_id", "cp.b_id").Scan(ctx)
	return list, err
}

// replacePlan puts other pairs in the place of those that are not open.
func replacePlan(ctx context.Context, tx bun.IDB, circleID string, pairs []Pair) error {
	_, err := tx.NewDelete().Model((*Pair)(nil)).Where("circle_id = ? AND NOT opened", circleID).Exec(ctx)
	if err != nil || len(pairs) == 0 {
		return err
	}
	_, err = tx.NewInsert().Model(&pairs).Exec(ctx)
	return err
}

func savePair(ctx context.Context, tx bun.IDB, p Pair) error {
	_, err := tx.NewUpdate().Model(&p).WherePK().Exec(ctx)
	return err
}

func saveRota(ctx context.Context, tx bun.IDB, circleID string, planned, next time.Time) error {
	_, err := tx.NewRaw(`INSERT INTO circle_rotas (circle_id, planned_at, next_at) VALUES (?, ?, ?)
		ON CONFLICT (circle_id) DO UPDATE SET planned_at = EXCLUDED.planned_at, next_at = EXCLUDED.next_at`,
		circleID, planned, bun.NullTime{Time: next}).Exec(ctx)
	return err
}
