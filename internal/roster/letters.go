package roster

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
)

// welcomeLife is how long the link in the letter to somebody imported works.
const welcomeLife = 60 * 24 * time.Hour

// linkKind is what the link's signature is for.
const linkKind = "imported"

// welcome tells those who were imported that they are, and how to be removed:
// once, and once more for every other again.
func (r *Roster) welcome(ctx context.Context, tx bun.IDB, joined []member.Member, again string) error {
	n, err := r.Networks.Current(ctx)
	if err != nil || len(joined) == 0 {
		return err
	}
	words, err := r.Speak(ctx, "")
	if err != nil {
		return err
	}
	items := make([]mail.Item, len(joined))
	for i, m := range joined {
		link := r.URL("/imported/" + r.Keys.Link(r.Now().Add(welcomeLife), linkKind, m.ID))
		items[i] = mail.Item{
			Envelope: mail.Envelope{Kind: "roster.welcome", Key: "imported/" + m.ID + again, MemberID: m.ID, Name: m.Name, Email: m.Email},
			Letter: mail.Letter{
				Subject: locale.T(words, "roster.mail.subject", "network", n.Name),
				Preview: n.Purpose,
				Blocks: []mail.Block{
					mail.Para(locale.T(words, "member.mail.hello", "name", m.FirstName())),
					mail.Para(locale.T(words, "roster.mail.what", "network", n.Name)),
					mail.Para(n.Purpose),
					mail.Para(locale.T(words, "roster.mail.next")),
					mail.Button(locale.T(words, "roster.mail.button"), link),
					mail.Small(locale.T(words, "roster.mail.not")),
				},
			},
		}
	}
	return r.Post.QueueAll(ctx, tx, items)
}
