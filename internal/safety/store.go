package safety

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
)

type pairRow struct {
	bun.BaseModel `bun:"table:safety_apart"`

	AID         string `bun:"a_id,pk"`
	BID         string `bun:"b_id,pk"`
	OrganiserID string `bun:",nullzero"`
	Note        []byte
	KeptAt      time.Time
}

type reportRow struct {
	bun.BaseModel `bun:"table:safety_reports"`

	ID          string `bun:",pk"`
	ByID        string `bun:",nullzero"`
	AboutID     string `bun:",nullzero"`
	SubjectKind string
	SubjectID   string
	Words       []byte
	Copy        []byte
	Nameless    bool
	ReportedAt  time.Time
	RemindAt    time.Time `bun:",nullzero"`
	HandledAt   time.Time `bun:",nullzero"`
	HandledBy   string    `bun:",nullzero"`
	TakenBy     string    `bun:",nullzero"`
	TakenAt     time.Time `bun:",nullzero"`
}

type noteRow struct {
	bun.BaseModel `bun:"table:safety_notes"`

	ID        string `bun:",pk"`
	ReportID  string
	ByID      string `bun:",nullzero"`
	Words     []byte
	WrittenAt time.Time
}

func insertBlock(ctx context.Context, tx bun.IDB, b Block) error {
	_, err := tx.NewInsert().Model(&b).On("CONFLICT (by_id, other_id) DO NOTHING").Exec(ctx)
	return err
}

func deleteBlock(ctx context.Context, tx bun.IDB, by, other string) error {
	_, err := tx.NewRaw("DELETE FROM safety_blocks WHERE by_id = ? AND other_id = ?", by, other).Exec(ctx)
	return err
}

func blocksOf(ctx context.Context, tx bun.IDB, by string) ([]Block, error) {
	var list []Block
	err := tx.NewSelect().Model(&list).Where("by_id = ?", by).Order("blocked_at DESC", "other_id").Scan(ctx)
	return list, err
}

func upsertPair(ctx context.Context, tx bun.IDB, p pairRow) error {
	_, err := tx.NewInsert().Model(&p).On("CONFLICT (a_id, b_id) DO UPDATE").
		Set("organiser_id = EXCLUDED.organiser_id, note = EXCLUDED.note, kept_at = EXCLUDED.kept_at").Exec(ctx)
	return err
}

func deletePair(ctx context.Context, tx bun.IDB, a, b string) error {
	_, err := tx.NewRaw("DELETE FROM safety_apart WHERE a_id = ? AND b_id = ?", a, b).Exec(ctx)
	return err
}

func pairs(ctx context.Context, tx bun.IDB) ([]pairRow, error) {
	var list []pairRow
	err := tx.NewSelect().Model(&list).Order("kept_at DESC", "a_id", "b_id").Scan(ctx)
	return list, err
}

func separations(ctx context.Context, tx bun.IDB) ([]Pair, error) {
	var list []Pair
	err := tx.NewRaw(`SELECT by_id AS a, other_id AS b FROM safety_blocks
		UNION ALL SELECT a_id AS a, b_id AS b FROM safety_apart`).Scan(ctx, &list)
	return list, err
}

func separated(ctx context.Context, tx bun.IDB, a, b string) (bool, error) {
	var n int
	err := tx.NewRaw(`SELECT CASE WHEN EXISTS (SELECT 1 FROM safety_blocks WHERE by_id = ? AND other_id = ?)
		OR EXISTS (SELECT 1 FROM safety_blocks WHERE by_id = ? AND other_id = ?)
		OR EXISTS (SELECT 1 FROM safety_apart WHERE a_id = ? AND b_id = ?) THEN 1 ELSE 0 END`,
		a, b, b, a, min(a, b), max(a, b)).Scan(ctx, &n)
	return n == 1, err
}

func sameOpen(ctx context.Context, tx bun.IDB, r Report) ([]reportRow, error) {
	var list []reportRow
	q := tx.NewSelect().Model(&list).Where("about_id = ?", r.About)
	if r.By == "" {
		q = q.Where("by_id IS NULL")
	} else {
		q = q.Where("by_id = ?", r.By)
	}
	err := q.Where("subject_kind = ? AND subject_id = ? AND handled_at IS NULL", r.SubjectKind, r.SubjectID).Scan(ctx)
	return list, err
}

// visible leaves out the reports about the organiser who looks.
func visible(q *bun.SelectQuery, organiserID string) *bun.SelectQuery {
	return q.Where("(about_id IS NULL OR about_id <> ?)", organiserID)
}

func reportByID(ctx context.Context, tx bun.IDB, id, organiserID string) (reportRow, error) {
	var r reportRow
	err := visible(tx.NewSelect().Model(&r), organiserID).Where("id = ?", id).Scan(ctx)
	return r, db.Found(err)
}

func reportsBy(ctx context.Context, tx bun.IDB, memberID string) ([]reportRow, error) {
	var list []reportRow
	err := tx.NewSelect().Model(&list).Where("by_id = ?", memberID).Order("reported_at", "id").Scan(ctx)
	return list, err
}

// queue is a page of the reports that are open or appealed, oldest first, or
// handled, newest first.
func queue(ctx context.Context, tx bun.IDB, organiserID string, f Filter, size int) ([]reportRow, error) {
	var list []reportRow
	q := visible(tx.NewSelect().Model(&list), organiserID).Limit(int64(size))
	switch f.Show {
	case Handled:
		q = q.Where("handled_at IS NOT NULL")
	case Appeals:
		q = q.Where(`id IN (SELECT d.report_id FROM safety_decisions AS d
			JOIN safety_appeals AS a ON a.decision_id = d.id WHERE a.decided_at IS NULL)`)
	case Mine:
		q = q.Where("handled_at IS NULL AND taken_by = ?", organiserID)
	default:
		q = q.Where("handled_at IS NULL")
	}
	if f.Kind != "" {
		q = q.Where("subject_kind = ?", f.Kind)
	}
	if f.Decision != "" {
		q = q.Where("id IN (SELECT report_id FROM safety_decisions WHERE kind = ? AND undone_at IS NULL)", f.Decision)
	}
	column, beyond, direction := "reported_at", ">", "ASC"
	if f.Show == Handled {
		column, beyond, direction = "handled_at", "<", "DESC"
	}
	if after := readCursor(f.After); after.id != "" {
		q = q.Where("(?, id) ? (?, ?)", bun.Ident(column), bun.Safe(beyond), after.at, after.id)
	}
	return list, q.OrderExpr("? ?, id ?", bun.Ident(column), bun.Safe(direction), bun.Safe(direction)).Scan(ctx)
}

// kinds are the kinds of things about which there are reports.
func kinds(ctx context.Context, tx bun.IDB, organiserID string) ([]string, error) {
	var list []string
	err := visible(tx.NewSelect().Model((*reportRow)(nil)).Distinct().Column("subject_kind"), organiserID).Order("subject_kind").Scan(ctx, &list)
	return list, err
}

func countOpen(ctx context.Context, tx bun.IDB, organiserID string) (int, time.Time, error) {
	var list []reportRow
	err := visible(tx.NewSelect().Model(&list).Column("reported_at"), organiserID).Where("handled_at IS NULL").
		Order("reported_at", "id").Scan(ctx)
	if err != nil || len(list) == 0 {
		return 0, time.Time{}, err
	}
	return len(list), list[0].ReportedAt, nil
}

func notesOf(ctx context.Context, tx bun.IDB, reportID string) ([]noteRow, error) {
	var list []noteRow
	err := tx.NewSelect().Model(&list).Where("report_id = ?", reportID).Order("id").Scan(ctx)
	return list, err
}

// settle marks a report handled, or open again when at is zero, and says
// whether that was news.
func settle(ctx context.Context, tx bun.IDB, id, organiserID string, at, remindAt time.Time) (bool, error) {
	q := tx.NewUpdate().Model((*reportRow)(nil)).Where("id = ?", id)
	if at.IsZero() {
		q = q.Set("handled_at = NULL, handled_by = NULL, remind_at = ?", remindAt).Where("handled_at IS NOT NULL")
	} else {
		q = q.Set("handled_at = ?, handled_by = ?, remind_at = NULL", at, organiserID).Where("handled_at IS NULL")
	}
	done, err := q.Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

func insertNote(ctx context.Context, tx bun.IDB, n noteRow) error {
	_, err := tx.NewInsert().Model(&n).Exec(ctx)
	return err
}

func dueReports(ctx context.Context, tx bun.IDB, now time.Time) ([]reportRow, error) {
	var list []reportRow
	err := tx.NewSelect().Model(&list).Where("remind_at <= ?", now).Order("remind_at", "id").Limit(100).Scan(ctx)
	return list, err
}

// putOff moves the reminder of a report and says whether it was still due.
func putOff(ctx context.Context, tx bun.IDB, id string, now, until time.Time) (bool, error) {
	done, err := tx.NewRaw("UPDATE safety_reports SET remind_at = ? WHERE id = ? AND remind_at <= ?", until, id, now).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}
