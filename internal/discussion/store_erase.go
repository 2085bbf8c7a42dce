package discussion

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// roomsOf are the rooms that somebody is in, was in, or has written in.
func roomsOf(ctx context.Context, tx bun.IDB, memberID string) ([]string, error) {
	var ids []string
	err := tx.NewRaw(`SELECT room_id FROM discussion_people WHERE member_id = ?
		UNION SELECT room_id FROM discussion_posts WHERE author_id = ? ORDER BY 1`, memberID, memberID).Scan(ctx, &ids)
	return ids, err
}

// empty takes away what posts hold besides their places.
func empty(ctx context.Context, tx bun.IDB, postIDs []string) error {
	for _, statement := range []string{
		"DELETE FROM discussion_versions WHERE post_id IN (?)",
		"DELETE FROM discussion_mentions WHERE post_id IN (?)",
		"DELETE FROM discussion_contents WHERE file_id IN (SELECT id FROM discussion_files WHERE post_id IN (?))",
		"DELETE FROM discussion_files WHERE post_id IN (?)",
	} {
		if _, err := tx.NewRaw(statement, bun.List(postIDs)).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// erasePosts empties what somebody wrote in a room, closed or not, in one
// change of the room that everybody who listens is told of.
func erasePosts(ctx context.Context, tx bun.IDB, roomID, memberID string, now time.Time) error {
	var ids []string
	err := tx.NewRaw("SELECT id FROM discussion_posts WHERE author_id = ? AND room_id = ? ORDER BY seq", memberID, roomID).Scan(ctx, &ids)
	if err != nil || len(ids) == 0 {
		return err
	}
	if _, err := tx.NewRaw("UPDATE discussion_rooms SET changes = changes + 1 WHERE id = ?", roomID).Exec(ctx); err != nil {
		return err
	}
	const part = 500
	for ; len(ids) > 0; ids = ids[min(part, len(ids)):] {
		some := ids[:min(part, len(ids))]
		if err := empty(ctx, tx, some); err != nil {
			return err
		}
		_, err := tx.NewRaw(`UPDATE discussion_posts SET author_id = NULL, body = '', found = '', versions = 0, edited_at = NULL,
			deleted_at = COALESCE(deleted_at, ?), change_seq = (SELECT changes FROM discussion_rooms WHERE id = ?)
			WHERE id IN (?)`, now, roomID, bun.List(some)).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}
