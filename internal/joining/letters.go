package joining

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
	"cuppa.example/internal/network"
	"cuppa.example/internal/seal"
)

// signInLife is how long the link in a letter to a member works.
const signInLife = 15 * time.Minute

// sendConfirmation writes to an address that nobody has confirmed. Nothing
// that was typed stands in the letter, so that the form cannot be used to send
// somebody a message.
func (s *Applications) sendConfirmation(ctx context.Context, tx bun.IDB, email, token string) error {
	words, n, err := s.speak(ctx, "")
	if err != nil {
		return err
	}
	e := mail.Envelope{Kind: "joining.confirm", Key: "joining/" + seal.Hash(token), Email: email}
	return s.Post.Queue(ctx, tx, e, mail.Letter{
		Subject: locale.T(words, "joining.mail.confirm.subject", "network", n.Name),
		Preview: locale.T(words, "joining.mail.confirm.preview"),
		Blocks: []mail.Block{
			mail.Para(locale.T(words, "joining.mail.hello")),
			mail.Para(locale.T(words, "joining.mail.confirm.what", "network", n.Name)),
			mail.Button(locale.T(words, "joining.mail.confirm.button"), s.URL("/join/confirm/"+token)),
			mail.Small(locale.T(words, "joining.mail.confirm.ignore")),
		},
	})
}

// sendSignIn answers a member who asks to join again.
func (s *Applications) sendSignIn(ctx context.Context, tx bun.IDB, m member.Member) error {
	words, n, err := s.speak(ctx, m.Language)
	if err != nil {
		return err
	}
	token, err := s.members.NewLink(ctx, tx, m.ID, "", signInLife)
	if err != nil {
		return err
	}
	return s.Post.Queue(ctx, tx, s.to(m, "joining.already", seal.Hash(token)), mail.Letter{
		Subject: locale.T(words, "joining.mail.already.subject", "network", n.Name),
		Preview: locale.T(words, "joining.mail.already.preview"),
		Blocks: []mail.Block{
			mail.Para(locale.T(words, "member.mail.hello", "name", m.FirstName())),
			mail.Para(locale.T(words, "joining.mail.already.what", "network", n.Name)),
			mail.Button(locale.T(words, "joining.mail.already.button"), s.URL("/sign-in/"+token)),
			mail.Small(locale.T(words, "joining.mail.already.ignore")),
		},
	})
}

// sendWelcome tells a new member what they have joined, what they agreed to,
// and the way back in.
func (s *Applications) sendWelcome(ctx context.Context, tx bun.IDB, m member.Member) error {
	words, n, err := s.speak(ctx, m.Language)
	if err != nil {
		return err
	}
	return s.Post.Queue(ctx, tx, s.to(m, "joining.welcome", s.NewID()), mail.Letter{
		Subject: locale.T(words, "joining.mail.welcome.subject", "network", n.Name),
		Preview: locale.T(words, "joining.mail.welcome.preview"),
		Blocks: []mail.Block{
			mail.Para(locale.T(words, "member.mail.hello", "name", m.FirstName())),
			mail.Para(locale.T(words, "joining.mail.welcome.what", "network", n.Name)),
			mail.Button(locale.T(words, "joining.mail.welcome.button"), s.URL("/welcome")),
			mail.Heading(locale.T(words, "joining.mail.welcome.agreed")),
			mail.List(append(lines(n.Pledge), n.Rule)...),
			mail.Small(locale.T(words, "joining.mail.welcome.back")),
		},
	})
}

func (s *Applications) to(m member.Member, kind, key string) mail.Envelope {
	return mail.Envelope{Kind: kind, Key: kind + "/" + key, MemberID: m.ID, Name: m.Name, Email: m.Email, Lang: m.Language}
}

func (s *Applications) speak(ctx context.Context, lang string) (context.Context, network.Network, error) {
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return nil, n, err
	}
	words, err := s.Speak(ctx, lang)
	return words, n, err
}
