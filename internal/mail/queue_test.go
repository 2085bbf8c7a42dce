package mail

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"
)

func rowsOf(t testing.TB, p *Post) []row {
	t.Helper()
	var rows []row
	check(t, p.db.NewSelect().Model(&rows).Order("id").Scan(context.Background()))
	check(t, p.bodies(context.Background(), rows))
	return rows
}

func TestQueueWritesOneSealedRow(t *testing.T) {
	t.Parallel()
	p := newPost(t, database(t), newClock(), nil)
	queue(t, p, hello("amy@x.test"))
	rows := rowsOf(t, p)
	if len(rows) != 1 {
		t.Fatalf("%d rows", len(rows))
	}
	r := rows[0]
	if r.State != Queued || !r.NextTryAt.Equal(noon) || r.MemberID != "m-amy@x.test" {
		t.Errorf("row: %+v", r)
	}
	if strings.Contains(string(r.body), "amy") {
		t.Error("the row shows the address")
	}
	s, err := p.open(r)
	check(t, err)
	if s.Email != "amy@x.test" || s.MessageID != r.ID+"@net.test" || s.Letter.Blocks[0].Text != "Hello to amy@x.test" {
		t.Errorf("opened: %+v", s)
	}
}

func TestASecondLetterWithTheSameKeyIsTheSame(t *testing.T) {
	t.Parallel()
	p := newPost(t, database(t), newClock(), nil)
	other := hello("amy@x.test")
	other.Subject = "Another"
	queue(t, p, hello("amy@x.test"), other, hello("bob@x.test"))
	queue(t, p, other)
	rows := rowsOf(t, p)
	if len(rows) != 2 {
		t.Fatalf("%d rows", len(rows))
	}
	if s, err := p.open(rows[0]); err != nil || s.Letter.Subject != "Hello" {
		t.Errorf("the first did not stay: %+v %v", s, err)
	}
	var bodies int
	check(t, p.db.NewRaw("SELECT count(*) FROM mail_body").Scan(context.Background(), &bodies))
	if bodies != 2 {
		t.Errorf("%d bodies for 2 letters", bodies)
	}
}

func TestQueueBelongsToTheCallersTransaction(t *testing.T) {
	t.Parallel()
	p := newPost(t, database(t), newClock(), nil)
	broken := errors.New("broken")
	err := p.db.InTx(context.Background(), func(ctx context.Context, tx bun.Tx) error {
		check(t, p.Queue(ctx, tx, hello("amy@x.test").Envelope, hello("amy@x.test").Letter))
		return broken
	})
	if !errors.Is(err, broken) || len(rowsOf(t, p)) != 0 {
		t.Errorf("%v, %d rows", err, len(rowsOf(t, p)))
	}
}

func TestNotBeforeHoldsALetterBack(t *testing.T) {
	t.Parallel()
	p := newPost(t, database(t), newClock(), nil)
	it := hello("amy@x.test")
	it.NotBefore = noon.Add(time.Hour)
	queue(t, p, it)
	if r := rowsOf(t, p)[0]; !r.NextTryAt.Equal(noon.Add(time.Hour)) {
		t.Errorf("due at %v", r.NextTryAt)
	}
}

func TestALetterNeedsAKey(t *testing.T) {
	t.Parallel()
	p := newPost(t, database(t), newClock(), nil)
	it := hello("amy@x.test")
	it.Key = ""
	err := p.db.InTx(context.Background(), func(ctx context.Context, tx bun.Tx) error {
		return p.Queue(ctx, tx, it.Envelope, it.Letter)
	})
	if err == nil {
		t.Error("a letter without a key was queued")
	}
}

func TestALetterThatCannotBeWrittenFailsTheCallerOnly(t *testing.T) {
	t.Parallel()
	p := newPost(t, database(t), newClock(), nil)
	err := p.db.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		return p.QueueEach(ctx, tx, func(yield func(Item) bool) {
			for i := range 250 {
				yield(matchLetter(i))
			}
			panic("no words")
		})
	})
	if err == nil || !strings.Contains(err.Error(), "no words") {
		t.Errorf("error: %v", err)
	}
	if due, err := p.anyDue(t.Context()); err != nil || due {
		t.Errorf("letters are queued, error %v", err)
	}
}
