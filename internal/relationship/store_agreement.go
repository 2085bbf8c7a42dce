package relationship

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/uptrace/bun"
)

// versions are the agreements of a relationship, the oldest first.
func (s *Relationships) versions(ctx context.Context, tx bun.IDB, id string) ([]Agreement, error) {
	var list []Agreement
	if err := tx.NewSelect().Model(&list).Where("a.relationship_id = ?", id).Order("a.version").Scan(ctx); err != nil {
		return nil, err
	}
	for i := range list {
		if err := s.openTerms(&list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s *Relationships) openTerms(a *Agreement) error {
	text, err := s.Keys.Decrypt(a.Sealed, termsPurpose(a.RelationshipID, a.Version))
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(text), &a.Terms); err != nil {
		return fmt.Errorf("read agreement: %w", err)
	}
	a.Terms.Weeks, a.Terms.Minutes, a.Terms.Months = int(a.Weeks), int(a.Minutes), int(a.Months)
	return nil
}

// sealTerms encrypts the texts of an agreement.
func (s *Relationships) sealTerms(a *Agreement) error {
	text, err := json.Marshal(a.Terms)
	if err == nil {
		a.Sealed = s.Keys.Encrypt(string(text), termsPurpose(a.RelationshipID, a.Version))
	}
	return err
}

func saveAgreement(ctx context.Context, tx bun.IDB, a Agreement) error {
	_, err := tx.NewUpdate().Model(&a).WherePK().Column("accepted_at", "ended_at", "ended_why").Exec(ctx)
	return err
}
