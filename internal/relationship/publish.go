package relationship

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/a-h/templ"
	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
)

// Posts makes what one member wrote public. What it is given tells nothing of
// the relationship in which they wrote it.
type Posts struct {
	// Max is how many characters a post has.
	Max int
	// Preview is what everybody would read.
	Preview func(ctx context.Context, authorID, text string, named bool) (templ.Component, error)
	// Publish makes the post and gives the path of its author's page of it.
	Publish func(ctx context.Context, tx bun.Tx, authorID, text string, named bool) (path string, err error)
}

// otherNamed is what is said of a post that names the other one.
const otherNamed = "relationship.publish.other"

// Publish makes a reflection, or the part of it that its author chose, a public
// post. The reflection itself stays private, and nothing in the post leads to
// it or to the relationship.
func (s *Relationships) Publish(ctx context.Context, id, authorID, reflectionID, text string, named bool) (path string, err error) {
	if s.Posts.Publish == nil {
		return "", fault.NotFound
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		r, err := s.lock(ctx, tx, id) // of two that are pressed at once the second waits
		if err != nil {
			return err
		}
		f, err := s.reflection(ctx, tx, id, authorID, reflectionID)
		if err != nil {
			return err
		}
		if path = f.Published; path != "" {
			return nil // a button that was pressed twice
		}
		people, err := s.members.Many(ctx, tx, []string{r.Other(authorID)})
		if err != nil {
			return err
		}
		if other := people[r.Other(authorID)]; names(text, other) {
			return fault.Because(fault.Invalid, otherNamed, "name", other.Name)
		}
		if path, err = s.Posts.Publish(ctx, tx, authorID, text, named); err != nil {
			return err
		}
		_, err = tx.NewRaw("UPDATE relationship_reflections SET published = ? WHERE id = ?", path, reflectionID).Exec(ctx)
		return err
	})
	return path, err
}

// names reports whether a text has somebody's whole name or address in it.
func names(text string, m member.Member) bool {
	all := words(text)
	for _, of := range []string{m.Name, m.Email} {
		if part := words(of); len(part) > 0 && contains(all, part) {
			return true
		}
	}
	return false
}

// hints are the words of a text that may tell who somebody is: a part of their
// name, or whom they work for.
func hints(text string, m member.Member) []string {
	all := words(text)
	var list []string
	for _, name := range strings.Fields(m.Name) {
		if part := words(name); len(part) > 0 && len([]rune(name)) > 2 && contains(all, part) {
			list = append(list, name)
		}
	}
	if part := words(m.Organisation); len(part) > 0 && contains(all, part) {
		list = append(list, m.Organisation)
	}
	return list
}

// words are the words of a text, without what tells spellings apart.
func words(text string) []string {
	return strings.FieldsFunc(member.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// contains reports whether part stands in all, in one piece.
func contains(all, part []string) bool {
	for i := 0; i+len(part) <= len(all); i++ {
		if slices.Equal(all[i:i+len(part)], part) {
			return true
		}
	}
	return false
}
