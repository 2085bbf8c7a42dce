package discussion

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

type exportedPost struct {
	Written time.Time  `json:"written"`
	Edited  *time.Time `json:"edited,omitempty"`
	Deleted *time.Time `json:"deleted,omitempty"`
	Removed *time.Time `json:"removed by the organisers,omitempty"`
	Text    string     `json:"text"`
	Before  []string   `json:"what stood there before,omitempty"`
	Files   []string   `json:"files,omitempty"`
	Address string     `json:"address"`
}

type exportedRoom struct {
	Title  string         `json:"discussion"`
	Joined *time.Time     `json:"joined,omitempty"`
	Left   *time.Time     `json:"left,omitempty"`
	Email  Email          `json:"emails,omitempty"`
	Posts  []exportedPost `json:"your posts"`
}

// Export is what a member's data download says: what they wrote, in which
// rooms they are or were, and how they like letters. What others wrote is not
// theirs.
func (s *Discussions) Export(ctx context.Context, memberID string) (any, error) {
	ids, err := roomsOf(ctx, s.DB, memberID)
	if err != nil {
		return nil, err
	}
	out := make([]exportedRoom, len(ids))
	for i, id := range ids {
		if out[i], err = s.exportRoom(ctx, memberID, id); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s *Discussions) exportRoom(ctx context.Context, memberID, roomID string) (exportedRoom, error) {
	r, err := roomByID(ctx, s.DB, roomID)
	if err != nil {
		return exportedRoom{}, err
	}
	x := exportedRoom{Title: r.Title, Posts: []exportedPost{}}
	var p []Person
	if err := s.DB.NewSelect().Model(&p).Where("p.room_id = ?", roomID).Where("p.member_id = ?", memberID).Scan(ctx); err != nil {
		return exportedRoom{}, err
	}
	if len(p) == 1 {
		x.Joined, x.Left, x.Email = moment(p[0].JoinedAt), moment(p[0].LeftAt), p[0].Email
	}
	list, err := wholePosts(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("o.author_id = ?", memberID).Where("o.room_id = ?", roomID).Order("o.seq")
	})
	if err != nil {
		return exportedRoom{}, err
	}
	before, err := s.before(ctx, memberID, roomID)
	for _, o := range list {
		x.Posts = append(x.Posts, exportedPost{
			o.WrittenAt, moment(o.EditedAt), moment(o.DeletedAt), moment(o.RemovedAt), o.Body, before[o.ID], said(o.Files), s.URL(o.Path()),
		})
	}
	return x, err
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
