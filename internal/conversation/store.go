package conversation

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
)

// chunk keeps statements to a size both engines like.
const chunk = 500

func insert(ctx context.Context, tx bun.IDB, list []Conversation) error {
	for len(list) > 0 {
		part := list[:min(chunk, len(list))]
		list = list[len(part):]
		var people []Person
		for _, c := range part {
			people = append(people, c.People...)
		}
		if _, err := tx.NewInsert().Model(&part).Returning("NULL").Exec(ctx); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&people).Returning("NULL").Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

func byID(ctx context.Context, tx bun.IDB, id string) (Conversation, error) {
	list, err := where(ctx, tx, "c.id = ?", id)
	if err != nil {
		return Conversation{}, err
	}
	if len(list) == 0 {
		return Conversation{}, fault.NotFound
	}
	return list[0], nil
}

// where lists conversations in the order in which they were made, with their
// people, in two statements however many they are.
func where(ctx context.Context, tx bun.IDB, condition string, args ...any) ([]Conversation, error) {
	var list []Conversation
	if err := tx.NewSelect().Model(&list).Where(condition, args...).Order("c.id").Scan(ctx); err != nil || len(list) == 0 {
		return nil, err
	}
	var people []Person
	err := tx.NewSelect().Model(&people).Join("JOIN conversations AS c ON c.id = p.conversation_id").
		Where(condition, args...).Order("p.conversation_id", "p.position").Scan(ctx)
	attach(list, people)
	return list, err
}

// attach gives the people, who are in the conversations' order, to them.
func attach(list []Conversation, people []Person) {
	at := make(map[string]int, len(list))
	for i, c := range list {
		at[c.ID] = i
	}
	for _, p := range people {
		if i, ok := at[p.ConversationID]; ok {
			list[i].People = append(list[i].People, p)
		}
	}
}

// lock finds a conversation and keeps everybody else from changing it until the
// transaction ends.
func (s *Conversations) lock(ctx context.Context, tx bun.Tx, id string) (Conversation, error) {
	list, err := s.lockAll(ctx, tx, "c.id = ?", id)
	if err != nil {
		return Conversation{}, err
	}
	if len(list) == 0 {
		return Conversation{}, fault.NotFound
	}
	return list[0], nil
}

func (s *Conversations) lockAll(ctx context.Context, tx bun.Tx, condition string, args ...any) ([]Conversation, error) {
	var list []Conversation
	q := tx.NewSelect().Model(&list).Where(condition, args...).Order("c.id")
	if err := s.DB.ForUpdate(q).Scan(ctx); err != nil || len(list) == 0 {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	var people []Person
	err := tx.NewSelect().Model(&people).Where("conversation_id IN (?)", bun.List(ids)).Order("conversation_id", "position").Scan(ctx)
	attach(list, people)
	return list, err
}

// lockOpenOf locks a member's conversations that are not closed.
func (s *Conversations) lockOpenOf(ctx context.Context, tx bun.Tx, memberID string) ([]Conversation, error) {
	return s.lockAll(ctx, tx, `c.id IN (SELECT p.conversation_id FROM conversation_people AS p
		WHERE p.member_id = ? AND p.left_at IS NULL) AND c.closed_at IS NULL`, memberID)
}

// save writes what can change of a conversation and its people.
func save(ctx context.Context, tx bun.IDB, c Conversation) error {
	_, err := tx.NewUpdate().Model(&c).WherePK().
		Column("state", "first_writer", "met_at", "asked_again_at", "closed_at").Exec(ctx)
	if err != nil {
		return err
	}
	for _, p := range c.People {
		if _, err := tx.NewUpdate().Model(&p).WherePK().
			Column("answer", "reason", "answered_at", "met_on", "acted_at", "left_at", "left_why", "wanted_at").Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// due are the ids of conversations whose window is over, in order.
func due(ctx context.Context, tx bun.IDB, now time.Time, limit int) ([]string, error) {
	var ids []string
	err := tx.NewRaw("SELECT id FROM conversations WHERE closed_at IS NULL AND close_at <= ? ORDER BY close_at, id LIMIT ?",
		now, limit).Scan(ctx, &ids)
	return ids, err
}

func markClosed(ctx context.Context, tx bun.IDB, ids []string, state State, now time.Time) error {
	_, err := tx.NewRaw("UPDATE conversations SET state = ?, closed_at = ? WHERE id IN (?)", state, now, bun.List(ids)).Exec(ctx)
	return err
}

// postpone puts the closing of a conversation off.
func postpone(ctx context.Context, tx bun.IDB, id string, until time.Time) error {
	_, err := tx.NewRaw("UPDATE conversations SET close_at = ? WHERE id = ?", until, id).Exec(ctx)
	return err
}
