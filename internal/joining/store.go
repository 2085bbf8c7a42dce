package joining

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/seal"
)

func insert(ctx context.Context, tx bun.IDB, r row) error {
	_, err := tx.NewInsert().Model(&r).Exec(ctx)
	return err
}

func byToken(ctx context.Context, tx bun.IDB, token string) (row, error) {
	var r row
	err := tx.NewSelect().Model(&r).Where("token_hash = ?", seal.Hash(token)).Scan(ctx)
	return r, db.Found(err)
}

// lock holds the application until the transaction ends. Whether there is one
// is looked at afterwards.
func lock(ctx context.Context, d *db.DB, tx bun.IDB, token string) error {
	var ids []string
	return d.ForUpdate(tx.NewSelect().Model((*row)(nil)).Column("id").Where("token_hash = ?", seal.Hash(token))).Scan(ctx, &ids)
}

// settle keeps of a confirmed application that there was one, so that its link
// can say so, and nothing of the others.
func settle(ctx context.Context, tx bun.IDB, r row, now time.Time) error {
	_, err := tx.NewUpdate().Model((*row)(nil)).Set("payload = NULL").Set("confirmed_at = ?", now).Where("id = ?", r.ID).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = tx.NewDelete().Model((*row)(nil)).Where("person = ? AND id <> ?", r.Person, r.ID).Exec(ctx)
	return err
}

func anythingExpired(ctx context.Context, tx bun.IDB, now time.Time) (bool, error) {
	return tx.NewSelect().Model((*row)(nil)).Where("expires_at <= ?", now).Exists(ctx)
}

func deleteExpired(ctx context.Context, tx bun.IDB, now time.Time) error {
	_, err := tx.NewDelete().Model((*row)(nil)).Where("expires_at <= ?", now).Exec(ctx)
	return err
}

func eraseRows(ctx context.Context, tx bun.IDB, memberID, person string) error {
	if _, err := tx.NewDelete().Model((*row)(nil)).Where("person = ?", person).Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.NewDelete().Model((*stepRow)(nil)).Where("member_id = ?", memberID).Exec(ctx); err != nil {
		return err
	}
	_, err := tx.NewDelete().Model((*Note)(nil)).Where("member_id = ?", memberID).Exec(ctx)
	return err
}

func stepsOf(ctx context.Context, tx bun.IDB, memberID string) (map[Step]bool, error) {
	var rows []stepRow
	err := tx.NewSelect().Model(&rows).Where("member_id = ?", memberID).Scan(ctx)
	done := map[Step]bool{}
	for _, r := range rows {
		done[r.Step] = true
	}
	return done, err
}

func setStep(ctx context.Context, tx bun.IDB, r stepRow) error {
	_, err := tx.NewInsert().Model(&r).On("CONFLICT (member_id, step) DO UPDATE").
		Set("skipped = EXCLUDED.skipped, done_at = EXCLUDED.done_at").Exec(ctx)
	return err
}

func noteOf(ctx context.Context, tx bun.IDB, memberID string) (Note, error) {
	var n Note
	err := tx.NewSelect().Model(&n).Where("member_id = ?", memberID).Scan(ctx)
	return n, db.Found(err)
}

func setNote(ctx context.Context, tx bun.IDB, n Note) error {
	_, err := tx.NewInsert().Model(&n).On("CONFLICT (member_id) DO UPDATE").
		Set("note = EXCLUDED.note, link = EXCLUDED.link, public = EXCLUDED.public, changed_at = EXCLUDED.changed_at, hidden_at = EXCLUDED.hidden_at").Exec(ctx)
	return err
}

func deleteNote(ctx context.Context, tx bun.IDB, memberID string) error {
	_, err := tx.NewDelete().Model((*Note)(nil)).Where("member_id = ?", memberID).Exec(ctx)
	return err
}

// hiddenNotes are those that organisers took off the public page.
func hiddenNotes(ctx context.Context, tx bun.IDB, limit int) ([]Note, error) {
	var list []Note
	err := tx.NewRaw(`SELECT n.* FROM shared_notes AS n JOIN members AS m ON m.id = n.member_id
		WHERE n.hidden_at IS NOT NULL AND m.state IN ('active', 'paused') ORDER BY n.hidden_at DESC, n.member_id LIMIT ?`, limit).Scan(ctx, &list)
	return list, err
}

func publicNotes(ctx context.Context, tx bun.IDB, limit int) ([]Note, error) {
	var list []Note
	err := tx.NewRaw(`SELECT n.* FROM shared_notes AS n JOIN members AS m ON m.id = n.member_id
		WHERE n.public AND m.state IN ('active', 'paused') ORDER BY n.changed_at DESC, n.member_id LIMIT ?`, limit).Scan(ctx, &list)
	return list, err
}
