package circle

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
)

// Value is the stored form.
func (m Moments) Value() (driver.Value, error) {
	lines := make([]string, len(m))
	for i, at := range m {
		lines[i] = at.UTC().Format(momentLayout)
	}
	return strings.Join(lines, "\n"), nil
}

func scanned(src any) (string, error) {
	switch v := src.(type) {
	case string:
		return v, nil
	case []byte:
		return string(v), nil
	}
	return "", fmt.Errorf("times from %T", src)
}

type callTime struct {
	bun.BaseModel `bun:"table:circle_call_times"`

	CallID   string `bun:",pk"`
	StartsAt time.Time
}

func insertCall(ctx context.Context, tx bun.IDB, k Call) error {
	if _, err := tx.NewInsert().Model(&k).Exec(ctx); err != nil {
		return err
	}
	times := make([]callTime, len(k.Times))
	for i, at := range k.Times {
		times[i] = callTime{CallID: k.ID, StartsAt: at}
	}
	_, err := tx.NewInsert().Model(&times).Exec(ctx)
	return err
}

func saveCall(ctx context.Context, tx bun.IDB, k Call) error {
	_, err := tx.NewUpdate().Model(&k).ExcludeColumn("circle_id", "created_at").WherePK().Exec(ctx)
	return err
}

func saveCallPerson(ctx context.Context, tx bun.IDB, p CallPerson) error {
	_, err := tx.NewInsert().Model(&p).On("CONFLICT (call_id, member_id) DO UPDATE").
		Set("answered_at = EXCLUDED.answered_at, can = EXCLUDED.can, there = EXCLUDED.there").Exec(ctx)
	return err
}

// calls reads what pick selects, with times and people.
func calls(ctx context.Context, tx bun.IDB, pick func(*bun.SelectQuery) *bun.SelectQuery) ([]Call, error) {
	var list []Call
	if err := pick(tx.NewSelect().Model(&list)).Scan(ctx); err != nil || len(list) == 0 {
		return nil, err
	}
	at, ids := map[string]*Call{}, make([]string, len(list))
	for i := range list {
		at[list[i].ID], ids[i] = &list[i], list[i].ID
	}
	var times []callTime
	if err := tx.NewSelect().Model(&times).Where("call_id IN (?)", bun.List(ids)).Order("starts_at").Scan(ctx); err != nil {
		return nil, err
	}
	for _, t := range times {
		at[t.CallID].Times = append(at[t.CallID].Times, t.StartsAt.UTC())
	}
	var people []CallPerson
	err := tx.NewSelect().Model(&people).Where("call_id IN (?)", bun.List(ids)).Order("member_id").Scan(ctx)
	for _, p := range people {
		at[p.CallID].People = append(at[p.CallID].People, p)
	}
	return list, err
}

func oneCall(list []Call, err error) (Call, error) {
	if err == nil && len(list) == 0 {
		err = fault.NotFound
	}
	if err != nil {
		return Call{}, err
	}
	return list[0], nil
}

// callsOf are a circle's calls, the latest first.
func callsOf(ctx context.Context, tx bun.IDB, circleID string) ([]Call, error) {
	return calls(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("k.circle_id = ?", circleID).OrderExpr("COALESCE(k.starts_at, k.created_at) DESC, k.id DESC")
	})
}

func callByID(ctx context.Context, tx bun.IDB, id string) (Call, error) {
	return oneCall(calls(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("k.id = ?", id) }))
}

func lockCall(ctx context.Context, d *db.DB, tx bun.IDB, id string) (Call, error) {
	return oneCall(calls(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return d.ForUpdate(q.Where("k.id = ?", id)) }))
}

func callsToDecide(ctx context.Context, tx bun.IDB, now time.Time) ([]string, error) {
	var ids []string
	err := tx.NewRaw("SELECT id FROM circle_calls WHERE decide_at <= ? ORDER BY decide_at, id LIMIT 100", now).Scan(ctx, &ids)
	return ids, err
}

// quietCircles are those that run and have no call ahead. One that is just over
// leaves a day to note what was agreed; one that was called off, two.
func quietCircles(ctx context.Context, tx bun.IDB, now time.Time) ([]string, error) {
	var ids []string
	err := tx.NewRaw(`SELECT c.id FROM circles AS c WHERE c.state = ? AND c.starts_at <= ? AND c.ends_at > ? AND NOT EXISTS (
			SELECT 1 FROM circle_calls AS k WHERE k.circle_id = c.id
			AND (k.state = ? OR k.state = ? AND k.starts_at > ? OR k.state = ? AND k.closed_at > ?))
		ORDER BY c.id LIMIT 100`,
		Running, now, now.AddDate(0, 0, 7), Polling, Agreed, now.AddDate(0, 0, -1), CalledOff, now.AddDate(0, 0, -2)).Scan(ctx, &ids)
	return ids, err
}
