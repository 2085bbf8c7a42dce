// Package db opens the database, runs transactions and migrates. The same SQL
// runs on SQLite, the default, and on PostgreSQL.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the "pgx" driver
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"cuppa.example/internal/fault"
)

// DB reads through its embedded pool and writes through InTx. On SQLite the
// pool for reading refuses to write, so that a write outside a transaction
// fails in the first test that reaches it.
type DB struct {
	*bun.DB
	writer   *bun.DB
	queue    queue // SQLite: one writer at a time, in order of arrival, instead of a race for its lock
	postgres bool
	path     string
}

// Open connects to url: a file's path for SQLite, or postgres://….
func Open(address string) (*DB, error) {
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		return openPostgres(address)
	}
	return openSQLite(address)
}

func openPostgres(address string) (*DB, error) {
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return nil, fmt.Errorf("open PostgreSQL: %w", err)
	}
	pool.SetMaxOpenConns(4 * max(4, runtime.NumCPU()))
	pool.SetMaxIdleConns(4)
	pool.SetConnMaxIdleTime(time.Minute)
	b := bun.NewDB(pool, pgdialect.New())
	return &DB{DB: b, writer: b, postgres: true}, nil
}

func openSQLite(path string) (*DB, error) {
	if err := private(path); err != nil {
		return nil, fmt.Errorf("open SQLite: %w", err)
	}
	writer, err := sqlitePool(path, "_txlock=immediate&_pragma=synchronous(FULL)")
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	writer.SetConnMaxIdleTime(0)
	// The first connection makes the file and turns on write-ahead logging,
	// which readers then find.
	if err := writer.Ping(); err != nil {
		_ = writer.Close()
		return nil, fmt.Errorf("open SQLite: %w", err)
	}
	reader, err := sqlitePool(path, "_pragma=query_only(1)")
	if err != nil {
		return nil, err
	}
	reader.SetMaxOpenConns(2 * max(2, runtime.NumCPU()))
	reader.SetMaxIdleConns(2 * max(2, runtime.NumCPU()))
	return &DB{
		DB:     bun.NewDB(reader, sqlitedialect.New()),
		writer: bun.NewDB(writer, sqlitedialect.New()),
		path:   path,
		queue:  queue{longest: longestGroup},
	}, nil
}

// private makes a new file one that only its owner reads, wherever it lies.
// SQLite gives what it puts beside it the same mode.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if errors.Is(err, os.ErrPermission) {
		return nil // an older file that may only be read: SQLite says more
	}
	if err != nil {
		return err
	}
	return f.Close()
}

func sqlitePool(path, options string) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open SQLite: %w", err)
	}
	name := (&url.URL{Scheme: "file", Path: abs}).String() +
		"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)&_pragma=cache_size(-8000)&" + options
	connector, err := sqlite.NewConnector(name)
	if err != nil {
		return nil, fmt.Errorf("open SQLite: %w", err)
	}
	return sql.OpenDB(keeping{connector}), nil
}

// Postgres reports which of the two engines this is.
func (d *DB) Postgres() bool { return d.postgres }

// Path is the SQLite file, or empty.
func (d *DB) Path() string { return d.path }

// Close closes both pools.
func (d *DB) Close() error {
	if d.postgres {
		return d.DB.Close()
	}
	return errors.Join(d.DB.Close(), d.writer.Close())
}

// InTx runs fn in one transaction, which commits when fn returns nil. Inside
// it only tx may be used. fn must have no effect outside the database: on
// PostgreSQL it runs again when the transaction could not be serialised, and on
// SQLite it may share its commit with others that come at the same time.
func (d *DB) InTx(ctx context.Context, fn func(ctx context.Context, tx bun.Tx) error) error {
	if !d.postgres {
		if ctx.Value(aloneKey{}) != nil {
			return d.inAlone(ctx, fn)
		}
		return d.inGroup(ctx, fn)
	}
	for attempt := 1; ; attempt++ {
		err := d.writer.RunInTx(ctx, nil, fn)
		if attempt == 5 || !isRetryable(err) {
			return err
		}
	}
}

// Writer is the pool for writing, for migrations and maintenance only.
func (d *DB) Writer() *sql.DB { return d.writer.DB }

func isRetryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// IsUnique reports whether err is a unique constraint that was violated.
func IsUnique(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	var lite *sqlite.Error
	return errors.As(err, &lite) &&
		(lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}

// Found turns "no rows" into fault.NotFound, so that a missing row is always
// an error and never a nil.
func Found(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.NotFound
	}
	return err
}

// ForUpdate locks the selected rows until the transaction ends. On SQLite the
// transaction holds the only write lock already.
func (d *DB) ForUpdate(q *bun.SelectQuery) *bun.SelectQuery {
	if d.postgres {
		return q.For("UPDATE")
	}
	return q
}
