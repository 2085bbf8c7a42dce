package member

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/seal"
)

// linkLife is how long a sign-in link may be used.
const linkLife = 15 * time.Minute

type signInLink struct {
	bun.BaseModel `bun:"table:sign_in_links"`

	TokenHash string `bun:",pk"`
	MemberID  string
	Next      string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    time.Time `bun:",nullzero"`
}

// SendLink mails a sign-in link to the address, if it is a member's. The
// caller's answer is the same whether it is or not, and so is its timing.
func (s *Members) SendLink(ctx context.Context, email, next string) error {
	if !s.asked.Allow(s.Now(), email) {
		return nil // more than five links in a short time: the earlier ones still work
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		m, err := byEmail(ctx, tx, email)
		if isNotFound(err) || err == nil && (m.State == Left || m.Barred()) {
			return s.pretend(ctx, tx, email)
		}
		if err != nil {
			return err
		}
		token, err := s.NewLink(ctx, tx, m.ID, next, linkLife)
		if err != nil {
			return err
		}
		return s.queueLink(ctx, tx, m, token)
	})
}

// pretend does for an unknown address what a member's takes: a letter is written,
// sealed, put into the outbox, and taken out again.
func (s *Members) pretend(ctx context.Context, tx bun.IDB, email string) error {
	token := seal.Token()
	if err := s.queueLink(ctx, tx, Member{Email: email}, token); err != nil {
		return err
	}
	return s.Post.Withdraw(ctx, tx, linkKey(token))
}

func linkKey(token string) string { return "sign-in/" + seal.Hash(token) }

// NewLink makes a one-time sign-in link and gives its path's token.
func (s *Members) NewLink(ctx context.Context, tx bun.IDB, memberID, next string, life time.Duration) (string, error) {
	token, now := seal.Token(), s.Now()
	link := signInLink{TokenHash: seal.Hash(token), MemberID: memberID, Next: next, CreatedAt: now, ExpiresAt: now.Add(life)}
	_, err := tx.NewInsert().Model(&link).Exec(ctx)
	return token, err
}

func (s *Members) queueLink(ctx context.Context, tx bun.IDB, m Member, token string) error {
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return err
	}
	words, err := s.Speak(ctx, m.Language)
	if err != nil {
		return err
	}
	return s.Post.Queue(ctx, tx, mail.Envelope{
		Kind: "member.sign_in", Key: linkKey(token), MemberID: m.ID, Name: m.Name, Email: m.Email, Lang: m.Language,
	}, mail.Letter{
		Subject: locale.T(words, "member.signin.mail.subject", "network", n.Name),
		Preview: locale.T(words, "member.signin.mail.preview"),
		Blocks: []mail.Block{
			mail.Para(locale.T(words, "member.mail.hello", "name", m.FirstName())),
			mail.Para(locale.T(words, "member.signin.mail.what", "network", n.Name)),
			mail.Button(locale.T(words, "member.signin.mail.button"), s.URL("/sign-in/"+token)),
			mail.Small(locale.T(words, "member.signin.mail.ignore")),
		},
	})
}

// PeekLink checks a sign-in link without using it up, for the page it opens.
func (s *Members) PeekLink(ctx context.Context, token string) (Member, error) {
	_, m, err := s.openLink(ctx, s.DB, token)
	return m, err
}

// UseLink uses the link up and says who signs in and where they go next.
func (s *Members) UseLink(ctx context.Context, token string) (m Member, next string, err error) {
	err = s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		var link signInLink
		link, m, err = s.openLink(ctx, tx, token)
		if err != nil {
			return err
		}
		next = link.Next
		done, err := tx.NewUpdate().Model(&link).Set("used_at = ?", s.Now()).WherePK().Where("used_at IS NULL").Exec(ctx)
		if err != nil {
			return err
		}
		if n, _ := done.RowsAffected(); n == 0 {
			return errUsed
		}
		return nil
	})
	return m, next, err
}

var (
	errUsed    = fault.Because(fault.Gone, "member.signin.used")
	errExpired = fault.Because(fault.Gone, "member.signin.expired")
)

func (s *Members) openLink(ctx context.Context, tx bun.IDB, token string) (signInLink, Member, error) {
	var link signInLink
	err := db.Found(tx.NewSelect().Model(&link).Where("token_hash = ?", seal.Hash(token)).Scan(ctx))
	switch {
	case errors.Is(err, fault.NotFound):
		return link, Member{}, errExpired // links are deleted a day after they expire
	case err != nil:
		return link, Member{}, err
	case !link.UsedAt.IsZero():
		return link, Member{}, errUsed
	case s.Now().After(link.ExpiresAt):
		return link, Member{}, errExpired
	}
	m, err := byID(ctx, tx, link.MemberID)
	if err == nil && m.Barred() {
		return link, m, errSuspended
	}
	if err == nil && m.State != Active && m.State != Paused {
		err = errExpired
	}
	return link, m, err
}
