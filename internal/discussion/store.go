package discussion

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
)

func roomByID(ctx context.Context, tx bun.IDB, id string) (Room, error) {
	var r Room
	err := tx.NewSelect().Model(&r).Where("r.id = ?", id).Scan(ctx)
	return r, db.Found(err)
}

// insertRoom gives a room the next number. Who opens another one at the same
// moment is waited for, and the number after theirs is tried.
func insertRoom(ctx context.Context, tx bun.IDB, r Room) error {
	for range 100 {
		done, err := tx.NewRaw(`INSERT INTO discussion_rooms (id, kind, subject_id, title, number, changes, opened_at)
			SELECT ?, ?, ?, ?, COALESCE(max(number), 0) + 1, 0, ? FROM discussion_rooms WHERE true ON CONFLICT (number) DO NOTHING`,
			r.ID, r.Kind, r.SubjectID, r.Title, r.OpenedAt).Exec(ctx)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
	}
	return fault.Conflict
}

// lock finds a room and keeps everybody else from changing it, or who is in it,
// until the transaction ends.
func (s *Discussions) lock(ctx context.Context, tx bun.IDB, id string) (Room, error) {
	var r Room
	err := s.DB.ForUpdate(tx.NewSelect().Model(&r).Where("r.id = ?", id)).Scan(ctx)
	return r, db.Found(err)
}

// step counts a change in a room that can be written in. The room stays locked
// until the transaction ends, so that numbers appear in their order and
// whoever has seen one has seen all before it.
func step(ctx context.Context, tx bun.IDB, roomID string) (int64, error) {
	var n []int64
	err := tx.NewRaw("UPDATE discussion_rooms SET changes = changes + 1 WHERE id = ? AND closed_at IS NULL RETURNING changes", roomID).Scan(ctx, &n)
	if err == nil && len(n) == 0 {
		err = fault.Because(fault.Conflict, "discussion.closed")
	}
	if err != nil {
		return 0, err
	}
	return n[0], nil
}

// present finds somebody who is in a room.
func present(ctx context.Context, tx bun.IDB, roomID, memberID string) (Person, error) {
	var p Person
	err := tx.NewSelect().Model(&p).Where("p.room_id = ?", roomID).Where("p.member_id = ?", memberID).Where("p.left_at IS NULL").Scan(ctx)
	return p, db.Found(err)
}

// people are those who are in a room.
func people(ctx context.Context, tx bun.IDB, roomID string) ([]Person, error) {
	var list []Person
	err := tx.NewSelect().Model(&list).Where("p.room_id = ?", roomID).Where("p.left_at IS NULL").Order("p.joined_at", "p.member_id").Scan(ctx)
	return list, err
}

// join lets somebody in, or back in. Who comes back keeps how they like letters.
func join(ctx context.Context, tx bun.IDB, p Person) error {
	_, err := tx.NewInsert().Model(&p).On("CONFLICT (room_id, member_id) DO UPDATE").
		Set("joined_at = EXCLUDED.joined_at").Set("read_seq = EXCLUDED.read_seq").Set("told_seq = EXCLUDED.told_seq").
		Set("left_at = NULL").Where("p.left_at IS NOT NULL").Exec(ctx)
	return err
}

func leave(ctx context.Context, tx bun.IDB, roomID string, at time.Time, memberIDs []string) error {
	if len(memberIDs) == 0 {
		return nil
	}
	_, err := tx.NewRaw(`UPDATE discussion_people SET left_at = ?, mail_at = NULL, here_at = NULL
		WHERE room_id = ? AND member_id IN (?) AND left_at IS NULL`, at, roomID, bun.List(memberIDs)).Exec(ctx)
	return err
}

func activity(ctx context.Context, tx bun.IDB, roomID string) (map[string]time.Time, error) {
	var rows []struct {
		AuthorID  string
		WrittenAt time.Time
	}
	// The newest of each author by its place: the index gives it at once.
	err := tx.NewRaw(`SELECT o.author_id, o.written_at FROM discussion_posts AS o JOIN
		(SELECT p.member_id, (SELECT max(seq) FROM discussion_posts WHERE author_id = p.member_id AND room_id = p.room_id) AS seq
		FROM discussion_people AS p WHERE p.room_id = ?) AS newest ON newest.seq = o.seq WHERE o.room_id = ?`, roomID, roomID).Scan(ctx, &rows)
	last := make(map[string]time.Time, len(rows))
	for _, r := range rows {
		last[r.AuthorID] = r.WrittenAt
	}
	return last, err
}

// posts finds posts as the room may read them.
func posts(ctx context.Context, tx bun.IDB, change func(*bun.SelectQuery) *bun.SelectQuery) ([]Post, error) {
	list, err := wholePosts(ctx, tx, change)
	for i := range list {
		list[i].hush()
	}
	return list, err
}

// wholePosts finds posts with their files and mentions, three statements in
// all, and those that organisers took down with what they said.
func wholePosts(ctx context.Context, tx bun.IDB, change func(*bun.SelectQuery) *bun.SelectQuery) ([]Post, error) {
	var list []Post
	// What is for searching alone is not read.
	if err := change(tx.NewSelect().Model(&list).ExcludeColumn("found")).Scan(ctx); err != nil || len(list) == 0 {
		return nil, err
	}
	at := make(map[string]int, len(list))
	ids := make([]string, len(list))
	for i := range list {
		at[list[i].ID], ids[i] = i, list[i].ID
	}
	var files []File
	if err := tx.NewSelect().Model(&files).Where("f.post_id IN (?)", bun.List(ids)).Order("f.post_id", "f.position").Scan(ctx); err != nil {
		return nil, err
	}
	for _, f := range files {
		list[at[f.PostID]].Files = append(list[at[f.PostID]].Files, f)
	}
	var mentions []struct{ PostID, MemberID string }
	err := tx.NewRaw("SELECT post_id, member_id FROM discussion_mentions WHERE post_id IN (?) ORDER BY post_id, member_id", bun.List(ids)).Scan(ctx, &mentions)
	for _, m := range mentions {
		list[at[m.PostID]].Mentions = append(list[at[m.PostID]].Mentions, m.MemberID)
	}
	return list, err
}

// postIn finds a post of a room.
func postIn(ctx context.Context, tx bun.IDB, roomID, id string) (Post, error) {
	list, err := posts(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("o.id = ?", id).Where("o.room_id = ?", roomID)
	})
	if err != nil {
		return Post{}, err
	}
	if len(list) == 0 {
		return Post{}, fault.NotFound
	}
	return list[0], nil
}

func insertPost(ctx context.Context, tx bun.IDB, p *Post) error {
	if _, err := tx.NewInsert().Model(p).Exec(ctx); err != nil {
		return err
	}
	if err := insertFiles(ctx, tx, p.Files); err != nil {
		return err
	}
	return insertMentions(ctx, tx, *p)
}

func insertMentions(ctx context.Context, tx bun.IDB, p Post) error {
	for _, id := range p.Mentions {
		if _, err := tx.NewRaw("INSERT INTO discussion_mentions (post_id, member_id) VALUES (?, ?) ON CONFLICT DO NOTHING", p.ID, id).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}
