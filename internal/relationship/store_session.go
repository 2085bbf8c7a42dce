package relationship

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
)

// sessions are those of a relationship, in order, with what they say.
func (s *Relationships) sessions(ctx context.Context, tx bun.IDB, id string) ([]Session, error) {
	var list []Session
	if err := tx.NewSelect().Model(&list).Where("s.relationship_id = ?", id).Order("s.number").Scan(ctx); err != nil {
		return nil, err
	}
	for i := range list {
		if err := s.openSession(&list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s *Relationships) openSession(n *Session) (err error) {
	if n.AgendaText, err = s.Keys.Decrypt(n.Agenda, agendaPurpose(n.ID)); err != nil {
		return err
	}
	n.NotesText, err = s.Keys.Decrypt(n.Notes, notesPurpose(n.ID))
	return err
}

func (s *Relationships) session(ctx context.Context, tx bun.IDB, id, sessionID string) (Session, error) {
	var n Session
	err := db.Found(tx.NewSelect().Model(&n).Where("s.relationship_id = ? AND s.id = ?", id, sessionID).Scan(ctx))
	if err == nil {
		err = s.openSession(&n)
	}
	return n, err
}

// comingSession is the session to come; fault.NotFound where there is none.
func (s *Relationships) comingSession(ctx context.Context, tx bun.IDB, id string) (Session, error) {
	all, err := s.sessions(ctx, tx, id)
	if err != nil {
		return Session{}, err
	}
	for _, n := range all {
		if n.State == Coming {
			return n, nil
		}
	}
	return Session{}, fault.NotFound
}

func saveSession(ctx context.Context, tx bun.IDB, n Session) error {
	_, err := tx.NewUpdate().Model(&n).WherePK().Column("state", "agenda", "notes", "edits", "minutes", "held_at", "said_by").Exec(ctx)
	return err
}

func actionsOf(ctx context.Context, tx bun.IDB, condition string, args ...any) ([]Action, error) {
	var list []Action
	err := tx.NewSelect().Model(&list).Where(condition, args...).Order("a.due_at", "a.id").Scan(ctx)
	return list, err
}

func (s *Relationships) actions(ctx context.Context, tx bun.IDB, condition string, args ...any) ([]Action, error) {
	list, err := actionsOf(ctx, tx, condition, args...)
	for i := range list {
		a := &list[i]
		if err != nil {
			break
		}
		a.Text, err = s.Keys.Decrypt(a.Sealed, actionPurpose(a.ID))
	}
	return list, err
}
