package mentoring

import (
	"context"
	"errors"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/nudge"
	"cuppa.example/internal/safety"
	"cuppa.example/internal/site"
)

// Opening is a relationship that begins because somebody accepted.
type Opening struct {
	Kind            Kind
	Helper, Learner string // members: who coaches or mentors, who is helped
	RequestID       string
	Goals           string
}

// Relationships is what becomes of an accepted request. Another feature keeps
// them; app hands its functions over.
type Relationships struct {
	// Open begins one, writes to both, and gives its id.
	Open func(ctx context.Context, tx bun.Tx, o Opening) (id string, err error)
	// Helping is in how many running ones each of these members helps.
	Helping func(ctx context.Context, tx bun.IDB, memberIDs []string) (map[string]int, error)
	// Running reports whether these two have one.
	Running func(ctx context.Context, tx bun.IDB, a, b string) (bool, error)
	// Path is the page of one.
	Path func(id string) string
	// Figures are sums over all of them, for organisers.
	Figures func(ctx context.Context) ([]Figure, error)
}

// Figure is a number that organisers are shown. What is under five is hidden.
type Figure struct {
	Key   string // of its name in the catalogue
	Count int    // negative where it was hidden already
}

// Mentorings is who offers, who seeks, and what they ask each other.
type Mentorings struct {
	site.Site
	members       *member.Members
	safety        *safety.Safety
	nudges        *nudge.Nudges
	relationships Relationships
}

// New makes the use cases, and forgets whoever is erased.
func New(s site.Site, members *member.Members, safe *safety.Safety, nudges *nudge.Nudges, r Relationships) *Mentorings {
	m := &Mentorings{Site: s, members: members, safety: safe, nudges: nudges, relationships: r}
	nudges.Handle(nudgeRequest, nudge.Handler{Letter: m.remind})
	nudges.Handle(nudgePlace, nudge.Handler{Letter: m.remindPlace})
	safe.Subject(offerKind, safety.Subject{Say: m.offerSubject, About: m.offerBy, Copy: m.offerCopy})
	safe.Subject(requestKind, safety.Subject{Say: m.requestSubject, About: m.requestBy, Copy: m.requestCopy})
	safe.Subject(inviteKind, safety.Subject{Say: m.inviteSubject, Copy: m.requestCopy, Outside: true})
	safe.OnBlock(m.Blocked)
	members.OnErase(m.erase)
	members.OnLeave(m.leave)
	members.OnJoin(m.joined)
	return m
}

// isCoach reports whether an organiser has marked somebody as a qualified coach.
func (s *Mentorings) isCoach(ctx context.Context, tx bun.IDB, memberID string) (bool, error) {
	set, err := coachesAmong(ctx, tx, []string{memberID})
	return set[memberID], err
}

func isNotFound(err error) bool { return errors.Is(err, fault.NotFound) }

// said reports whether an error is a sentence for the form.
func said(err error) bool {
	return errors.Is(err, fault.Conflict) || errors.Is(err, fault.Invalid) || errors.Is(err, fault.TooMany)
}
