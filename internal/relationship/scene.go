package relationship

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
	"cuppa.example/internal/network"
)

// scene is what letters and pages about relationships need to know of the
// people in them.
type scene struct {
	s       *Relationships
	network network.Network
	people  map[string]member.Member
}

func (s *Relationships) scene(ctx context.Context, tx bun.IDB, list ...Relationship) (*scene, error) {
	var ids []string
	for _, r := range list {
		ids = append(ids, r.People()...)
	}
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return nil, err
	}
	people, err := s.members.Many(ctx, tx, ids)
	return &scene{s: s, network: n, people: people}, err
}

// name is what a member is called; somebody who was erased has no name.
func (v *scene) name(ctx context.Context, memberID string) string {
	return called(ctx, v.people[memberID].Name)
}

func (v *scene) first(ctx context.Context, memberID string) string {
	return called(ctx, v.people[memberID].FirstName())
}

func called(ctx context.Context, name string) string {
	if name == "" {
		return locale.T(ctx, "relationship.somebody")
	}
	return name
}

// linkKind marks the signed links of relationships, linkLife is how long one
// that came in a letter opens its pages. Notes and reflections are not among
// them: those are read signed in.
const (
	linkKind = "relationship"
	linkLife = 60 * 24 * time.Hour
)

// page is the full address of a member's page of a relationship, for a letter.
// It works without signing in and expires.
func (v *scene) page(r Relationship, memberID string) string {
	return v.s.URL("/w/" + v.s.Keys.Link(v.s.Now().Add(linkLife), linkKind, r.ID, memberID))
}

// openLink gives the relationship and the member of a link back.
func (s *Relationships) openLink(token string) (id, memberID string, err error) {
	ids, err := s.Keys.OpenLink(s.Now(), linkKind, token)
	if err != nil {
		return "", "", err
	}
	if len(ids) != 2 {
		return "", "", fault.NotFound
	}
	return ids[0], ids[1], nil
}

// letter is a letter to one of the two, from what write says in their language.
func (v *scene) letter(ctx context.Context, r Relationship, to, kind, key string, write func(ctx context.Context) mail.Letter) (mail.Item, bool, error) {
	m := v.people[to]
	if !m.Reachable() {
		return mail.Item{}, false, nil
	}
	words, err := v.s.Speak(ctx, m.Language)
	if err != nil {
		return mail.Item{}, false, err
	}
	l := v.dressed(words, r, to, write(words))
	return mail.Item{
		Envelope: mail.Envelope{
			Kind: kind, Key: strings.Join([]string{kind, r.ID, to, key}, "/"),
			MemberID: m.ID, Name: m.Name, Email: m.Email, Lang: locale.Lang(words),
		},
		Letter: l,
	}, true, nil
}

// dressed greets and lets an answer go to the other one while they work together.
func (v *scene) dressed(ctx context.Context, r Relationship, to string, l mail.Letter) mail.Letter {
	l.Blocks = append([]mail.Block{mail.Para(locale.T(ctx, "member.mail.hello", "name", v.people[to].FirstName()))}, l.Blocks...)
	if other := v.people[r.Other(to)]; l.ReplyTo == "" && r.open() && other.Reachable() {
		l.ReplyTo = other.Email
	}
	return l
}

// tell queues a letter to one of the two. key is unique among the letters of
// this kind that this person gets about it.
func (t *turn) tell(ctx context.Context, to, kind, key string, write func(ctx context.Context) mail.Letter) error {
	item, can, err := t.letter(ctx, *t.r, to, kind, key, write)
	if err == nil && can {
		t.letters = append(t.letters, item)
	}
	return err
}
