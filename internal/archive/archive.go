// Package archive writes a whole database to one file and reads it back. The
// file does not depend on the engine: a network that began on SQLite can be
// restored on PostgreSQL, and the other way round.
//
// The file is a zip archive: manifest.json, then one file of JSON lines for
// each table. The first line of a table names its columns.
package archive

import (
	"archive/zip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"cuppa.example/internal/db"
)

// format is the version of the file's layout.
const format = 1

// Manifest says what a backup holds.
type Manifest struct {
	Format  int            `json:"format"`
	Program string         `json:"program"` // Cuppa's version that wrote it
	Schema  []int64        `json:"schema"`  // the migrations that the data fits
	Written time.Time      `json:"written"`
	Key     string         `json:"key"` // fingerprint of the secret key that opens the encrypted columns
	Tables  []string       `json:"tables"`
	Rows    map[string]int `json:"rows"`
}

// Write makes a backup at path, which must not exist. It reads everything in
// one transaction, so that the backup is of one moment while the network runs.
func Write(ctx context.Context, d *db.DB, path string, m Manifest) (Manifest, error) {
	if _, err := os.Stat(path); err == nil {
		return m, fmt.Errorf("%s exists already; choose another name", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".backup-*")
	if err != nil {
		return m, fmt.Errorf("write the backup: %w", err)
	}
	defer os.Remove(f.Name())
	m.Format, m.Rows = format, map[string]int{}
	if err = writeTo(ctx, d, f, &m); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return m, fmt.Errorf("write the backup: %w", err)
	}
	return m, os.Rename(f.Name(), path)
}

func writeTo(ctx context.Context, d *db.DB, f io.Writer, m *Manifest) error {
	tx, err := d.BeginTx(ctx, &sql.TxOptions{Isolation: snapshot(d), ReadOnly: d.Postgres()})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	tables, err := tablesInOrder(ctx, tx.Tx, d.Postgres())
	if err != nil {
		return err
	}
	z := zip.NewWriter(f)
	for _, t := range tables {
		w, err := z.Create(t.name + ".jsonl")
		if err != nil {
			return err
		}
		n, err := writeTable(ctx, tx.Tx, w, t)
		if err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
		m.Tables, m.Rows[t.name] = append(m.Tables, t.name), n
	}
	w, err := z.Create("manifest.json")
	if err != nil {
		return err
	}
	if err := json.NewEncoder(w).Encode(m); err != nil {
		return err
	}
	return z.Close()
}

func snapshot(d *db.DB) sql.IsolationLevel {
	if d.Postgres() {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault // SQLite's transactions read one snapshot
}

func writeTable(ctx context.Context, tx *sql.Tx, w io.Writer, t table) (int, error) {
	rows, err := tx.QueryContext(ctx, "SELECT "+t.list()+" FROM "+quote(t.name))
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	out := json.NewEncoder(w)
	if err := out.Encode(t.columns); err != nil {
		return 0, err
	}
	values, targets := make([]any, len(t.columns)), make([]any, len(t.columns))
	for i := range values {
		targets[i] = &values[i]
	}
	n := 0
	for ; rows.Next(); n++ {
		if err := rows.Scan(targets...); err != nil {
			return n, err
		}
		line := make([]any, len(values))
		for i, v := range values {
			if line[i], err = t.columns[i].encode(v); err != nil {
				return n, err
			}
		}
		if err := out.Encode(line); err != nil {
			return n, err
		}
	}
	return n, rows.Err()
}
