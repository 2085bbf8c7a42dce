package mentoring

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"cuppa.example/internal/member"
)

// Filter selects and orders a page of the directory.
type Filter struct {
	Search string // part of a topic, of the experience, or of the name or organisation
	Kind   Kind   // empty for both
	Free   bool   // only those who can be asked now
	// Sort is "free" (the default: most free places first), "new" or "name".
	Sort  string
	After string // the cursor of the page before
	Size  int
}

type listed struct {
	Offer
	NameKey string
	Room    int64
}

// directoryOrders are the sortings: what stands in the cursor, the condition
// of the next page, and the order.
var directoryOrders = map[string]struct{ next, order string }{
	"free": {"(CASE WHEN o.paused OR o.waiting > 0 OR o.used > o.capacity THEN 0 ELSE o.capacity - o.used END, o.id) < (?, ?)", "room DESC, o.id DESC"},
	"new":  {"(o.created_at, o.id) < (?, ?)", "o.created_at DESC, o.id DESC"},
	"name": {"(m.name_key, o.id) > (?, ?)", "m.name_key, o.id"},
}

// Directory is a page of the offers of members who are here, for one of them:
// whoever they are kept apart from is not in it. It pages by key.
func (s *Mentorings) Directory(ctx context.Context, me member.Member, f Filter) (list []shown, next string, err error) {
	size := f.Size
	if size == 0 {
		size = 20
	}
	if _, known := directoryOrders[f.Sort]; !known {
		f.Sort = "free"
	}
	query, args := f.query(size)
	var rows []listed
	if err := s.DB.NewRaw(query, args...).Scan(ctx, &rows); err != nil {
		return nil, "", err
	}
	if len(rows) > size {
		rows = rows[:size]
		next = f.cursor(rows[size-1])
	}
	list, err = s.show(ctx, me, rows)
	return list, next, err
}

func (f Filter) query(size int) (string, []any) {
	where, args := []string{"o.ended_at IS NULL", "m.state = 'active'"}, []any{}
	add := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if f.Kind == Coaching || f.Kind == Mentoring {
		add("o.kind = ?", f.Kind)
	}
	if f.Free {
		add("NOT o.paused AND o.used < o.capacity AND o.waiting = 0")
	}
	for _, w := range strings.Fields(member.Fold(f.Search)) {
		like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(w) + "%"
		add(`(o.search_key LIKE ? ESCAPE '\' OR m.name_key LIKE ? ESCAPE '\')`, like, like)
	}
	order := directoryOrders[f.Sort]
	if key, id, ok := f.after(); ok {
		add(order.next, key, id)
	}
	return `SELECT o.*, m.name_key, CASE WHEN o.paused OR o.waiting > 0 OR o.used > o.capacity THEN 0 ELSE o.capacity - o.used END AS room
		FROM mentoring_offers AS o JOIN members AS m ON m.id = o.member_id WHERE ` + strings.Join(where, " AND ") +
		" ORDER BY " + order.order + " LIMIT ?", append(args, size+1)
}

func (f Filter) cursor(last listed) string {
	key := last.NameKey
	switch f.Sort {
	case "free":
		key = strconv.FormatInt(last.Room, 10)
	case "new":
		key = last.CreatedAt.UTC().Format(time.RFC3339Nano)
	}
	return base64.RawURLEncoding.EncodeToString([]byte(key + "\x1f" + last.ID))
}

// after takes the cursor apart. One that is not ours begins at the beginning.
func (f Filter) after() (key any, id string, ok bool) {
	text, err := base64.RawURLEncoding.DecodeString(f.After)
	if err != nil || !utf8.Valid(text) || strings.IndexByte(string(text), 0) >= 0 {
		return nil, "", false
	}
	k, id, ok := strings.Cut(string(text), "\x1f")
	if !ok {
		return nil, "", false
	}
	switch f.Sort {
	case "free":
		n, err := strconv.ParseInt(k, 10, 64)
		return n, id, err == nil
	case "new":
		at, err := time.Parse(time.RFC3339Nano, k)
		return at, id, err == nil
	}
	return k, id, true
}

// show adds the members to offers, without those kept apart from the viewer.
func (s *Mentorings) show(ctx context.Context, me member.Member, rows []listed) ([]shown, error) {
	ids := make([]string, len(rows))
	for i, o := range rows {
		ids[i] = o.MemberID
	}
	people, err := s.members.Many(ctx, s.DB, ids)
	if err != nil {
		return nil, err
	}
	apart, err := s.apartFrom(ctx, s.DB, me.ID, ids)
	if err != nil {
		return nil, err
	}
	busy, err := s.busy(ctx, s.DB, ids)
	if err != nil {
		return nil, err
	}
	coaches, err := coachesAmong(ctx, s.DB, ids)
	var list []shown
	for _, o := range rows {
		if apart[o.MemberID] {
			continue
		}
		v := shown{Offer: o.Offer, by: people[o.MemberID], qualified: coaches[o.MemberID], standing: o.Standing(), mine: o.MemberID == me.ID}
		if v.standing == Free && busy[o.MemberID] {
			v.standing = Full
		}
		list = append(list, v)
	}
	return list, err
}
