package mentoring

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
	"cuppa.example/internal/nudge"
)

// after is the page on which it goes on.
func (s *Mentorings) after(r Request) string {
	if r.RelationshipID != "" {
		return s.relationships.Path(r.RelationshipID)
	}
	return r.Path()
}

// tellAnswer writes to who asked that the answer is no, with a reason, whoever
// was suggested, and others whom they could ask.
func (s *Mentorings) tellAnswer(ctx context.Context, tx bun.IDB, r Request) error {
	from, err := s.members.In(ctx, tx, r.FromID)
	if err != nil {
		return err
	}
	name, err := s.called(ctx, tx, r)
	if err != nil {
		return err
	}
	reply, err := s.Keys.Decrypt(r.Reply, r.purpose("reply"))
	if err != nil {
		return err
	}
	more, err := s.instead(ctx, tx, r)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, from, "mentoring."+string(r.State), r.ID, func(ctx context.Context) (letter, error) {
		if name == "" {
			name = locale.T(ctx, "mentoring.somebody")
		}
		key := "mentoring.letter." + string(r.State)
		blocks := []mail.Block{hello(ctx, from), mail.Para(locale.T(ctx, key, "name", name))}
		if slices.Contains(reasons, r.Reason) && r.State == Declined {
			blocks = append(blocks, mail.Para(locale.T(ctx, "mentoring.letter.reason."+r.Reason, "name", name)))
		}
		if reply != "" {
			blocks = append(blocks, mail.Quote(reply))
		}
		if r.State == Referred {
			return letter{
				Subject: locale.T(ctx, key+".subject", "name", name), Preview: locale.T(ctx, key+".preview"),
				Blocks: append(blocks, mail.Button(locale.T(ctx, "mentoring.letter.see"), s.URL(r.Path()))),
			}, nil
		}
		return letter{
			Subject: locale.T(ctx, key+".subject", "name", name), Preview: locale.T(ctx, key+".preview"),
			Blocks: append(blocks, s.shown(ctx, more)...),
		}, nil
	})
}

// lapsedLetter tells that no answer came, or can come, and shows others.
func (s *Mentorings) lapsedLetter(ctx context.Context, to member.Member, name string, more []Person, key string) letter {
	if name == "" {
		name = locale.T(ctx, "mentoring.somebody")
	}
	return letter{
		Subject: locale.T(ctx, key+".subject", "name", name), Preview: locale.T(ctx, "mentoring.letter.lapsed.preview"),
		Blocks: append([]mail.Block{hello(ctx, to), mail.Para(locale.T(ctx, key, "name", name))}, s.shown(ctx, more)...),
	}
}

// shown are people who are suggested in a letter, or the way to everybody.
func (s *Mentorings) shown(ctx context.Context, more []Person) []mail.Block {
	var blocks []mail.Block
	if len(more) > 0 {
		blocks = append(blocks, mail.Heading(locale.T(ctx, "mentoring.letter.others", "count", len(more))))
	}
	for _, p := range more {
		blocks = append(blocks, mail.Para(about(ctx, p)),
			mail.Link(locale.T(ctx, "mentoring.letter.look", "name", p.Member.FirstName()), s.URL(p.Offer.Path())))
	}
	return append(blocks, mail.Link(locale.T(ctx, "mentoring.letter.everybody"), s.URL("/mentoring/directory")))
}

// placeLetter offers the place that has become free.
func (s *Mentorings) placeLetter(ctx context.Context, w Wait, to, helper member.Member, key string) letter {
	return letter{
		Subject: locale.T(ctx, key+".subject", "name", helper.Name), Preview: locale.T(ctx, "mentoring.letter.place.preview"),
		Blocks: []mail.Block{
			hello(ctx, to),
			mail.Para(locale.T(ctx, key, "who", who(ctx, helper), "date", locale.DayDate(ctx, w.LapsesAt))),
			mail.Button(locale.T(ctx, "mentoring.letter.place.button"), s.placeLink(w)),
			mail.Small(locale.T(ctx, "mentoring.letter.place.small")),
		},
	}
}

func (s *Mentorings) nextLetter(ctx context.Context, w Wait, to, helper member.Member) letter {
	return letter{
		Subject: locale.T(ctx, "mentoring.letter.next.subject", "name", helper.Name), Preview: locale.T(ctx, "mentoring.letter.next.preview"),
		Blocks: []mail.Block{
			hello(ctx, to), mail.Para(locale.T(ctx, "mentoring.letter.next", "name", helper.Name)),
			mail.Button(locale.T(ctx, "mentoring.letter.next.button"), s.placeLink(w)),
		},
	}
}

// remindPlace is the letter of the nudge about a place that is held.
func (s *Mentorings) remindPlace(ctx context.Context, tx bun.IDB, n nudge.Nudge) (letter, bool, error) {
	w, err := waitByID(ctx, tx, n.SubjectID)
	if err != nil || w.State != Offered {
		return letter{}, false, err
	}
	o, err := offerByID(ctx, tx, w.OfferID)
	if err != nil {
		return letter{}, false, err
	}
	helper, err := s.members.In(ctx, tx, o.MemberID)
	return s.placeLetter(ctx, w, n.Member, helper, "mentoring.letter.place.again"), true, err
}
