package nudge

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
	"cuppa.example/internal/site"
)

// Why a nudge ended without an answer and without silence.
const (
	// Cancelled is a question that its feature took back.
	Cancelled = "cancelled"
	// Unneeded is one that had become idle when its time came.
	Unneeded = "unneeded"
	// Unreachable is one whose person could not be asked.
	Unreachable = "unreachable"
)

// Nudge is a question to somebody about something.
type Nudge struct {
	bun.BaseModel `bun:"table:nudges,alias:n"`

	ID         string `bun:",pk"`
	Kind       string
	SubjectID  string
	MemberID   string
	DueAt      time.Time
	SilentAt   time.Time `bun:",nullzero"`
	NextAt     time.Time `bun:",nullzero"`
	SentAt     time.Time `bun:",nullzero"`
	AnsweredAt time.Time `bun:",nullzero"`
	Answer     string
	SilencedAt time.Time `bun:",nullzero"`
	Ended      string
	Failures   int64
	PlannedAt  time.Time

	// Member is whom it asks, in the calls of a Handler.
	Member member.Member `bun:"-"`
}

// Plan is a question to come.
type Plan struct {
	Kind      string
	SubjectID string
	MemberID  string
	Due       time.Time
	// SilentAt is when no answer is an answer; zero is never.
	SilentAt time.Time
}

// Handler is what a feature does about one kind of nudge. Both functions run
// in the transaction that marks the nudge and must do their work through tx.
type Handler struct {
	// Letter writes the question, in the language and zone of ctx. False says
	// that it is no longer needed; nothing is sent then, now or later. It only
	// reads: what it would write may be written again.
	Letter func(ctx context.Context, tx bun.IDB, n Nudge) (mail.Letter, bool, error)
	// Silent does what silence means. It may plan, answer and cancel nudges.
	// Nil does nothing.
	Silent func(ctx context.Context, tx bun.Tx, n Nudge) error
	// Unasked is told that the person could not be asked, for a feature that
	// needs an end to every question. Nil does nothing.
	Unasked func(ctx context.Context, tx bun.Tx, n Nudge) error
}

// Nudges plans questions and asks them.
type Nudges struct {
	site.Site
	members  *member.Members
	handlers map[string]Handler
}

// New makes the store, and forgets the nudges of somebody who is erased.
func New(s site.Site, members *member.Members) *Nudges {
	nudges := &Nudges{Site: s, members: members, handlers: map[string]Handler{}}
	members.OnErase(nudges.erase)
	return nudges
}

// Handle registers what is done about a kind, before the first Tick. The kind
// is also the letter's in the outbox: "conversation.halfway".
func (s *Nudges) Handle(kind string, h Handler) {
	if _, twice := s.handlers[kind]; twice || h.Letter == nil {
		panic("nudge: " + kind + " needs one handler with a letter")
	}
	s.handlers[kind] = h
}

// Plan plans any number of questions: one for each kind, subject and member.
// Planning again moves a question that has not been asked, or that was
// cancelled; one that was asked or answered stays as it is.
func (s *Nudges) Plan(ctx context.Context, tx bun.IDB, plans ...Plan) error {
	rows := make([]Nudge, len(plans))
	now := s.Now()
	for i, p := range plans {
		if _, known := s.handlers[p.Kind]; !known {
			return fmt.Errorf("plan nudge: nobody handles the kind %q", p.Kind)
		}
		rows[i] = Nudge{
			ID: s.NewID(), Kind: p.Kind, SubjectID: p.SubjectID, MemberID: p.MemberID,
			DueAt: p.Due, NextAt: p.Due, SilentAt: p.SilentAt, PlannedAt: now,
		}
	}
	return upsert(ctx, tx, rows)
}

// Answer records what a member answered, also before they were asked or after
// they were silent; a later answer replaces an earlier one. A question that was
// never planned needs no answer, and that is no error.
func (s *Nudges) Answer(ctx context.Context, tx bun.IDB, kind, subjectID, memberID, answer string) error {
	return setAnswer(ctx, tx, kind, subjectID, memberID, answer, s.Now())
}

// Cancel takes back the unanswered questions about a subject: of these kinds,
// or of all when none is named. They may be planned again.
func (s *Nudges) Cancel(ctx context.Context, tx bun.IDB, subjectID string, kinds ...string) error {
	return cancel(ctx, tx, subjectID, "", kinds)
}

// CancelFor is Cancel for one member only.
func (s *Nudges) CancelFor(ctx context.Context, tx bun.IDB, subjectID, memberID string, kinds ...string) error {
	return cancel(ctx, tx, subjectID, memberID, kinds)
}

// About lists all questions about a subject, in the order they are due.
func (s *Nudges) About(ctx context.Context, tx bun.IDB, subjectID string) ([]Nudge, error) {
	return list(ctx, tx, "subject_id = ?", subjectID)
}

// Open lists the questions that a member has been asked and has not answered,
// while an answer still counts.
func (s *Nudges) Open(ctx context.Context, tx bun.IDB, memberID string) ([]Nudge, error) {
	return list(ctx, tx, "member_id = ? AND sent_at IS NOT NULL AND answered_at IS NULL AND silenced_at IS NULL AND ended = ''", memberID)
}

func (s *Nudges) erase(ctx context.Context, tx bun.Tx, memberID string) error {
	_, err := tx.NewRaw("DELETE FROM nudges WHERE member_id = ?", memberID).Exec(ctx)
	return err
}

// Export is what a member's data download says: what they were asked.
func (s *Nudges) Export(ctx context.Context, memberID string) (any, error) {
	type question struct {
		Kind     string     `json:"question"`
		Asked    *time.Time `json:"asked,omitempty"`
		Answer   string     `json:"answer,omitempty"`
		Answered *time.Time `json:"answered,omitempty"`
	}
	all, err := list(ctx, s.DB, "member_id = ?", memberID)
	out := []question{}
	for _, n := range all {
		if n.SentAt.IsZero() && n.AnsweredAt.IsZero() {
			continue // never asked: nothing that is about them
		}
		out = append(out, question{n.Kind, at(n.SentAt), n.Answer, at(n.AnsweredAt)})
	}
	return out, err
}

func at(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
