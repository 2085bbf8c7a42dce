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

// MaxUnread is as far as unread posts are counted: who has not been here for
// long need not wait for an exact number.
const MaxUnread = 100

// unread counts the posts of others that somebody has not read, up to MaxUnread.
func unread(ctx context.Context, tx bun.IDB, p Person) (int, error) {
	var n int
	err := tx.NewRaw(`SELECT count(*) FROM (SELECT 1 FROM discussion_posts WHERE room_id = ? AND seq > ? AND deleted_at IS NULL AND removed_at IS NULL
		AND (author_id IS NULL OR author_id <> ?) LIMIT ?) AS counted`, p.RoomID, p.ReadSeq, p.MemberID, MaxUnread).Scan(ctx, &n)
	return n, err
}

// Unread is how many posts of others a member has not read, by room, up to MaxUnread.
func (s *Discussions) Unread(ctx context.Context, memberID string, roomIDs ...string) (map[string]int, error) {
	counts := map[string]int{}
	if len(roomIDs) == 0 {
		return counts, nil
	}
	var list []Person
	err := s.DB.NewSelect().Model(&list).Where("p.member_id = ?", memberID).Where("p.left_at IS NULL").Where("p.room_id IN (?)", bun.List(roomIDs)).Scan(ctx)
	for _, p := range list {
		if err == nil {
			counts[p.RoomID], err = unread(ctx, s.DB, p)
		}
	}
	return counts, err
}
