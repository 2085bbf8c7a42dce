package discussion

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// Entry is a post in a transcript.
type Entry struct {
	Number    int    // from 1
	Author    string // empty: erased
	AuthorID  string
	WrittenAt time.Time
	EditedAt  time.Time // zero: never
	Text      string    // Markdown as it was typed; empty once it is deleted
	ReplyTo   int       // the number of the post that it answers, or 0
	Deleted   bool
	Removed   bool     // by organisers
	Mentions  []string // names
	Files     []Attached
}

// Attached is a file in a transcript. Content is read when it is asked for.
type Attached struct {
	Name    string
	Type    string
	Size    int64
	Content func() ([]byte, error)
}

// transcriptPage is how many posts are in memory at a time.
const transcriptPage = 200

// Transcript calls each for every post of a room, the oldest first. The caller
// decides who may have it: everybody who is in the room, and nobody else.
func (s *Discussions) Transcript(ctx context.Context, roomID string, each func(Entry) error) error {
	numbers, names := map[string]int{}, map[string]string{}
	last := int64(0)
	for {
		list, err := posts(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.Where("o.room_id = ?", roomID).Where("o.seq > ?", last).Order("o.seq").Limit(transcriptPage)
		})
		if err != nil || len(list) == 0 {
			return err
		}
		if err := s.learnNames(ctx, names, list); err != nil {
			return err
		}
		for _, p := range list {
			numbers[p.ID] = len(numbers) + 1
			if err := each(s.entry(ctx, p, numbers, names)); err != nil {
				return err
			}
			last = p.Seq
		}
	}
}

func (s *Discussions) learnNames(ctx context.Context, names map[string]string, list []Post) error {
	var ids []string
	learn := func(id string) {
		if _, known := names[id]; !known && id != "" {
			names[id] = ""
			ids = append(ids, id)
		}
	}
	for _, p := range list {
		learn(p.AuthorID)
		for _, id := range p.Mentions {
			learn(id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	people, err := s.members.Many(ctx, s.DB, ids)
	for id, m := range people {
		names[id] = m.Name
	}
	return err
}

func (s *Discussions) entry(ctx context.Context, p Post, numbers map[string]int, names map[string]string) Entry {
	e := Entry{
		Number: numbers[p.ID], Author: names[p.AuthorID], AuthorID: p.AuthorID, WrittenAt: p.WrittenAt, EditedAt: p.EditedAt,
		Text: p.Body, ReplyTo: numbers[p.ReplyTo], Deleted: p.Deleted(), Removed: p.Removed(),
	}
	for _, id := range p.Mentions {
		if names[id] != "" {
			e.Mentions = append(e.Mentions, names[id])
		}
	}
	for _, f := range p.Files {
		e.Files = append(e.Files, Attached{
			Name: f.Name, Type: f.Type, Size: f.Size,
			Content: func() ([]byte, error) { return content(ctx, s.DB, f.ID) },
		})
	}
	return e
}
