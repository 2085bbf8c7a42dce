package outcome

import (
	"context"
	"fmt"

	"github.com/a-h/templ"
	"github.com/uptrace/bun"
)

// Publish makes a text of one member's public, with their name or without. It is an
// outcome like the others, but of no conversation, and needs nobody's yes but
// theirs. path is its author's page of it, from which they can take it back.
func (s *Outcomes) Publish(ctx context.Context, tx bun.Tx, memberID, text string, named bool) (path string, err error) {
	d, err := post(memberID, text, "", named).clean(MaxPost)
	if err != nil {
		return "", err
	}
	now := s.Now()
	o := Outcome{ID: s.NewID(), CreatedAt: now, ChangedAt: now}
	o.People = []Person{{OutcomeID: o.ID, MemberID: memberID}}
	if err := s.insert(ctx, tx, o); err != nil {
		return "", fmt.Errorf("post: %w", err)
	}
	return o.postPath(), s.turn(ctx, tx, &o, memberID, func(t *turn) error {
		t.fresh = o.write(d, memberID, t.now)
		return nil
	})
}

// post is a draft of one member's.
func post(memberID, text, link string, named bool) Draft {
	d := Draft{Texts: Texts{Shared: text, Link: link}}
	if named {
		d.Names = []string{memberID}
	}
	return d
}

// postPath is the address of the author's page of a post.
func (o Outcome) postPath() string { return "/posts/" + o.ID }

// changePostIn gives a post other words, or another name. edits names what its author
// began with.
func (s *Outcomes) changePostIn(ctx context.Context, id, memberID string, d Draft, edits int64) error {
	d, err := d.clean(MaxPost)
	if err != nil {
		return err
	}
	return s.act(ctx, id, memberID, func(t *turn) error {
		if t.o.Edits != edits {
			return errChanged
		}
		t.fresh = t.o.write(d, memberID, t.now)
		return nil
	})
}

// PreviewPost is what everybody would read of a post.
func (s *Outcomes) PreviewPost(ctx context.Context, memberID, text string, named bool) (templ.Component, error) {
	o := Outcome{People: []Person{{MemberID: memberID}}}
	o.write(post(memberID, text, "", named), memberID, s.Now())
	people, err := s.members.Many(ctx, s.DB, []string{memberID})
	return postPreview(o.show(people)), err
}
