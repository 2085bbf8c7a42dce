package account

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
	"cuppa.example/internal/network"
	"cuppa.example/internal/seal"
)

// letter begins every letter of this package: account.mail.KIND.subject,
// .preview and .what are its texts.
func (s *Accounts) letter(ctx context.Context, m member.Member, kind string) (context.Context, network.Network, mail.Letter, error) {
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return nil, n, mail.Letter{}, err
	}
	words, err := s.Speak(ctx, m.Language)
	if err != nil {
		return nil, n, mail.Letter{}, err
	}
	key := "account.mail." + kind
	return words, n, mail.Letter{
		Subject: locale.T(words, key+".subject", "network", n.Name),
		Preview: locale.T(words, key+".preview"),
		Blocks: []mail.Block{
			mail.Para(locale.T(words, "member.mail.hello", "name", m.FirstName())),
			mail.Para(locale.T(words, key+".what", "network", n.Name)),
		},
	}, nil
}

func envelope(m member.Member, kind, key string) mail.Envelope {
	return mail.Envelope{
		Kind: "account." + kind, Key: "account." + kind + "/" + key,
		MemberID: m.ID, Name: m.Name, Email: m.Email, Lang: m.Language,
	}
}

// sendConfirm goes to the new address. Whoever reads it there may be a
// stranger, so it names nobody.
func (s *Accounts) sendConfirm(ctx context.Context, tx bun.IDB, m member.Member, email, token string) error {
	words, n, l, err := s.letter(ctx, m, "confirm")
	if err != nil {
		return err
	}
	l.Blocks = []mail.Block{
		mail.Para(locale.T(words, "account.mail.hello")),
		mail.Para(locale.T(words, "account.mail.confirm.what", "network", n.Name)),
		mail.Button(locale.T(words, "account.mail.confirm.button"), s.URL("/profile/email/"+token)),
		mail.Small(locale.T(words, "account.mail.confirm.ignore")),
	}
	e := mail.Envelope{Kind: "account.confirm", Key: "account.confirm/" + seal.Hash(token), Email: email, Lang: m.Language}
	return s.Post.Queue(ctx, tx, e, l)
}

// sendTaken tells whose address it is that somebody wanted to use it.
func (s *Accounts) sendTaken(ctx context.Context, tx bun.IDB, owner member.Member, key string) error {
	_, _, l, err := s.letter(ctx, owner, "taken")
	if err != nil {
		return err
	}
	return s.Post.Queue(ctx, tx, envelope(owner, "taken", key), l)
}

// sendChanged goes to the old address, for the case that it was not its owner
// who changed it.
func (s *Accounts) sendChanged(ctx context.Context, tx bun.IDB, old member.Member, token string) error {
	words, n, l, err := s.letter(ctx, old, "changed")
	if err != nil {
		return err
	}
	if n.Contact != "" {
		l.Blocks = append(l.Blocks, mail.Para(locale.T(words, "account.mail.changed.contact", "contact", n.Contact)))
	}
	return s.Post.Queue(ctx, tx, envelope(old, "changed", seal.Hash(token)), l)
}

func (s *Accounts) sendLeft(ctx context.Context, tx bun.IDB, m member.Member) error {
	words, _, l, err := s.letter(ctx, m, "left")
	if err != nil {
		return err
	}
	l.Blocks = append(l.Blocks, mail.Link(locale.T(words, "account.mail.left.back"), s.URL("/join")))
	return s.Post.Queue(ctx, tx, envelope(m, "left", s.NewID()), l)
}

// sendDeleted belongs to no member any more, so that nothing of theirs is tied
// to it.
func (s *Accounts) sendDeleted(ctx context.Context, tx bun.IDB, m member.Member) error {
	_, _, l, err := s.letter(ctx, m, "deleted")
	if err != nil {
		return err
	}
	e := envelope(m, "deleted", s.NewID())
	e.MemberID = ""
	return s.Post.Queue(ctx, tx, e, l)
}
