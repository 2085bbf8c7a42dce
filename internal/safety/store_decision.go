package safety

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
)

type decisionRow struct {
	bun.BaseModel `bun:"table:safety_decisions"`

	ID        string `bun:",pk"`
	ReportID  string
	ByID      string `bun:",nullzero"`
	AboutID   string `bun:",nullzero"`
	Kind      Measure
	Message   []byte
	UntilAt   time.Time `bun:",nullzero"`
	DecidedAt time.Time
	UndoneAt  time.Time `bun:",nullzero"`
}

type appealRow struct {
	bun.BaseModel `bun:"table:safety_appeals"`

	DecisionID string `bun:",pk"`
	Words      []byte
	AppealedAt time.Time
	RemindAt   time.Time `bun:",nullzero"`
	DecidedAt  time.Time `bun:",nullzero"`
	DecidedBy  string    `bun:",nullzero"`
	ByContact  bool
	Upheld     bool
	Answer     []byte
}

type eventRow struct {
	bun.BaseModel `bun:"table:safety_events"`

	ID         string `bun:",pk"`
	ReportID   string
	ByID       string `bun:",nullzero"`
	Kind       string
	HappenedAt time.Time
}

func found(err error) error { return db.Found(err) }

// changed reports whether a statement touched a row.
func changed(q interface {
	RowsAffected() (int64, error)
}, err error,
) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := q.RowsAffected()
	return n > 0, err
}

// setTaken says whether it was news.
func setTaken(ctx context.Context, tx bun.IDB, id, organiserID string, take bool, now time.Time) (bool, error) {
	if take {
		return changed(tx.NewRaw("UPDATE safety_reports SET taken_by = ?, taken_at = ? WHERE id = ? AND (taken_by IS NULL OR taken_by <> ?)",
			organiserID, now, id, organiserID).Exec(ctx))
	}
	return changed(tx.NewRaw("UPDATE safety_reports SET taken_by = NULL, taken_at = NULL WHERE id = ? AND taken_by = ?", id, organiserID).Exec(ctx))
}

func reportRowByID(ctx context.Context, tx bun.IDB, id string) (reportRow, error) {
	var r reportRow
	err := tx.NewSelect().Model(&r).Where("id = ?", id).Scan(ctx)
	return r, found(err)
}

// standing are the decisions about a report that have not been undone.
func standing(ctx context.Context, tx bun.IDB, reportID string) ([]decisionRow, error) {
	var list []decisionRow
	err := tx.NewSelect().Model(&list).Where("report_id = ? AND undone_at IS NULL", reportID).Order("id").Scan(ctx)
	return list, err
}

// barring are the decisions that keep somebody out now, the hardest first.
func barring(ctx context.Context, tx bun.IDB, memberID string, now time.Time) ([]decisionRow, error) {
	var list []decisionRow
	err := tx.NewSelect().Model(&list).Where("about_id = ? AND undone_at IS NULL", memberID).
		Where("(kind = ? OR (kind = ? AND until_at > ?))", Expelled, Suspended, now).
		OrderExpr("CASE WHEN kind = ? THEN 0 ELSE 1 END, until_at DESC, id", Expelled).Scan(ctx)
	return list, err
}

func setUndone(ctx context.Context, tx bun.IDB, id string, now time.Time) error {
	_, err := tx.NewRaw("UPDATE safety_decisions SET undone_at = ? WHERE id = ? AND undone_at IS NULL", now, id).Exec(ctx)
	return err
}

func decisionsOf(ctx context.Context, tx bun.IDB, column, id string) ([]decisionRow, error) {
	var list []decisionRow
	err := tx.NewSelect().Model(&list).Where("? = ?", bun.Ident(column), id).Order("id").Scan(ctx)
	return list, err
}

func decisionByID(ctx context.Context, tx bun.IDB, id string) (decisionRow, error) {
	var d decisionRow
	err := tx.NewSelect().Model(&d).Where("id = ?", id).Scan(ctx)
	return d, found(err)
}

func appealsOf(ctx context.Context, tx bun.IDB, decisionIDs []string) (map[string]appealRow, error) {
	found := map[string]appealRow{}
	if len(decisionIDs) == 0 {
		return found, nil
	}
	var list []appealRow
	err := tx.NewSelect().Model(&list).Where("decision_id IN (?)", bun.List(decisionIDs)).Scan(ctx)
	for _, a := range list {
		found[a.DecisionID] = a
	}
	return found, err
}

// insertAppeal says whether there was none before.
func insertAppeal(ctx context.Context, tx bun.IDB, a appealRow) (bool, error) {
	return changed(tx.NewInsert().Model(&a).On("CONFLICT (decision_id) DO NOTHING").Exec(ctx))
}

// settleAppeal says whether it was open.
func settleAppeal(ctx context.Context, tx bun.IDB, a appealRow) (bool, error) {
	return changed(tx.NewUpdate().Model(&a).Column("decided_at", "decided_by", "by_contact", "upheld", "answer").
		Set("remind_at = NULL").WherePK().Where("decided_at IS NULL").Exec(ctx))
}

func countAppeals(ctx context.Context, tx bun.IDB, organiserID string) (int64, error) {
	var n int64
	err := tx.NewRaw(`SELECT COUNT(*) FROM safety_appeals AS a JOIN safety_decisions AS d ON d.id = a.decision_id
		JOIN safety_reports AS r ON r.id = d.report_id
		WHERE a.decided_at IS NULL AND (d.by_id IS NULL OR d.by_id <> ?) AND (d.about_id IS NULL OR d.about_id <> ?)
		AND (r.by_id IS NULL OR r.by_id <> ?)`,
		organiserID, organiserID, organiserID).Scan(ctx, &n)
	return n, err
}

func dueAppeals(ctx context.Context, tx bun.IDB, now time.Time) ([]appealRow, error) {
	var list []appealRow
	err := tx.NewSelect().Model(&list).Where("remind_at <= ?", now).Order("remind_at", "decision_id").Limit(100).Scan(ctx)
	return list, err
}

func putOffAppeal(ctx context.Context, tx bun.IDB, id string, now, until time.Time) (bool, error) {
	return changed(tx.NewRaw("UPDATE safety_appeals SET remind_at = ? WHERE decision_id = ? AND remind_at <= ?", until, id, now).Exec(ctx))
}

func eventsOf(ctx context.Context, tx bun.IDB, reportID string) ([]eventRow, error) {
	var list []eventRow
	err := tx.NewSelect().Model(&list).Where("report_id = ?", reportID).Order("happened_at", "id").Scan(ctx)
	return list, err
}
