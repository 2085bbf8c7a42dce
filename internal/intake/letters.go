package intake

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
)

// linkKind marks the links on which people say whom they would like.
const linkKind = "intake"

// link is the address of the page on which somebody says whom they would like.
// It works without signing in, until that is over.
func (s *Intakes) link(i Intake, memberID string, side Side) string {
	return "/i/" + s.Keys.Link(i.ChooseUntil.Add(24*time.Hour), linkKind, i.ID, memberID, string(side))
}

func (s *Intakes) openLink(token string) (id, memberID string, side Side, err error) {
	ids, err := s.Keys.OpenLink(s.Now(), linkKind, token)
	if err != nil {
		return "", "", "", err
	}
	if len(ids) != 3 {
		return "", "", "", fault.NotFound
	}
	return ids[0], ids[1], Side(ids[2]), nil
}

// item is a letter to one person, once for each key.
func (s *Intakes) item(ctx context.Context, kind, key string, m member.Member, write func(ctx context.Context) mail.Letter) (mail.Item, error) {
	words, err := s.Speak(ctx, m.Language)
	if err != nil {
		return mail.Item{}, err
	}
	l := write(words)
	l.Blocks = append([]mail.Block{mail.Para(locale.T(words, "member.mail.hello", "name", m.FirstName()))}, l.Blocks...)
	return mail.Item{
		Envelope: mail.Envelope{Kind: kind, Key: kind + "/" + key + "/" + m.ID, MemberID: m.ID, Name: m.Name, Email: m.Email, Lang: m.Language},
		Letter:   l,
	}, nil
}

// tellAll writes to everybody who signed up, once for each side they are on.
func (s *Intakes) tellAll(ctx context.Context, tx bun.Tx, i Intake, f *field, write func(ctx context.Context, e entrant) (mail.Letter, bool)) error {
	var items []mail.Item
	for _, list := range [][]entrant{f.learners, f.helpers} {
		for _, e := range list {
			m := f.members[e.MemberID]
			if !m.Reachable() {
				continue
			}
			wanted := false
			it, err := s.item(ctx, "intake."+string(i.State), i.ID+"/"+string(e.Side), m, func(ctx context.Context) (l mail.Letter) {
				l, wanted = write(ctx, e)
				return l
			})
			if err != nil {
				return err
			}
			if wanted {
				items = append(items, it)
			}
		}
	}
	return s.Post.QueueAll(ctx, tx, items)
}

// chooseLetter says that signing up is over, and asks whom they would like.
func (s *Intakes) chooseLetter(ctx context.Context, i Intake, e entrant) mail.Letter {
	return mail.Letter{
		Subject: locale.T(ctx, "intake.mail.choose.subject", "title", i.Title),
		Preview: locale.T(ctx, "intake.mail.choose.preview"),
		Blocks: []mail.Block{
			mail.Para(locale.T(ctx, "intake.mail.choose.what."+string(e.Side), "title", i.Title)),
			mail.Button(locale.T(ctx, "intake.mail.choose.button"), s.URL(s.link(i, e.MemberID, e.Side))),
			mail.Para(locale.T(ctx, "intake.mail.choose.until", "until", locale.DateTime(ctx, i.ChooseUntil), "answer", locale.DayDate(ctx, i.AnswerBy))),
			mail.Small(locale.T(ctx, "intake.mail.choose.silence")),
		},
	}
}

func cancelledLetter(ctx context.Context, i Intake, why string) mail.Letter {
	return mail.Letter{
		Subject: locale.T(ctx, "intake.mail.cancelled.subject", "title", i.Title),
		Preview: locale.T(ctx, "intake.mail.cancelled.preview"),
		Blocks:  []mail.Block{mail.Para(locale.T(ctx, "intake.mail.cancelled.what", "title", i.Title)), mail.Quote(why)},
	}
}

// tellOrganisers says that a draw waits for them, and until when.
func (s *Intakes) tellOrganisers(ctx context.Context, tx bun.Tx, i Intake) error {
	organisers, err := s.members.Organisers(ctx, tx)
	if err != nil {
		return err
	}
	var items []mail.Item
	for _, m := range organisers {
		if !m.Reachable() {
			continue
		}
		it, err := s.item(ctx, "intake.drawn", i.ID, m, func(ctx context.Context) mail.Letter {
			return mail.Letter{
				Subject: locale.T(ctx, "intake.mail.drawn.subject", "title", i.Title),
				Preview: locale.T(ctx, "intake.mail.drawn.preview"),
				Blocks: []mail.Block{
					mail.Para(locale.T(ctx, "intake.mail.drawn.what", "title", i.Title)),
					mail.Button(locale.T(ctx, "intake.mail.drawn.button"), s.URL("/organise/intakes/"+i.ID+"/draw")),
					mail.Para(locale.T(ctx, "intake.mail.drawn.until", "until", locale.DateTime(ctx, i.AnswerBy))),
				},
			}
		})
		if err != nil {
			return err
		}
		items = append(items, it)
	}
	return s.Post.QueueAll(ctx, tx, items)
}

// tellNobody gives an answer to everybody who has nobody: those who are matched
// hear it from the relationship that begins.
func (s *Intakes) tellNobody(ctx context.Context, tx bun.Tx, i Intake, f *field, list []Match) error {
	why := map[string]Why{}
	for _, e := range f.helpers {
		why[string(Helper)+e.MemberID] = noneNeeded
	}
	for _, m := range list {
		if m.HelperID == "" {
			why[string(Learner)+m.LearnerID] = m.Why
		} else {
			delete(why, string(Helper)+m.HelperID)
		}
	}
	return s.tellAll(ctx, tx, i, f, func(ctx context.Context, e entrant) (mail.Letter, bool) {
		reason, alone := why[string(e.Side)+e.MemberID]
		return s.nobodyLetter(ctx, i, e, reason), alone
	})
}

// how is what each of two people is told of how they came together.
func (f *field) how(i Intake, m Match) func(memberID string) []locale.Phrase {
	return func(memberID string) []locale.Phrase {
		side, other := Learner, m.HelperID
		if memberID == m.HelperID {
			side, other = Helper, m.LearnerID
		}
		return append([]locale.Phrase{
			{Key: "intake.mail.matched." + string(i.Kind) + "." + string(side), Args: []any{"title", i.Title, "name", f.members[other].Name}},
		}, f.reasons(m, side)...)
	}
}

// nobodyLetter is the answer to who has nobody, with what they can do now.
func (s *Intakes) nobodyLetter(ctx context.Context, i Intake, e entrant, why Why) mail.Letter {
	return mail.Letter{
		Subject: locale.T(ctx, "intake.mail.nobody.subject", "title", i.Title),
		Preview: locale.T(ctx, "intake.mail.nobody.preview"),
		Blocks: []mail.Block{
			mail.Para(locale.T(ctx, "intake.mail.nobody."+string(why), "title", i.Title)),
			mail.Para(locale.T(ctx, "intake.mail.nobody.next."+string(e.Side))),
			mail.Button(locale.T(ctx, "intake.mail.nobody.button"), s.URL("/mentoring")),
		},
	}
}
