package nudge

import (
	"context"
	"database/sql"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
)

func upsert(ctx context.Context, tx bun.IDB, rows []Nudge) error {
	const chunk = 200 // rows of one statement
	for len(rows) > 0 {
		part := rows[:min(chunk, len(rows))]
		rows = rows[len(part):]
		// The new id makes a question that was cancelled after it was sent
		// another letter to the outbox.
		_, err := tx.NewInsert().Model(&part).Returning("NULL").On("CONFLICT (kind, subject_id, member_id) DO UPDATE").
			Set(`id = EXCLUDED.id, due_at = EXCLUDED.due_at, silent_at = EXCLUDED.silent_at, next_at = EXCLUDED.next_at,
				sent_at = NULL, answered_at = NULL, answer = '', silenced_at = NULL, ended = '', failures = 0,
				planned_at = EXCLUDED.planned_at`).
			Where("n.ended = ? OR n.sent_at IS NULL AND n.answered_at IS NULL AND n.silenced_at IS NULL", Cancelled).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

func setAnswer(ctx context.Context, tx bun.IDB, kind, subjectID, memberID, answer string, now time.Time) error {
	_, err := tx.NewRaw(`UPDATE nudges SET answer = ?, answered_at = ?, next_at = NULL
		WHERE kind = ? AND subject_id = ? AND member_id = ?`, answer, now, kind, subjectID, memberID).Exec(ctx)
	return err
}

func cancel(ctx context.Context, tx bun.IDB, subjectID, memberID string, kinds []string) error {
	q := tx.NewUpdate().Model((*Nudge)(nil)).Set("next_at = NULL, ended = ?", Cancelled).
		Where("subject_id = ? AND answered_at IS NULL AND silenced_at IS NULL AND ended = ''", subjectID)
	if memberID != "" {
		q = q.Where("member_id = ?", memberID)
	}
	if len(kinds) > 0 {
		q = q.Where("kind IN (?)", bun.List(kinds))
	}
	_, err := q.Exec(ctx)
	return err
}

func list(ctx context.Context, tx bun.IDB, where string, args ...any) ([]Nudge, error) {
	var ns []Nudge
	err := tx.NewSelect().Model(&ns).Where(where, args...).Order("due_at", "id").Scan(ctx)
	return ns, err
}

// due are the ids of what is to be done, in order.
func due(ctx context.Context, tx bun.IDB, now time.Time, limit int) ([]string, error) {
	var ids []string
	err := tx.NewRaw("SELECT id FROM nudges WHERE next_at <= ? ORDER BY next_at, id LIMIT ?", now, limit).Scan(ctx, &ids)
	return ids, err
}

// claim locks those of ids that are still to be done. Another process may have
// been faster.
func claim(ctx context.Context, d *db.DB, tx bun.IDB, ids []string, now time.Time) ([]Nudge, error) {
	var ns []Nudge
	q := tx.NewSelect().Model(&ns).Where("n.id IN (?) AND n.next_at <= ?", bun.List(ids), now).Order("n.next_at", "n.id")
	err := d.ForUpdate(q).Scan(ctx)
	return ns, err
}

// The three marks say whether the nudge was still open: what happened before
// in the same batch may have ended it.

func markSent(ctx context.Context, tx bun.IDB, n Nudge, now time.Time) (bool, error) {
	silentAt := bun.NullTime{Time: n.SilentAt}
	return changed(tx.NewRaw(`UPDATE nudges SET sent_at = ?, failures = 0, silent_at = ?, next_at = ?
		WHERE id = ? AND next_at IS NOT NULL`, now, silentAt, silentAt, n.ID).Exec(ctx))
}

func markSilenced(ctx context.Context, tx bun.IDB, id string, now time.Time) (bool, error) {
	return changed(tx.NewRaw("UPDATE nudges SET silenced_at = ?, next_at = NULL WHERE id = ? AND next_at IS NOT NULL", now, id).Exec(ctx))
}

func markEnded(ctx context.Context, tx bun.IDB, id, why string) (bool, error) {
	return changed(tx.NewRaw("UPDATE nudges SET ended = ?, next_at = NULL WHERE id = ? AND next_at IS NOT NULL", why, id).Exec(ctx))
}

func changed(done sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

func postpone(ctx context.Context, tx bun.IDB, id string, until time.Time) error {
	_, err := tx.NewRaw("UPDATE nudges SET next_at = ?, failures = failures + 1 WHERE id = ? AND next_at IS NOT NULL", until, id).Exec(ctx)
	return err
}
