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
	MessageID string
	Kind      string
	Key       string `bun:"ukey"`
	MemberID  string `bun:",nullzero"`
	Person    string
	Sealed    []byte
	State     string
	Attempts  int64
	Twice     bool
	Reason    string
	Lease     string    `bun:",nullzero"`
	NextTryAt time.Time `bun:",nullzero"`
	WrittenAt time.Time
	GiveUpAt  time.Time
	SettledAt time.Time `bun:",nullzero"`
}

// executor is database/sql under bun. Letters go to the driver as parameters:
// as literals of bun's, in hexadecimal, they would cost more than all the rest.
type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
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

const insertHead = `INSERT INTO mail_outbox (id, message_id, kind, ukey, member_id, person, sealed, state,
	attempts, twice, reason, next_try_at, written_at, give_up_at) VALUES `

func insert(ctx context.Context, postgres bool, tx bun.IDB, rows []row) error {
	e, err := under(tx)
	if err != nil {
		return err
	}
	args := make([]any, 0, 11*len(rows))
	for _, r := range rows {
		args = append(args, r.ID, r.MessageID, r.Kind, r.Key, null(r.MemberID), r.Person, r.Sealed, r.State,
			moment(postgres, r.NextTryAt), moment(postgres, r.WrittenAt), moment(postgres, r.GiveUpAt))
	}
	_, err = e.ExecContext(ctx, insertHead+values(postgres, len(rows))+" ON CONFLICT (ukey) DO NOTHING", args...)
	return err
}

// values is the list of n rows of placeholders.
func values(postgres bool, n int) string {
	var b strings.Builder
	next := 0
	mark := func() string {
		next++
		if postgres {
			return "$" + strconv.Itoa(next)
		}
		return "?"
	}
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('(')
		for range 8 {
			b.WriteString(mark() + ",")
		}
		b.WriteString("0, FALSE, ''")
		for range 3 {
			b.WriteString("," + mark())
		}
		b.WriteByte(')')
	}
	return b.String()
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
