package mentoring

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
	"cuppa.example/internal/nudge"
)

type letter = mail.Letter

// The questions of this feature: an answer to a request, and whether somebody
// still wants the place that is held for them.
const (
	nudgeRequest = "mentoring.request"
	nudgePlace   = "mentoring.place"
)

// linkRequest and linkPlace mark the signed links of letters.
const (
	linkRequest = "mentoring-request"
	linkPlace   = "mentoring-place"
)

// requestLink is the page on which a request is answered without signing in.
func (s *Mentorings) requestLink(r Request) string {
	return s.URL("/mentoring/r/" + s.Keys.Link(s.Now().Add(linkLife), linkRequest, r.ID))
}

func (s *Mentorings) placeLink(w Wait) string {
	return s.URL("/mentoring/w/" + s.Keys.Link(s.Now().Add(linkLife), linkPlace, w.ID))
}

// opened finds the id in a link of a letter.
func (s *Mentorings) opened(kind, token string) (string, error) {
	ids, err := s.Keys.OpenLink(s.Now(), kind, token)
	if err == nil && len(ids) != 1 {
		err = fault.NotFound
	}
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// tell queues a letter to a member whom one can reach.
func (s *Mentorings) tell(ctx context.Context, tx bun.IDB, to member.Member, kind, id string, write func(ctx context.Context) (letter, error)) error {
	if !to.Reachable() {
		return nil
	}
	words, err := s.Speak(ctx, to.Language)
	if err != nil {
		return err
	}
	l, err := write(words)
	if err != nil {
		return err
	}
	return s.Post.Queue(ctx, tx, mail.Envelope{
		Kind: kind, Key: kind + "/" + id + "/" + to.ID, MemberID: to.ID, Name: to.Name, Email: to.Email, Lang: to.Language,
	}, l)
}

func hello(ctx context.Context, to member.Member) mail.Block {
	return mail.Para(locale.T(ctx, "member.mail.hello", "name", to.FirstName()))
}

// who introduces somebody: name, job and organisation, as far as they are known.
func who(ctx context.Context, m member.Member) string {
	switch {
	case m.Name == "":
		return locale.T(ctx, "mentoring.somebody")
	case m.Job != "" && m.Organisation != "":
		return locale.T(ctx, "mentoring.who", "name", m.Name, "job", m.Job, "organisation", m.Organisation)
	case m.Job != "" || m.Organisation != "":
		return locale.T(ctx, "mentoring.who.short", "name", m.Name, "what", m.Job+m.Organisation)
	}
	return m.Name
}

// called is how who asked speaks of whom they asked: by the address they typed,
// where they asked by that, so that nobody learns in this way who is a member.
// An address that another one gave is not theirs to know.
func (s *Mentorings) called(ctx context.Context, tx bun.IDB, r Request) (string, error) {
	if r.OriginID != "" && r.Person != "" && r.State != Accepted {
		return "", nil
	}
	if len(r.Address) > 0 {
		return s.Keys.Decrypt(r.Address, r.purpose("address"))
	}
	if r.ToID == "" || r.Person != "" && r.State != Accepted {
		return "", nil
	}
	m, err := s.members.In(ctx, tx, r.ToID)
	return m.Name, err
}

// askLetter brings a request to a member, or brings it to mind.
func (s *Mentorings) askLetter(ctx context.Context, _ bun.IDB, r Request, from, to member.Member, key string) (letter, error) {
	message, err := s.Keys.Decrypt(r.Message, r.purpose("message"))
	if err != nil {
		return letter{}, err
	}
	kind := locale.T(ctx, "mentoring.you_to."+string(r.Kind))
	why := "mentoring.letter.why.named"
	if r.OfferID != "" {
		why = "mentoring.letter.why.offer"
	}
	return letter{
		Subject: locale.T(ctx, key+".subject", "name", from.Name, "kind", kind),
		Preview: locale.T(ctx, "mentoring.letter.asked.preview"),
		Blocks: []mail.Block{
			hello(ctx, to),
			mail.Para(locale.T(ctx, key, "who", who(ctx, from), "kind", kind)),
			mail.Quote(message),
			mail.Button(locale.T(ctx, "mentoring.letter.answer", "name", from.FirstName()), s.requestLink(r)),
			mail.Para(locale.T(ctx, "mentoring.letter.how")),
			mail.Para(locale.T(ctx, "mentoring.letter.until", "name", from.FirstName(), "date", locale.DayDate(ctx, r.LapsesAt))),
			mail.Small(locale.T(ctx, why)),
		},
	}, nil
}

// remind is the letter of the nudge three days later.
func (s *Mentorings) remind(ctx context.Context, tx bun.IDB, n nudge.Nudge) (letter, bool, error) {
	r, err := requestByID(ctx, tx, n.SubjectID)
	if err != nil || r.State != Asked || r.Mute || r.FromID == "" {
		return letter{}, false, err
	}
	apart, err := s.safety.Separated(ctx, tx, r.FromID, n.MemberID)
	if err != nil || apart {
		return letter{}, false, err
	}
	from, err := s.members.In(ctx, tx, r.FromID)
	if err != nil {
		return letter{}, false, err
	}
	l, err := s.askLetter(ctx, tx, r, from, n.Member, "mentoring.letter.reminded")
	return l, true, err
}

// sendInvitation writes to somebody who is no member, once.
func (s *Mentorings) sendInvitation(ctx context.Context, tx bun.IDB, r Request, from member.Member) error {
	address, err := s.Keys.Decrypt(r.Address, r.purpose("address"))
	if err != nil {
		return err
	}
	message, err := s.Keys.Decrypt(r.Message, r.purpose("message"))
	if err != nil {
		return err
	}
	words, err := s.Speak(ctx, "")
	if err != nil {
		return err
	}
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return err
	}
	via, err := s.suggestedBy(ctx, tx, r)
	if err != nil {
		return err
	}
	kind := locale.T(words, "mentoring.you_to."+string(r.Kind))
	blocks := []mail.Block{mail.Para(locale.T(words, "mentoring.letter.invited", "who", who(words, from), "kind", kind))}
	if via != "" {
		blocks = append(blocks, mail.Para(locale.T(words, "mentoring.letter.via", "name", via)))
	}
	link := s.requestLink(r)
	blocks = append(blocks, mail.Quote(message),
		mail.Button(locale.T(words, "mentoring.letter.answer", "name", from.FirstName()), link),
		mail.Para(locale.T(words, "mentoring.letter.network", "name", from.FirstName(), "network", n.Name, "purpose", n.Purpose)),
		mail.Para(locale.T(words, "mentoring.letter.once", "name", from.FirstName(), "date", locale.DayDate(words, r.LapsesAt))),
		mail.Link(locale.T(words, "mentoring.letter.never"), link+"/never"))
	return s.Post.Queue(ctx, tx, mail.Envelope{Kind: "mentoring.invited", Key: "mentoring.invited/" + r.ID, Email: address}, letter{
		Subject: locale.T(words, "mentoring.letter.invited.subject", "name", from.Name, "kind", kind),
		Preview: locale.T(words, "mentoring.letter.invited.preview", "network", n.Name),
		Blocks:  blocks,
	})
}

// suggestedBy names the member whose answer led to an invitation.
func (s *Mentorings) suggestedBy(ctx context.Context, tx bun.IDB, r Request) (string, error) {
	if r.OriginID == "" {
		return "", nil
	}
	o, err := requestByID(ctx, tx, r.OriginID)
	if err != nil || o.ToID == "" {
		return "", err
	}
	m, err := s.members.In(ctx, tx, o.ToID)
	return m.Name, err
}

// about is one line of a person who is suggested in a letter.
func about(ctx context.Context, p Person) string {
	list := make([]string, len(p.Reasons))
	for i, r := range p.Reasons {
		list[i] = r.In(ctx)
	}
	return who(ctx, p.Member) + ". " + strings.Join(list, ". ") + "."
}
