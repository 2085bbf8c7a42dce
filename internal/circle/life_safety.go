package circle

import (
	"context"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/safety"
)

// The kinds of things in a circle's life that can be reported, each with a link
// beside it.
const (
	callSubject     = "circle-call"
	promiseSubject  = "circle-promise"
	turnSubject     = "circle-turn"
	questionSubject = "circle-question"
)

// written is something that somebody wrote in a circle.
type written struct{ circleID, by, text string }

// handleReports says what can be reported. Who reads it in a report has not
// been in the circle: they see the copy that the reporter sent, and no more.
func (s *Circles) handleReports() {
	for kind, find := range map[string]func(ctx context.Context, id string) (written, error){
		callSubject: s.writtenCall, promiseSubject: s.writtenPromise, turnSubject: s.writtenTurn, questionSubject: s.writtenQuestion,
	} {
		seen := func(ctx context.Context, id, memberID string) (written, error) {
			w, err := find(ctx, id)
			if err != nil {
				return w, err
			}
			_, err = s.look(ctx, w.circleID, memberID)
			return w, err
		}
		s.safety.Subject(kind, safety.Subject{
			Say: func(ctx context.Context, id string) (string, string) {
				w, err := find(ctx, id)
				if err != nil {
					return "", ""
				}
				m, err := s.members.ByID(ctx, w.by)
				if err != nil {
					return "", ""
				}
				return locale.T(ctx, "circle.reported."+kind, "name", called(ctx, m.Name)), ""
			},
			About: func(ctx context.Context, id, memberID string) (string, error) {
				w, err := seen(ctx, id, memberID)
				return w.by, err
			},
			Copy: func(ctx context.Context, id, memberID string) (string, error) {
				w, err := seen(ctx, id, memberID)
				return w.text, err
			},
			Remove: s.remove(kind, find), Restore: s.restore(kind),
		})
	}
	s.handlePublic()
}

// writtenCall is what a call is about, and what was noted of it: whoever noted
// it last is asked about it, or who proposed it.
func (s *Circles) writtenCall(ctx context.Context, id string) (written, error) {
	k, err := callByID(ctx, s.DB, id)
	w := written{k.CircleID, k.NotedBy, s.open(k.Notes, k.purpose("notes"))}
	if w.by == "" {
		w.by, w.text = k.ByID, s.open(k.About, k.purpose("about"))
	}
	if err == nil && w.by == "" {
		err = fault.NotFound // the rhythm wrote nothing
	}
	return w, err
}

func (s *Circles) writtenPromise(ctx context.Context, id string) (written, error) {
	p, err := promiseByID(ctx, s.DB, id)
	return written{p.CircleID, p.MemberID, s.open(p.Text, p.purpose())}, err
}

func (s *Circles) writtenTurn(ctx context.Context, id string) (written, error) {
	t, err := turnByID(ctx, s.DB, id)
	text := s.read(t)
	return written{t.CircleID, t.MemberID, joinedLines(text.problem, text.try, text.happened)}, err
}

func (s *Circles) writtenQuestion(ctx context.Context, id string) (written, error) {
	q, err := questionByID(ctx, s.DB, id)
	if err != nil {
		return written{}, err
	}
	t, err := turnByID(ctx, s.DB, q.TurnID)
	return written{t.CircleID, q.MemberID, s.open(q.Text, q.purpose())}, err
}
