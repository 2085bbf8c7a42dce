package safety

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
)

// SubjectFunc names what a report is about, in the language of ctx, and leads
// organisers to it; href may be empty. It is shown to the reporter too, and so
// it says no more than they know.
type SubjectFunc func(ctx context.Context, subjectID string) (text, href string)

// Subject is a kind of thing that can be reported: a message, a post, an
// offer, a profile. A feature registers each kind of thing that one member
// writes and another reads, and puts ReportLink beside each of them.
type Subject struct {
	// Say names it.
	Say SubjectFunc
	// About finds whom a report is about: who wrote it. It is fault.NotFound
	// where memberID cannot see it. Without it the kind has no page of its own.
	About func(ctx context.Context, subjectID, memberID string) (aboutID string, err error)
	// Copy is what it says now. It is kept, encrypted, with the report, so that
	// changing or deleting the thing afterwards hides nothing. Without it the
	// report has the reporter's words alone.
	Copy func(ctx context.Context, subjectID, memberID string) (string, error)
	// Outside is that somebody reports it who is no member: who was invited.
	Outside bool
	// Nameless reports whether the reader is not told who wrote it: then they
	// are offered no block, which would tell them. May be nil.
	Nameless func(ctx context.Context, subjectID, memberID string) (bool, error)
	// Remove takes it away because an organiser decided so, and says why to those
	// who wrote it; Restore undoes that. Without them organisers do it by hand,
	// where Say leads them.
	Remove  func(ctx context.Context, tx bun.Tx, subjectID, organiserID, why string) error
	Restore func(ctx context.Context, tx bun.Tx, subjectID string) error
}

// Subject registers a kind. Kinds are words of a path: "outcome", "circle-post".
func (s *Safety) Subject(kind string, subject Subject) { s.subjects[kind] = subject }

// seen is a thing that somebody is about to report.
type seen struct {
	kind, id string
	text     string // what it is called
	about    string
	nameless bool
	copy     string
}

// look finds what a member wants to report. What they cannot see is not found,
// and nobody reports themselves.
func (s *Safety) look(ctx context.Context, kind, id, memberID string) (v seen, err error) {
	subject, known := s.subjects[kind]
	if !known || subject.About == nil {
		return v, fault.NotFound
	}
	v = seen{kind: kind, id: id}
	if v.about, err = subject.About(ctx, id, memberID); err != nil {
		return v, err
	}
	if v.about == memberID {
		return v, fault.Because(fault.Invalid, "safety.yourself")
	}
	if subject.Say != nil {
		v.text, _ = subject.Say(ctx, id)
	}
	if subject.Copy != nil {
		if v.copy, err = subject.Copy(ctx, id, memberID); err != nil {
			return v, err
		}
	}
	if subject.Nameless != nil {
		v.nameless, err = subject.Nameless(ctx, id, memberID)
	}
	return v, err
}

// BlockFunc parts two people: by has blocked other. Whatever runs between them
// ends, or by leaves it, in a way that says no more to other than that by
// could not go on. It runs in the block's transaction, and may find nothing to
// do.
type BlockFunc func(ctx context.Context, tx bun.Tx, by, other string) error

// OnBlock adds what a feature does when somebody blocks another.
func (s *Safety) OnBlock(f BlockFunc) { s.onBlock = append(s.onBlock, f) }

// Accused reports whether by has an open report about other: what is ended
// between them then gives other no new partner until somebody has looked at it.
func (s *Safety) Accused(ctx context.Context, tx bun.IDB, by, other string) (bool, error) {
	return accused(ctx, tx, by, other)
}
