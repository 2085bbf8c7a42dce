package discussion

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
)

// shown is a post as one reader sees it.
type shown struct {
	Post
	Author  string // a name; empty: erased
	Mine    bool
	Open    bool // the room can be written in
	Folded  bool // somebody whom the reader has blocked wrote it
	HTML    string
	Cards   []card   // of our pages that it links to
	For     []string // the names of whom it is for
	Answers *quoted  // what it answers
	First   bool     // the first that the reader has not read
}

// quoted is the post that another one answers.
type quoted struct {
	Post
	Author string
	Folded bool
}

// reader is somebody who reads a room, and what one must know to show it to them.
type reader struct {
	room    Room
	me      Person
	names   map[string]string
	blocked map[string]bool
	cards   map[string]Card // by path; empty: the reader sees none
}

// reader learns whom somebody has blocked.
func (s *Discussions) reader(ctx context.Context, r Room, me Person) (*reader, error) {
	blocked, err := s.blockedBy(ctx, s.DB, me.MemberID)
	return &reader{room: r, me: me, names: map[string]string{}, blocked: blocked, cards: map[string]Card{}}, err
}

// show is how posts look to a reader.
func (s *Discussions) show(ctx context.Context, v *reader, list []Post) ([]shown, error) {
	answered, err := s.answered(ctx, v.room.ID, list)
	if err != nil {
		return nil, err
	}
	if err := s.learnNames(ctx, v.names, append(values(answered), list...)); err != nil {
		return nil, err
	}
	all := make([]shown, len(list))
	for i, p := range list {
		sh := shown{Post: p, Author: v.names[p.AuthorID], Mine: p.AuthorID == v.me.MemberID, Open: !v.room.Closed(), Folded: v.blocked[p.AuthorID]}
		if !p.Gone() {
			r := render(p.Body)
			sh.HTML = r.html
			if sh.Cards, err = s.cards(ctx, v, r.links); err != nil {
				return nil, err
			}
		}
		for _, id := range p.Mentions {
			if v.names[id] != "" {
				sh.For = append(sh.For, v.names[id])
			}
		}
		if q, ok := answered[p.ReplyTo]; ok {
			sh.Answers = &quoted{Post: q, Author: v.names[q.AuthorID], Folded: v.blocked[q.AuthorID]}
		}
		all[i] = sh
	}
	return all, nil
}

func values(m map[string]Post) []Post {
	list := make([]Post, 0, len(m))
	for _, p := range m {
		list = append(list, p)
	}
	return list
}

// answered finds the posts that these answer, by id.
func (s *Discussions) answered(ctx context.Context, roomID string, list []Post) (map[string]Post, error) {
	found := map[string]Post{}
	var ids []string
	for _, p := range list {
		if p.ReplyTo != "" {
			ids = append(ids, p.ReplyTo)
		}
	}
	if len(ids) == 0 {
		return found, nil
	}
	var some []Post
	err := s.DB.NewSelect().Model(&some).ExcludeColumn("found").Where("o.id IN (?)", bun.List(ids)).Where("o.room_id = ?", roomID).Scan(ctx)
	for _, p := range some {
		p.hush()
		found[p.ID] = p
	}
	return found, err
}

// who is the author's name, or that they have gone.
func who(ctx context.Context, name string) string {
	if name == "" {
		return locale.T(ctx, "discussion.somebody")
	}
	return name
}

// when is a moment, short enough to stand on every post.
func when(ctx context.Context, t time.Time) string {
	return locale.T(ctx, "discussion.when", "date", locale.Date(ctx, t), "time", locale.Clock(ctx, t))
}

const maxExcerpt = 120

// excerpt is the beginning of a text in one line.
func excerpt(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return strings.TrimSpace(string(runes[:most])) + "…"
}

// and lists names: "Ann, Bob and Cat".
func and(ctx context.Context, list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	last := len(list) - 1
	return locale.T(ctx, "discussion.and", "list", strings.Join(list[:last], ", "), "last", list[last])
}

// firstNames are of those who are in the room, for hints.
func named(people map[string]member.Member, ids []string) []member.Member {
	list := make([]member.Member, 0, len(ids))
	for _, id := range ids {
		if m, ok := people[id]; ok && m.Name != "" {
			list = append(list, m)
		}
	}
	return list
}
