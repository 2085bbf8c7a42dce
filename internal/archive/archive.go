// Package archive writes a whole database to one file and reads it back. The
// file does not depend on the engine: a network that began on SQLite can be
// restored on PostgreSQL, and the other way round.
//
// The file is a zip archive: manifest.json, then one file of JSON lines for
// each table. The first line of a table names its columns.
package archive

import (
	"archive/zip"
	"bufio"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
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

// Open reads what a backup says of itself.
func Open(path string) (*Backup, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, fmt.Errorf("%s is not a backup of Cuppa: %w", path, err)
	}
	b := &Backup{zip: z}
	f, err := z.Open("manifest.json")
	if err == nil {
		err = errors.Join(json.NewDecoder(f).Decode(&b.Manifest), f.Close())
	}
	if err == nil && b.Manifest.Format != format {
		err = fmt.Errorf("its layout %d is not one that this version reads", b.Manifest.Format)
	}
	if err != nil {
		_ = z.Close()
		return nil, fmt.Errorf("%s is not a backup of Cuppa: %w", path, err)
	}
	return b, nil
}

// Backup is an opened file.
type Backup struct {
	Manifest Manifest
	zip      *zip.ReadCloser
}

// Close closes the file.
func (b *Backup) Close() error { return b.zip.Close() }

// Restore writes every row into a database that has the backup's schema and no
// rows yet but those that a migration put there, in one transaction.
func (b *Backup) Restore(ctx context.Context, d *db.DB) error {
	tx, err := d.Writer().BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	tables, err := tablesInOrder(ctx, tx, d.Postgres())
	if err != nil {
		return err
	}
	known := map[string]table{}
	for i := len(tables) - 1; i >= 0; i-- {
		known[tables[i].name] = tables[i]
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+quote(tables[i].name)); err != nil {
			return fmt.Errorf("empty %s: %w", tables[i].name, err)
		}
	}
	for _, t := range tables {
		if err := b.readTable(ctx, tx, t); err != nil {
			return fmt.Errorf("restore %s: %w", t.name, err)
		}
	}
	for _, name := range b.Manifest.Tables {
		if _, ok := known[name]; !ok {
			return fmt.Errorf("the backup holds the table %s, which this version does not know", name)
		}
	}
	return tx.Commit()
}

func (b *Backup) readTable(ctx context.Context, tx *sql.Tx, t table) error {
	f, err := b.zip.Open(t.name + ".jsonl")
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	lines := json.NewDecoder(bufio.NewReader(f))
	lines.UseNumber()
	var columns []column
	if err := lines.Decode(&columns); err != nil {
		return err
	}
	known := map[string]column{}
	for _, c := range t.columns {
		known[c.Name] = c
	}
	places := make([]string, len(columns))
	for i, c := range columns {
		here, ok := known[c.Name]
		if !ok {
			return fmt.Errorf("the column %s is unknown", c.Name)
		}
		columns[i] = here
		places[i] = fmt.Sprintf("$%d", i+1)
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO "+quote(t.name)+" ("+table{columns: columns}.list()+") VALUES ("+strings.Join(places, ", ")+")")
	if err != nil {
		return err
	}
	defer insert.Close()
	n := 0
	for ; lines.More(); n++ {
		var line []any
		if err := lines.Decode(&line); err != nil {
			return fmt.Errorf("row %d: %w", n+1, err)
		}
		if len(line) != len(columns) {
			return fmt.Errorf("row %d has %d values for %d columns", n+1, len(line), len(columns))
		}
		for i, v := range line {
			if line[i], err = columns[i].decode(v); err != nil {
				return fmt.Errorf("row %d, %s: %w", n+1, columns[i].Name, err)
			}
		}
		if _, err := insert.ExecContext(ctx, line...); err != nil {
			return fmt.Errorf("row %d: %w", n+1, err)
		}
	}
	if n != b.Manifest.Rows[t.name] {
		return fmt.Errorf("%d rows are there, %d were written", n, b.Manifest.Rows[t.name])
	}
	return nil
}

// The kinds of column that both engines have.
const (
	kindText  = "text"
	kindInt   = "int"
	kindFloat = "float"
	kindBool  = "bool"
	kindTime  = "time"
	kindBytes = "bytes"
)

// timeLayout is how SQLite keeps times: text that sorts like the times it says.
const timeLayout = "2006-01-02 15:04:05.999999-07:00"

func (c column) encode(v any) (any, error) {
	switch x := v.(type) {
	case nil:
		return nil, nil
	case time.Time:
		return x.UTC().Format(time.RFC3339Nano), nil
	case []byte:
		if c.Kind == kindBytes {
			return base64.StdEncoding.EncodeToString(x), nil
		}
		return string(x), nil
	case int64:
		if c.Kind == kindBool {
			return x != 0, nil
		}
		return x, nil
	case string:
		if c.Kind == kindTime {
			t, err := parseTime(x)
			return t.UTC().Format(time.RFC3339Nano), err
		}
		return x, nil
	}
	return v, nil
}

func parseTime(text string) (time.Time, error) {
	for _, layout := range []string{timeLayout, time.RFC3339Nano, "2006-01-02 15:04:05.999999999 -0700 MST", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time", text)
}

func (c column) decode(v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	switch c.Kind {
	case kindTime, kindBytes, kindText:
		text, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("%v is not text", v)
		}
		switch c.Kind {
		case kindTime:
			t, err := time.Parse(time.RFC3339Nano, text)
			if c.asText {
				return t.UTC().Format(timeLayout), err
			}
			return t, err
		case kindBytes:
			return base64.StdEncoding.DecodeString(text)
		}
		return text, nil
	case kindInt:
		n, ok := v.(json.Number)
		if !ok {
			return nil, fmt.Errorf("%v is not a number", v)
		}
		return n.Int64()
	case kindFloat:
		n, ok := v.(json.Number)
		if !ok {
			return nil, fmt.Errorf("%v is not a number", v)
		}
		return n.Float64()
	}
	b, ok := v.(bool)
	if !ok {
		return nil, fmt.Errorf("%v is neither true nor false", v)
	}
	return b, nil
}
