package relationship

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
)

// away tells those who work with a member that the member takes a break, or is
// back. Why is nobody's business: nobody is asked for a reason, and none is told.
func (s *Relationships) away(ctx context.Context, tx bun.Tx, memberID string) error {
	list, err := s.lockAll(ctx, tx, "(r.helper_id = ? OR r.learner_id = ?) AND r.state <> ?", memberID, memberID, Closed)
	if err != nil {
		return err
	}
	for i := range list {
		if err := s.turn(ctx, tx, &list[i], memberID, (*turn).tellAway); err != nil {
			return err
		}
	}
	return nil
}

// tellAway writes to the other one, of the same no more than once a day.
func (t *turn) tellAway(ctx context.Context) error {
	to, me, day := t.r.Other(t.me), t.people[t.me], t.now.UTC().Format(time.DateOnly)
	if me.State != member.Paused {
		return t.tell(ctx, to, "relationship.back", day, func(ctx context.Context) mail.Letter {
			return t.awayLetter(ctx, to, "back", locale.T(ctx, "relationship.back.what", "name", t.name(ctx, t.me)))
		})
	}
	stands, err := t.timeStands(ctx)
	if err != nil {
		return err
	}
	return t.tell(ctx, to, "relationship.paused", day, func(ctx context.Context) mail.Letter {
		l := t.awayLetter(ctx, to, "paused", t.awayLine(ctx, me), mail.Small(locale.T(ctx, "relationship.paused.small")))
		if !stands.IsZero() {
			l.Blocks = append(l.Blocks[:1:1], append([]mail.Block{mail.Para(locale.T(ctx, "relationship.paused.stands", "time", locale.DateTime(ctx, stands)))}, l.Blocks[1:]...)...)
		}
		return l
	})
}

func (t *turn) awayLetter(ctx context.Context, to, key, what string, more ...mail.Block) mail.Letter {
	return mail.Letter{
		Subject: locale.T(ctx, "relationship."+key+".subject", "name", t.name(ctx, t.me)), Preview: locale.T(ctx, "relationship."+key+".preview"),
		Blocks: append([]mail.Block{mail.Para(what), mail.Button(locale.T(ctx, "relationship.paused.button"), t.page(*t.r, to))}, more...),
	}
}

// awayLine says until when somebody is away.
func (v *scene) awayLine(ctx context.Context, m member.Member) string {
	if m.PausedUntil.IsZero() {
		return locale.T(ctx, "relationship.paused.open", "name", called(ctx, m.Name))
	}
	return locale.T(ctx, "relationship.paused.until", "name", called(ctx, m.Name), "date", locale.Date(ctx, m.PausedUntil))
}

// timeStands is the time that the two have agreed and that is still to come.
func (t *turn) timeStands(ctx context.Context) (time.Time, error) {
	if t.r.State != Running {
		return time.Time{}, nil
	}
	n, err := t.coming(ctx)
	if err != nil {
		return time.Time{}, err
	}
	agreed, err := t.appointment(ctx, n)
	if err != nil || !agreed.StartsAt.After(t.now) {
		return time.Time{}, err
	}
	return agreed.StartsAt, nil
}

// otherAway reports whether the one whom the visitor works with takes a break.
func (v *visit) otherAway() bool { return v.r.open() && v.people[v.other()].State == member.Paused }
