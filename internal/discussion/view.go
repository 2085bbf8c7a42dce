package discussion

import (
	"context"
	"slices"

	"cuppa.example/internal/govuk"
	"cuppa.example/internal/locale"
)

// mentionable are the people whom a post can be for, as choices.
func (p *stream) mentionable() []govuk.Option {
	list := make([]govuk.Option, len(p.people))
	for i, m := range p.people {
		list[i] = govuk.Option{Value: m.ID, Text: m.Name}
	}
	return list
}

// inStream is the address of the page of the room on which a post stands among
// those before it.
func (p *stream) inStream() string {
	o := p.posts[0]
	return Path(p.room.ID) + "?after=" + number(max(0, o.Seq-10)) + "#post-" + o.ID
}

// hasFirst reports whether the first unread post is on the page.
func (p *stream) hasFirst() bool {
	return slices.ContainsFunc(p.posts, func(o shown) bool { return o.First })
}

// unreadLine says how much the reader has not read.
func (p *stream) unreadLine(ctx context.Context) string {
	if p.unread == MaxUnread {
		return locale.T(ctx, "discussion.unread.many", "count", MaxUnread-1)
	}
	return locale.T(ctx, "discussion.unread", "count", p.unread)
}

// line says what a post answers.
func (q *quoted) line(ctx context.Context) string {
	switch {
	case q.Folded:
		return locale.T(ctx, "discussion.answers.folded")
	case q.Removed():
		return locale.T(ctx, "discussion.answers.removed", "name", who(ctx, q.Author))
	case q.Deleted():
		return locale.T(ctx, "discussion.answers.deleted", "name", who(ctx, q.Author))
	}
	return locale.T(ctx, "discussion.answers", "name", who(ctx, q.Author), "text", excerpt(q.Body, maxExcerpt))
}

// which says which post a link is about.
func which(ctx context.Context, o shown) string {
	return locale.T(ctx, "discussion.action.which", "name", who(ctx, o.Author), "time", when(ctx, o.WrittenAt))
}

// file is the address of an attachment.
func (o shown) file(f File) string { return Path(o.RoomID) + "/files/" + f.ID }

// alt is what a picture shows: as its sender said, or else whose it is. A
// file's name says nothing.
func (o shown) alt(ctx context.Context, f File) string {
	if f.Alt != "" {
		return f.Alt
	}
	return locale.T(ctx, "discussion.file.picture", "name", who(ctx, o.Author))
}

// size says how large a file is.
func size(ctx context.Context, n int64) string {
	if n < 1<<20 {
		return locale.T(ctx, "discussion.file.kilobytes", "n", max(1, n>>10))
	}
	return locale.T(ctx, "discussion.file.megabytes", "n", (n+1<<19)>>20)
}
