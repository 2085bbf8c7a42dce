package nudge

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
)

// ask adds the letter of a nudge to letters, unless there is nothing to ask or
// nobody to be asked.
func (s *Nudges) ask(ctx context.Context, tx bun.Tx, n Nudge, now time.Time, letters []mail.Item) ([]mail.Item, error) {
	h := s.handlers[n.Kind]
	if h.Letter == nil { // its feature is gone
		_, err := markEnded(ctx, tx, n.ID, Unneeded)
		return letters, err
	}
	words, err := s.Speak(ctx, n.Member.Language)
	if err != nil {
		return letters, err
	}
	if n.Member.State != member.Active || !n.Member.Reachable() {
		open, err := markEnded(ctx, tx, n.ID, Unreachable)
		if err != nil || !open || h.Unasked == nil {
			return letters, err
		}
		return letters, h.Unasked(words, tx, n)
	}
	letter, needed, err := h.Letter(words, tx, n)
	if err != nil {
		return letters, err
	}
	if !needed {
		_, err := markEnded(ctx, tx, n.ID, Unneeded)
		return letters, err
	}
	n.SilentAt = fair(n.DueAt, n.SilentAt, now)
	open, err := markSent(ctx, tx, n, now)
	if err != nil || !open {
		return letters, err
	}
	m := n.Member
	return append(letters, mail.Item{
		Envelope: mail.Envelope{
			Kind: n.Kind, Key: "nudge/" + n.ID, MemberID: m.ID, Name: m.Name, Email: m.Email, Lang: m.Language,
		},
		Letter: letter,
	}), nil
}

// fair leaves at least half of the planned time for an answer to a question
// that is asked late, because nothing ran when it was due.
func fair(dueAt, silentAt, now time.Time) time.Time {
	if silentAt.IsZero() {
		return silentAt
	}
	if least := now.Add(silentAt.Sub(dueAt) / 2); silentAt.Before(least) {
		return least
	}
	return silentAt
}

// silence acts on a question that nobody answered.
func (s *Nudges) silence(ctx context.Context, tx bun.Tx, n Nudge, now time.Time) error {
	open, err := markSilenced(ctx, tx, n.ID, now)
	h := s.handlers[n.Kind]
	if err != nil || !open || h.Silent == nil {
		return err
	}
	words, err := s.Speak(ctx, n.Member.Language)
	if err != nil {
		return err
	}
	n.SilencedAt = now
	return h.Silent(words, tx, n)
}
