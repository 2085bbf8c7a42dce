package safety

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

type termsRow struct {
	bun.BaseModel `bun:"table:safety_terms"`

	Kind        Rules `bun:",pk"`
	Version     int64 `bun:",pk"`
	Revision    int64 `bun:",pk"`
	Words       string
	ByID        string `bun:",nullzero"`
	PublishedAt time.Time
}

func (r termsRow) version() Version {
	return Version{Kind: r.Kind, Number: r.Version, Revision: r.Revision, Words: r.Words, By: r.ByID, PublishedAt: r.PublishedAt, Ours: true}
}

type acceptanceRow struct {
	bun.BaseModel `bun:"table:safety_acceptances"`

	MemberID   string `bun:",pk"`
	Kind       Rules  `bun:",pk"`
	Version    int64  `bun:",pk"`
	AcceptedAt time.Time
}

type adultRow struct {
	bun.BaseModel `bun:"table:safety_adults"`

	MemberID   string `bun:",pk"`
	DeclaredAt time.Time
}

// termsOf are the newest rows of a text; number 0 is any version.
func termsOf(ctx context.Context, tx bun.IDB, kind Rules, number, limit int64) ([]termsRow, error) {
	var list []termsRow
	q := tx.NewSelect().Model(&list).Where("kind = ?", kind).Order("version DESC", "revision DESC").Limit(limit)
	if number > 0 {
		q = q.Where("version = ?", number)
	}
	return list, q.Scan(ctx)
}

// acceptedBy is the newest version of each text that a member accepted, and
// whether they said that they are of age.
func acceptedBy(ctx context.Context, tx bun.IDB, memberID string) (accepted map[Rules]int64, adult bool, err error) {
	rows, err := acceptancesOf(ctx, tx, memberID)
	if err != nil {
		return nil, false, err
	}
	accepted = map[Rules]int64{}
	for _, r := range rows {
		accepted[r.Kind] = max(accepted[r.Kind], r.Version)
	}
	n, err := tx.NewSelect().Model((*adultRow)(nil)).Where("member_id = ?", memberID).Count(ctx)
	return accepted, n > 0, err
}

func acceptancesOf(ctx context.Context, tx bun.IDB, memberID string) ([]acceptanceRow, error) {
	var list []acceptanceRow
	err := tx.NewSelect().Model(&list).Where("member_id = ?", memberID).Order("accepted_at", "kind", "version").Scan(ctx)
	return list, err
}

func adultsOf(ctx context.Context, tx bun.IDB, memberID string) ([]adultRow, error) {
	var list []adultRow
	err := tx.NewSelect().Model(&list).Where("member_id = ?", memberID).Scan(ctx)
	return list, err
}

func insertAcceptance(ctx context.Context, tx bun.IDB, a acceptanceRow) error {
	_, err := tx.NewInsert().Model(&a).On("CONFLICT (member_id, kind, version) DO NOTHING").Exec(ctx)
	return err
}

func insertAdult(ctx context.Context, tx bun.IDB, a adultRow) error {
	_, err := tx.NewInsert().Model(&a).On("CONFLICT (member_id) DO NOTHING").Exec(ctx)
	return err
}

// countAccepted is how many members who are here have accepted a version.
func countAccepted(ctx context.Context, tx bun.IDB, kind Rules, version int64) (accepted, all int64, err error) {
	err = tx.NewRaw(`SELECT COUNT(*) FROM safety_acceptances AS a JOIN members AS m ON m.id = a.member_id
		WHERE a.kind = ? AND a.version = ? AND m.state IN ('active', 'paused')`, kind, version).Scan(ctx, &accepted)
	if err != nil {
		return 0, 0, err
	}
	err = tx.NewRaw("SELECT COUNT(*) FROM members WHERE state IN ('active', 'paused')").Scan(ctx, &all)
	return accepted, all, err
}
