package member

import (
	"bytes"
	"context"
	"encoding/base64"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"
)

// Filter selects and orders a page of members.
type Filter struct {
	Search string // part of the name or the organisation
	States []State
	// Bounced keeps only those whose address refuses mail.
	Bounced bool
	// Sort is "name" (the default) or "joined", newest first.
	Sort string
	// After is the cursor of the page before, from Page.Next; empty begins.
	After string
	Size  int // rows a page; 50 when zero
	// Brief leaves out what a list does not show: of a member only the id, name,
	// organisation, role, region, state and the dates of joining, agreeing and
	// bouncing are read.
	Brief bool
}

// Page is a part of a list, and the cursor of the next part or empty.
type Page struct {
	Members []Member
	Next    string
}

// List is one page of members. It pages by key, so that its cost does not grow
// with the number of members.
func (s *Members) List(ctx context.Context, f Filter) (Page, error) {
	size := f.Size
	if size == 0 {
		size = 50
	}
	states := f.States
	if len(states) == 0 {
		states = []State{Active, Paused}
	}
	where := []string{"m.state IN (?)"}
	args := []any{bun.List(states)}
	if q := Fold(f.Search); q != "" {
		where = append(where, `m.name_key LIKE ? ESCAPE '\'`)
		args = append(args, "%"+escapeLike(q)+"%")
	}
	if f.Bounced {
		where = append(where, "m.bounced_at IS NOT NULL")
	}
	key, id, more := f.after()
	order := "m.name_key, m.id"
	if f.Sort == "joined" {
		order = "m.joined_at DESC, m.id DESC"
		if at, err := time.Parse(time.RFC3339Nano, key); more && err == nil {
			where = append(where, "(m.joined_at, m.id) < (?, ?)")
			args = append(args, at, id)
		}
	} else if more {
		where = append(where, "(m.name_key, m.id) > (?, ?)")
		args = append(args, key, id)
	}
	args = append(args, size+1)
	read := list
	if f.Brief {
		read = func(ctx context.Context, tx bun.IDB, rest string, args ...any) ([]Member, error) {
			return brief(ctx, tx, size+1, rest, args...)
		}
	}
	ms, err := read(ctx, s.DB, "WHERE "+strings.Join(where, " AND ")+" ORDER BY "+order+" LIMIT ?", args...)
	if err != nil || len(ms) <= size {
		return Page{Members: ms}, err
	}
	last := ms[size-1]
	cursor := last.NameKey
	if f.Sort == "joined" {
		cursor = last.JoinedAt.UTC().Format(time.RFC3339Nano)
	}
	return Page{Members: ms[:size], Next: base64.RawURLEncoding.EncodeToString([]byte(cursor + "\x1f" + last.ID))}, nil
}

// after takes the cursor apart. One that is not ours begins at the beginning.
func (f Filter) after() (key, id string, ok bool) {
	text, err := base64.RawURLEncoding.DecodeString(f.After)
	if err != nil || !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
		return "", "", false
	}
	return strings.Cut(string(text), "\x1f")
}

// Unreachable counts the members whose address refuses mail.
func (s *Members) Unreachable(ctx context.Context) (int, error) {
	n, err := s.DB.NewSelect().Model((*Member)(nil)).Where("bounced_at IS NOT NULL").Where("state IN ('active', 'paused')").Count(ctx)
	return int(n), err
}

func escapeLike(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

// All calls each for every member who is not erased, in the order of their
// ids, a part of the list in memory at a time.
func (s *Members) All(ctx context.Context, tx bun.IDB, each func(Member) error) error {
	last := ""
	for {
		ms, err := list(ctx, tx, "WHERE m.id > ? AND m.state <> ? ORDER BY m.id LIMIT ?", last, Erased, chunk)
		if err != nil || len(ms) == 0 {
			return err
		}
		for _, m := range ms {
			if err := each(m); err != nil {
				return err
			}
		}
		last = ms[len(ms)-1].ID
	}
}

// ActiveIDs are the ids of the members who take part, in order.
func (s *Members) ActiveIDs(ctx context.Context, tx bun.IDB) ([]string, error) {
	var ids []string
	err := tx.NewRaw("SELECT id FROM members WHERE state = ? ORDER BY id", Active).Scan(ctx, &ids)
	return ids, err
}

// Organisations lists the names of members' organisations that begin with or
// contain text, at most limit, those that begin with it first.
func (s *Members) Organisations(ctx context.Context, text string, limit int) ([]string, error) {
	var names []string
	q := escapeLike(Fold(text))
	err := s.DB.NewRaw(`SELECT name FROM organisations AS o WHERE name_key LIKE ? ESCAPE '\'
		AND EXISTS (SELECT 1 FROM members AS m WHERE m.organisation_id = o.id AND m.state IN ('active', 'paused'))
		ORDER BY CASE WHEN name_key LIKE ? ESCAPE '\' THEN 0 ELSE 1 END, name_key LIMIT ?`,
		"%"+q+"%", q+"%", limit).Scan(ctx, &names)
	return names, err
}

// Regions lists the regions that members have given.
func (s *Members) Regions(ctx context.Context) ([]string, error) {
	var names []string
	err := s.DB.NewRaw(`SELECT DISTINCT region FROM members
		WHERE region <> '' AND state IN ('active', 'paused') ORDER BY region`).Scan(ctx, &names)
	return names, err
}
