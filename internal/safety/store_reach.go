package safety

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

type refusalRow struct {
	bun.BaseModel `bun:"table:safety_refusals"`

	ID        string `bun:",pk"`
	ByID      string
	RefusedAt time.Time
}

// reached is when strangers were first written to since a time, newest first,
// and whether who is one of them.
func reached(ctx context.Context, tx bun.IDB, by string, who stranger, since time.Time) (times []time.Time, again bool, err error) {
	var rows []struct {
		ToID, Person string
		ReachedAt    time.Time
	}
	err = tx.NewRaw(`SELECT to_id, '' AS person, reached_at FROM safety_reaches WHERE by_id = ? AND reached_at > ?
		UNION ALL SELECT '', person, reached_at FROM safety_reaches_outside WHERE by_id = ? AND reached_at > ?
		ORDER BY reached_at DESC`, by, since, by, since).Scan(ctx, &rows)
	for _, r := range rows {
		times = append(times, r.ReachedAt)
		again = again || stranger{r.ToID, r.Person} == who
	}
	return times, again, err
}

func upsertReach(ctx context.Context, tx bun.IDB, by string, who stranger, at time.Time) error {
	if who.person != "" {
		_, err := tx.NewRaw(`INSERT INTO safety_reaches_outside (by_id, person, reached_at) VALUES (?, ?, ?)
			ON CONFLICT (by_id, person) DO UPDATE SET reached_at = EXCLUDED.reached_at`, by, who.person, at).Exec(ctx)
		return err
	}
	_, err := tx.NewRaw(`INSERT INTO safety_reaches (by_id, to_id, reached_at) VALUES (?, ?, ?)
		ON CONFLICT (by_id, to_id) DO UPDATE SET reached_at = EXCLUDED.reached_at`, by, who.to, at).Exec(ctx)
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
