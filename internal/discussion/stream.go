package discussion

import (
	"context"
	"slices"
	"strconv"

	"github.com/uptrace/bun"

	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
)

// pageSize is how many posts a page shows.
const pageSize = 30

// stream is a page of a room's posts.
type stream struct {
	*visit
	posts   []shown
	people  []member.Member // of the room, without the reader
	unread  int             // how many posts of others the reader has not read
	earlier int64           // the page before ends before this place; 0: there is none
	later   int64           // the page after begins after this place; 0: this is the end
	form    *form.Form
}

// place is where in a room a page begins or ends: at its end, before or after a post.
type place struct{ before, after int64 }

func placeOf(f *form.Form) place {
	p := place{before: placeIn(f, "before"), after: -1}
	if f.Value("after") != "" {
		p.after = placeIn(f, "after")
	}
	return p
}

// placeIn reads the place of a post; 0 is none.
func placeIn(f *form.Form, name string) int64 {
	n, err := strconv.ParseInt(f.Value(name), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// page reads the posts at a place, the oldest first, and whether there are more
// before and after them.
func page(ctx context.Context, tx bun.IDB, roomID string, at place) (list []Post, earlier, later bool, err error) {
	forward := at.after >= 0
	list, err = posts(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		q = q.Where("o.room_id = ?", roomID).Limit(pageSize + 1)
		switch {
		case forward:
			return q.Where("o.seq > ?", at.after).Order("o.seq")
		case at.before > 0:
			q = q.Where("o.seq < ?", at.before)
		}
		return q.Order("o.seq DESC")
	})
	more := len(list) > pageSize
	list = list[:min(pageSize, len(list))]
	if forward {
		return list, at.after > 0, more, err
	}
	slices.Reverse(list)
	return list, more, at.before > 0, err
}

// stream reads a page for a visitor.
func (s *Discussions) stream(ctx context.Context, v *visit, at place, f *form.Form) (*stream, error) {
	list, earlier, later, err := page(ctx, s.DB, v.room.ID, at)
	if err != nil {
		return nil, err
	}
	p := &stream{visit: v, form: f}
	if p.posts, err = s.show(ctx, v.reader, list); err != nil {
		return nil, err
	}
	if len(list) > 0 {
		if earlier {
			p.earlier = list[0].Seq
		}
		if later {
			p.later = list[len(list)-1].Seq
		}
	}
	if p.unread, err = unread(ctx, s.DB, v.me); err != nil {
		return nil, err
	}
	p.mark(at.after)
	p.people, err = s.others(ctx, v)
	return p, err
}

// mark finds the first post that the reader has not read, where it is on the
// page: the post before it is there too, or there is none.
func (p *stream) mark(from int64) {
	for i := range p.posts {
		o := &p.posts[i]
		if o.Seq <= p.me.ReadSeq || o.Mine || o.Gone() {
			continue
		}
		o.First = i > 0 || p.earlier == 0 || from == p.me.ReadSeq
		return
	}
}

// seen is the place of the newest post on the page.
func (p *stream) seen() int64 {
	if len(p.posts) == 0 {
		return 0
	}
	return p.posts[len(p.posts)-1].Seq
}

// others are the people of the room besides the reader, by name.
func (s *Discussions) others(ctx context.Context, v *visit) ([]member.Member, error) {
	in, err := people(ctx, s.DB, v.room.ID)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(in))
	for _, p := range in {
		if p.MemberID != v.me.MemberID {
			ids = append(ids, p.MemberID)
		}
	}
	many, err := s.members.Many(ctx, s.DB, ids)
	list := named(many, ids)
	slices.SortFunc(list, func(a, b member.Member) int { return compareNames(a, b) })
	return list, err
}
