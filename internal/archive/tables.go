package archive

import (
	"context"
	"database/sql"
	"fmt"
	"sort"
	"strings"
)

// table is a table of ours with its columns.
type table struct {
	name    string
	columns []column
	needs   []string // tables that its foreign keys point to
}

type column struct {
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	asText bool   // SQLite: times are text
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func (t table) list() string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = quote(c.Name)
	}
	return strings.Join(names, ", ")
}

// tablesInOrder lists all tables but goose's, those that others point to first.
func tablesInOrder(ctx context.Context, tx *sql.Tx, postgres bool) ([]table, error) {
	read := liteTables
	if postgres {
		read = postgresTables
	}
	tables, err := read(ctx, tx)
	if err != nil {
		return nil, err
	}
	sort.Slice(tables, func(i, j int) bool { return tables[i].name < tables[j].name })
	var order []table
	placed := map[string]bool{}
	for len(order) < len(tables) {
		before := len(order)
		for _, t := range tables {
			if !placed[t.name] && ready(t, placed) {
				placed[t.name] = true
				order = append(order, t)
			}
		}
		if len(order) == before {
			return nil, fmt.Errorf("the foreign keys of %d tables go in a circle", len(tables)-before)
		}
	}
	return order, nil
}

func ready(t table, placed map[string]bool) bool {
	for _, n := range t.needs {
		if n != t.name && !placed[n] {
			return false
		}
	}
	return true
}

func liteTables(ctx context.Context, tx *sql.Tx) ([]table, error) {
	names, err := strs(ctx, tx, `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
		AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'`)
	if err != nil {
		return nil, err
	}
	var tables []table
	for _, name := range names {
		t := table{name: name}
		rows, err := tx.QueryContext(ctx, "SELECT name, type FROM pragma_table_info("+quote(name)+")")
		if err != nil {
			return nil, err
		}
		if t.columns, err = readColumns(rows, true); err != nil {
			return nil, err
		}
		if t.needs, err = strs(ctx, tx, `SELECT "table" FROM pragma_foreign_key_list(`+quote(name)+")"); err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}

func postgresTables(ctx context.Context, tx *sql.Tx) ([]table, error) {
	names, err := strs(ctx, tx, `SELECT table_name FROM information_schema.tables
		WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name <> 'goose_db_version'`)
	if err != nil {
		return nil, err
	}
	var tables []table
	for _, name := range names {
		t := table{name: name}
		rows, err := tx.QueryContext(ctx, `SELECT column_name, data_type FROM information_schema.columns
			WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position`, name)
		if err != nil {
			return nil, err
		}
		if t.columns, err = readColumns(rows, false); err != nil {
			return nil, err
		}
		if t.needs, err = strs(ctx, tx, `SELECT f.relname FROM pg_constraint AS c JOIN pg_class AS t ON t.oid = c.conrelid
			JOIN pg_class AS f ON f.oid = c.confrelid WHERE c.contype = 'f' AND t.oid = $1::regclass`, quote(name)); err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}

func readColumns(rows *sql.Rows, lite bool) ([]column, error) {
	defer rows.Close()
	var columns []column
	for rows.Next() {
		var name, declared string
		if err := rows.Scan(&name, &declared); err != nil {
			return nil, err
		}
		kind, err := kindOf(declared)
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", name, err)
		}
		columns = append(columns, column{Name: name, Kind: kind, asText: lite && kind == kindTime})
	}
	return columns, rows.Err()
}

func kindOf(declared string) (string, error) {
	switch d := strings.ToLower(declared); {
	case strings.HasPrefix(d, "timestamp"):
		return kindTime, nil
	case strings.Contains(d, "int"):
		return kindInt, nil
	case d == "text" || strings.HasPrefix(d, "character"):
		return kindText, nil
	case d == "bytea" || d == "blob":
		return kindBytes, nil
	case strings.HasPrefix(d, "bool"):
		return kindBool, nil
	case d == "real" || strings.HasPrefix(d, "double"):
		return kindFloat, nil
	}
	return "", fmt.Errorf("the type %s is not one that both engines have", declared)
}

func strs(ctx context.Context, tx *sql.Tx, query string, args ...any) ([]string, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}
