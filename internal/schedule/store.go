package schedule

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
)

func isNotFound(err error) bool { return errors.Is(err, fault.NotFound) }

func insertProposals(ctx context.Context, tx bun.IDB, rows []Proposal) error {
	if len(rows) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&rows).On("CONFLICT (subject_id, member_id, starts_at) DO NOTHING").Exec(ctx)
	return err
}

func countProposals(ctx context.Context, tx bun.IDB, subjectID, memberID string, now time.Time) (int, error) {
	n, err := tx.NewSelect().Model((*Proposal)(nil)).
		Where("subject_id = ? AND member_id = ? AND starts_at > ?", subjectID, memberID, now).Count(ctx)
	return int(n), err
}

// deleteProposals deletes those of one member or of all, these or all of them.
func deleteProposals(ctx context.Context, tx bun.IDB, subjectID, memberID string, ids []string) error {
	q := tx.NewDelete().Model((*Proposal)(nil)).Where("subject_id = ?", subjectID)
	if memberID != "" {
		q = q.Where("member_id = ?", memberID)
	}
	if len(ids) > 0 {
		q = q.Where("id IN (?)", bun.List(ids))
	}
	_, err := q.Exec(ctx)
	return err
}

func proposals(ctx context.Context, tx bun.IDB, subjectID string, now time.Time) ([]Proposal, error) {
	var list []Proposal
	err := tx.NewSelect().Model(&list).Where("subject_id = ? AND starts_at > ?", subjectID, now).
		Order("starts_at", "proposed_at", "id").Scan(ctx)
	return list, err
}

func proposalByID(ctx context.Context, d *db.DB, tx bun.IDB, subjectID, id string) (Proposal, error) {
	var p Proposal
	err := d.ForUpdate(tx.NewSelect().Model(&p).Where("id = ? AND subject_id = ?", id, subjectID)).Scan(ctx)
	return p, db.Found(err)
}

func lockAppointment(ctx context.Context, d *db.DB, tx bun.IDB, subjectID string) (Appointment, error) {
	var a Appointment
	err := d.ForUpdate(tx.NewSelect().Model(&a).Where("subject_id = ?", subjectID)).Scan(ctx)
	return a, db.Found(err)
}

// insertAppointment says whether it was the subject's first.
func insertAppointment(ctx context.Context, tx bun.IDB, a *Appointment) (bool, error) {
	done, err := tx.NewInsert().Model(a).On("CONFLICT (subject_id) DO NOTHING").Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

func updateAppointment(ctx context.Context, tx bun.IDB, a *Appointment) error {
	_, err := tx.NewUpdate().Model(a).WherePK().Exec(ctx)
	return err
}

func standing(ctx context.Context, tx bun.IDB, subjectIDs []string) (map[string]Appointment, error) {
	const chunk = 1000
	found := make(map[string]Appointment, len(subjectIDs))
	for start := 0; start < len(subjectIDs); start += chunk {
		var list []Appointment
		part := subjectIDs[start:min(start+chunk, len(subjectIDs))]
		err := tx.NewSelect().Model(&list).Where("subject_id IN (?) AND cancelled_at IS NULL", bun.List(part)).Scan(ctx)
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			found[a.SubjectID] = a
		}
	}
	return found, nil
}

func dueReminders(ctx context.Context, tx bun.IDB, now time.Time, limit int) ([]string, error) {
	var ids []string
	err := tx.NewRaw("SELECT subject_id FROM schedule_appointments WHERE remind_at <= ? ORDER BY remind_at, subject_id LIMIT ?",
		now, limit).Scan(ctx, &ids)
	return ids, err
}

// claimReminders locks those of ids that are still due. Another process may
// have been faster.
func claimReminders(ctx context.Context, d *db.DB, tx bun.IDB, ids []string, now time.Time) ([]Appointment, error) {
	var list []Appointment
	q := tx.NewSelect().Model(&list).Where("subject_id IN (?) AND remind_at <= ?", bun.List(ids), now).Order("remind_at", "subject_id")
	err := d.ForUpdate(q).Scan(ctx)
	return list, err
}

// setReminder moves the reminder, or ends it when at is zero.
func setReminder(ctx context.Context, tx bun.IDB, subjectIDs []string, at time.Time) error {
	_, err := tx.NewRaw("UPDATE schedule_appointments SET remind_at = ? WHERE subject_id IN (?) AND remind_at IS NOT NULL",
		bun.NullTime{Time: at}, bun.List(subjectIDs)).Exec(ctx)
	return err
}
