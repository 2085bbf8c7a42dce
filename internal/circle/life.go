package circle

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
	"cuppa.example/internal/schedule"
)

// live sets up what happens in a circle by itself.
func (s *Circles) live() {
	s.handleCallNudges()
	s.handleTurnNudges()
	s.handleReports()
	s.members.OnErase(eraseLife)
	s.talks.Register(talkSource, conversation.Source{Private: true})
	s.times.Register(callKind, schedule.Owner{Remind: s.remindCall})
}

// Tick does what is due in circles, and before them.
func (s *Circles) Tick(ctx context.Context, now time.Time) error {
	return errors.Join(s.tickOpenings(ctx, now), s.tickCalls(ctx, now), s.tickRotas(ctx, now))
}

// courier writes letters to the people of one circle, and queues them together.
type courier struct {
	s       *Circles
	c       Circle
	people  map[string]member.Member
	letters []mail.Item
}

func (s *Circles) courier(ctx context.Context, tx bun.IDB, c Circle) (*courier, error) {
	ids := make([]string, len(c.People))
	for i, p := range c.People {
		ids[i] = p.MemberID
	}
	people, err := s.members.Many(ctx, tx, ids)
	return &courier{s: s, c: c, people: people}, err
}

// to writes to one of the people, in their language, unless no letter reaches
// them. key is unique among the letters of this kind that they get.
func (w *courier) to(ctx context.Context, memberID, kind, key string, write func(ctx context.Context) mail.Letter) error {
	m := w.people[memberID]
	if !m.Reachable() {
		return nil
	}
	words, err := w.s.Speak(ctx, m.Language)
	if err != nil {
		return err
	}
	w.letters = append(w.letters, mail.Item{
		Envelope: mail.Envelope{
			Kind: kind, Key: strings.Join([]string{kind, w.c.ID, memberID, key}, "/"),
			MemberID: m.ID, Name: m.Name, Email: m.Email, Lang: locale.Lang(words),
		},
		Letter: w.greeted(words, memberID, write(words)),
	})
	return nil
}

// greeted begins a letter as every letter begins.
func (w *courier) greeted(ctx context.Context, memberID string, l mail.Letter) mail.Letter {
	l.Blocks = append([]mail.Block{mail.Para(locale.T(ctx, "member.mail.hello", "name", w.people[memberID].FirstName()))}, l.Blocks...)
	return l
}

// send queues what was written.
func (w *courier) send(ctx context.Context, tx bun.Tx) error {
	return w.s.Post.QueueAll(ctx, tx, w.letters)
}

// name is what a member is called.
func (w *courier) name(ctx context.Context, memberID string) string {
	return called(ctx, w.people[memberID].Name)
}

// doors are what a link in a letter opens, for one member, without signing in.
const (
	callDoor    = "/circle-calls/"
	promiseDoor = "/circle-promises/"
	turnDoor    = "/circle-turns/"
)

// doorLife is how long after the end of a circle its letters' links work.
const doorLife = 60 * 24 * time.Hour

// door is the address of a page of one thing in a circle, for one member.
func (s *Circles) door(c Circle, kind, id, memberID string) string {
	return kind + s.Keys.Link(c.EndsAt.Add(doorLife), kind, id, memberID)
}

// openDoor gives the thing and the member of a link back.
func (s *Circles) openDoor(kind, token string) (id, memberID string, err error) {
	ids, err := s.Keys.OpenLink(s.Now(), kind, token)
	if err != nil {
		return "", "", err
	}
	if len(ids) != 2 {
		return "", "", fault.NotFound
	}
	return ids[0], ids[1], nil
}

// namesOf lists people: "Bob Roe, Cat Moe and Dan Poe".
func namesOf(ctx context.Context, ids []string, name func(context.Context, string) string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = name(ctx, id)
	}
	switch n := len(list); n {
	case 0:
		return ""
	case 1:
		return list[0]
	default:
		return locale.T(ctx, "circle.and", "list", strings.Join(list[:n-1], ", "), "last", list[n-1])
	}
}
