package safety

import (
	"context"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
)

// post writes a letter to a member who may be kept out: what is decided about
// somebody is always told to them, where their address takes mail.
func (s *Safety) post(ctx context.Context, tx bun.IDB, m member.Member, key, what string, blocks func(words context.Context) []mail.Block) error {
	if m.Email == "" || !m.BouncedAt.IsZero() {
		return nil
	}
	words, err := s.Speak(ctx, m.Language)
	if err != nil {
		return err
	}
	return s.Post.Queue(ctx, tx, mail.Envelope{
		Kind: "member.personal", Key: key, MemberID: m.ID, Name: m.Name, Email: m.Email, Lang: m.Language,
	}, mail.Letter{
		Subject: locale.T(words, what+".subject"), Preview: locale.T(words, what+".preview"),
		Blocks: append([]mail.Block{mail.Para(locale.T(words, "member.mail.hello", "name", m.FirstName()))}, blocks(words)...),
	})
}

// tellDecided tells the person what was decided about them, and how to appeal.
// It says nothing of the report, and nothing of who wrote it.
func (s *Safety) tellDecided(ctx context.Context, tx bun.IDB, d Decision) error {
	if d.Measure == NoAction {
		return nil
	}
	m, err := s.members.In(ctx, tx, d.About)
	if err != nil {
		return err
	}
	link := s.URL("/appeal/" + s.Keys.Link(d.DecidedAt.Add(appealLife), appealLink, d.ID, m.ID))
	return s.post(ctx, tx, m, "decided/"+d.ID, "safety.mail.decided", func(words context.Context) []mail.Block {
		return []mail.Block{
			mail.Para(s.measure(words, "safety.mail.decided.", d)),
			mail.Para(locale.T(words, "safety.mail.decided.say")),
			mail.Quote(d.Message),
			mail.Link(locale.T(words, "safety.mail.decided.conduct"), s.URL(Conduct.Path())),
			mail.Para(locale.T(words, "safety.mail.decided.appeal", "date", locale.Date(words, d.DecidedAt.Add(appealLife)))),
			mail.Button(locale.T(words, "safety.mail.decided.button"), link),
		}
	})
}

// measure says a measure in words, with the date where it has one.
func (s *Safety) measure(words context.Context, prefix string, d Decision) string {
	if d.Measure == Suspended {
		return locale.T(words, prefix+string(d.Measure), "date", locale.DateTime(words, d.Until))
	}
	return locale.T(words, prefix+string(d.Measure))
}

// tellAppeal writes to those who may decide an appeal. Where no organiser may,
// the safeguarding contact is the second pair of eyes.
func (s *Safety) tellAppeal(ctx context.Context, tx bun.IDB, d decisionRow, occasion string) error {
	seconds, err := s.seconds(ctx, tx, d)
	if err != nil {
		return err
	}
	for _, o := range seconds {
		err := s.post(ctx, tx, o, "appeal/"+d.ID+"/"+occasion+"/"+o.ID, "safety.mail.appeal", func(words context.Context) []mail.Block {
			return []mail.Block{
				mail.Para(locale.T(words, "safety.mail.appeal.what")),
				mail.Button(locale.T(words, "safety.mail.appeal.button"), s.URL("/organise/reports/"+d.ReportID)),
			}
		})
		if err != nil {
			return err
		}
	}
	if len(seconds) > 0 {
		return nil
	}
	return s.askContact(ctx, tx, d, occasion)
}

func (s *Safety) askContact(ctx context.Context, tx bun.IDB, d decisionRow, occasion string) error {
	n, can, err := s.secondEyes(ctx, tx, d)
	if err != nil || !can {
		return err
	}
	words, err := s.Speak(ctx, "")
	if err != nil {
		return err
	}
	return s.Post.Queue(ctx, tx, mail.Envelope{
		Kind: "safety.report", Key: "appeal/" + d.ID + "/" + occasion + "/contact", Name: n.SafeguardingName, Email: n.SafeguardingEmail,
	}, mail.Letter{
		Subject: locale.T(words, "safety.mail.appeal.subject"), Preview: locale.T(words, "safety.mail.appeal.preview"),
		Blocks: []mail.Block{
			mail.Para(locale.T(words, "member.mail.hello", "name", n.SafeguardingName)),
			mail.Para(locale.T(words, "safety.mail.second.what", "network", n.Name)),
			mail.Button(locale.T(words, "safety.mail.appeal.button"), s.URL("/second/"+s.Keys.Link(s.Now().Add(secondLife), secondLink, d.ID))),
			mail.Small(locale.T(words, "safety.mail.second.private")),
		},
	})
}

// tellAnswered tells the person what came of their appeal.
func (s *Safety) tellAnswered(ctx context.Context, tx bun.IDB, d decisionRow, a Answer) error {
	if d.AboutID == "" {
		return nil
	}
	m, err := s.members.In(ctx, tx, d.AboutID)
	if err != nil {
		return err
	}
	result := "safety.mail.answered.overturned"
	if a.Upheld {
		result = "safety.mail.answered.upheld"
	}
	return s.post(ctx, tx, m, "answered/"+d.ID, "safety.mail.answered", func(words context.Context) []mail.Block {
		return []mail.Block{
			mail.Para(locale.T(words, result)),
			mail.Para(locale.T(words, "safety.mail.answered.say")),
			mail.Quote(a.Words),
		}
	})
}
