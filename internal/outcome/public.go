package outcome

import (
	"bytes"
	"context"
	"encoding/base64"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
)

// Filter selects a page of what is public, newest first.
type Filter struct {
	Search string // words of it, or the name of somebody who is named
	// After is the cursor of the page before, from Page.Next; empty begins.
	After string
	Size  int // 20 when zero
}

// Page is a part of a list, and the cursor of the next part or empty.
type Page struct {
	Outcomes []Shown
	Next     string
}

// List is one page of what is public. It pages by key, so that its cost does
// not grow with what there is.
func (s *Outcomes) List(ctx context.Context, f Filter) (Page, error) {
	size := f.Size
	if size == 0 {
		size = 20
	}
	var named []string
	if f.Search != "" {
		var err error
		if named, err = s.called(ctx, f.Search); err != nil {
			return Page{}, err
		}
	}
	list, err := s.where(ctx, s.DB, func(q *bun.SelectQuery) *bun.SelectQuery {
		q = q.Where("o.shown").Order("o.published_at DESC", "o.id DESC").Limit(int64(size) + 1)
		if at, id, ok := readCursor(f.After); ok {
			q = q.Where("(o.published_at, o.id) < (?, ?)", at, id)
		}
		if f.Search == "" {
			return q
		}
		like := "%" + escapeLike(member.Fold(f.Search)) + "%"
		if len(named) == 0 {
			return q.Where(`o.found LIKE ? ESCAPE '\'`, like)
		}
		return q.Where(`(o.found LIKE ? ESCAPE '\' OR o.id IN (SELECT outcome_id FROM outcome_people WHERE answer = ? AND member_id IN (?)))`,
			like, Yes, bun.List(named))
	})
	if err != nil {
		return Page{}, err
	}
	next := ""
	if len(list) > size {
		list = list[:size]
		next = cursor(list[size-1])
	}
	shown, err := s.show(ctx, list)
	return Page{shown, next}, err
}

// called are the ids of people who have this in their name.
func (s *Outcomes) called(ctx context.Context, text string) ([]string, error) {
	page, err := s.members.List(ctx, member.Filter{Search: text, States: []member.State{member.Active, member.Paused, member.Left}})
	ids := make([]string, len(page.Members))
	for i, m := range page.Members {
		ids[i] = m.ID
	}
	return ids, err
}

// show are outcomes as everybody sees them.
func (s *Outcomes) show(ctx context.Context, list []Outcome) ([]Shown, error) {
	var ids []string
	for _, o := range list {
		ids = append(ids, o.with(Yes)...)
	}
	people, err := s.members.Many(ctx, s.DB, ids)
	if err != nil {
		return nil, err
	}
	shown := make([]Shown, len(list))
	for i, o := range list {
		shown[i] = o.show(people)
	}
	return shown, nil
}

// Latest are the newest n, for the front page and the feeds.
func (s *Outcomes) Latest(ctx context.Context, n int) ([]Shown, error) {
	page, err := s.List(ctx, Filter{Size: n})
	return page.Outcomes, err
}

// Public is one that is public; fault.Gone says that it was and is not now.
func (s *Outcomes) Public(ctx context.Context, id string) (Shown, error) {
	o, err := s.byID(ctx, s.DB, id)
	if err != nil {
		return Shown{}, err
	}
	switch {
	case o.Shown:
	case o.PublishedAt.IsZero():
		return Shown{}, fault.NotFound
	default:
		return Shown{}, fault.Because(fault.Gone, "outcome.gone")
	}
	list, err := s.show(ctx, []Outcome{o})
	if err != nil {
		return Shown{}, err
	}
	return list[0], nil
}

func cursor(o Outcome) string {
	return base64.RawURLEncoding.EncodeToString([]byte(o.PublishedAt.UTC().Format(time.RFC3339Nano) + "\x1f" + o.ID))
}

// readCursor takes a cursor apart. One that is not ours begins at the beginning.
func readCursor(text string) (at time.Time, id string, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0 {
		return at, "", false
	}
	stamp, id, ok := strings.Cut(string(b), "\x1f")
	if at, err = time.Parse(time.RFC3339Nano, stamp); err != nil {
		return at, "", false
	}
	return at.UTC(), id, ok
}

func escapeLike(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}
