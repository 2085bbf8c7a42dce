package conversation

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
	"cuppa.example/internal/network"
)

// scene is what letters and pages about conversations need to know of the
// people in them, read at once for all of them.
type scene struct {
	s       *Conversations
	network network.Network
	signs   bool // rooms open only to who comes through our door
	people  map[string]member.Member
	words   map[string]context.Context // by language
	said    map[saidTime]string        // ten thousand letters name the same few times

	lastPage struct{ conversation, member, url string }
}

type saidTime struct {
	lang string
	at   int64
}

// page is the full address of a member's page of a conversation. A letter names
// it many times, and signing it costs more than all its words.
func (v *scene) page(c Conversation, memberID string) string {
	if l := &v.lastPage; l.conversation != c.ID || l.member != memberID {
		l.conversation, l.member, l.url = c.ID, memberID, v.s.URL(v.s.Path(c, memberID))
	}
	return v.lastPage.url
}

// room is where the link to the conversation's room leads from its page, or a
// letter: to the room, or to our door where the room asks for a token, which no
// letter holds. It is empty when there is no room.
func (v *scene) room(c Conversation, page string) string {
	if c.Room != "" && v.signs {
		return page + "/call"
	}
	return c.Room
}

// dateTime and dayDate are the locale's, remembered. Contexts of one scene are
// all in the network's zone.
func (v *scene) dateTime(ctx context.Context, t time.Time) string {
	return v.remember(ctx, t.Unix(), func() string { return locale.DateTime(ctx, t) })
}

func (v *scene) dayDate(ctx context.Context, t time.Time) string {
	return v.remember(ctx, -t.Unix(), func() string { return locale.DayDate(ctx, t) })
}

func (v *scene) remember(ctx context.Context, at int64, say func() string) string {
	key := saidTime{locale.Lang(ctx), at}
	text, known := v.said[key]
	if !known {
		text = say()
		v.said[key] = text
	}
	return text
}

func (s *Conversations) scene(ctx context.Context, tx bun.IDB, list ...Conversation) (*scene, error) {
	var ids []string
	seen := map[string]bool{}
	for _, c := range list {
		for _, p := range c.People {
			if !seen[p.MemberID] {
				seen[p.MemberID] = true
				ids = append(ids, p.MemberID)
			}
		}
	}
	n, err := s.Networks.Current(ctx)
	if err != nil {
		return nil, err
	}
	people, err := s.members.Many(ctx, tx, ids)
	return &scene{s: s, network: n, signs: s.Meetings.By(n.Meeting(), n.MeetingBase).Signs(), people: people, words: map[string]context.Context{}, said: map[saidTime]string{}}, err
}

// speak is a context in a member's language.
func (v *scene) speak(ctx context.Context, memberID string) (context.Context, error) {
	lang := v.people[memberID].Language
	if w, ok := v.words[lang]; ok {
		return w, nil
	}
	w, err := v.s.Speak(ctx, lang)
	v.words[lang] = w
	return w, err
}

// learn makes the languages of all people ready, so that spoken only reads.
func (v *scene) learn(ctx context.Context) error {
	for id := range v.people {
		if _, err := v.speak(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (v *scene) spoken(memberID string) context.Context { return v.words[v.people[memberID].Language] }

// name is what a member is called; somebody who was erased has no name.
func (v *scene) name(ctx context.Context, memberID string) string {
	return called(ctx, v.people[memberID].Name)
}

func (v *scene) first(ctx context.Context, memberID string) string {
	return called(ctx, v.people[memberID].FirstName())
}

func called(ctx context.Context, name string) string {
	if name == "" {
		return locale.T(ctx, "conversation.somebody")
	}
	return name
}

// names lists people: "Bob Roe, Cat Moe and Dan Poe".
func (v *scene) names(ctx context.Context, people []Person) string {
	list := make([]string, len(people))
	for i, p := range people {
		list[i] = v.name(ctx, p.MemberID)
	}
	return and(ctx, list)
}

// firsts lists people by their first names, or by their names where two of
// them have the same.
func (v *scene) firsts(ctx context.Context, people []Person) string {
	list, seen := make([]string, len(people)), map[string]bool{}
	for i, p := range people {
		list[i] = v.first(ctx, p.MemberID)
		if seen[list[i]] {
			return v.names(ctx, people)
		}
		seen[list[i]] = true
	}
	return and(ctx, list)
}

func and(ctx context.Context, list []string) string {
	if len(list) == 0 {
		return ""
	}
	last := list[len(list)-1]
	if len(list) == 1 {
		return last
	}
	return locale.T(ctx, "conversation.and", "list", strings.Join(list[:len(list)-1], ", "), "last", last)
}

// what is a member's job and organisation in a line, as far as they are known.
func what(ctx context.Context, m member.Member) string {
	switch {
	case m.Job != "" && m.Organisation != "":
		return locale.T(ctx, "conversation.job", "job", m.Job, "organisation", m.Organisation)
	case m.Job != "":
		return m.Job
	}
	return m.Organisation
}

// reachable reports whether a letter to the person can arrive.
func (v *scene) reachable(p Person) bool { return v.people[p.MemberID].Reachable() }

// item is a letter to one person of a conversation. key is unique among the
// letters that this person gets about it.
func (v *scene) item(c Conversation, memberID, kind, key string, l mail.Letter) mail.Item {
	m := v.people[memberID]
	lang := m.Language
	if lang == "" {
		lang = v.network.Language
	}
	return mail.Item{
		Envelope: mail.Envelope{
			Kind: kind, Key: strings.Join([]string{kind, c.ID, memberID, key}, "/"),
			MemberID: m.ID, Name: m.Name, Email: m.Email, Lang: lang,
		},
		Letter: l,
	}
}

// hello begins every letter.
func (v *scene) hello(ctx context.Context, memberID string) mail.Block {
	return mail.Para(locale.T(ctx, "member.mail.hello", "name", v.people[memberID].FirstName()))
}

// button leads to the conversation's page.
func (v *scene) button(ctx context.Context, c Conversation, memberID, key, sub string) mail.Block {
	return mail.Button(locale.T(ctx, key), v.page(c, memberID)+sub)
}

// replyTo is the addresses of the others, so that answering a letter writes to
// them and not to a machine. In a group it writes to all, as somebody who
// answers a letter to eight people expects.
func (v *scene) replyTo(c Conversation, memberID string) string {
	var list []string
	for _, p := range c.Others(memberID) {
		if v.reachable(p) {
			list = append(list, v.people[p.MemberID].Email)
		}
	}
	return strings.Join(list, ", ")
}
