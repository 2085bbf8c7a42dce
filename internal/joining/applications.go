package joining

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/seal"
)

// Apply keeps what somebody typed and mails them a link to confirm it. A member
// gets a link to sign in instead. Both write one row and queue one letter, so
// that neither the answer nor its timing tells them apart.
func (s *Applications) Apply(ctx context.Context, a Application) error {
	if !s.byEmail.Allow(s.Now(), form.Mailbox(a.Email)) {
		return nil // the letters before this one still work
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		m, err := s.members.InByEmail(ctx, tx, a.Email)
		switch {
		case err == nil && m.State != member.Left:
			return s.sendSignIn(ctx, tx, m)
		case err != nil && !isNotFound(err):
			return err
		}
		return s.keep(ctx, tx, a)
	})
}

func (s *Applications) keep(ctx context.Context, tx bun.IDB, a Application) error {
	payload, err := json.Marshal(a)
	if err != nil {
		return err
	}
	id, token, now := s.NewID(), seal.Token(), s.Now()
	r := row{
		ID: id, TokenHash: seal.Hash(token), Person: s.person(a.Email),
		Payload: s.Keys.Encrypt(string(payload), purpose(id)), CreatedAt: now, ExpiresAt: now.Add(applicationLife),
	}
	if err := insert(ctx, tx, r); err != nil {
		return err
	}
	return s.sendConfirmation(ctx, tx, a.Email, token)
}

// Peek opens an application by its link, for the page that asks to confirm it.
func (s *Applications) Peek(ctx context.Context, token string) (Application, error) {
	_, a, err := s.open(ctx, s.DB, token)
	return a, err
}

// Confirm makes a member of whoever holds the link, once. The other
// applications of the same address are deleted.
func (s *Applications) Confirm(ctx context.Context, token string) (m member.Member, err error) {
	confirm := func(ctx context.Context, tx bun.Tx) error {
		if err := lock(ctx, s.DB, tx, token); err != nil {
			return err
		}
		r, a, err := s.open(ctx, tx, token)
		if err != nil {
			return err
		}
		if m, err = s.members.Join(ctx, tx, a.Email, a.Details, true); err != nil {
			return err
		}
		if err := s.members.Agree(ctx, tx, m.ID); err != nil {
			return err
		}
		if err := s.safety.AcceptJoined(ctx, tx, m.ID, a.Seen); err != nil {
			return err
		}
		if err := settle(ctx, tx, r, s.Now()); err != nil {
			return err
		}
		return s.sendWelcome(ctx, tx, m)
	}
	if err = s.DB.InTx(ctx, confirm); db.IsUnique(err) {
		err = s.DB.InTx(ctx, confirm) // another application of theirs was confirmed at the same time
	}
	return m, err
}

func (s *Applications) open(ctx context.Context, tx bun.IDB, token string) (row, Application, error) {
	var a Application
	r, err := byToken(ctx, tx, token)
	switch {
	case isNotFound(err):
		return r, a, errExpired
	case err != nil:
		return r, a, err
	case !r.ConfirmedAt.IsZero():
		return r, a, errUsed
	case !s.Now().Before(r.ExpiresAt):
		return r, a, errExpired
	}
	text, err := s.Keys.Decrypt(r.Payload, purpose(r.ID))
	if err != nil {
		return r, a, err
	}
	return r, a, json.Unmarshal([]byte(text), &a)
}

// Tick deletes what nobody confirmed in time.
func (s *Applications) Tick(ctx context.Context, now time.Time) error {
	due, err := anythingExpired(ctx, s.DB, now)
	if err != nil || !due {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return deleteExpired(ctx, tx, now) })
}

// erase forgets the steps, the note and the applications of a member.
func (s *Applications) erase(ctx context.Context, tx bun.Tx, memberID string) error {
	m, err := s.members.In(ctx, tx, memberID)
	if err != nil {
		return err
	}
	return eraseRows(ctx, tx, memberID, s.person(m.Email))
}

func (s *Applications) person(email string) string { return s.Keys.Pseudonym("joining", email) }

func purpose(id string) string { return "applications.payload/" + id }

func isNotFound(err error) bool { return errors.Is(err, fault.NotFound) }
