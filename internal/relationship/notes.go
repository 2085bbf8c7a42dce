package relationship

import (
	"context"
	"errors"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
)

// methods are the templates of an agenda that come with Cuppa; free is an empty
// one. The network's own are beside them.
var methods = []string{"grow", "oskar", "free"}

// maxNotes is how many characters notes or an agenda have.
const maxNotes = 10000

// WriteAgenda keeps what a session is to be about, for both to see. edits is the
// version that the member began with.
func (s *Relationships) WriteAgenda(ctx context.Context, id, memberID, sessionID, text string, edits int64) error {
	return s.write(ctx, id, memberID, sessionID, edits, func(n *Session) {
		n.Agenda = s.Keys.Encrypt(text, agendaPurpose(n.ID))
	})
}

// WriteNotes keeps what both want to remember of a session.
func (s *Relationships) WriteNotes(ctx context.Context, id, memberID, sessionID, text string, edits int64) error {
	return s.write(ctx, id, memberID, sessionID, edits, func(n *Session) {
		n.Notes = s.Keys.Encrypt(text, notesPurpose(n.ID))
	})
}

func (s *Relationships) write(ctx context.Context, id, memberID, sessionID string, edits int64, change func(*Session)) error {
	return s.act(ctx, id, memberID, func(t *turn, ctx context.Context) error {
		if err := t.working(); err != nil {
			return err
		}
		n, err := s.session(ctx, t.tx, id, sessionID)
		if err != nil {
			return err
		}
		if n.Edits != edits {
			return errChanged
		}
		change(&n)
		n.Edits++
		return saveSession(ctx, t.tx, n)
	})
}

// outline is the agenda that a template begins with; empty where it has none.
func (s *Relationships) outline(ctx context.Context, name string) (string, error) {
	switch name {
	case "grow", "oskar":
		return locale.T(ctx, "relationship.template."+name+".agenda"), nil
	case "", "free":
		return "", nil
	}
	t, err := s.template(ctx, s.DB, name)
	if errors.Is(err, fault.NotFound) || !t.RetiredAt.IsZero() {
		return "", nil
	}
	return t.Agenda, err
}
