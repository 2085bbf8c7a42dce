package discussion

import (
	"context"

	"github.com/uptrace/bun"
)

// Read says that somebody has read a room up to a place. It never goes back.
func (s *Discussions) Read(ctx context.Context, roomID, memberID string, seen int64) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return markRead(ctx, tx, roomID, memberID, seen)
	})
}

// markRead moves the mark, never beyond what there is.
func markRead(ctx context.Context, tx bun.IDB, roomID, memberID string, seen int64) error {
	_, err := tx.NewRaw(`UPDATE discussion_people SET read_seq = ? WHERE room_id = ? AND member_id = ? AND left_at IS NULL AND read_seq < ?
		AND ? <= (SELECT changes FROM discussion_rooms WHERE id = room_id)`, seen, roomID, memberID, seen, seen).Exec(ctx)
	return err
}

// unread counts the posts of others that somebody has not read.
func unread(ctx context.Context, tx bun.IDB, p Person) (int, error) {
	var n int
	err := tx.NewRaw(`SELECT count(*) FROM discussion_posts WHERE room_id = ? AND seq > ? AND deleted_at IS NULL
		AND (author_id IS NULL OR author_id <> ?)`, p.RoomID, p.ReadSeq, p.MemberID).Scan(ctx, &n)
	return n, err
}

// Unread is how many posts of others a member has not read, by room.
func (s *Discussions) Unread(ctx context.Context, memberID string, roomIDs ...string) (map[string]int, error) {
	counts := map[string]int{}
	if len(roomIDs) == 0 {
		return counts, nil
	}
	var rows []struct {
		RoomID string
		N      int
	}
	err := s.DB.NewRaw(`SELECT p.room_id, (SELECT count(*) FROM discussion_posts AS o WHERE o.room_id = p.room_id AND o.seq > p.read_seq
		AND o.deleted_at IS NULL AND (o.author_id IS NULL OR o.author_id <> p.member_id)) AS n
		FROM discussion_people AS p WHERE p.member_id = ? AND p.left_at IS NULL AND p.room_id IN (?)`, memberID, bun.List(roomIDs)).Scan(ctx, &rows)
	for _, r := range rows {
		counts[r.RoomID] = r.N
	}
	return counts, err
}
