package discussion

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// Export is what a member's data download says: what they wrote, in which
// rooms they are or were, and how they like letters. What others wrote is not
// theirs.
func (s *Discussions) Export(ctx context.Context, memberID string) (any, error) {
	type post struct {
		Written time.Time  `json:"written"`
		Edited  *time.Time `json:"edited,omitempty"`
		Deleted *time.Time `json:"deleted,omitempty"`
		Text    string     `json:"text"`
		Before  []string   `json:"what stood there before,omitempty"`
		Files   []string   `json:"files,omitempty"`
		Address string     `json:"address"`
	}
	type room struct {
		Title  string     `json:"discussion"`
		Joined *time.Time `json:"joined,omitempty"`
		Left   *time.Time `json:"left,omitempty"`
		Email  Email      `json:"emails,omitempty"`
		Posts  []post     `json:"your posts"`
	}
	out := []room{}
	ids, err := roomsOf(ctx, s.DB, memberID)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		r, err := roomByID(ctx, s.DB, id)
		if err != nil {
			return nil, err
		}
		x := room{Title: r.Title, Posts: []post{}}
		var p []Person
		if err := s.DB.NewSelect().Model(&p).Where("p.room_id = ?", id).Where("p.member_id = ?", memberID).Scan(ctx); err != nil {
			return nil, err
		}
		if len(p) == 1 {
			x.Joined, x.Left, x.Email = moment(p[0].JoinedAt), moment(p[0].LeftAt), p[0].Email
		}
		list, err := posts(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.Where("o.author_id = ?", memberID).Where("o.room_id = ?", id).Order("o.seq")
		})
		if err != nil {
			return nil, err
		}
		before, err := s.before(ctx, memberID, id)
		if err != nil {
			return nil, err
		}
		for _, o := range list {
			x.Posts = append(x.Posts, post{
				o.WrittenAt, moment(o.EditedAt), moment(o.DeletedAt), o.Body, before[o.ID], names(o.Files), s.URL(o.Path()),
			})
		}
		out = append(out, x)
	}
	return out, nil
}

// before is what stood in somebody's posts of a room before, by post.
func (s *Discussions) before(ctx context.Context, memberID, roomID string) (map[string][]string, error) {
	var list []Version
	err := s.DB.NewSelect().Model(&list).Where("post_id IN (SELECT id FROM discussion_posts WHERE author_id = ? AND room_id = ?)", memberID, roomID).
		Order("post_id", "number").Scan(ctx)
	texts := map[string][]string{}
	for _, v := range list {
		texts[v.PostID] = append(texts[v.PostID], v.Body)
	}
	return texts, err
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
