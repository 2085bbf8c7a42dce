package circle

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
)

// linkKind marks the signed links that open somebody's application. Whoever has one
// has been sent it to the address that they gave.
const (
	linkKind = "circle-application"
	linkLife = 365 * 24 * time.Hour
)

// LinkPath is the address of the page of somebody's application.
func (s *Circles) LinkPath(a Application) string {
	return "/applications/" + s.Keys.Link(s.Now().Add(linkLife), linkKind, a.ID)
}

// letter is a kind of letter to somebody who applied; its words are below
// "circle.mail." and its name.
type letter struct {
	name   string
	button bool // to the application
	steps  bool // what happens and when
	offer  bool // about the circle that somebody is offered a place in
	typed  bool // may say what people typed: never to an address that is not confirmed
	inside bool // the button leads to the circle
}

var (
	letterConfirm    = letter{name: "confirm", button: true}
	letterAlready    = letter{name: "already", button: true, typed: true}
	letterApplied    = letter{name: "applied", button: true, steps: true, typed: true}
	letterOffer      = letter{name: "offer", button: true, offer: true, typed: true}
	letterOfferAgain = letter{name: "offer_again", button: true, offer: true, typed: true}
	letterLapsed     = letter{name: "lapsed", typed: true}
	letterWaiting    = letter{name: "waiting", button: true, typed: true}
	letterNoPlace    = letter{name: "no_place", typed: true}
	letterOff        = letter{name: "off", typed: true}
	letterTooFew     = letter{name: "too_few", typed: true}
	letterMoved      = letter{name: "moved", typed: true}
	letterBegins     = letter{name: "begins", inside: true, typed: true}

	letterReview      = letter{name: "review"}
	letterReviewAgain = letter{name: "review_again"}
)

// tell queues a letter about an application. extra tells letters of one kind apart.
func (s *Circles) tell(ctx context.Context, tx bun.IDB, a Application, l letter, o Opening, extra string) error {
	if !a.reachable {
		return nil
	}
	words, err := s.Speak(ctx, a.Lang)
	if err != nil {
		return err
	}
	host, err := s.members.In(ctx, tx, o.HostID)
	if err != nil {
		return err
	}
	args := []any{"circle", o.Name, "host", called(words, host.Name), "date", locale.DayDate(words, a.AnswerBy), "begins", locale.DayDate(words, o.StartsAt)}
	key := "circle.mail." + l.name
	hello := locale.T(words, "circle.mail.hello")
	if l.typed && a.Name != "" {
		hello = locale.T(words, "member.mail.hello", "name", firstName(a.Name))
	}
	blocks := []mail.Block{mail.Para(hello), mail.Para(locale.T(words, key+".what", args...))}
	if l.steps {
		blocks = append(blocks, mail.Heading(locale.T(words, "circle.steps")), mail.List(steps(words, o)...))
	}
	if l.offer {
		about, err := s.aboutPlace(ctx, words, tx, a, o)
		if err != nil {
			return err
		}
		blocks = append(blocks, about)
	}
	switch {
	case l.button:
		blocks = append(blocks, mail.Button(locale.T(words, key+".button"), s.URL(s.LinkPath(a))))
	case l.inside:
		blocks = append(blocks, mail.Button(locale.T(words, key+".button"), s.URL(Path(a.CircleID))))
	}
	blocks = append(blocks, mail.Small(locale.T(words, key+".small", args...)))
	return s.Post.Queue(ctx, tx, mail.Envelope{
		Kind: "circle." + l.name, Key: strings.Join([]string{"circle", l.name, a.ID, extra}, "/"),
		MemberID: a.MemberID, Name: a.Name, Email: a.Email, Lang: a.Lang,
	}, mail.Letter{Subject: locale.T(words, key+".subject", args...), Preview: locale.T(words, key+".preview", args...), Blocks: blocks})
}

// firstName is what a letter calls somebody who is no member.
func firstName(name string) string { return member.Member{Name: name}.FirstName() }

// aboutPlace says what somebody needs to know to take a place, and no names but
// that of who facilitates.
func (s *Circles) aboutPlace(ctx, words context.Context, tx bun.IDB, a Application, o Opening) (mail.Block, error) {
	v, err := s.place(ctx, tx, a, o)
	if err != nil {
		return mail.Block{}, err
	}
	var rows []mail.Row
	for _, r := range v.rows(words) {
		rows = append(rows, mail.Row{Label: r.Key, Text: r.Value})
	}
	return mail.Facts(rows...), nil
}

// tellHost queues a letter to whoever opened circles.
func (s *Circles) tellHost(ctx context.Context, tx bun.IDB, o Opening, l letter) error {
	host, err := s.members.In(ctx, tx, o.HostID)
	if err != nil || !host.Reachable() {
		return err
	}
	words, err := s.Speak(ctx, host.Language)
	if err != nil {
		return err
	}
	n, err := countApplications(ctx, tx, o.ID)
	if err != nil {
		return err
	}
	args := []any{"circle", o.Name, "date", locale.DayDate(words, o.AnswerBy()), "count", n}
	key := "circle.mail." + l.name
	return s.Post.Queue(ctx, tx, mail.Envelope{
		Kind: "circle." + l.name, Key: strings.Join([]string{"circle", l.name, o.ID}, "/"),
		MemberID: host.ID, Name: host.Name, Email: host.Email, Lang: host.Language,
	}, mail.Letter{
		Subject: locale.T(words, key+".subject", args...), Preview: locale.T(words, key+".preview", args...),
		Blocks: []mail.Block{
			mail.Para(locale.T(words, "member.mail.hello", "name", host.FirstName())),
			mail.Para(locale.T(words, key+".what", args...)),
			mail.Button(locale.T(words, key+".button"), s.URL(o.Path())),
			mail.Small(locale.T(words, key+".small", args...)),
		},
	})
}

// steps is what happens and when, as applicants are told.
func steps(ctx context.Context, o Opening) []string {
	return []string{
		locale.T(ctx, "circle.steps.apply", "date", locale.DayDate(ctx, o.LastDay())),
		locale.T(ctx, "circle.steps.answer", "date", locale.DayDate(ctx, o.AnswerBy())),
		locale.T(ctx, "circle.steps.place", "count", answerDays),
		locale.T(ctx, "circle.steps.begin", "date", locale.DayDate(ctx, o.StartsAt), "rhythm", rhythmText(ctx, o.Rhythm, o.Minutes), "weeks", o.Weeks),
	}
}
