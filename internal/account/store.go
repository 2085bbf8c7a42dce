package account

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/seal"
)

func insertChange(ctx context.Context, tx bun.IDB, c change) error {
	_, err := tx.NewInsert().Model(&c).Exec(ctx)
	return err
}

func changeByToken(ctx context.Context, tx bun.IDB, token string) (change, error) {
	var c change
	err := tx.NewSelect().Model(&c).Where("token_hash = ?", seal.Hash(token)).Scan(ctx)
	return c, db.Found(err)
}

// lockChange holds the row until the transaction ends, if there is one.
func lockChange(ctx context.Context, d *db.DB, tx bun.IDB, token string) error {
	var ids []string
	return d.ForUpdate(tx.NewSelect().Model((*change)(nil)).Column("id").Where("token_hash = ?", seal.Hash(token))).Scan(ctx, &ids)
}

func changesOf(ctx context.Context, tx bun.IDB, memberID string) ([]change, error) {
	var list []change
	err := tx.NewSelect().Model(&list).Where("member_id = ?", memberID).Order("created_at", "id").Scan(ctx)
	return list, err
}

func eraseRows(ctx context.Context, tx bun.Tx, memberID string) error {
	_, err := tx.NewDelete().Model((*change)(nil)).Where("member_id = ?", memberID).Exec(ctx)
	return err
}

func anyStale(ctx context.Context, tx bun.IDB, now time.Time) (bool, error) {
	return tx.NewSelect().Model((*change)(nil)).Where("expires_at <= ?", now).Exists(ctx)
}

func deleteStale(ctx context.Context, tx bun.IDB, now time.Time) error {
	_, err := tx.NewDelete().Model((*change)(nil)).Where("expires_at <= ?", now).Exec(ctx)
	return err
}
