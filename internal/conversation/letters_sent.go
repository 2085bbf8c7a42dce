package conversation

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"cuppa.example/internal/mail"
)

const matchKind = "conversation.match"

// Letters is what became of the letters that put people together.
type Letters struct {
	Written, Waiting, Refused, Unknown int
}

// Handed is how many of them a server has taken.
func (l Letters) Handed() int { return l.Written - l.Waiting - l.Refused - l.Unknown }

// Count puts a letter that was not delivered where it belongs.
func (l *Letters) Count(u mail.Undelivered) {
	switch {
	case u.Waits():
		l.Waiting++
	case u.State == mail.Failed:
		l.Refused++
	default:
		l.Unknown++
	}
}

// MatchLetters is what became of the letters that told people whom they talk
// to, of everything that a source has opened under an id.
func (s *Conversations) MatchLetters(ctx context.Context, source, sourceID string) (Letters, error) {
	var l Letters
	err := s.DB.NewRaw(`SELECT count(*) FROM conversation_people p JOIN conversations c ON c.id = p.conversation_id
		WHERE c.source = ? AND c.source_id = ? AND c.ref IS NULL`, source, sourceID).Scan(ctx, &l.Written)
	if err != nil || l.Written == 0 {
		return l, err
	}
	list, err := s.Post.Undelivered(ctx, matchKind)
	if err != nil {
		return l, err
	}
	about := map[string][]mail.Undelivered{}
	var ids []string
	for _, u := range list {
		if parts := strings.Split(u.Key, "/"); len(parts) > 1 {
			ids = append(ids, parts[1])
			about[parts[1]] = append(about[parts[1]], u)
		}
	}
	slices.Sort(ids)
	for part := range slices.Chunk(slices.Compact(ids), 500) {
		var ours []string
		err := s.DB.NewRaw("SELECT id FROM conversations WHERE source = ? AND source_id = ? AND id IN (?)",
			source, sourceID, bun.List(part)).Scan(ctx, &ours)
		if err != nil {
			return l, err
		}
		for _, id := range ours {
			for _, u := range about[id] {
				l.Count(u)
			}
		}
	}
	return l, nil
}
