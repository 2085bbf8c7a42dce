package outcome

import (
	"context"
	"slices"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/safety"
)

// subjectKind is what reports about outcomes are filed under.
const subjectKind = "outcome"

// say names an outcome in a report, and leads organisers to hiding it.
func (s *Outcomes) say(ctx context.Context, id string) (text, href string) {
	o, err := s.Public(ctx, id)
	if err != nil {
		return locale.T(ctx, "outcome.subject.gone"), ""
	}
	return locale.T(ctx, "outcome.subject", "title", o.Title), "/organise" + o.Path()
}

// readable finds an outcome that a member can read: it is public, or theirs.
func (s *Outcomes) readable(ctx context.Context, id, memberID string) (Outcome, error) {
	o, err := s.byID(ctx, s.DB, id)
	if err != nil {
		return Outcome{}, err
	}
	if _, theirs := o.Person(memberID); !o.Shown && !theirs {
		return Outcome{}, fault.NotFound
	}
	return o, nil
}

func (s *Outcomes) about(ctx context.Context, id, memberID string) (string, error) {
	o, err := s.readable(ctx, id, memberID)
	return o.WriterID, err
}

func (s *Outcomes) copyOf(ctx context.Context, id, memberID string) (string, error) {
	o, err := s.readable(ctx, id, memberID)
	if err != nil {
		return "", err
	}
	t := o.forOthers()
	if _, theirs := o.Person(memberID); theirs {
		t = o.Texts
	}
	return safety.Lines(t.Shared, t.Talked, t.Will, t.Link), nil
}

// nameless is that the reader does not see the writer's name on it.
func (s *Outcomes) nameless(ctx context.Context, id, memberID string) (bool, error) {
	o, err := s.readable(ctx, id, memberID)
	_, theirs := o.Person(memberID)
	return !theirs && !slices.Contains(o.with(Yes), o.WriterID), err
}
