package discussion

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
)

// Write posts a draft of somebody who is in the room. A draft that was posted
// already is found again and posted no second time.
func (s *Discussions) Write(ctx context.Context, roomID, authorID string, d Draft) (Post, error) {
	d.Text = form.CleanText(d.Text)
	if err := d.check(); err != nil {
		return Post{}, err
	}
	if p, err := postIn(ctx, s.DB, roomID, d.ID); err == nil && p.AuthorID == authorID {
		return p, nil
	}
	if !s.writing.Allow(s.Now(), authorID) {
		return Post{}, fault.Because(fault.TooMany, "discussion.fast")
	}
	files, err := s.attach(d.ID, d.Files, d.Alts) // before anything is locked: it may take a while
	if err != nil {
		return Post{}, err
	}
	var p Post
	err = s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) (err error) {
		p, err = s.write(ctx, tx, roomID, authorID, d, files)
		return err
	})
	if db.IsUnique(err) { // the same click twice at the same moment
		if p, err := postIn(ctx, s.DB, roomID, d.ID); err == nil && p.AuthorID == authorID {
			return p, nil
		}
		return Post{}, fault.Conflict
	}
	s.live.soon()
	return p, err
}

func (d Draft) check() error {
	id, err := uuid.Parse(d.ID)
	switch {
	case err != nil || id.String() != d.ID:
		return fault.Invalid
	case d.Text == "" && len(d.Files)+d.files == 0:
		return fault.Because(fault.Invalid, "discussion.write.empty")
	case utf8.RuneCountInString(d.Text) > MaxText:
		return fault.Because(fault.Invalid, "form.too_long", "max", MaxText, "count", utf8.RuneCountInString(d.Text)-MaxText)
	}
	return nil
}

func (s *Discussions) write(ctx context.Context, tx bun.Tx, roomID, authorID string, d Draft, files []File) (Post, error) {
	// First who is asking: to a stranger there is no room, open or closed.
	if _, err := present(ctx, tx, roomID, authorID); err != nil {
		return Post{}, err
	}
	n, err := step(ctx, tx, roomID)
	if err != nil {
		return Post{}, err
	}
	if _, err := present(ctx, tx, roomID, authorID); err != nil { // has left while this waited
		return Post{}, err
	}
	if d.ReplyTo != "" {
		if _, err := postIn(ctx, tx, roomID, d.ReplyTo); err != nil {
			return Post{}, err
		}
	}
	p := Post{
		ID: d.ID, RoomID: roomID, Seq: n, ChangeSeq: n, AuthorID: authorID, ReplyTo: d.ReplyTo,
		Body: d.Text, WrittenAt: s.Now(), Files: files,
	}
	p.Found = p.words()
	if p.Mentions, err = s.meant(ctx, tx, p, d.Mention); err != nil {
		return Post{}, err
	}
	if err := insertPost(ctx, tx, &p); err != nil {
		return Post{}, err
	}
	if err := markRead(ctx, tx, roomID, authorID, d.Seen); err != nil {
		return Post{}, err
	}
	r, err := roomByID(ctx, tx, roomID)
	if err != nil {
		return Post{}, err
	}
	return p, s.tell(ctx, tx, r, p)
}

// meant are the people of the room whom a post is for: those whose names stand
// in it after an @, and those who were picked.
func (s *Discussions) meant(ctx context.Context, tx bun.IDB, p Post, picked []string) ([]string, error) {
	in, err := people(ctx, tx, p.RoomID)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(in))
	for _, person := range in {
		if person.MemberID != p.AuthorID {
			ids = append(ids, person.MemberID)
		}
	}
	named, err := s.members.Many(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(named))
	for id, m := range named {
		names[id] = m.Name
	}
	meant := mentioned(p.Body, names)
	for _, id := range picked {
		if slices.Contains(ids, id) {
			meant = append(meant, id)
		}
	}
	slices.Sort(meant)
	return slices.Compact(meant), nil
}
