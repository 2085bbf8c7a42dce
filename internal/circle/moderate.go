package circle

import (
	"context"
	"errors"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/safety"
)

// What can be reported of an opening, and of what a circle has made public.
const (
	openingSubject     = "circle-opening"
	applicationSubject = "circle-application"
	learntSubject      = "circle-learnt"
)

// kept is where the words of a kind of thing stand.
type kept struct {
	table  string
	fields []string
}

var keptIn = map[string]kept{
	callSubject:     {"circle_calls", []string{"about", "notes"}},
	promiseSubject:  {"circle_promises", []string{"text"}},
	turnSubject:     {"circle_turns", []string{"problem", "try", "happened"}},
	questionSubject: {"circle_questions", []string{"text"}},
}

// remove puts a sentence in the place of what somebody wrote in a circle, because an
// organiser decided so. What stood there is kept as it was, for an appeal.
func (s *Circles) remove(kind string, by func(context.Context, string) (written, error)) func(context.Context, bun.Tx, string, string, string) error {
	place := keptIn[kind]
	return func(ctx context.Context, tx bun.Tx, id, _, _ string) error {
		w, err := by(ctx, id)
		if err != nil {
			return err
		}
		words, err := s.Speak(ctx, "")
		if err != nil {
			return err
		}
		for _, field := range place.fields {
			var content []byte
			err := tx.NewRaw("SELECT ? FROM ? WHERE id = ?", bun.Ident(field), bun.Ident(place.table), id).Scan(ctx, &content)
			if err = db.Found(err); err != nil || len(content) == 0 {
				if err != nil {
					return err
				}
				continue
			}
			_, err = tx.NewRaw(`INSERT INTO circle_removed (kind, subject_id, field, content, member_id) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (kind, subject_id, field) DO NOTHING`, kind, id, field, content, w.by).Exec(ctx)
			if err != nil {
				return err
			}
			sealed := s.Keys.Encrypt(locale.T(words, "circle.removed"), place.table+"."+field+"/"+id)
			if err := setField(ctx, tx, place.table, field, id, sealed); err != nil {
				return err
			}
		}
		return nil
	}
}

// restore puts back what was removed.
func (s *Circles) restore(kind string) func(context.Context, bun.Tx, string) error {
	return func(ctx context.Context, tx bun.Tx, id string) error {
		var list []struct {
			Field   string
			Content []byte
		}
		if err := tx.NewRaw("SELECT field, content FROM circle_removed WHERE kind = ? AND subject_id = ?", kind, id).Scan(ctx, &list); err != nil {
			return err
		}
		for _, one := range list {
			if err := setField(ctx, tx, keptIn[kind].table, one.Field, id, one.Content); err != nil {
				return err
			}
		}
		_, err := tx.NewRaw("DELETE FROM circle_removed WHERE kind = ? AND subject_id = ?", kind, id).Exec(ctx)
		return err
	}
}

func setField(ctx context.Context, tx bun.IDB, table, field, id string, content []byte) error {
	_, err := tx.NewRaw("UPDATE ? SET ? = ? WHERE id = ?", bun.Ident(table), bun.Ident(field), content, id).Exec(ctx)
	return err
}

// handlePublic says what can be reported of what leads to a circle, and of what
// it leaves behind.
func (s *Circles) handlePublic() {
	s.safety.Subject(openingSubject, safety.Subject{
		Say: func(ctx context.Context, id string) (string, string) {
			o, err := openingByID(ctx, s.DB, id)
			if err != nil {
				return "", ""
			}
			return locale.T(ctx, "circle.reported.circle-opening", "name", o.Name), o.PublicPath()
		},
		About: func(ctx context.Context, id, _ string) (string, error) {
			o, err := openingByID(ctx, s.DB, id)
			return o.HostID, err
		},
		Copy: func(ctx context.Context, id, _ string) (string, error) {
			o, err := openingByID(ctx, s.DB, id)
			return joinedLines(o.Name, o.Purpose, o.Who, o.Rules, o.Experience), err
		},
		Remove: s.removeOpening,
	})
	s.handleApplications()
	s.safety.Subject(learntSubject, safety.Subject{
		Say: func(ctx context.Context, id string) (string, string) {
			c, err := circleByID(ctx, s.DB, id)
			if err != nil {
				return "", ""
			}
			return locale.T(ctx, "circle.reported.circle-learnt", "name", c.Name), "/organise/circles/learnt/" + id
		},
		About: func(ctx context.Context, id, memberID string) (string, error) {
			l, err := s.readable(ctx, id, memberID)
			return l.WriterID, err
		},
		Copy: func(ctx context.Context, id, memberID string) (string, error) {
			l, err := s.readable(ctx, id, memberID)
			return l.Text, err
		},
		// Names are on it only with their owners' yes.
		Nameless: func(context.Context, string, string) (bool, error) { return true, nil },
		Remove:   s.hide, Restore: s.unhide,
	})
}

// handleApplications says how the host of an opening reports what they read in it.
func (s *Circles) handleApplications() {
	s.safety.Subject(applicationSubject, safety.Subject{
		Say: func(ctx context.Context, id string) (string, string) {
			a, err := s.applicationByID(ctx, s.DB, id)
			if err != nil {
				return "", ""
			}
			return locale.T(ctx, "circle.reported.circle-application", "name", called(ctx, a.Name)), ""
		},
		About: func(ctx context.Context, id, memberID string) (string, error) {
			a, err := s.hostedOne(ctx, id, memberID)
			return a.MemberID, err
		},
		Copy: func(ctx context.Context, id, memberID string) (string, error) {
			a, err := s.hostedOne(ctx, id, memberID)
			return joinedLines(a.Want, a.Experience), err
		},
	})
}

// hostedOne is an application as the host of the opening reads it.
func (s *Circles) hostedOne(ctx context.Context, id, memberID string) (Application, error) {
	a, err := s.applicationByID(ctx, s.DB, id)
	if err != nil {
		return a, err
	}
	o, err := openingByID(ctx, s.DB, a.OpeningID)
	if err == nil && o.HostID != memberID {
		err = fault.NotFound
	}
	return a, err
}

// readable is what a circle learnt, for who can read it: everybody, once it is
// public, and the people of the circle before.
func (s *Circles) readable(ctx context.Context, id, memberID string) (Learnt, error) {
	l, err := s.learnt(ctx, s.DB, id)
	if err != nil || l.Public() {
		return l, err
	}
	_, err = s.look(ctx, id, memberID)
	return l, err
}

// removeOpening calls off what somebody opens, as they could themselves. Once the
// letters are sent there is nothing left to be called off.
func (s *Circles) removeOpening(ctx context.Context, tx bun.Tx, id, _, _ string) error {
	o, err := lockOpening(ctx, s.DB, tx, id)
	if err != nil {
		return err
	}
	if err := s.offOpening(ctx, tx, &o); err != nil {
		if errors.Is(err, errSent) {
			return fault.NotFound
		}
		return err
	}
	return saveOpening(ctx, tx, o)
}
