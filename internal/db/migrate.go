package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"testing/fstest"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"cuppa.example/internal/fault"
)

// Migrator brings a database to the newest schema.
type Migrator struct {
	provider *goose.Provider
	db       *sql.DB
}

// NewMigrator merges the migrations folder of every feature. Versions are the
// numbers in front of the file names and are unique over all features. What the
// engines need said differently is twice there, under the same version, in the
// folders sqlite and postgres beside the others.
func NewMigrator(d *DB, features ...fs.FS) (*Migrator, error) {
	dialect, own := goose.DialectSQLite3, "sqlite"
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true)}
	if d.postgres {
		dialect, own = goose.DialectPostgres, "postgres"
		one, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
		if err != nil {
			return nil, err
		}
		// One process at a time: another one may be starting, and the server may still
		// be at the last statement of one that was killed.
		options = append(options, goose.WithSessionLocker(one))
	}
	merged, err := merge(own, features)
	if err != nil {
		return nil, err
	}
	p, err := goose.NewProvider(dialect, d.Writer(), merged, options...)
	if err != nil && !errors.Is(err, goose.ErrNoMigrations) {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return &Migrator{p, d.Writer()}, nil
}

// merge puts the files of all features, and those of one engine, into one folder.
func merge(own string, features []fs.FS) (fstest.MapFS, error) {
	merged := fstest.MapFS{}
	for _, f := range features {
		var names []string
		for _, pattern := range []string{"migrations/*.sql", "migrations/" + own + "/*.sql"} {
			some, err := fs.Glob(f, pattern)
			if err != nil {
				return nil, err
			}
			names = append(names, some...)
		}
		for _, name := range names {
			body, err := fs.ReadFile(f, name)
			if err != nil {
				return nil, err
			}
			short := path.Base(name)
			if _, twice := merged[short]; twice {
				return nil, fmt.Errorf("migration %s exists twice", short)
			}
			merged[short] = &fstest.MapFile{Data: body}
		}
	}
	return merged, nil
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

// Versions lists the migrations that the database has, in order. Every feature
// numbers its own, so that the set of them, not the highest, is the schema.
func (m *Migrator) Versions(ctx context.Context) ([]int64, error) {
	if _, err := m.provider.GetDBVersion(ctx); err != nil { // makes goose's table
		return nil, fmt.Errorf("migration versions: %w", err)
	}
	rows, err := m.db.QueryContext(ctx, "SELECT version_id FROM goose_db_version WHERE is_applied AND version_id > 0 ORDER BY version_id")
	if err != nil {
		return nil, fmt.Errorf("migration versions: %w", err)
	}
	defer rows.Close()
	var versions []int64
	for rows.Next() {
		var v int64
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		versions = append(versions, v)
	}
	return versions, rows.Err()
}

// Newer reports a schema that this program is too old for.
func (m *Migrator) Newer(ctx context.Context) (bool, error) {
	have, err := m.Versions(ctx)
	known := m.known()
	for _, v := range have {
		if !known[v] {
			return true, nil
		}
	}
	return false, err
}

func (m *Migrator) known() map[int64]bool {
	known := map[int64]bool{}
	for _, s := range m.provider.ListSources() {
		known[s.Version] = true
	}
	return known
}

// Apply runs just these migrations, for restoring a backup that has them.
func (m *Migrator) Apply(ctx context.Context, versions []int64) error {
	known := m.known()
	for _, v := range versions {
		if !known[v] {
			return fmt.Errorf("migration %d is unknown: a newer version of Cuppa has it: %w", v, fault.Conflict)
		}
		if _, err := m.provider.ApplyVersion(ctx, v, true); err != nil && !errors.Is(err, goose.ErrAlreadyApplied) {
			return fmt.Errorf("migrate to %d: %w", v, err)
		}
	}
	return nil
}

// newerError is the conflict with a database from the future, in words for
// whoever looks after it.
type newerError struct{}

func (newerError) Error() string {
	return "the database was written by a newer version of Cuppa; install that version again, or restore the backup made before the upgrade"
}

func (newerError) Unwrap() error { return fault.Conflict }

// Up runs what is pending, each file in its own transaction. A database that a
// newer Cuppa has written is refused.
func (m *Migrator) Up(ctx context.Context) error {
	newer, err := m.Newer(ctx)
	if err != nil {
		return err
	}
	if newer {
		return newerError{}
	}
	if _, err := m.provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}
