package conversation

import (
	"context"
	"time"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/schedule"
)

// tell queues a letter to one person of the conversation, unless none can
// reach them. write gets the context in their language.
func (t *turn) tell(ctx context.Context, p Person, kind, key string, write func(ctx context.Context) mail.Letter) error {
	if !t.scene.reachable(p) {
		return nil
	}
	words, err := t.scene.speak(ctx, p.MemberID)
	if err != nil {
		return err
	}
	l := write(words)
	l.Blocks = append([]mail.Block{t.scene.hello(words, p.MemberID)}, l.Blocks...)
	if l.ReplyTo == "" {
		l.ReplyTo = t.scene.replyTo(*t.c, p.MemberID)
	}
	t.letters = append(t.letters, t.scene.item(*t.c, p.MemberID, kind, key, l))
	return nil
}

// actor is who did it, as the others are told.
func (t *turn) actor(ctx context.Context) string { return t.scene.name(ctx, t.me.MemberID) }

// tellOffer tells the others when somebody can talk.
func (t *turn) tellOffer(ctx context.Context, standing time.Time, times []time.Time) error {
	key := t.s.NewID()
	for _, p := range t.c.Others(t.me.MemberID) {
		err := t.tell(ctx, p, "conversation.offer", key, func(ctx context.Context) mail.Letter {
			page := t.scene.page(*t.c, p.MemberID)
			blocks := []mail.Block{mail.Para(locale.T(ctx, "conversation.offer.what", "name", t.actor(ctx)))}
			if !standing.IsZero() {
				blocks = append(blocks, mail.Para(locale.T(ctx, "schedule.stood", "time", locale.DateTime(ctx, standing))))
			}
			blocks = append(blocks, schedule.Links(page, times, func(at time.Time) string { return locale.DateTime(ctx, at) })...)
			blocks = append(blocks, mail.Para(locale.T(ctx, "conversation.offer.how")),
				mail.Link(locale.T(ctx, "schedule.other"), page+"/times"))
			return mail.Letter{
				Subject: locale.T(ctx, "conversation.offer.subject", "name", t.actor(ctx)),
				Preview: locale.DateTime(ctx, times[0]), Blocks: blocks,
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// tellAgreed sends everybody an invitation for their calendar.
func (t *turn) tellAgreed(ctx context.Context, a schedule.Appointment) error {
	for _, p := range t.c.Active() {
		err := t.tell(ctx, p, "conversation.agreed", t.s.NewID(), func(ctx context.Context) mail.Letter {
			names := t.scene.names(ctx, t.c.Others(p.MemberID))
			blocks := []mail.Block{mail.Para(locale.T(ctx, "conversation.agreed.what", "names", names,
				"time", locale.DateTime(ctx, a.StartsAt), "minutes", int(t.c.Length.Minutes())))}
			blocks = append(blocks, t.scene.place(ctx, *t.c, p.MemberID)...)
			if len(t.c.Prompts) > 0 {
				blocks = append(blocks, mail.Heading(locale.T(ctx, "conversation.prompts")), mail.List(t.c.Prompts...))
			}
			blocks = append(blocks, mail.Link(locale.T(ctx, "schedule.change"), t.scene.page(*t.c, p.MemberID)+"/change"))
			return mail.Letter{
				Subject: locale.T(ctx, "conversation.agreed.subject", "names", t.scene.firstsOrName(ctx, t.c.Others(p.MemberID)),
					"date", locale.DayDate(ctx, a.StartsAt)),
				Preview: locale.DateTime(ctx, a.StartsAt), Blocks: blocks,
				Calendar: schedule.Invite(t.event(ctx, p, a)),
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// place is where they talk, as far as it is known.
func (v *scene) place(ctx context.Context, c Conversation, memberID string) []mail.Block {
	page := v.button(ctx, c, memberID, "conversation.place.button", "")
	if c.Room != "" {
		return []mail.Block{mail.Link(locale.T(ctx, "conversation.match.room"), v.room(c, v.page(c, memberID))), page}
	}
	return []mail.Block{mail.Para(locale.T(ctx, "conversation.place.page")), page}
}

// event is the appointment for one person's calendar.
func (t *turn) event(ctx context.Context, p Person, a schedule.Appointment) schedule.Event {
	m := t.scene.people[p.MemberID]
	page := t.scene.page(*t.c, p.MemberID)
	e := a.Event()
	e.Summary = locale.T(ctx, "conversation.event.summary", "title", t.c.Title, "names", t.scene.firstsOrName(ctx, t.c.Others(p.MemberID)))
	e.Description = locale.T(ctx, "conversation.event.description", "page", page)
	e.Location, e.URL = t.scene.room(*t.c, page), page
	return t.s.schedule.For(ctx, e, schedule.Person{Name: m.Name, Email: m.Email})
}

// tellTimeOff takes an agreed time out of somebody's calendar.
func (t *turn) tellTimeOff(ctx context.Context, p Person, a schedule.Appointment) error {
	return t.tell(ctx, p, "conversation.time_off", t.s.NewID(), func(ctx context.Context) mail.Letter {
		key := "conversation.time_off.other"
		if p.MemberID == t.me.MemberID {
			key = "conversation.time_off.you"
		}
		l := mail.Letter{
			Subject:  locale.T(ctx, "conversation.time_off.subject", "date", locale.DayDate(ctx, a.StartsAt)),
			Preview:  locale.T(ctx, "conversation.time_off.preview"),
			Blocks:   []mail.Block{mail.Para(locale.T(ctx, key, "name", t.actor(ctx), "time", locale.DateTime(ctx, a.StartsAt)))},
			Calendar: schedule.Revoke(t.event(ctx, p, a)),
		}
		if t.c.Running(t.now) && !p.Out() {
			l.Blocks = append(l.Blocks, t.scene.button(ctx, *t.c, p.MemberID, "schedule.other", "/times"))
		}
		return l
	})
}

// tellReminder reminds somebody of tomorrow.
func (t *turn) tellReminder(ctx context.Context, p Person, a schedule.Appointment) error {
	return t.tell(ctx, p, "conversation.reminder", schedule.Stamp(a.StartsAt), func(ctx context.Context) mail.Letter {
		others := t.c.Others(p.MemberID)
		blocks := []mail.Block{mail.Para(locale.T(ctx, "conversation.reminder.what",
			"names", t.scene.names(ctx, others), "time", locale.DateTime(ctx, a.StartsAt)))}
		blocks = append(blocks, t.scene.place(ctx, *t.c, p.MemberID)...)
		blocks = append(blocks, mail.Link(locale.T(ctx, "schedule.change"), t.scene.page(*t.c, p.MemberID)+"/change"))
		return mail.Letter{
			Subject: locale.T(ctx, "conversation.reminder.subject", "names", t.scene.firstsOrName(ctx, others), "clock", locale.Clock(ctx, a.StartsAt)),
			Preview: locale.DateTime(ctx, a.StartsAt), Blocks: blocks,
		}
	})
}

// tellNotHappening tells the other of a pair what somebody has answered, and
// that they may ask for somebody else.
func (t *turn) tellNotHappening(ctx context.Context, p Person, off *schedule.Appointment) error {
	return t.tell(ctx, p, "conversation.not_happening", "", func(ctx context.Context) mail.Letter {
		l := mail.Letter{
			Subject: locale.T(ctx, "conversation.not_happening.subject", "name", t.actor(ctx)),
			Preview: locale.T(ctx, "conversation.not_happening.preview"),
			Blocks: []mail.Block{
				mail.Para(locale.T(ctx, "conversation.not_happening.what", "name", t.actor(ctx))),
				mail.Para(locale.T(ctx, "conversation.not_happening."+kind(t.s.rematches(*t.c), "another", "nothing"))),
				t.scene.button(ctx, *t.c, p.MemberID, "conversation.match.button", ""),
			},
		}
		return t.withRevoked(ctx, l, p, off)
	})
}

// tellAlone tells who remains alone that there will be no conversation, in the
// same words whatever the cause, and what happens next.
func (t *turn) tellAlone(ctx context.Context, p Person, off *schedule.Appointment) error {
	return t.tell(ctx, p, "conversation.alone", "", func(ctx context.Context) mail.Letter {
		who := locale.T(ctx, "conversation.alone.gone")
		if t.me.LeftWhy != LeftNetwork {
			who = locale.T(ctx, "conversation.alone.cannot", "name", t.actor(ctx))
		}
		next := "conversation.alone.next"
		if t.s.rematches(*t.c) {
			next = "conversation.alone.another"
		}
		l := mail.Letter{
			Subject: locale.T(ctx, "conversation.alone.subject", "title", t.c.Title),
			Preview: who, Blocks: []mail.Block{
				mail.Para(who), mail.Para(locale.T(ctx, next)),
				t.scene.button(ctx, *t.c, p.MemberID, "conversation.alone.button", ""),
			},
		}
		return t.withRevoked(ctx, l, p, off)
	})
}

func (t *turn) withRevoked(ctx context.Context, l mail.Letter, p Person, off *schedule.Appointment) mail.Letter {
	if off != nil {
		l.Calendar = schedule.Revoke(t.event(ctx, p, *off))
	}
	return l
}

// tellRest tells a group that somebody is no longer part of it.
func (t *turn) tellRest(ctx context.Context) error {
	for _, p := range t.c.Active() {
		err := t.tell(ctx, p, "conversation.smaller", t.me.MemberID, func(ctx context.Context) mail.Letter {
			who := locale.T(ctx, "conversation.smaller.gone")
			if t.me.LeftWhy != LeftNetwork {
				who = locale.T(ctx, "conversation.smaller.cannot", "name", t.actor(ctx))
			}
			return mail.Letter{
				Subject: locale.T(ctx, "conversation.smaller.subject", "title", t.c.Title),
				Preview: who,
				Blocks: []mail.Block{
					mail.Para(who),
					mail.Para(locale.T(ctx, "conversation.smaller.next", "names", t.scene.names(ctx, t.c.Others(p.MemberID)))),
					mail.Heading(locale.T(ctx, "conversation.first")),
					mail.Para(t.scene.whoWrites(ctx, *t.c, p.MemberID)),
					t.scene.button(ctx, *t.c, p.MemberID, "conversation.match.button", ""),
				},
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}
