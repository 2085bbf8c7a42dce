package discussion

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/safety"
)

// reportKind is what reports about posts are kept under.
const reportKind = "post"

// reportable makes posts things that one can report. Organisers do not get
// into the room by it: they see the copy that the report holds.
func (s *Discussions) reportable() safety.Subject {
	return safety.Subject{
		Say: s.sayPost,
		About: func(ctx context.Context, postID, memberID string) (string, error) {
			p, err := s.reported(ctx, postID, memberID)
			return p.AuthorID, err
		},
		Copy: func(ctx context.Context, postID, memberID string) (string, error) {
			p, err := s.reported(ctx, postID, memberID)
			return strings.TrimSpace(strings.Join(append([]string{p.Body}, said(p.Files)...), "\n")), err
		},
		Remove: func(ctx context.Context, tx bun.Tx, postID, _, _ string) error {
			return s.remove(ctx, tx, postID, true)
		},
		Restore: func(ctx context.Context, tx bun.Tx, postID string) error { return s.remove(ctx, tx, postID, false) },
	}
}

// remove takes down a post because organisers decided so, with its files and
// what stood there before, or puts it back. Its place says so to the room, its
// author is told by the decision's letter. It does not matter whether the room
// is closed.
func (s *Discussions) remove(ctx context.Context, tx bun.Tx, postID string, down bool) error {
	_, r, err := s.find(ctx, tx, postID)
	if err != nil {
		return err
	}
	if _, err := s.lock(ctx, tx, r.ID); err != nil {
		return err
	}
	list, err := wholePosts(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("o.id = ?", postID) })
	if err != nil {
		return err
	}
	p := list[0]
	if p.Removed() == down {
		return nil
	}
	p.RemovedAt, p.Found = time.Time{}, p.words()
	if down {
		p.RemovedAt, p.Found = s.Now(), ""
	}
	if err := tx.NewRaw("UPDATE discussion_rooms SET changes = changes + 1 WHERE id = ? RETURNING changes", r.ID).Scan(ctx, &p.ChangeSeq); err != nil {
		return err
	}
	_, err = tx.NewUpdate().Model(&p).Column("found", "removed_at", "change_seq").WherePK().Exec(ctx)
	return err
}

// sayPost names a post: what is read of it by whoever reports it and by
// organisers is when it was written, and where.
func (s *Discussions) sayPost(ctx context.Context, postID string) (text, href string) {
	p, r, err := s.find(ctx, s.DB, postID)
	if err != nil {
		return locale.T(ctx, "discussion.report.gone"), ""
	}
	return locale.T(ctx, "discussion.report.post", "title", r.Title, "time", when(ctx, p.WrittenAt)), ""
}

// reported finds a post for somebody who can see it, while it says something.
func (s *Discussions) reported(ctx context.Context, postID, memberID string) (Post, error) {
	p, r, err := s.find(ctx, s.DB, postID)
	if err != nil {
		return Post{}, err
	}
	if _, err := present(ctx, s.DB, r.ID, memberID); err != nil {
		return Post{}, err
	}
	if p.Gone() || p.AuthorID == "" {
		return Post{}, fault.NotFound
	}
	return p, nil
}

// find finds a post and its room.
func (s *Discussions) find(ctx context.Context, tx bun.IDB, postID string) (Post, Room, error) {
	list, err := posts(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("o.id = ?", postID) })
	if err != nil {
		return Post{}, Room{}, err
	}
	if len(list) == 0 {
		return Post{}, Room{}, fault.NotFound
	}
	r, err := roomByID(ctx, tx, list[0].RoomID)
	return list[0], r, err
}
