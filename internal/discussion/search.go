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
// newest first, before a place. Words are kept in the engine's own index as
// they were folded, so that both engines find the same; what is edited or
// deleted is found or not at once.
func (s *Discussions) search(ctx context.Context, r Room, query string, before int64) (list []Post, more bool, err error) {
	wanted := strings.Fields(words(query))
	if len(wanted) == 0 {
		return nil, false, nil
	}
	wanted = wanted[:min(maxWords, len(wanted))]
	if before <= 0 {
		before = r.Changes + 1
	}
	find := inWords
	if s.DB.Postgres() {
		find = inVectors
	}
	list, err = posts(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
		return find(q, r, wanted, before).Order("o.seq DESC").Limit(pageSize + 1)
	})
	return list[:min(pageSize, len(list))], len(list) > pageSize, err
}

// inWords asks SQLite, whose index has each word behind the number of its room.
// A room is a range of numbers, read from its end, and no further than a page.
func inWords(q *bun.SelectQuery, r Room, wanted []string, before int64) *bun.SelectQuery {
	first, room := r.Number<<32, number(r.Number)+"x"
	match := `"` + room + strings.Join(wanted, `"* AND "`+room) + `"*` // letters and numbers alone: nothing to escape
	return q.Where("o.room_id = ?", r.ID).Where(`o.seq IN (SELECT rowid - ? FROM discussion_words
		WHERE discussion_words MATCH ? AND rowid > ? AND rowid < ? ORDER BY rowid DESC LIMIT ?)`,
		first, match, first, first+before, pageSize+1)
}

// inVectors asks PostgreSQL, whose index has each word behind the end of its
// room's id. The posts are found before they are put in order: otherwise it
// might read the room through.
func inVectors(q *bun.SelectQuery, r Room, wanted []string, before int64) *bun.SelectQuery {
	room := "'" + r.ID[max(0, len(r.ID)-12):] + "#"
	match := room + strings.Join(wanted, "':* & "+room) + "':*"
	return q.Where(`o.id IN (WITH found AS MATERIALIZED (SELECT id, room_id, seq FROM discussion_posts
		WHERE array_to_tsvector(string_to_array(ltrim(replace(found, ' ', ' ' || right(room_id, 12) || '#')), ' ')) @@ ?::tsquery)
		SELECT id FROM found WHERE room_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?)`,
		match, r.ID, before, pageSize+1)
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
	list, more, err := s.search(r.Context(), v.room, q, placeIn(f, "before"))
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
