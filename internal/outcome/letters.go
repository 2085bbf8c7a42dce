package outcome

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
	"cuppa.example/internal/nudge"
)

// nudgeAnswer asks once more for an answer, or for the first time where somebody
// was asked about an earlier version a short while ago.
const nudgeAnswer = "outcome.answer"

func subject(o Outcome) string { return subjectOf(o.ID, o.Version) }

// subjectOf is one version of an outcome: each is a question of its own.
func subjectOf(id string, version int64) string { return id + "/" + strconv.FormatInt(version, 10) }

// linkKind marks the signed links of outcomes, which open the page of one person
// about one outcome. They live long, so that whoever has left the network can
// still take back what they said.
const (
	linkKind = "outcome"
	linkLife = 365 * 24 * time.Hour
)

// Path is the address of a person's page about an outcome, for a letter.
func (s *Outcomes) Path(o Outcome, memberID string) string {
	p, _ := o.Person(memberID)
	return "/o/" + s.Keys.Link(s.Now().Add(linkLife), linkKind, o.ID, strconv.Itoa(p.Position))
}

// openLink finds the outcome of a link, and whose link it is.
func (s *Outcomes) openLink(ctx context.Context, token string) (Outcome, Person, error) {
	ids, err := s.Keys.OpenLink(s.Now(), linkKind, token)
	if err != nil {
		return Outcome{}, Person{}, err
	}
	if len(ids) != 2 {
		return Outcome{}, Person{}, fault.NotFound
	}
	o, err := s.byID(ctx, s.DB, ids[0])
	if err != nil {
		return Outcome{}, Person{}, err
	}
	for _, p := range o.People {
		if strconv.Itoa(p.Position) == ids[1] {
			return o, p, nil
		}
	}
	return Outcome{}, Person{}, fault.NotFound
}

// reading is a letter about an outcome and whom it is for.
type reading struct {
	s      *Outcomes
	o      Outcome
	people map[string]member.Member
	to     member.Member
	by     string
}

// letter writes one kind of letter. key tells those of one kind to one person apart.
type letter func(ctx context.Context, r *reading) (kind, key string, l mail.Letter)

// tell queues a letter to each of these people whom one can reach.
func (t *turn) tell(ids []string, write letter) error {
	for _, id := range ids {
		m := t.name[id]
		if !m.Reachable() {
			continue
		}
		words, err := t.s.Speak(t.ctx, m.Language)
		if err != nil {
			return err
		}
		r := &reading{t.s, *t.o, t.name, m, t.by}
		kind, key, l := write(words, r)
		l.Blocks = append([]mail.Block{r.hello(words)}, l.Blocks...)
		t.letters = append(t.letters, mail.Item{
			Envelope: mail.Envelope{
				Kind: kind, Key: strings.Join([]string{kind, t.o.ID, id, key}, "/"),
				MemberID: id, Name: m.Name, Email: m.Email, Lang: m.Language,
			},
			Letter: l,
		})
	}
	return nil
}

func (r *reading) hello(ctx context.Context) mail.Block {
	return mail.Para(locale.T(ctx, "member.mail.hello", "name", r.to.FirstName()))
}

func (r *reading) version() string { return strconv.FormatInt(r.o.Version, 10) }

func (r *reading) page() string { return r.s.URL(r.s.Path(r.o, r.to.ID)) }

// others names everybody else of the conversation.
func (r *reading) others(ctx context.Context) string {
	return names(ctx, r.people, r.o.others(r.to.ID))
}

// shows is what everybody would read, word for word.
func (r *reading) shows(ctx context.Context) []mail.Block {
	var blocks []mail.Block
	for _, part := range r.o.parts() {
		if part.Key != "" {
			blocks = append(blocks, mail.Para(locale.T(ctx, part.Key)))
		}
		blocks = append(blocks, mail.Quote(part.Text))
	}
	if r.o.Link != "" {
		blocks = append(blocks, mail.Link(r.o.Link, r.o.Link))
	}
	return blocks
}

// writer is who wrote this version; somebody who was erased has no name.
func (r *reading) writer(ctx context.Context) string {
	return called(ctx, r.people[r.o.WriterID].Name)
}

// askLetter asks whether what is for others may be public.
func askLetter(ctx context.Context, r *reading) (string, string, mail.Letter) {
	key := "outcome.ask.first"
	if r.o.Version > 1 {
		key = "outcome.ask.changed"
	}
	return "outcome.ask", r.version(), r.question(ctx, key, "outcome.ask.subject")
}

func (r *reading) question(ctx context.Context, what, title string) mail.Letter {
	blocks := []mail.Block{
		mail.Para(locale.T(ctx, what, "name", r.writer(ctx))),
		mail.Heading(locale.T(ctx, "outcome.ask.what")),
	}
	blocks = append(blocks, r.shows(ctx)...)
	blocks = append(blocks, mail.Para(namesLine(ctx, r.people, r.o)),
		mail.Button(locale.T(ctx, "outcome.ask.button"), r.page()),
		mail.Para(locale.T(ctx, "outcome.ask.how")),
		mail.Small(locale.T(ctx, "outcome.ask.small")))
	return mail.Letter{
		Subject: locale.T(ctx, title, "name", r.writer(ctx)), Preview: locale.T(ctx, "outcome.ask.preview"),
		Blocks: blocks, ReplyTo: r.people[r.o.WriterID].Email,
	}
}

// askAgain is the letter of the nudge.
func (s *Outcomes) askAgain(ctx context.Context, tx bun.IDB, n nudge.Nudge) (mail.Letter, bool, error) {
	id, _, _ := strings.Cut(n.SubjectID, "/")
	o, err := s.byID(ctx, tx, id)
	if err != nil {
		return mail.Letter{}, false, err
	}
	p, in := o.Person(n.MemberID)
	if !in || p.Answer != Pending || n.SubjectID != subject(o) || o.Standing() != Waiting {
		return mail.Letter{}, false, nil
	}
	apart, err := s.safety.Separated(ctx, tx, o.WriterID, n.MemberID)
	if err != nil || apart {
		return mail.Letter{}, false, err
	}
	people, err := s.members.Many(ctx, tx, o.others(""))
	if err != nil {
		return mail.Letter{}, false, err
	}
	r := &reading{s: s, o: o, people: people, to: n.Member}
	what, title := "outcome.ask.again", "outcome.ask.again.subject"
	if !p.AskedAt.Before(n.DueAt) { // the first letter about this version
		what, title = "outcome.ask.changed", "outcome.ask.subject"
	}
	l := r.question(ctx, what, title)
	l.Blocks = append([]mail.Block{r.hello(ctx)}, l.Blocks...)
	return l, true, nil
}
