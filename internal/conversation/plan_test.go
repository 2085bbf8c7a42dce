package conversation_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/uptrace/bun"
)

// What a member's pages read must not grow with the network: SQLite finds each
// row by an index, and reads no table from end to end.
func TestPagesReadNoWholeTable(t *testing.T) {
	t.Parallel()
	s := tell(t, "Ann Lee", "Bob Roe")
	if s.DB.Postgres() {
		t.Skip("the planner of PostgreSQL reads small tables whole")
	}
	ear := &listener{}
	s.DB.DB = s.DB.WithQueryHook(ear)
	ctx, err := s.Speak(t.Context(), "en")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Conversations.Waiting(ctx, s.people[0].ID); err != nil {
		t.Fatal(err)
	}
	for _, after := range []string{"", "zzz." + s.c.ID} {
		if _, _, err := s.Conversations.Of(ctx, s.people[0].ID, after, 25); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Conversations.BySource(ctx, s.DB, "test", "1"); err != nil {
		t.Fatal(err)
	}
	if err := s.Conversations.Tick(ctx, s.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	heard := ear.heard
	if len(heard) < 10 {
		t.Fatalf("only %d questions were heard", len(heard))
	}
	for _, q := range heard {
		rows, err := s.DB.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+q)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var id, parent, unused int
			var step string
			if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(step, "SCAN ") {
				t.Errorf("%s\n%s", q, step)
			}
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// listener hears what is asked of the database.
type listener struct {
	mu    sync.Mutex
	heard []string
}

func (l *listener) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (l *listener) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if strings.HasPrefix(e.Query, "SELECT") && !strings.Contains(e.Query, "networks") {
		l.heard = append(l.heard, e.Query)
	}
}
