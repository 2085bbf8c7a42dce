package conversation

import (
	"context"

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
		if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(&people).Exec(ctx); err != nil {
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
