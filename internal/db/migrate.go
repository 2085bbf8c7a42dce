package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sort"
	"strings"
	"testing/fstest"

	"github.com/pressly/goose/v3"

	"cuppa.example/internal/fault"
)

// Migrator brings a database to the newest schema.
type Migrator struct{ provider *goose.Provider }

// NewMigrator merges the migrations folder of every feature. Versions are the
// numbers in front of the file names and are unique over all features.
func NewMigrator(d *DB, features ...fs.FS) (*Migrator, error) {
	merged := fstest.MapFS{}
	for _, f := range features {
		names, err := fs.Glob(f, "migrations/*.sql")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			body, err := fs.ReadFile(f, name)
			if err != nil {
				return nil, err
			}
			short := strings.TrimPrefix(name, "migrations/")
			if _, twice := merged[short]; twice {
				return nil, fmt.Errorf("migration %s exists twice", short)
			}
			merged[short] = &fstest.MapFile{Data: body}
		}
	}
	dialect := goose.DialectSQLite3
	if d.postgres {
		dialect = goose.DialectPostgres
	}
	p, err := goose.NewProvider(dialect, d.Writer(), merged, goose.WithDisableGlobalRegistry(true))
	if err != nil && !errors.Is(err, goose.ErrNoMigrations) {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return &Migrator{p}, nil
}

// Pending lists the files that Up would run.
func (m *Migrator) Pending(ctx context.Context) ([]string, error) {
	status, err := m.provider.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("migration status: %w", err)
	}
	var pending []string
	for _, s := range status {
		if s.State == goose.StatePending {
			pending = append(pending, s.Source.Path)
		}
	}
	sort.Strings(pending)
	return pending, nil
}

// Newer reports a schema that this program is too old for.
func (m *Migrator) Newer(ctx context.Context) (bool, error) {
	have, want, err := m.provider.GetVersions(ctx)
	if err != nil {
		return false, fmt.Errorf("migration version: %w", err)
	}
	return have > want, nil
}

// Version is the newest migration that the database has.
func (m *Migrator) Version(ctx context.Context) (int64, error) {
	have, err := m.provider.GetDBVersion(ctx)
	if err != nil {
		return 0, fmt.Errorf("migration version: %w", err)
	}
	return have, nil
}

// UpTo runs what is pending up to a version, for restoring an older backup.
func (m *Migrator) UpTo(ctx context.Context, version int64) error {
	if _, err := m.provider.UpTo(ctx, version); err != nil {
		return fmt.Errorf("migrate to %d: %w", version, err)
	}
	return nil
}

// Up runs what is pending, each file in its own transaction. A database that a
// newer Cuppa has written is refused.
func (m *Migrator) Up(ctx context.Context) error {
	newer, err := m.Newer(ctx)
	if err != nil {
		return err
	}
	if newer {
		return fmt.Errorf("the database was written by a newer version of Cuppa: %w", fault.Conflict)
	}
	if _, err := m.provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}
