package account

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
	"cuppa.example/internal/seal"
)

// changeLife is how long the link to a new address works.
const changeLife = 24 * time.Hour

// change is a new address that nobody has confirmed yet.
type change struct {
	bun.BaseModel `bun:"table:email_changes"`

	ID        string `bun:",pk"`
	MemberID  string
	TokenHash string
	Email     []byte
	CreatedAt time.Time
	ExpiresAt time.Time
}

var errStale = fault.Because(fault.Gone, "account.email.expired")

// AskForEmail mails a link to the new address. If the address belongs to
// somebody already, its owner is told instead; the work and the answer are the
// same.
func (s *Accounts) AskForEmail(ctx context.Context, m member.Member, email string) error {
	if !s.asked.Allow(s.Now(), m.ID) {
		return fault.TooMany
	}
	if !s.mailed.Allow(s.Now(), form.Mailbox(email)) {
		return nil
	}
	id, token, now := s.NewID(), seal.Token(), s.Now()
	c := change{
		ID: id, MemberID: m.ID, TokenHash: seal.Hash(token), Email: s.Keys.Encrypt(email, purpose(id)),
		CreatedAt: now, ExpiresAt: now.Add(changeLife),
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		owner, err := s.members.InByEmail(ctx, tx, email)
		if err != nil && !isNotFound(err) {
			return err
		}
		taken := err == nil
		if err := insertChange(ctx, tx, c); err != nil {
			return err
		}
		if taken {
			return s.sendTaken(ctx, tx, owner, c.ID)
		}
		return s.sendConfirm(ctx, tx, m, email, token)
	})
}

// PeekEmail opens a link to a new address, for the page that asks to confirm it.
func (s *Accounts) PeekEmail(ctx context.Context, token string) (m member.Member, email string, err error) {
	return s.openChange(ctx, s.DB, token)
}

// ConfirmEmail gives the member their new address, ends all their sessions but
// keep, and tells the old address.
func (s *Accounts) ConfirmEmail(ctx context.Context, token, keep string) (m member.Member, err error) {
	err = s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := lockChange(ctx, s.DB, tx, token); err != nil {
			return err
		}
		var email string
		if m, email, err = s.openChange(ctx, tx, token); err != nil {
			return err
		}
		if err := s.members.ChangeEmail(ctx, tx, m.ID, email, keep); err != nil {
			return err
		}
		if err := eraseRows(ctx, tx, m.ID); err != nil { // this link, and any other
			return err
		}
		return s.sendChanged(ctx, tx, m, token)
	})
	return m, err
}

func (s *Accounts) openChange(ctx context.Context, tx bun.IDB, token string) (member.Member, string, error) {
	c, err := changeByToken(ctx, tx, token)
	if isNotFound(err) || err == nil && !s.Now().Before(c.ExpiresAt) {
		err = errStale
	}
	if err != nil {
		return member.Member{}, "", err
	}
	m, err := s.members.In(ctx, tx, c.MemberID)
	if err == nil && m.State != member.Active && m.State != member.Paused {
		err = errStale
	}
	if err != nil {
		return m, "", err
	}
	email, err := s.Keys.Decrypt(c.Email, purpose(c.ID))
	return m, email, err
}

// Tick forgets addresses that nobody confirmed.
func (s *Accounts) Tick(ctx context.Context, now time.Time) error {
	due, err := anyStale(ctx, s.DB, now)
	if err != nil || !due {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error { return deleteStale(ctx, tx, now) })
}

func purpose(id string) string { return "email_changes.email/" + id }
