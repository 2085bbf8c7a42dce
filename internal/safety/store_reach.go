package safety

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

type reachRow struct {
	bun.BaseModel `bun:"table:safety_reaches"`

	ByID      string `bun:",pk"`
	ToID      string `bun:",pk"`
	ReachedAt time.Time
}

type refusalRow struct {
	bun.BaseModel `bun:"table:safety_refusals"`

	ID        string `bun:",pk"`
	ByID      string
	RefusedAt time.Time
}

// reached is when strangers were first written to since a time, newest first,
// and whether to is one of them.
func reached(ctx context.Context, tx bun.IDB, by, to string, since time.Time) (times []time.Time, again bool, err error) {
	var rows []reachRow
	err = tx.NewSelect().Model(&rows).Where("by_id = ? AND reached_at > ?", by, since).
		Order("reached_at DESC", "to_id").Scan(ctx)
	for _, r := range rows {
		times = append(times, r.ReachedAt)
		again = again || r.ToID == to
	}
	return times, again, err
}

func upsertReach(ctx context.Context, tx bun.IDB, r reachRow) error {
	_, err := tx.NewInsert().Model(&r).On("CONFLICT (by_id, to_id) DO UPDATE").Set("reached_at = EXCLUDED.reached_at").Exec(ctx)
	return err
}

func eager(ctx context.Context, tx bun.IDB, since time.Time, least int) ([]Eager, error) {
	var rows []refusalRow
	err := tx.NewSelect().Model(&rows).Where("refused_at > ?", since).Order("refused_at DESC", "id").Limit(5000).Scan(ctx)
	if err != nil {
		return nil, err
	}
	var list, often []Eager
	at := map[string]int{}
	for _, r := range rows {
		i, known := at[r.ByID]
		if !known {
			i = len(list)
			at[r.ByID] = i
			list = append(list, Eager{MemberID: r.ByID, Last: r.RefusedAt})
		}
		list[i].Times++
	}
	for _, e := range list {
		if e.Times >= least {
			often = append(often, e)
		}
	}
	return often, nil
}

func accused(ctx context.Context, tx bun.IDB, by, other string) (bool, error) {
	n, err := tx.NewSelect().Model((*reportRow)(nil)).Where("by_id = ? AND about_id = ? AND handled_at IS NULL", by, other).Count(ctx)
	return n > 0, err
}

func reportsSince(ctx context.Context, tx bun.IDB, by string, since time.Time) (int64, error) {
	return tx.NewSelect().Model((*reportRow)(nil)).Where("by_id = ? AND reported_at > ?", by, since).Count(ctx)
}
