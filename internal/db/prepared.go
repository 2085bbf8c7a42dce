package db

import (
	"context"
	"database/sql/driver"
	"fmt"
	"math"
	"strings"
)

// keptText bounds the statements that a connection keeps, by the length of
// their texts together: a hundred usual ones, or a few that insert many rows.
const keptText = 64 << 10

// keeping opens connections to SQLite that keep their prepared statements.
// Values stand in the text of a statement, where bun puts them; preparing each
// anew took a quarter of a page's time and more of a small write's. So the
// values are lifted out of the text, and what is left is prepared once.
type keeping struct{ driver.Connector }

// Connect opens a connection.
func (k keeping) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full, ok := c.(fullConn)
	if !ok {
		return nil, fmt.Errorf("SQLite's connection %T does less than it did", c)
	}
	return &keeper{fullConn: full, kept: map[string]*statement{}}, nil
}

// fullConn is what the driver's connection can do and database/sql asks for.
type fullConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// keeper is a connection and the statements it has prepared. database/sql lets
// one goroutine use it at a time.
type keeper struct {
	fullConn
	kept  map[string]*statement
	size  int // of the texts of all
	turns int64
	lifted
}

type statement struct {
	fullStmt
	text string
	last int64 // the turn in which it was last used
	busy bool  // its rows are being read
}

type fullStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// prepared is the statement that is query without its values, which are in
// k.args then; nil when the query is to be run as it stands.
func (k *keeper) prepared(ctx context.Context, query string, args []driver.NamedValue) *statement {
	if len(args) > 0 || !k.lift(query) {
		return nil
	}
	k.turns++
	if s := k.kept[string(k.text)]; s != nil {
		if s.busy {
			return nil
		}
		s.last = k.turns
		return s
	}
	text := string(k.text)
	p, err := k.PrepareContext(ctx, text)
	if err != nil {
		return nil // running it as it stands says what is wrong
	}
	full, ok := p.(fullStmt)
	if !ok {
		_ = p.Close()
		return nil
	}
	k.makeRoom(len(text))
	s := &statement{fullStmt: full, text: text, last: k.turns}
	k.kept[text], k.size = s, k.size+len(text)
	return s
}

// makeRoom closes those that were used longest ago.
func (k *keeper) makeRoom(size int) {
	for k.size+size > keptText {
		oldest := &statement{last: math.MaxInt64}
		for _, s := range k.kept {
			if !s.busy && s.last < oldest.last {
				oldest = s
			}
		}
		if oldest.fullStmt == nil {
			return
		}
		_ = oldest.Close()
		delete(k.kept, oldest.text)
		k.size -= len(oldest.text)
	}
}

// ExecContext runs a statement.
func (k *keeper) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s := k.prepared(ctx, query, args)
	if s == nil {
		return k.fullConn.ExecContext(ctx, query, args)
	}
	return s.ExecContext(ctx, k.args)
}

// QueryContext runs a statement that has rows.
func (k *keeper) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s := k.prepared(ctx, query, args)
	if s == nil {
		return k.fullConn.QueryContext(ctx, query, args)
	}
	rows, err := s.QueryContext(ctx, k.args)
	if err != nil {
		return nil, err
	}
	full, ok := rows.(fullRows)
	if !ok {
		return nil, fmt.Errorf("SQLite's rows %T do less than they did: %w", rows, rows.Close())
	}
	s.busy = true
	return &heldRows{full, s}, nil
}

// Close closes the statements and the connection.
func (k *keeper) Close() error {
	for _, s := range k.kept {
		_ = s.Close()
	}
	k.kept = nil
	return k.fullConn.Close()
}

type fullRows interface {
	driver.Rows
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeLength
	driver.RowsColumnTypeNullable
	driver.RowsColumnTypePrecisionScale
	driver.RowsColumnTypeScanType
}

// heldRows give their statement back when they are closed.
type heldRows struct {
	fullRows
	of *statement
}

// Close ends the reading.
func (r *heldRows) Close() error {
	r.of.busy = false
	return r.fullRows.Close()
}

// mayKeep tells the statements that are worth keeping.
func mayKeep(query string) bool {
	query = strings.TrimLeft(query, " \n\t")
	for _, verb := range []string{"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"} {
		if strings.HasPrefix(query, verb) {
			return true
		}
	}
	return false
}
