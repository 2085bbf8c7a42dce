package discussion

import (
	"context"
	"net/http"
	"strings"

	"github.com/uptrace/bun"

	"cuppa.example/internal/form"
	"cuppa.example/internal/web"
)

// maxWords is how many words of a search count.
const maxWords = 8

// search finds posts of a room with words that begin like each of these, the
// newest first, before a place. A room is read through, which takes a few
// hundredths of a second for ten thousand posts (docs/performance.md): that is
// the same on both engines, needs no index that a backup must make again, and
// what is edited or deleted is found or not at once.
func search(ctx context.Context, tx bun.IDB, roomID, query string, before int64) (list []Post, more bool, err error) {
	wanted := strings.Fields(words(query))
	if len(wanted) == 0 {
		return nil, false, nil
	}
	list, err = posts(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		q = q.Where("o.room_id = ?", roomID)
		if before > 0 {
			q = q.Where("o.seq < ?", before)
		}
		for _, w := range wanted[:min(maxWords, len(wanted))] {
			q = q.Where("o.found LIKE ?", "% "+w+"%") // letters and numbers alone: nothing to escape
		}
		return q.Order("o.seq DESC").Limit(pageSize + 1)
	})
	return list[:min(pageSize, len(list))], len(list) > pageSize, err
}

// found is what a search found.
type found struct {
	*visit
	query string
	posts []shown
	next  int64 // where to look on; 0: that is all
}

func (s *Discussions) searchPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	f := form.Query(r)
	q := form.CleanLine(f.Value("q"))
	if runes := []rune(q); len(runes) > 200 {
		q = string(runes[:200])
	}
	list, more, err := search(r.Context(), s.DB, v.room.ID, q, placeIn(f, "before"))
	if err != nil {
		return err
	}
	p := &found{visit: v, query: q}
	if p.posts, err = s.show(r.Context(), v.reader, list); err != nil {
		return err
	}
	if more {
		p.next = list[len(list)-1].Seq
	}
	return web.OK(w, r, searchPage(p))
}
