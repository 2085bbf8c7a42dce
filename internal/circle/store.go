package circle

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
)

func insertCircle(ctx context.Context, tx bun.IDB, c Circle) error {
	if _, err := tx.NewInsert().Model(&c).Exec(ctx); err != nil || len(c.People) == 0 {
		return err
	}
	_, err := tx.NewInsert().Model(&c.People).Exec(ctx)
	return err
}

// saveCircle writes what can change of a circle, without its people.
func saveCircle(ctx context.Context, tx bun.IDB, c Circle) error {
	_, err := tx.NewUpdate().Model(&c).ExcludeColumn("opening_id", "created_at").WherePK().Exec(ctx)
	return err
}

func savePerson(ctx context.Context, tx bun.IDB, p Person) error {
	_, err := tx.NewInsert().Model(&p).On("CONFLICT (circle_id, member_id) DO UPDATE").
		Set("role = EXCLUDED.role, experience = EXCLUDED.experience, joined_at = EXCLUDED.joined_at, " +
			"left_at = EXCLUDED.left_at, removed = EXCLUDED.removed").Exec(ctx)
	return err
}

// circles reads what change selects, with the people.
func circles(ctx context.Context, tx bun.IDB, change func(*bun.SelectQuery) *bun.SelectQuery) ([]Circle, error) {
	var list []Circle
	if err := change(tx.NewSelect().Model(&list)).Scan(ctx); err != nil || len(list) == 0 {
		return nil, err
	}
	at := make(map[string]int, len(list))
	ids := make([]string, len(list))
	for i, c := range list {
		at[c.ID], ids[i] = i, c.ID
	}
	var people []Person
	err := tx.NewSelect().Model(&people).Where("circle_id IN (?)", bun.List(ids)).
		OrderExpr("circle_id, joined_at, member_id").Scan(ctx)
	for _, p := range people {
		list[at[p.CircleID]].People = append(list[at[p.CircleID]].People, p)
	}
	return list, err
}

func oneCircle(list []Circle, err error) (Circle, error) {
	if err == nil && len(list) == 0 {
		err = fault.NotFound
	}
	if err != nil {
		return Circle{}, err
	}
	return list[0], nil
}

func circleByID(ctx context.Context, tx bun.IDB, id string) (Circle, error) {
	return oneCircle(circles(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("c.id = ?", id) }))
}

// lockCircle is circleByID for a change: nobody else changes it meanwhile.
func lockCircle(ctx context.Context, d *db.DB, tx bun.IDB, id string) (Circle, error) {
	return oneCircle(circles(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return d.ForUpdate(q.Where("c.id = ?", id)) }))
}

func circlesOf(ctx context.Context, tx bun.IDB, memberID string) ([]Circle, error) {
	return circles(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("c.id IN (SELECT circle_id FROM circle_people WHERE member_id = ? AND left_at IS NULL)", memberID).
			OrderExpr("c.created_at DESC, c.id DESC")
	})
}
