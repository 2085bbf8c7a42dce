package mentoring

import (
	"context"
	"strings"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/safety"
)

// What can be reported: an offer by who reads it, a request by the other of the two.
const (
	offerKind   = "mentoring-offer"
	requestKind = "mentoring-request"
	inviteKind  = "mentoring-invitation" // a request to somebody who is no member
)

// offerSubject names an offer in the queue of reports.
func (s *Mentorings) offerSubject(ctx context.Context, id string) (text, href string) {
	return locale.T(ctx, "mentoring.subject.offer"), "/mentoring/offers/" + id
}

func (s *Mentorings) offerBy(ctx context.Context, id, memberID string) (string, error) {
	v, err := s.visible(member.With(ctx, member.Member{ID: memberID}), id)
	return v.MemberID, err
}

func (s *Mentorings) offerCopy(ctx context.Context, id, _ string) (string, error) {
	o, err := offerByID(ctx, s.DB, id)
	return safety.Lines(strings.Join(o.Topics, ", "), o.Experience, o.Rhythm), err
}

// requestSubject names a request there. It leads nowhere: what it says is for
// the two alone, but for the copy that came with the report.
func (s *Mentorings) requestSubject(ctx context.Context, _ string) (text, href string) {
	return locale.T(ctx, "mentoring.subject.request"), ""
}

// inviteSubject names an invitation there.
func (s *Mentorings) inviteSubject(ctx context.Context, _ string) (text, href string) {
	return locale.T(ctx, "mentoring.subject.invitation"), ""
}

func (s *Mentorings) requestBy(ctx context.Context, id, memberID string) (string, error) {
	r, err := requestByID(ctx, s.DB, id)
	switch {
	case err != nil:
		return "", err
	case memberID == r.ToID && !r.Mute:
		return r.FromID, nil
	case memberID == r.FromID && r.Person == "":
		return r.ToID, nil
	}
	return "", fault.NotFound
}

func (s *Mentorings) requestCopy(ctx context.Context, id, _ string) (string, error) {
	r, err := requestByID(ctx, s.DB, id)
	if err != nil {
		return "", err
	}
	message, err := s.Keys.Decrypt(r.Message, r.purpose("message"))
	if err != nil {
		return "", err
	}
	reply, err := s.Keys.Decrypt(r.Reply, r.purpose("reply"))
	return safety.Lines(message, reply), err
}
