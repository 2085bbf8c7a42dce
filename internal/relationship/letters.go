package relationship

import (
	"context"
	"strconv"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/schedule"
)

// begin tells both that they work together, and what comes first.
func (t *turn) begin(ctx context.Context, why func(memberID string) []locale.Phrase) error {
	for _, to := range t.r.People() {
		err := t.tell(ctx, to, "relationship.begun", "", func(ctx context.Context) mail.Letter {
			other := t.r.Other(to)
			how := []mail.Block{mail.Para(locale.T(ctx, "relationship.begun."+string(t.r.Kind)+"."+t.r.side(to), "name", t.name(ctx, other)))}
			if why != nil {
				how = how[:0]
				for _, p := range why(to) {
					how = append(how, mail.Para(p.In(ctx)))
				}
			}
			return mail.Letter{
				Subject: locale.T(ctx, "relationship.begun.subject", "name", t.name(ctx, other)),
				Preview: locale.T(ctx, "relationship.begun.preview"),
				Blocks: append(how,
					mail.Para(locale.T(ctx, "relationship.begun.next."+t.r.side(to), "name", t.first(ctx, other))),
					mail.Button(locale.T(ctx, "relationship.agreement.write"), t.page(*t.r, to)+"/agreement"),
					mail.Small(locale.T(ctx, "relationship.begun.small", "name", t.first(ctx, other))),
				),
			}
		})
		if err != nil {
			return err
		}
	}
	return t.ask(ctx, nudgeAgree, "agree", t.now.AddDate(0, 0, 7))
}

// terms are an agreement in the blocks of a letter.
func termsBlocks(ctx context.Context, a Agreement) []mail.Block {
	var blocks []mail.Block
	for _, f := range termFacts(ctx, a) {
		blocks = append(blocks, mail.Heading(f.Key), mail.Para(f.Value))
	}
	return blocks
}

func (t *turn) tellProposed(ctx context.Context, a Agreement) error {
	to, key := t.r.Other(t.me), "first"
	if t.r.State == Running {
		key = "change"
	}
	return t.tell(ctx, to, "relationship.proposed", strconv.FormatInt(a.Version, 10), func(ctx context.Context) mail.Letter {
		name := t.name(ctx, t.me)
		blocks := []mail.Block{mail.Para(locale.T(ctx, "relationship.proposed."+key, "name", name))}
		blocks = append(blocks, termsBlocks(ctx, a)...)
		return mail.Letter{
			Subject: locale.T(ctx, "relationship.proposed.subject."+key, "name", name),
			Preview: locale.T(ctx, "relationship.proposed.preview"),
			Blocks:  append(blocks, mail.Button(locale.T(ctx, "relationship.proposed.button"), t.page(*t.r, to)+"/agreement")),
		}
	})
}

// tellAccepted gives each of the two their copy.
func (t *turn) tellAccepted(ctx context.Context, a Agreement) error {
	for _, to := range t.r.People() {
		err := t.tell(ctx, to, "relationship.accepted", strconv.FormatInt(a.Version, 10), func(ctx context.Context) mail.Letter {
			other := t.name(ctx, t.r.Other(to))
			blocks := []mail.Block{mail.Para(locale.T(ctx, "relationship.accepted.what", "name", other, "date", locale.Date(ctx, a.AcceptedAt)))}
			blocks = append(blocks, termsBlocks(ctx, a)...)
			return mail.Letter{
				Subject: locale.T(ctx, "relationship.accepted.subject", "name", other),
				Preview: locale.T(ctx, "relationship.accepted.preview"),
				Blocks:  append(blocks, mail.Button(locale.T(ctx, "relationship.accepted.button"), t.page(*t.r, to))),
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) tellWithdrawn(ctx context.Context, a Agreement) error {
	to := t.r.Other(t.me)
	return t.tell(ctx, to, "relationship.withdrawn", strconv.FormatInt(a.Version, 10), func(ctx context.Context) mail.Letter {
		key := a.EndedWhy + "." + string(t.r.State)
		return mail.Letter{
			Subject: locale.T(ctx, "relationship.withdrawn.subject."+a.EndedWhy, "name", t.name(ctx, t.me)),
			Preview: locale.T(ctx, "relationship.withdrawn."+key),
			Blocks: []mail.Block{
				mail.Para(locale.T(ctx, "relationship.withdrawn."+key)),
				mail.Button(locale.T(ctx, "relationship.proposed.button"), t.page(*t.r, to)+"/agreement"),
			},
		}
	})
}

// tellOver tells one of them that it has ended; key says how, and never more
// than they may know. off is the time that is taken out of their calendar.
func (t *turn) tellOver(ctx context.Context, to, key string, off *schedule.Appointment) error {
	return t.tell(ctx, to, "relationship.over", "", func(ctx context.Context) mail.Letter {
		text := locale.T(ctx, "relationship.over."+key, "name", t.name(ctx, t.r.Other(to)))
		l := mail.Letter{
			Subject: locale.T(ctx, "relationship.over.subject", "name", t.name(ctx, t.r.Other(to))), Preview: text,
			Blocks: []mail.Block{mail.Para(text), mail.Button(locale.T(ctx, "relationship.over.button"), t.s.URL(t.s.Path(t.r.ID)))},
		}
		if off != nil {
			l.Calendar = schedule.Revoke(t.event(ctx, Session{}, to, *off))
		}
		return l
	})
}
