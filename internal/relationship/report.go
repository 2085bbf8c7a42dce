package relationship

import (
	"context"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/safety"
)

// What one of the two writes and the other reads can be reported: the
// relationship itself with its agreement, a session's agenda, notes and actions,
// and the thanks of the end. Reflections are read by nobody else.
const (
	subjectKind = "relationship"
	sessionKind = "relationship-session"
	thanksKind  = "relationship-thanks"
)

func (s *Relationships) reportable() {
	say := func(key string) safety.SubjectFunc {
		return func(ctx context.Context, _ string) (text, href string) { return locale.T(ctx, key), "" }
	}
	s.safety.Subject(subjectKind, safety.Subject{Say: say("relationship.subject"), About: s.about, Copy: s.copyOfTerms})
	s.safety.Subject(sessionKind, safety.Subject{Say: say("relationship.subject.session"), About: s.aboutSession, Copy: s.copyOfSession})
	s.safety.Subject(thanksKind, safety.Subject{Say: say("relationship.subject.thanks"), About: s.about, Copy: s.copyOfThanks})
}

// about is the other one of the two.
func (s *Relationships) about(ctx context.Context, id, memberID string) (string, error) {
	r, err := byID(ctx, s.DB, id)
	if err == nil && !r.Has(memberID) {
		err = fault.NotFound
	}
	return r.Other(memberID), err
}

func (s *Relationships) ofSession(ctx context.Context, sessionID string) (Session, error) {
	var list []Session
	err := s.DB.NewSelect().Model(&list).Where("s.id = ?", sessionID).Scan(ctx)
	if err == nil && len(list) == 0 {
		err = fault.NotFound
	}
	if err != nil {
		return Session{}, err
	}
	return list[0], s.openSession(&list[0])
}

func (s *Relationships) aboutSession(ctx context.Context, sessionID, memberID string) (string, error) {
	n, err := s.ofSession(ctx, sessionID)
	if err != nil {
		return "", err
	}
	return s.about(ctx, n.RelationshipID, memberID)
}

func (s *Relationships) copyOfTerms(ctx context.Context, id, memberID string) (string, error) {
	all, err := s.versions(ctx, s.DB, id)
	if err != nil || len(all) == 0 || all[len(all)-1].ProposedBy == memberID {
		return "", err
	}
	t := all[len(all)-1].Terms
	return t.Goals + "\n" + t.Confidential + "\n" + t.Absent, nil
}

func (s *Relationships) copyOfSession(ctx context.Context, sessionID, _ string) (string, error) {
	n, err := s.ofSession(ctx, sessionID)
	if err != nil {
		return "", err
	}
	text := n.AgendaText + "\n" + n.NotesText
	list, err := s.actions(ctx, s.DB, "a.session_id = ?", sessionID)
	for _, a := range list {
		text += "\n" + a.Text
	}
	return text, err
}

func (s *Relationships) copyOfThanks(ctx context.Context, id, memberID string) (string, error) {
	list, err := s.reviews(ctx, s.DB, id)
	for _, r := range list {
		if r.MemberID != memberID && r.Part == End {
			return r.Words.Thanks, err
		}
	}
	return "", err
}
