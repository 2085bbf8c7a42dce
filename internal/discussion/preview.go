package discussion

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/locale"
)

// Card is what a post shows of a page of ours that it links to.
type Card struct{ Title, Line string }

// Preview finds the card of a page for one reader, now, and without any
// request. fault.NotFound, or any other refusal, is that they may not see the
// page, or that there is none: they then see a plain link, as for any page of
// somebody else. part reads a part of the page's path.
type Preview func(ctx context.Context, memberID string, part func(name string) string) (Card, error)

// Preview says what links to pages of a pattern, as "/people/{id}", show.
func (s *Discussions) Preview(pattern string, p Preview) {
	s.previews = append(s.previews, preview{strings.Split(pattern, "/"), p})
}

// Previews are the patterns of the pages whose links show cards.
func (s *Discussions) Previews() []string {
	list := make([]string, len(s.previews))
	for i, p := range s.previews {
		list[i] = strings.Join(p.pattern, "/")
	}
	return list
}

type preview struct {
	pattern []string
	find    Preview
}

// matches reports whether this is about a path, and how to read its parts.
func (p preview) matches(path string) (part func(name string) string, ok bool) {
	parts := strings.Split(path, "/")
	if len(parts) != len(p.pattern) {
		return nil, false
	}
	for i, want := range p.pattern {
		if !strings.HasPrefix(want, "{") && want != parts[i] || parts[i] == "" && i > 0 {
			return nil, false
		}
	}
	return func(name string) string {
		if i := slices.Index(p.pattern, "{"+name+"}"); i >= 0 {
			return parts[i]
		}
		return ""
	}, true
}

// The most cards of one post, and what they say at most.
const (
	maxCards     = 3
	maxCardTitle = 100
	maxCardLine  = 160
)

// card is a card and where it leads.
type card struct {
	Card
	Path string
}

// cards are those of the pages that links lead to, for a reader. Which there
// are is decided each time they are read: what the reader may see changes.
func (s *Discussions) cards(ctx context.Context, v *reader, links []string) ([]card, error) {
	var list []card
	for _, link := range links {
		path, ours := s.ours(link)
		if !ours || slices.ContainsFunc(list, func(c card) bool { return c.Path == path }) {
			continue
		}
		c, known := v.cards[path]
		if !known {
			var err error
			if c, err = s.card(ctx, v, path); err != nil {
				return nil, err
			}
			v.cards[path] = c
		}
		if c.Title != "" {
			list = append(list, card{c, path})
		}
		if len(list) == maxCards {
			break
		}
	}
	return list, nil
}

// card is the card of one of our pages; an empty one where the reader sees none.
func (s *Discussions) card(ctx context.Context, v *reader, path string) (Card, error) {
	for _, p := range s.previews {
		part, ok := p.matches(path)
		if !ok {
			continue
		}
		c, err := p.find(ctx, v.me.MemberID, part)
		if refused(err) {
			return Card{}, nil
		}
		return Card{excerpt(form.CleanLine(c.Title), maxCardTitle), excerpt(form.CleanText(c.Line), maxCardLine)}, err
	}
	return Card{}, nil
}

func refused(err error) bool {
	return slices.ContainsFunc([]error{fault.NotFound, fault.Forbidden, fault.Gone, fault.Invalid, fault.Conflict},
		func(kind error) bool { return errors.Is(err, kind) })
}

// ours is the path of a link to a page of this network: of one that begins with
// its own address, whatever that is. What browsers and we could read in two
// ways is nobody's.
func (s *Discussions) ours(link string) (path string, ok bool) {
	base, err := url.Parse(s.Base)
	if err != nil || strings.ContainsAny(link, "\\\t\r\n ") {
		return "", false
	}
	u, err := url.Parse(link)
	if err != nil || u.User != nil || u.Opaque != "" || u.Scheme != base.Scheme || !strings.EqualFold(u.Host, base.Host) {
		return "", false
	}
	if u.RawPath != "" || strings.Contains(u.Path, "//") || u.EscapedPath() != u.Path || slices.Contains(strings.Split(u.Path, "/"), "..") {
		return "", false
	}
	return u.Path, u.Path != ""
}

// previewRoom is the card of a room, for who is in it.
func (s *Discussions) previewRoom(ctx context.Context, memberID string, part func(string) string) (Card, error) {
	r, _, err := s.In(ctx, s.DB, part("id"), memberID)
	if err != nil {
		return Card{}, err
	}
	a, err := s.around(ctx, r, memberID)
	return Card{a.Title, locale.T(ctx, "discussion.card.room")}, err
}

// previewPost is the card of a post, for who is in its room and would see it
// unfolded.
func (s *Discussions) previewPost(ctx context.Context, memberID string, part func(string) string) (Card, error) {
	r, me, err := s.In(ctx, s.DB, part("id"), memberID)
	if err != nil {
		return Card{}, err
	}
	if _, err := s.around(ctx, r, memberID); err != nil {
		return Card{}, err
	}
	p, err := postIn(ctx, s.DB, r.ID, part("post"))
	if err != nil {
		return Card{}, err
	}
	v, err := s.reader(ctx, r, me)
	if err == nil {
		err = s.learnNames(ctx, v.names, []Post{p})
	}
	if err != nil {
		return Card{}, err
	}
	if p.Gone() || v.blocked[p.AuthorID] {
		return Card{}, fault.NotFound
	}
	return Card{locale.T(ctx, "discussion.post.title", "name", who(ctx, v.names[p.AuthorID])), p.Body}, nil
}
