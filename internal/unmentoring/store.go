package unmentoring

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
)

// chunk keeps statements to a size both engines like.
const chunk = 500

// chunked calls each with parts of a list.
func chunked[T any](list []T, each func(part []T) error) error {
	for len(list) > 0 {
		n := min(chunk, len(list))
		if err := each(list[:n]); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

func programmeByID(ctx context.Context, tx bun.IDB, id string) (Programme, error) {
	var p Programme
	err := tx.NewSelect().Model(&p).Where("p.id = ?", id).Scan(ctx)
	return p, db.Found(err)
}

func programmes(ctx context.Context, tx bun.IDB, states ...ProgrammeState) ([]Programme, error) {
	var list []Programme
	q := tx.NewSelect().Model(&list)
	if len(states) > 0 {
		q = q.Where("p.state IN (?)", bun.List(states))
	}
	err := q.OrderExpr("CASE p.state WHEN 'ended' THEN 1 ELSE 0 END, p.created_at, p.id").Scan(ctx)
	return list, err
}

func insertProgramme(ctx context.Context, tx bun.IDB, p Programme) error {
	_, err := tx.NewInsert().Model(&p).Exec(ctx)
	return err
}

func updateProgramme(ctx context.Context, tx bun.IDB, p Programme) error {
	_, err := tx.NewUpdate().Model(&p).WherePK().ExcludeColumn("id", "created_by", "created_at").Exec(ctx)
	return err
}

func membership(ctx context.Context, tx bun.IDB, programmeID, memberID string) (Membership, error) {
	m := newMembership(programmeID, memberID)
	err := db.Found(tx.NewSelect().Model(&m).WherePK().Scan(ctx))
	if isNotFound(err) {
		return newMembership(programmeID, memberID), nil
	}
	return m, err
}

// memberships are those that say something, by member.
func memberships(ctx context.Context, tx bun.IDB, programmeID string) (map[string]Membership, error) {
	var list []Membership
	if err := tx.NewSelect().Model(&list).Where("pm.programme_id = ?", programmeID).Scan(ctx); err != nil {
		return nil, err
	}
	found := make(map[string]Membership, len(list))
	for _, m := range list {
		found[m.MemberID] = m
	}
	return found, nil
}

func membershipsOf(ctx context.Context, tx bun.IDB, memberID string) (map[string]Membership, error) {
	var list []Membership
	if err := tx.NewSelect().Model(&list).Where("pm.member_id = ?", memberID).Scan(ctx); err != nil {
		return nil, err
	}
	found := make(map[string]Membership, len(list))
	for _, m := range list {
		found[m.ProgrammeID] = m
	}
	return found, nil
}

// What a membership's row holds, by who writes it: each use case changes its own
// columns, so that nobody's "leave" is lost to a draw at the same moment.
var (
	wishColumns   = []string{"state", "every", "third", "silent", "rested_at", "changed_at"}
	placedColumns = []string{"last_number", "larger", "firsts", "changed_at"}
	ledgerColumns = []string{"owed", "silent", "state", "rested_at", "changed_at"}
	owedColumns   = []string{"owed", "changed_at"}
)

func upsertMemberships(ctx context.Context, tx bun.IDB, list []Membership, columns []string) error {
	return chunked(list, func(part []Membership) error {
		q := tx.NewInsert().Model(&part).Returning("NULL").On("CONFLICT (programme_id, member_id) DO UPDATE")
		for _, c := range columns {
			q = q.Set("? = EXCLUDED.?", bun.Ident(c), bun.Ident(c))
		}
		_, err := q.Exec(ctx)
		return err
	})
}

// membershipCounts is how many have left a programme and how many rest.
func membershipCounts(ctx context.Context, tx bun.IDB, programmeID string) (map[MembershipState]int, error) {
	var rows []struct {
		State MembershipState
		N     int
	}
	err := tx.NewRaw("SELECT state, count(*) AS n FROM programme_members WHERE programme_id = ? GROUP BY state", programmeID).
		Scan(ctx, &rows)
	counts := map[MembershipState]int{}
	for _, r := range rows {
		counts[r.State] = r.N
	}
	return counts, err
}

func eraseMember(ctx context.Context, tx bun.IDB, memberID string) error {
	_, err := tx.NewRaw("DELETE FROM programme_members WHERE member_id = ?", memberID).Exec(ctx)
	return err
}

// anythingDue looks before Tick writes: almost always there is nothing to do.
func anythingDue(ctx context.Context, tx bun.IDB, now time.Time) (bool, error) {
	var n int
	err := tx.NewRaw(`SELECT CASE WHEN EXISTS (SELECT 1 FROM programmes WHERE next_at <= ?)
		OR EXISTS (SELECT 1 FROM rounds WHERE due_at <= ?) THEN 1 ELSE 0 END`, now, now).Scan(ctx, &n)
	return n == 1, err
}

func dueProgrammes(ctx context.Context, tx bun.IDB, now time.Time) ([]string, error) {
	var ids []string
	err := tx.NewRaw("SELECT id FROM programmes WHERE next_at <= ? ORDER BY next_at, id", now).Scan(ctx, &ids)
	return ids, err
}

func dueRounds(ctx context.Context, tx bun.IDB, now time.Time) ([]string, error) {
	var ids []string
	err := tx.NewRaw("SELECT id FROM rounds WHERE due_at <= ? ORDER BY due_at, id", now).Scan(ctx, &ids)
	return ids, err
}
