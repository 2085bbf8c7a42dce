package archive

import (
	"archive/zip"
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"cuppa.example/internal/db"
)

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
	if errors.Is(err, os.ErrNotExist) && !slices.Contains(b.Manifest.Tables, t.name) {
		return nil // a table that the backup's schema did not have
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
	insert, err := t.insert(ctx, tx, columns)
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

// insert prepares to write rows of these columns, which become those of the
// table as it is here.
func (t table) insert(ctx context.Context, tx *sql.Tx, columns []column) (*sql.Stmt, error) {
	known := map[string]column{}
	for _, c := range t.columns {
		known[c.Name] = c
	}
	places := make([]string, len(columns))
	for i, c := range columns {
		here, ok := known[c.Name]
		if !ok {
			return nil, fmt.Errorf("the column %s is unknown", c.Name)
		}
		columns[i] = here
		places[i] = fmt.Sprintf("$%d", i+1)
	}
	return tx.PrepareContext(ctx, "INSERT INTO "+quote(t.name)+" ("+table{columns: columns}.list()+") VALUES ("+strings.Join(places, ", ")+")")
}
