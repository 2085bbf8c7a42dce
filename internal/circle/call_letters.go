package circle

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/schedule"
)

// askWhen asks everybody who has not answered, as who proposed it has, which times suit them, and plans
// what follows: who is silent is asked once more, and then somebody decides.
func (s *Circles) askWhen(ctx context.Context, tx bun.Tx, c Circle, k Call) error {
	w, err := s.courier(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, id := range c.Here() {
		if !k.Person(id).AnsweredAt.IsZero() {
			continue
		}
		err := w.to(ctx, id, "circle.call.when", k.ID, func(ctx context.Context) mail.Letter { return w.when(ctx, k, id) })
		if err != nil {
			return err
		}
	}
	if err := s.planPoll(ctx, tx, c, k); err != nil {
		return err
	}
	return w.send(ctx, tx)
}

func (w *courier) when(ctx context.Context, k Call, to string) mail.Letter {
	key, by := "circle.call.when.rhythm", ""
	if k.ByID != "" {
		key, by = "circle.call.when.by", w.name(ctx, k.ByID)
	}
	return mail.Letter{
		Subject: locale.T(ctx, "circle.call.when.subject", "circle", w.c.Name),
		Preview: locale.T(ctx, "circle.call.when.preview", "date", locale.DayDate(ctx, k.AnswerUntil)),
		Blocks:  append([]mail.Block{mail.Para(locale.T(ctx, key, "name", by, "circle", w.c.Name))}, w.poll(ctx, k, to)...),
	}
}

// poll is the times, and the page on which one answers.
func (w *courier) poll(ctx context.Context, k Call, to string) []mail.Block {
	times := make([]string, len(k.Times))
	for i, at := range k.Times {
		times[i] = locale.DateTime(ctx, at)
	}
	blocks := []mail.Block{}
	if about := w.s.open(k.About, k.purpose("about")); about != "" {
		blocks = append(blocks, mail.Quote(about))
	}
	return append(blocks, mail.List(times...),
		mail.Button(locale.T(ctx, "circle.call.when.button"), w.s.URL(w.s.door(w.c, callDoor, k.ID, to))),
		mail.Small(locale.T(ctx, "circle.call.when.until", "date", locale.DayDate(ctx, k.AnswerUntil))))
}

// open is what was encrypted for a purpose. What cannot be opened is left out:
// a letter or page about the rest is better than none.
func (s *Circles) open(sealed []byte, purpose string) string {
	text, err := s.Keys.Decrypt(sealed, purpose)
	if err != nil {
		s.Log.Error("open what a circle wrote", "purpose", purpose)
	}
	return text
}

// tellTime sends everybody the time of a call for their calendar; moved is that
// another one stood.
func (s *Circles) tellTime(ctx context.Context, tx bun.Tx, c Circle, k Call, a schedule.Appointment, moved bool) error {
	key := "circle.call.agreed"
	if moved {
		key = "circle.call.moved"
	}
	return s.tellCall(ctx, tx, c, k, "circle.call.time", s.NewID(), func(ctx context.Context, w *courier, to string, where []mail.Block) mail.Letter {
		return w.standing(ctx, k, a, to, key, where)
	})
}

// standing is the letter that says when a call is; key is that of its words.
func (w *courier) standing(ctx context.Context, k Call, a schedule.Appointment, to, key string, where []mail.Block) mail.Letter {
	blocks := []mail.Block{mail.Para(locale.T(ctx, key, "circle", w.c.Name, "time", locale.DateTime(ctx, k.StartsAt), "minutes", k.Minutes))}
	if about := w.s.open(k.About, k.purpose("about")); about != "" {
		blocks = append(blocks, mail.Quote(about))
	}
	return mail.Letter{
		Subject: locale.T(ctx, key+".subject", "circle", w.c.Name, "date", locale.DayDate(ctx, k.StartsAt)),
		Preview: locale.DateTime(ctx, k.StartsAt), Blocks: append(blocks, where...),
		Calendar: schedule.Invite(w.event(ctx, k, a, to)),
	}
}

// tellOff takes a call out of everybody's calendar.
func (s *Circles) tellOff(ctx context.Context, tx bun.Tx, c Circle, k Call, a schedule.Appointment) error {
	return s.tellCall(ctx, tx, c, k, "circle.call.off", s.NewID(), func(ctx context.Context, w *courier, to string, _ []mail.Block) mail.Letter {
		return mail.Letter{
			Subject:  locale.T(ctx, "circle.call.off.subject", "circle", c.Name, "date", locale.DayDate(ctx, a.StartsAt)),
			Preview:  locale.DateTime(ctx, a.StartsAt),
			Blocks:   []mail.Block{mail.Para(locale.T(ctx, "circle.call.off", "circle", c.Name, "time", locale.DateTime(ctx, a.StartsAt)))},
			Calendar: schedule.Revoke(w.event(ctx, k, a, to)),
		}
	})
}

// remindCall writes the letters of the day before.
func (s *Circles) remindCall(ctx context.Context, tx bun.Tx, a schedule.Appointment) error {
	k, err := callByID(ctx, tx, a.SubjectID)
	if err != nil {
		return err
	}
	c, err := circleByID(ctx, tx, k.CircleID)
	if err != nil || k.State != Agreed || !c.Open() {
		return err
	}
	return s.tellCall(ctx, tx, c, k, "circle.call.reminder", a.StartsAt.UTC().Format(time.RFC3339), func(ctx context.Context, _ *courier, _ string, where []mail.Block) mail.Letter {
		return mail.Letter{
			Subject: locale.T(ctx, "circle.call.reminder.subject", "circle", c.Name, "clock", locale.Clock(ctx, a.StartsAt)),
			Preview: locale.DateTime(ctx, a.StartsAt),
			Blocks: append([]mail.Block{
				mail.Para(locale.T(ctx, "circle.call.reminder", "circle", c.Name, "time", locale.DateTime(ctx, a.StartsAt), "minutes", k.Minutes)),
			}, where...),
		}
	})
}

// tellCall writes one letter to everybody who is here and does not stay away.
// where is how they enter.
func (s *Circles) tellCall(ctx context.Context, tx bun.Tx, c Circle, k Call, kind, key string,
	write func(ctx context.Context, w *courier, to string, where []mail.Block) mail.Letter,
) error {
	away, err := s.away(ctx, tx, c)
	if err != nil {
		return err
	}
	to := slices.DeleteFunc(c.Here(), func(id string) bool { return away[id] })
	return s.tellSome(ctx, tx, c, k, to, kind, key, write)
}

// tellSome is tellCall for some of its people.
func (s *Circles) tellSome(ctx context.Context, tx bun.Tx, c Circle, k Call, to []string, kind, key string,
	write func(ctx context.Context, w *courier, to string, where []mail.Block) mail.Letter,
) error {
	w, err := s.courier(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, id := range to {
		err := w.to(ctx, id, kind, k.ID+"/"+key, func(ctx context.Context) mail.Letter { return write(ctx, w, id, w.where(ctx, k, id)) })
		if err != nil {
			return err
		}
	}
	return w.send(ctx, tx)
}

// where leads to the page of the call, from which its people enter the room. The
// room itself stands in no letter: a forwarded one must not let anybody in.
func (w *courier) where(ctx context.Context, k Call, to string) []mail.Block {
	return []mail.Block{mail.Button(locale.T(ctx, "circle.call.open"), w.s.URL(w.s.door(w.c, callDoor, k.ID, to)))}
}

// event is a call for one person's calendar. It names no address but theirs.
func (w *courier) event(ctx context.Context, k Call, a schedule.Appointment, to string) schedule.Event {
	m, page := w.people[to], w.s.URL(w.s.door(w.c, callDoor, k.ID, to))
	e := a.Event()
	e.Summary = locale.T(ctx, "circle.call.event", "circle", w.c.Name)
	e.Description = locale.T(ctx, "circle.call.event.description", "page", page)
	e.Location, e.URL = page, page
	name, address := w.s.Post.Sender(ctx)
	e.Organizer = schedule.Person{Name: name, Email: address}
	e.Attendee = schedule.Person{Name: m.Name, Email: m.Email}
	return e
}
