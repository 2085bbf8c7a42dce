package member

import (
	"context"
	"strings"

	"github.com/uptrace/bun"
)

// Field is a question of the organiser's own in every profile, for example
// "Grade". A programme may prefer partners who differ in it.
type Field struct {
	bun.BaseModel `bun:"table:profile_fields"`

	ID       string `bun:",pk"`
	Label    string
	Choices  Topics // empty is free text
	Position int
}

// Fields lists the organiser's own profile fields.
func (s *Members) Fields(ctx context.Context, tx bun.IDB) ([]Field, error) {
	var fields []Field
	err := tx.NewSelect().Model(&fields).Order("position", "id").Scan(ctx)
	return fields, err
}

// SetFields replaces the fields. Values of a field that is gone are deleted.
func (s *Members) SetFields(ctx context.Context, tx bun.IDB, fields []Field) error {
	keep := []string{""}
	for i := range fields {
		if fields[i].ID == "" {
			fields[i].ID = s.NewID()
		}
		fields[i].Position = i
		keep = append(keep, fields[i].ID)
	}
	if _, err := tx.NewRaw("DELETE FROM profile_values WHERE field_id NOT IN (?)", bun.List(keep)).Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.NewRaw("DELETE FROM profile_fields WHERE id NOT IN (?)", bun.List(keep)).Exec(ctx); err != nil {
		return err
	}
	for _, f := range fields {
		if _, err := tx.NewInsert().Model(&f).On("CONFLICT (id) DO UPDATE").
			Set("label = EXCLUDED.label, choices = EXCLUDED.choices, position = EXCLUDED.position").Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// FieldValues are a member's answers to the organiser's own fields, by field id.
func (s *Members) FieldValues(ctx context.Context, tx bun.IDB, memberID string) (map[string]string, error) {
	all, err := s.ManyFieldValues(ctx, tx, []string{memberID})
	return all[memberID], err
}

// ManyFieldValues are several members' answers, by member id and field id.
func (s *Members) ManyFieldValues(ctx context.Context, tx bun.IDB, ids []string) (map[string]map[string]string, error) {
	values := map[string]map[string]string{}
	for start := 0; start < len(ids); start += chunk {
		var rows []struct{ MemberID, FieldID, Value string }
		part := ids[start:min(start+chunk, len(ids))]
		err := tx.NewRaw("SELECT member_id, field_id, value FROM profile_values WHERE member_id IN (?)", bun.List(part)).Scan(ctx, &rows)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if values[r.MemberID] == nil {
				values[r.MemberID] = map[string]string{}
			}
			values[r.MemberID][r.FieldID] = r.Value
		}
	}
	return values, nil
}

func setFields(ctx context.Context, tx bun.IDB, id string, values map[string]string) error {
	for field, value := range values {
		var err error
		if value = strings.TrimSpace(value); value == "" {
			_, err = tx.NewRaw("DELETE FROM profile_values WHERE member_id = ? AND field_id = ?", id, field).Exec(ctx)
		} else {
			_, err = tx.NewRaw(`INSERT INTO profile_values (member_id, field_id, value) VALUES (?, ?, ?)
				ON CONFLICT (member_id, field_id) DO UPDATE SET value = EXCLUDED.value`, id, field, value).Exec(ctx)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
