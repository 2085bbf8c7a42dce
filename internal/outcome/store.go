package outcome

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
)

func purpose(id string) string { return "outcomes.sealed/" + id }

// seal puts the texts into the form in which they are kept.
func (s *Outcomes) seal(o *Outcome) error {
	text, err := json.Marshal(o.Texts)
	o.Sealed = s.Keys.Encrypt(string(text), purpose(o.ID))
	return err
}

// open reads the texts of what was found, and its people, in one statement more.
func (s *Outcomes) open(ctx context.Context, tx bun.IDB, list []Outcome) error {
	if len(list) == 0 {
		return nil
	}
	at := make(map[string]int, len(list))
	ids := make([]string, len(list))
	for i := range list {
		o := &list[i]
		text, err := s.Keys.Decrypt(o.Sealed, purpose(o.ID))
		if err != nil {
			return fmt.Errorf("read outcome %s: %w", o.ID, err)
		}
		if err := json.Unmarshal([]byte(text), &o.Texts); err != nil {
			return fmt.Errorf("read outcome %s: %w", o.ID, err)
		}
		at[o.ID], ids[i] = i, o.ID
	}
	var people []Person
	err := tx.NewSelect().Model(&people).Where("outcome_id IN (?)", bun.List(ids)).Order("outcome_id", "position").Scan(ctx)
	for _, p := range people {
		list[at[p.OutcomeID]].People = append(list[at[p.OutcomeID]].People, p)
	}
	return err
}

func (s *Outcomes) where(ctx context.Context, tx bun.IDB, change func(*bun.SelectQuery) *bun.SelectQuery) ([]Outcome, error) {
	var list []Outcome
	if err := change(tx.NewSelect().Model(&list)).Scan(ctx); err != nil {
		return nil, err
	}
	return list, s.open(ctx, tx, list)
}

func (s *Outcomes) one(ctx context.Context, tx bun.IDB, change func(*bun.SelectQuery) *bun.SelectQuery) (Outcome, error) {
	list, err := s.where(ctx, tx, change)
	if err != nil {
		return Outcome{}, err
	}
	if len(list) == 0 {
		return Outcome{}, fault.NotFound
	}
	return list[0], nil
}

func (s *Outcomes) byID(ctx context.Context, tx bun.IDB, id string) (Outcome, error) {
	return s.one(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("o.id = ?", id) })
}

func (s *Outcomes) byConversation(ctx context.Context, tx bun.IDB, id string) (Outcome, error) {
	return s.one(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("o.conversation_id = ?", id) })
}

// lock finds outcomes, in order, and keeps everybody else from changing them
// until the transaction ends.
func (s *Outcomes) lock(ctx context.Context, tx bun.Tx, condition string, args ...any) ([]Outcome, error) {
	return s.where(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return s.DB.ForUpdate(q.Where(condition, args...).Order("o.id"))
	})
}

func (s *Outcomes) lockOne(ctx context.Context, tx bun.Tx, condition string, args ...any) (Outcome, error) {
	list, err := s.lock(ctx, tx, condition, args...)
	if err != nil {
		return Outcome{}, err
	}
	if len(list) == 0 {
		return Outcome{}, fault.NotFound
	}
	return list[0], nil
}

func (s *Outcomes) insert(ctx context.Context, tx bun.IDB, o Outcome) error {
	if err := s.seal(&o); err != nil {
		return err
	}
	if _, err := tx.NewInsert().Model(&o).Exec(ctx); err != nil {
		return err
	}
	_, err := tx.NewInsert().Model(&o.People).Exec(ctx)
	return err
}

// save writes what can change of an outcome and its people.
func (s *Outcomes) save(ctx context.Context, tx bun.IDB, o Outcome) error {
	if err := s.seal(&o); err != nil {
		return err
	}
	if _, err := tx.NewUpdate().Model(&o).ExcludeColumn("conversation_id", "programme", "created_at").WherePK().Exec(ctx); err != nil {
		return err
	}
	for _, p := range o.People {
		if _, err := tx.NewUpdate().Model(&p).Column("named", "answer", "answered_at", "asked_at").WherePK().Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// ofMember are the outcomes that a member is one of the people of, oldest first.
func (s *Outcomes) ofMember(ctx context.Context, tx bun.IDB, memberID string) ([]Outcome, error) {
	return s.where(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("o.id IN (SELECT outcome_id FROM outcome_people WHERE member_id = ?)", memberID).Order("o.id")
	})
}

// waitingFor are those that wait for a member's answer and whose time is not over.
func (s *Outcomes) waitingFor(ctx context.Context, tx bun.IDB, memberID string) ([]Outcome, error) {
	return s.where(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where(`o.settle_at IS NOT NULL AND o.id IN
			(SELECT outcome_id FROM outcome_people WHERE member_id = ? AND answer = '')`, memberID).Order("o.settle_at")
	})
}

// due are the ids of those whose time is over.
func due(ctx context.Context, tx bun.IDB, now time.Time, limit int) ([]string, error) {
	var ids []string
	err := tx.NewRaw("SELECT id FROM outcomes WHERE settle_at IS NOT NULL AND settle_at <= ? ORDER BY settle_at, id LIMIT ?", now, limit).Scan(ctx, &ids)
	return ids, err
}

func postpone(ctx context.Context, tx bun.IDB, id string, until time.Time) error {
	_, err := tx.NewRaw("UPDATE outcomes SET settle_at = ? WHERE id = ?", until, id).Exec(ctx)
	return err
}

// lastChange is when anything about outcomes last changed, also what is not
// shown any more; zero where there are none.
func lastChange(ctx context.Context, tx bun.IDB) (time.Time, error) {
	var at []time.Time
	err := tx.NewRaw("SELECT changed_at FROM outcomes ORDER BY changed_at DESC LIMIT 1").Scan(ctx, &at)
	if err != nil || len(at) == 0 {
		return time.Time{}, err
	}
	return at[0], nil
}
