package relationship

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
	"cuppa.example/internal/safety"
)

var zero time.Time

// erase ends what a member is part of, and removes what they wrote for
// themselves. What both have accepted, and the notes and agendas of both, stay
// with the other, without a name, until that one is erased too.
func (s *Relationships) erase(ctx context.Context, tx bun.Tx, memberID string) error {
	if err := s.gone(ctx, tx, memberID); err != nil {
		return err
	}
	for _, statement := range []string{
		"DELETE FROM relationship_reflections WHERE author_id = ?",
		"DELETE FROM relationship_actions WHERE owner_id = ?",
		"DELETE FROM relationship_reviews WHERE member_id = ?",
		"UPDATE relationships SET goals = NULL WHERE ? IN (helper_id, learner_id)",
		"UPDATE relationships SET closed_by = NULL WHERE closed_by = ?",
		"UPDATE relationship_sessions SET said_by = NULL WHERE said_by = ?",
	} {
		if _, err := tx.NewRaw(statement, memberID).Exec(ctx); err != nil {
			return err
		}
	}
	return s.eraseTerms(ctx, tx, memberID)
}

// eraseTerms leaves whoever stays their copy of what both had accepted. What was
// never accepted is no agreement, and goes.
func (s *Relationships) eraseTerms(ctx context.Context, tx bun.Tx, memberID string) error {
	list, err := s.lockAll(ctx, tx, "? IN (r.helper_id, r.learner_id)", memberID)
	if err != nil {
		return err
	}
	v, err := s.scene(ctx, tx, list...)
	if err != nil {
		return err
	}
	for _, r := range list {
		if v.people[r.Other(memberID)].State == member.Erased {
			err = forget(ctx, tx, r.ID)
		} else {
			name := v.people[memberID].Name
			err = errors.Join(s.keepTerms(ctx, tx, r.ID, name), s.keepNotes(ctx, tx, r.ID, name))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// keepTerms takes a name out of the agreements that both had accepted.
func (s *Relationships) keepTerms(ctx context.Context, tx bun.Tx, id, name string) error {
	if _, err := tx.NewRaw("DELETE FROM relationship_agreements WHERE relationship_id = ? AND accepted_at IS NULL", id).Exec(ctx); err != nil {
		return err
	}
	all, err := s.versions(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, a := range all {
		for _, text := range []*string{&a.Terms.Goals, &a.Terms.Confidential, &a.Terms.Absent} {
			*text = safety.Without(*text, name)
		}
		if err := s.sealTerms(&a); err != nil {
			return err
		}
		if _, err := tx.NewUpdate().Model(&a).WherePK().Column("sealed").Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// keepNotes takes a name out of what both wrote about their sessions, and out of
// what the other one means to do.
func (s *Relationships) keepNotes(ctx context.Context, tx bun.Tx, id, name string) error {
	held, err := s.sessions(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, n := range held {
		if n.AgendaText != "" {
			n.Agenda = s.Keys.Encrypt(safety.Without(n.AgendaText, name), agendaPurpose(n.ID))
		}
		if n.NotesText != "" {
			n.Notes = s.Keys.Encrypt(safety.Without(n.NotesText, name), notesPurpose(n.ID))
		}
		if err := saveSession(ctx, tx, n); err != nil {
			return err
		}
	}
	actions, err := s.actions(ctx, tx, "a.relationship_id = ?", id)
	if err != nil {
		return err
	}
	for _, a := range actions {
		a.Sealed = s.Keys.Encrypt(safety.Without(a.Text, name), actionPurpose(a.ID))
		if _, err := tx.NewUpdate().Model(&a).WherePK().Column("sealed").Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// forget removes what two people wrote to each other of whom nobody is left.
func forget(ctx context.Context, tx bun.Tx, id string) error {
	for _, statement := range []string{
		"DELETE FROM relationship_agreements WHERE relationship_id = ?",
		"UPDATE relationship_sessions SET agenda = NULL, notes = NULL WHERE relationship_id = ?",
	} {
		if _, err := tx.NewRaw(statement, id).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
