package discussion

import (
	"context"
	"strings"

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
			return strings.TrimSpace(strings.Join(append([]string{p.Body}, names(p.Files)...), "\n")), err
		},
	}
}

// sayPost names a post: what is read of it by whoever reports it and by
// organisers is when it was written, and where.
func (s *Discussions) sayPost(ctx context.Context, postID string) (text, href string) {
	p, r, err := s.find(ctx, postID)
	if err != nil {
		return locale.T(ctx, "discussion.report.gone"), ""
	}
	return locale.T(ctx, "discussion.report.post", "title", r.Title, "time", when(ctx, p.WrittenAt)), ""
}

// reported finds a post for somebody who can see it, while it says something.
func (s *Discussions) reported(ctx context.Context, postID, memberID string) (Post, error) {
	p, r, err := s.find(ctx, postID)
	if err != nil {
		return Post{}, err
	}
	if _, err := present(ctx, s.DB, r.ID, memberID); err != nil {
		return Post{}, err
	}
	if p.Deleted() || p.AuthorID == "" {
		return Post{}, fault.NotFound
	}
	return p, nil
}

// find finds a post and its room.
func (s *Discussions) find(ctx context.Context, postID string) (Post, Room, error) {
	list, err := posts(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("o.id = ?", postID) })
	if err != nil {
		return Post{}, Room{}, err
	}
	if len(list) == 0 {
		return Post{}, Room{}, fault.NotFound
	}
	r, err := roomByID(ctx, s.DB, list[0].RoomID)
	return list[0], r, err
}
