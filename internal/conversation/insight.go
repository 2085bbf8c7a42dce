package conversation

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// Reasons is how many people of a source gave each reason. Asking for somebody
// else because no reply came is the reason NoReply.
func (s *Conversations) Reasons(ctx context.Context, tx bun.IDB, source, sourceID string) (map[Reason]int, error) {
	var rows []struct {
		Reason Reason
		N      int
	}
	err := tx.NewRaw(`SELECT why AS reason, count(*) AS n FROM (
			SELECT CASE WHEN p.reason <> '' THEN p.reason ELSE p.left_why END AS why
			FROM conversations AS c JOIN conversation_people AS p ON p.conversation_id = c.id
			WHERE c.source = ? AND c.source_id = ? AND (p.reason <> '' OR p.left_why = ?)
		) AS given GROUP BY why`, source, sourceID, GotNoReply).Scan(ctx, &rows)
	counts := map[Reason]int{}
	for _, r := range rows {
		counts[r.Reason] = r.N
	}
	return counts, err
}

// Pair is two people who were put together and not parted again.
type Pair struct {
	A, B           string // member ids, A before B
	ConversationID string
	Source         string
	SourceID       string
	State          State
	OpensAt        time.Time
}

// Pairs are the pairs of one source, or of all that are not private where source
// is empty, the
// newest conversations first, at most limit of them (0: all). Conversations that
// were called off, and people who are no longer part of one, are not in it.
func (s *Conversations) Pairs(ctx context.Context, tx bun.IDB, source, sourceID string, limit int) ([]Pair, error) {
	q := `SELECT a.member_id AS a, b.member_id AS b, c.id AS conversation_id, c.source, c.source_id, c.opens_at,
			CASE WHEN c.state = 'met' AND (a.answer = 'not_met' OR b.answer = 'not_met')
				AND EXISTS (SELECT 1 FROM conversation_people AS x WHERE x.conversation_id = c.id AND x.member_id NOT IN (a.member_id, b.member_id))
				THEN 'not_met' ELSE c.state END AS state
		FROM conversations AS c
		JOIN conversation_people AS a ON a.conversation_id = c.id AND a.left_at IS NULL
		JOIN conversation_people AS b ON b.conversation_id = c.id AND b.left_at IS NULL AND b.member_id > a.member_id
		WHERE c.state <> ?`
	args := []any{Cancelled}
	if source != "" {
		q += " AND c.source = ? AND c.source_id = ?"
		args = append(args, source, sourceID)
	} else if private := s.private(); len(private) > 0 {
		q += " AND c.source NOT IN (?)"
		args = append(args, bun.List(private))
	}
	q += " ORDER BY c.id DESC, a.member_id, b.member_id"
	if limit > 0 {
		q += " LIMIT ?"
		args = append(args, limit)
	}
	var list []Pair
	err := tx.NewRaw(q, args...).Scan(ctx, &list)
	return list, err
}

// private are the sources whose conversations nobody outside learns of.
func (s *Conversations) private() []string {
	var names []string
	for name, source := range s.sources {
		if source.Private {
			names = append(names, name)
		}
	}
	return names
}

// Unmet are those of these members who have never met anybody, as far as
// anybody said, in their order.
func (s *Conversations) Unmet(ctx context.Context, tx bun.IDB, memberIDs []string) ([]string, error) {
	var found []string
	for start := 0; start < len(memberIDs); start += chunk {
		part := memberIDs[start:min(start+chunk, len(memberIDs))]
		met := map[string]bool{}
		var ids []string
		args := make([]any, len(part))
		for i, id := range part {
			args[i] = id
		}
		err := tx.NewRaw("WITH asked (id) AS (VALUES "+strings.TrimSuffix(strings.Repeat("(?),", len(part)), ",")+`)
			SELECT id FROM asked WHERE EXISTS (SELECT 1 FROM conversation_people AS p
				JOIN conversations AS c ON c.id = p.conversation_id
				WHERE p.member_id = asked.id AND p.left_at IS NULL AND p.answer <> 'not_met' AND c.state = 'met')`,
			args...).Scan(ctx, &ids)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			met[id] = true
		}
		for _, id := range part {
			if !met[id] {
				found = append(found, id)
			}
		}
	}
	return found, nil
}

// Times is how often each of these members was put together with somebody.
func (s *Conversations) Times(ctx context.Context, tx bun.IDB, memberIDs []string) (map[string]int, error) {
	times := make(map[string]int, len(memberIDs))
	for start := 0; start < len(memberIDs); start += chunk {
		var rows []struct {
			MemberID string
			N        int
		}
		err := tx.NewRaw("SELECT member_id, count(*) AS n FROM conversation_people WHERE member_id IN (?) GROUP BY member_id",
			bun.List(memberIDs[start:min(start+chunk, len(memberIDs))])).Scan(ctx, &rows)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			times[r.MemberID] = r.N
		}
	}
	return times, nil
}

// Each calls each for every conversation there ever was and that is not private,
// in the order in which they were made, a part of the list in memory at a time.
func (s *Conversations) Each(ctx context.Context, tx bun.IDB, each func(Conversation) error) error {
	for last := ""; ; {
		var ids []string
		err := tx.NewRaw("SELECT id FROM conversations WHERE id > ? ORDER BY id LIMIT ?", last, chunk).Scan(ctx, &ids)
		if err != nil || len(ids) == 0 {
			return err
		}
		list, err := where(ctx, tx, "c.id IN (?)", bun.List(ids))
		if err != nil {
			return err
		}
		for _, c := range list {
			if s.sources[c.Source].Private {
				continue
			}
			if err := each(c); err != nil {
				return err
			}
		}
		last = ids[len(ids)-1]
	}
}
