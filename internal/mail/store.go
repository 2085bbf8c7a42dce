package mail

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

type row struct {
	bun.BaseModel `bun:"table:mail_outbox"`

	ID        string `bun:",pk"`
	Kind      string
	Key       string `bun:"ukey"`
	MemberID  string `bun:",nullzero"`
	Person    string
	State     string
	Attempts  int64
	Twice     bool
	Reason    string
	Lease     string    `bun:",nullzero"`
	NextTryAt time.Time `bun:",nullzero"`
	WrittenAt time.Time
	GiveUpAt  time.Time
	SettledAt time.Time `bun:",nullzero"`

	body []byte // of mail_body
}

// executor is database/sql under bun. Letters go to the driver as parameters:
// as literals of bun's, in hexadecimal, they would cost more than all the rest.
type executor interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

func under(tx bun.IDB) (executor, error) {
	switch t := tx.(type) {
	case bun.Tx:
		return t.Tx, nil
	case *bun.Tx:
		return t.Tx, nil
	case bun.Conn:
		return t.Conn, nil
	case *bun.DB:
		return t.DB, nil
	}
	return nil, fmt.Errorf("cannot queue mail in a %T", tx)
}

// inserter writes rows, many with one statement, which it prepares once for
// each number of rows.
type inserter struct {
	db       executor
	tx       bun.IDB
	postgres bool
	prepared map[string]*sql.Stmt
}

const insertRows = `INSERT INTO mail_outbox (id, kind, ukey, member_id, person, state,
	next_try_at, written_at, give_up_at, attempts, twice, reason) VALUES `

// insert writes rows and their bodies, but for those whose key is known.
func (i *inserter) insert(ctx context.Context, rows []row) error {
	args := make([]any, 0, 9*len(rows))
	for _, r := range rows {
		args = append(args, r.ID, r.Kind, r.Key, null(r.MemberID), r.Person, r.State,
			moment(i.postgres, r.NextTryAt), moment(i.postgres, r.WrittenAt), moment(i.postgres, r.GiveUpAt))
	}
	n, err := i.exec(ctx, insertRows+values(i.postgres, len(rows), 9, ", 0, FALSE, ''")+" ON CONFLICT (ukey) DO NOTHING", args)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	if n < len(rows) {
		if known, err = inserted(ctx, i.tx, rows); err != nil {
			return err
		}
	}
	args = args[:0]
	for _, r := range rows {
		if n == len(rows) || known[r.ID] {
			args = append(args, r.ID, r.body)
		}
	}
	if len(args) > 0 {
		_, err = i.exec(ctx, "INSERT INTO mail_body (id, sealed) VALUES "+values(i.postgres, len(args)/2, 2, ""), args)
	}
	return err
}

func (i *inserter) exec(ctx context.Context, query string, args []any) (int, error) {
	statement := i.prepared[query]
	if statement == nil {
		var err error
		if statement, err = i.db.PrepareContext(ctx, query); err != nil {
			return 0, err
		}
		i.prepared[query] = statement
	}
	res, err := statement.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

func (i *inserter) close() {
	for _, s := range i.prepared {
		_ = s.Close()
	}
}

// inserted finds which of the rows are there.
func inserted(ctx context.Context, tx bun.IDB, rows []row) (map[string]bool, error) {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	var there []string
	err := tx.NewSelect().Model((*row)(nil)).Column("id").Where("id IN (?)", bun.List(ids)).Scan(ctx, &there)
	known := make(map[string]bool, len(there))
	for _, id := range there {
		known[id] = true
	}
	return known, err
}

// values is a list of n rows of placeholders, each with the same ending.
func values(postgres bool, n, placeholders int, ending string) string {
	var b strings.Builder
	next := 0
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		for j := range placeholders {
			b.WriteByte("(,"[min(j, 1)])
			if next++; postgres {
				b.WriteString("$" + strconv.Itoa(next))
			} else {
				b.WriteByte('?')
			}
		}
		b.WriteString(ending + ")")
	}
	return b.String()
}

// bodies reads the sealed letters of rows, outside any transaction: they do
// not change.
func (p *Post) bodies(ctx context.Context, rows []row) error {
	ids := make([]string, len(rows))
	at := make(map[string]int, len(rows))
	for i, r := range rows {
		ids[i], at[r.ID] = r.ID, i
	}
	found, err := p.db.QueryContext(ctx, "SELECT id, sealed FROM mail_body WHERE id IN (?)", bun.List(ids))
	if err != nil {
		return fmt.Errorf("read letters: %w", err)
	}
	defer found.Close()
	for found.Next() {
		var id string
		var body []byte
		if err := found.Scan(&id, &body); err != nil {
			return fmt.Errorf("read letters: %w", err)
		}
		rows[at[id]].body = body
	}
	if err := found.Err(); err != nil {
		return fmt.Errorf("read letters: %w", err)
	}
	return nil
}

// moment is a time as bun writes it, so that all rows of SQLite compare.
func moment(postgres bool, t time.Time) any {
	switch {
	case t.IsZero():
		return nil
	case postgres:
		return t
	}
	return t.UTC().Format("2006-01-02 15:04:05.999999-07:00")
}

func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// stamp reads a time from either engine.
type stamp time.Time

// Scan takes what a driver gives.
func (s *stamp) Scan(v any) error {
	switch v := v.(type) {
	case time.Time:
		*s = stamp(v)
		return nil
	case string:
		t, err := time.Parse("2006-01-02 15:04:05.999999-07:00", v)
		*s = stamp(t)
		return err
	}
	return fmt.Errorf("%T is no time", v)
}
