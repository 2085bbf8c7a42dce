package relationship

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
)

// Reflection is what one of the two thinks, for nobody but themselves.
type Reflection struct {
	bun.BaseModel `bun:"table:relationship_reflections,alias:f"`

	ID             string `bun:",pk"`
	RelationshipID string
	SessionID      string `bun:",nullzero"`
	AuthorID       string
	Sealed         []byte
	WrittenAt      time.Time
	ChangedAt      time.Time
	Published      string // the path of what its author made public of it

	Text string `bun:"-"`
}

// maxReflection is how many characters a reflection has.
const maxReflection = 20000

func reflectionPurpose(r Reflection) string {
	return "relationship_reflections.sealed/" + r.ID + "/" + r.AuthorID
}

// Reflect keeps a reflection: a new one where reflectionID is empty. What it
// says is encrypted with a key of its own, and opened for its author alone.
func (s *Relationships) Reflect(ctx context.Context, id, memberID, sessionID, reflectionID, text string) (string, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		r, err := byID(ctx, tx, id)
		if err == nil && !r.Has(memberID) {
			err = fault.NotFound
		}
		if err != nil {
			return err
		}
		if sessionID != "" {
			if _, err := s.session(ctx, tx, id, sessionID); err != nil {
				return err
			}
		}
		f := Reflection{ID: reflectionID, RelationshipID: id, SessionID: sessionID, AuthorID: memberID, WrittenAt: s.Now(), ChangedAt: s.Now()}
		if reflectionID == "" {
			f.ID = s.NewID()
			reflectionID = f.ID
			f.Sealed = s.private.Encrypt(text, reflectionPurpose(f))
			_, err := tx.NewInsert().Model(&f).Exec(ctx)
			return err
		}
		if _, err := s.reflection(ctx, tx, id, memberID, reflectionID); err != nil {
			return err
		}
		f.Sealed = s.private.Encrypt(text, reflectionPurpose(f))
		_, err = tx.NewUpdate().Model(&f).WherePK().Column("sealed", "changed_at").Exec(ctx)
		return err
	})
	return reflectionID, err
}

// reflection is one of a member's own; another's is not found.
func (s *Relationships) reflection(ctx context.Context, tx bun.IDB, id, authorID, reflectionID string) (Reflection, error) {
	var f Reflection
	err := tx.NewSelect().Model(&f).Where("f.id = ? AND f.relationship_id = ? AND f.author_id = ?", reflectionID, id, authorID).Scan(ctx)
	if err = db.Found(err); err != nil {
		return f, err
	}
	f.Text, err = s.private.Decrypt(f.Sealed, reflectionPurpose(f))
	return f, err
}

// reflections are a member's own of one relationship, the newest first; of all
// where id is empty.
func (s *Relationships) reflections(ctx context.Context, tx bun.IDB, id, authorID string) ([]Reflection, error) {
	var list []Reflection
	q := tx.NewSelect().Model(&list).Where("f.author_id = ?", authorID).Order("f.written_at DESC", "f.id DESC")
	if id != "" {
		q = q.Where("f.relationship_id = ?", id)
	}
	err := q.Scan(ctx)
	for i := range list {
		if err == nil {
			list[i].Text, err = s.private.Decrypt(list[i].Sealed, reflectionPurpose(list[i]))
		}
	}
	return list, err
}

// Forget deletes a reflection of one's own.
func (s *Relationships) Forget(ctx context.Context, id, authorID, reflectionID string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw("DELETE FROM relationship_reflections WHERE id = ? AND relationship_id = ? AND author_id = ?", reflectionID, id, authorID).Exec(ctx)
		return err
	})
}
