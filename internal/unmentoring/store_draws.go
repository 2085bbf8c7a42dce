package unmentoring

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
)

// withoutBlob are the columns of a draw that pages need: not what it was drawn
// from, which may be megabytes.
var withoutBlob = []string{
	"id", "round_id", "attempt", "kind", "state", "engine", "seed", "digest", "root", "traits", "repeats", "same", "optimal",
	"decides", "how", "steps", "least", "groups", "people", "unplaced", "problems", "changes", "drawn_by", "drawn_at",
}

func insertDraw(ctx context.Context, tx bun.IDB, d Draw, people []Drawn) error {
	if _, err := tx.NewInsert().Model(&d).Exec(ctx); err != nil {
		return err
	}
	return chunked(people, func(part []Drawn) error {
		_, err := tx.NewInsert().Model(&part).Returning("NULL").Exec(ctx)
		return err
	})
}

// drawByID reads a draw with all it was drawn from.
func drawByID(ctx context.Context, tx bun.IDB, id string) (Draw, error) {
	var d Draw
	err := tx.NewSelect().Model(&d).Where("d.id = ?", id).Scan(ctx)
	return d, db.Found(err)
}

// drawHead reads a draw without what it was drawn from.
func drawHead(ctx context.Context, tx bun.IDB, id string) (Draw, error) {
	var d Draw
	err := tx.NewSelect().Model(&d).Column(withoutBlob...).Where("d.id = ?", id).Scan(ctx)
	return d, db.Found(err)
}

// draws lists a round's attempts in order, without what they were drawn from.
func draws(ctx context.Context, tx bun.IDB, roundID string) ([]Draw, error) {
	var list []Draw
	err := tx.NewSelect().Model(&list).Column(withoutBlob...).Where("d.round_id = ?", roundID).Order("d.attempt").Scan(ctx)
	return list, err
}

func updateDraw(ctx context.Context, tx bun.IDB, d Draw) error {
	_, err := tx.NewUpdate().Model(&d).Where("id = ?", d.ID).
		Column("state", "result", "repeats", "same", "optimal", "groups", "unplaced", "problems", "changes", "how", "steps", "least").Exec(ctx)
	return err
}

// dropBeside marks the draws that cannot be chosen any more instead of this one:
// it was changed, or goes out.
func dropBeside(ctx context.Context, tx bun.IDB, d Draw) error {
	_, err := tx.NewRaw(`UPDATE draws SET state = CASE state WHEN ? THEN ? ELSE ? END
		WHERE round_id = ? AND id <> ? AND state IN (?, ?)`,
		DrawPrepared, DrawStopped, DrawReplaced, d.RoundID, d.ID, DrawPrepared, DrawBeside).Exec(ctx)
	return err
}

func setDrawState(ctx context.Context, tx bun.IDB, id string, state DrawState) error {
	_, err := tx.NewRaw("UPDATE draws SET state = ? WHERE id = ?", state, id).Exec(ctx)
	return err
}

// preparedBeside is the id of a draw of the round that waits to be drawn, while
// another one is looked at; empty if there is none.
func preparedBeside(ctx context.Context, tx bun.IDB, roundID string) (string, error) {
	var ids []string
	err := tx.NewRaw("SELECT id FROM draws WHERE round_id = ? AND kind = ? AND state = ? ORDER BY attempt LIMIT 1",
		roundID, DrawRound, DrawPrepared).Scan(ctx, &ids)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

func drawn(ctx context.Context, tx bun.IDB, drawID string) ([]Drawn, error) {
	var list []Drawn
	err := tx.NewSelect().Model(&list).Where("dp.draw_id = ?", drawID).Order("dp.person").Scan(ctx)
	return list, err
}

// drawnIn are the people of some groups.
func drawnIn(ctx context.Context, tx bun.IDB, drawID string, groups []int) ([]Drawn, error) {
	var list []Drawn
	if len(groups) == 0 {
		return nil, nil
	}
	err := tx.NewSelect().Model(&list).Where("dp.draw_id = ? AND dp.group_no IN (?)", drawID, bun.List(groups)).
		Order("dp.group_no", "dp.person").Scan(ctx)
	return list, err
}

func drawnMembers(ctx context.Context, tx bun.IDB, drawID string, memberIDs []string) ([]Drawn, error) {
	var list []Drawn
	if len(memberIDs) == 0 {
		return nil, nil
	}
	err := tx.NewSelect().Model(&list).Where("dp.draw_id = ? AND dp.member_id IN (?)", drawID, bun.List(memberIDs)).
		Order("dp.person").Scan(ctx)
	return list, err
}

func drawnPerson(ctx context.Context, tx bun.IDB, drawID string, person int) (Drawn, error) {
	var d Drawn
	err := tx.NewSelect().Model(&d).Where("dp.draw_id = ? AND dp.person = ?", drawID, person).Scan(ctx)
	return d, db.Found(err)
}

// groupsOf lists a draw's groups, those with something to look at first. n 0
// is all of them.
func groupsOf(ctx context.Context, tx bun.IDB, drawID string, offset, n int) ([]Group, error) {
	var list []Group
	q := tx.NewSelect().Model(&list).Where("dg.draw_id = ?", drawID).Order("dg.rank DESC", "dg.group_no")
	if n > 0 {
		q = q.Offset(int64(offset)).Limit(int64(n))
	}
	err := q.Scan(ctx)
	return list, err
}

func groupsNumbered(ctx context.Context, tx bun.IDB, drawID string, numbers []int) ([]Group, error) {
	var list []Group
	if len(numbers) == 0 {
		return nil, nil
	}
	err := tx.NewSelect().Model(&list).Where("dg.draw_id = ? AND dg.group_no IN (?)", drawID, bun.List(numbers)).
		Order("dg.rank DESC", "dg.group_no").Scan(ctx)
	return list, err
}

// writeGroups replaces a draw's groups, and says of everybody where they are.
func writeGroups(ctx context.Context, tx bun.IDB, drawID string, groups []Group, people []Drawn) error {
	if _, err := tx.NewRaw("DELETE FROM draw_groups WHERE draw_id = ?", drawID).Exec(ctx); err != nil {
		return err
	}
	err := chunked(groups, func(part []Group) error {
		_, err := tx.NewInsert().Model(&part).Returning("NULL").Exec(ctx)
		return err
	})
	if err != nil {
		return err
	}
	return chunked(people, func(part []Drawn) error {
		_, err := tx.NewInsert().Model(&part).Returning("NULL").On("CONFLICT (draw_id, person) DO UPDATE").
			Set("group_no = EXCLUDED.group_no, why = EXCLUDED.why").Exec(ctx)
		return err
	})
}

func setPinned(ctx context.Context, tx bun.IDB, drawID string, group int, pinned bool) error {
	_, err := tx.NewRaw("UPDATE draw_groups SET pinned = ? WHERE draw_id = ? AND group_no = ?", pinned, drawID, group).Exec(ctx)
	return err
}

func insertChange(ctx context.Context, tx bun.IDB, c Change) error {
	_, err := tx.NewInsert().Model(&c).Exec(ctx)
	return err
}

func changes(ctx context.Context, tx bun.IDB, drawID string) ([]Change, error) {
	var list []Change
	err := tx.NewSelect().Model(&list).Where("dc.draw_id = ?", drawID).Order("dc.number").Scan(ctx)
	return list, err
}
