package discussion

import (
	"context"
	"errors"
	"slices"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
)

// errUnchanged takes back a change that changed nothing.
var errUnchanged = errors.New("nothing has changed")

// Edit replaces the text of one's own post. versions is how many had stood
// there before when its author began: a change that was made in the meantime,
// in another window, is not lost. What stood there stays readable by the room.
func (s *Discussions) Edit(ctx context.Context, roomID, authorID, postID, text string, versions int64) error {
	text = form.CleanText(text)
	err := s.change(ctx, roomID, authorID, postID, func(ctx context.Context, tx bun.Tx, p Post) error {
		switch {
		case p.Removed():
			return fault.Because(fault.Conflict, "discussion.edit.removed")
		case p.Deleted():
			return fault.Because(fault.Conflict, "discussion.edit.deleted")
		case p.Body == text:
			return errUnchanged
		case p.Versions != versions:
			return fault.Because(fault.Conflict, "discussion.edit.overtaken")
		}
		if err := (Draft{ID: p.ID, Text: text, files: len(p.Files)}).check(); err != nil {
			return err
		}
		return s.edit(ctx, tx, p, text)
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

func (s *Discussions) edit(ctx context.Context, tx bun.Tx, p Post, text string) error {
	before := Version{PostID: p.ID, Number: p.Versions + 1, Body: p.Body, WrittenAt: p.WrittenAt}
	if !p.EditedAt.IsZero() {
		before.WrittenAt = p.EditedAt
	}
	if _, err := tx.NewInsert().Model(&before).Exec(ctx); err != nil {
		return err
	}
	p.Body, p.Versions, p.EditedAt = text, before.Number, s.Now()
	p.Found = p.words()
	if _, err := tx.NewUpdate().Model(&p).Column("body", "found", "versions", "edited_at", "change_seq").WherePK().Exec(ctx); err != nil {
		return err
	}
	known := p.Mentions
	meant, err := s.meant(ctx, tx, p, p.Mentions)
	if err != nil {
		return err
	}
	p.Mentions = slices.DeleteFunc(meant, func(id string) bool { return slices.Contains(known, id) })
	if err := insertMentions(ctx, tx, p); err != nil {
		return err
	}
	r, err := roomByID(ctx, tx, p.RoomID)
	if err != nil {
		return err
	}
	return s.tellMentioned(ctx, tx, r, p, p.Mentions)
}

// Describe says what the pictures of one's own post show, in their order. It is
// no new version: nobody said anything else before.
func (s *Discussions) Describe(ctx context.Context, roomID, authorID, postID string, alts []string) error {
	return s.change(ctx, roomID, authorID, postID, func(ctx context.Context, tx bun.Tx, p Post) error {
		switch {
		case p.Removed():
			return fault.Because(fault.Conflict, "discussion.edit.removed")
		case p.Deleted():
			return fault.Because(fault.Conflict, "discussion.edit.deleted")
		}
		for i := range p.Files {
			f := &p.Files[i]
			if !f.Picture() {
				continue
			}
			if f.Alt = ""; len(alts) > 0 {
				f.Alt, alts = excerpt(alts[0], maxAlt), alts[1:]
			}
			if _, err := tx.NewUpdate().Model(f).Column("alt").WherePK().Exec(ctx); err != nil {
				return err
			}
		}
		p.Found = p.words()
		_, err := tx.NewUpdate().Model(&p).Column("found", "change_seq").WherePK().Exec(ctx)
		return err
	})
}

// Delete takes one's own post away, with its files and what stood there before.
// Its place stays, and says so. Deleting twice is deleting once.
func (s *Discussions) Delete(ctx context.Context, roomID, authorID, postID string) error {
	err := s.change(ctx, roomID, authorID, postID, func(ctx context.Context, tx bun.Tx, p Post) error {
		if p.Deleted() {
			return errUnchanged
		}
		if err := empty(ctx, tx, []string{p.ID}); err != nil {
			return err
		}
		p.Body, p.Found, p.Versions, p.DeletedAt = "", "", 0, s.Now()
		_, err := tx.NewUpdate().Model(&p).Column("body", "found", "versions", "deleted_at", "change_seq").WherePK().Exec(ctx)
		return err
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// change lets an author change a post in a room that is open. p already has
// the number of the change.
func (s *Discussions) change(ctx context.Context, roomID, authorID, postID string, f func(ctx context.Context, tx bun.Tx, p Post) error) error {
	defer s.live.soon()
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if _, err := present(ctx, tx, roomID, authorID); err != nil {
			return err
		}
		n, err := step(ctx, tx, roomID)
		if err != nil {
			return err
		}
		p, err := postIn(ctx, tx, roomID, postID)
		if err != nil {
			return err
		}
		if p.AuthorID != authorID {
			return fault.Forbidden
		}
		p.ChangeSeq = n
		return f(ctx, tx, p)
	})
}

// History is what stood in a post before, the oldest first.
func (s *Discussions) History(ctx context.Context, postID string) ([]Version, error) {
	var list []Version
	err := s.DB.NewSelect().Model(&list).Where("post_id = ?", postID).Order("number").Scan(ctx)
	return list, err
}

// words is what a post is found by.
func (p Post) words() string { return words(append([]string{p.Body}, said(p.Files)...)...) }

// said is what files are called, and what pictures show.
func said(files []File) []string {
	list := names(files)
	for _, f := range files {
		if f.Alt != "" {
			list = append(list, f.Alt)
		}
	}
	return list
}

func names(files []File) []string {
	list := make([]string, len(files))
	for i, f := range files {
		list[i] = f.Name
	}
	return list
}
