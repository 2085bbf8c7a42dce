package relationship

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/schedule"
)

// tellOffer tells the other when somebody can talk.
func (t *turn) tellOffer(ctx context.Context, _ Session, stood time.Time, times []time.Time) error {
	to := t.r.Other(t.me)
	return t.tell(ctx, to, "relationship.offer", t.s.NewID(), func(ctx context.Context) mail.Letter {
		page, name := t.page(*t.r, to), t.name(ctx, t.me)
		blocks := []mail.Block{mail.Para(locale.T(ctx, "relationship.offer.what", "name", name))}
		if !stood.IsZero() {
			blocks = append(blocks, mail.Para(locale.T(ctx, "schedule.stood", "time", locale.DateTime(ctx, stood))))
		}
		blocks = append(blocks, schedule.Links(page, times, func(at time.Time) string { return locale.DateTime(ctx, at) })...)
		return mail.Letter{
			Subject: locale.T(ctx, "relationship.offer.subject", "name", name), Preview: locale.DateTime(ctx, times[0]),
			Blocks: append(blocks, mail.Link(locale.T(ctx, "schedule.other"), page+"/times")),
		}
	})
}

// tellAgreed sends both an invitation for their calendar.
func (t *turn) tellAgreed(ctx context.Context, n Session, a schedule.Appointment) error {
	for _, to := range t.r.People() {
		err := t.tell(ctx, to, "relationship.agreed", t.s.NewID(), func(ctx context.Context) mail.Letter {
			name := t.name(ctx, t.r.Other(to))
			l := mail.Letter{
				Subject: locale.T(ctx, "relationship.agreed.subject", "name", name, "date", locale.DayDate(ctx, a.StartsAt)),
				Preview: locale.DateTime(ctx, a.StartsAt), Calendar: schedule.Invite(t.event(ctx, n, to, a)),
				Blocks: []mail.Block{mail.Para(locale.T(ctx, "relationship.agreed.what", "name", name,
					"time", locale.DateTime(ctx, a.StartsAt), "minutes", int(n.Minutes)))},
			}
			return t.withWays(ctx, l, n, to)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// withWays adds where they talk and how to change it.
func (v *scene) withWays(ctx context.Context, l mail.Letter, n Session, to string) mail.Letter {
	page := v.page(Relationship{ID: n.RelationshipID}, to)
	if n.Room != "" {
		l.Blocks = append(l.Blocks, mail.Link(locale.T(ctx, "relationship.room"), page+"/call"))
	}
	l.Blocks = append(l.Blocks, mail.Button(locale.T(ctx, "relationship.agreed.button"), page), mail.Link(locale.T(ctx, "schedule.change"), page+"/change"))
	return l
}

// event is the appointment for one person's calendar.
func (t *turn) event(ctx context.Context, n Session, to string, a schedule.Appointment) schedule.Event {
	e, page := a.Event(), t.s.URL(t.s.Path(t.r.ID))
	e.Summary = locale.T(ctx, "relationship.event.summary."+string(t.r.Kind), "name", t.name(ctx, t.r.Other(to)))
	e.Description = locale.T(ctx, "relationship.event.description", "page", page)
	e.URL = page
	if n.Room != "" {
		e.Location = page + "/call"
	}
	return t.s.schedule.For(ctx, e, schedule.Person{Name: t.people[to].Name, Email: t.people[to].Email})
}

// tellTimeOff takes an agreed time out of both calendars.
func (t *turn) tellTimeOff(ctx context.Context, n Session, a schedule.Appointment) error {
	for _, to := range t.r.People() {
		err := t.tell(ctx, to, "relationship.time_off", t.s.NewID(), func(ctx context.Context) mail.Letter {
			key := "relationship.time_off.other"
			if to == t.me {
				key = "relationship.time_off.you"
			}
			return mail.Letter{
				Subject: locale.T(ctx, "relationship.time_off.subject", "date", locale.DayDate(ctx, a.StartsAt)),
				Preview: locale.T(ctx, "relationship.time_off.preview"), Calendar: schedule.Revoke(t.event(ctx, n, to, a)),
				Blocks: []mail.Block{
					mail.Para(locale.T(ctx, key, "name", t.name(ctx, t.me), "time", locale.DateTime(ctx, a.StartsAt))),
					mail.Button(locale.T(ctx, "schedule.other"), t.page(*t.r, to)+"/times"),
				},
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// tellFree takes the time out of the calendar of who has closed it.
func (t *turn) tellFree(ctx context.Context, to string, a schedule.Appointment) error {
	return t.tell(ctx, to, "relationship.time_off", t.s.NewID(), func(ctx context.Context) mail.Letter {
		return mail.Letter{
			Subject: locale.T(ctx, "relationship.time_off.subject", "date", locale.DayDate(ctx, a.StartsAt)),
			Preview: locale.T(ctx, "relationship.time_off.preview"), Calendar: schedule.Revoke(t.event(ctx, Session{}, to, a)),
			Blocks: []mail.Block{mail.Para(locale.T(ctx, "relationship.time_off.you", "time", locale.DateTime(ctx, a.StartsAt)))},
		}
	})
}

func (t *turn) tellThanks(ctx context.Context, thanks string) error {
	return t.tell(ctx, t.r.Other(t.me), "relationship.thanks", "", func(ctx context.Context) mail.Letter {
		name := t.name(ctx, t.me)
		return mail.Letter{
			Subject: locale.T(ctx, "relationship.thanks.subject", "name", name), Preview: locale.T(ctx, "relationship.thanks.preview"),
			Blocks: []mail.Block{mail.Para(locale.T(ctx, "relationship.thanks.what", "name", name)), mail.Quote(thanks)},
		}
	})
}

// remind queues the letters of the day before.
func (s *Relationships) remind(ctx context.Context, tx bun.Tx, a schedule.Appointment) error {
	var n Session
	if err := tx.NewSelect().Model(&n).Where("s.id = ?", a.SubjectID).Scan(ctx); err != nil {
		return err
	}
	r, err := byID(ctx, tx, n.RelationshipID)
	if err != nil || r.State != Running || n.State != Coming {
		return err
	}
	v, err := s.scene(ctx, tx, r)
	if err != nil {
		return err
	}
	t := &turn{scene: v, s: s, tx: tx, now: s.Now(), r: &r}
	for _, to := range r.People() {
		err := t.tell(ctx, to, "relationship.reminder", schedule.Stamp(a.StartsAt), func(ctx context.Context) mail.Letter {
			name := t.name(ctx, r.Other(to))
			return t.withWays(ctx, mail.Letter{
				Subject: locale.T(ctx, "relationship.reminder.subject", "name", name, "clock", locale.Clock(ctx, a.StartsAt)),
				Preview: locale.DateTime(ctx, a.StartsAt),
				Blocks:  []mail.Block{mail.Para(locale.T(ctx, "relationship.reminder.what", "name", name, "time", locale.DateTime(ctx, a.StartsAt)))},
			}, n, to)
		})
		if err != nil {
			return err
		}
	}
	return s.Post.QueueAll(ctx, tx, t.letters)
}
