package relationship

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
)

// The limits of the network's own agendas.
const (
	maxTemplateName = 100
	maxTemplates    = 30 // that are offered at once: a longer list helps nobody to choose
)

// Template is an agenda of the network's own, with which a session can begin.
// Who has begun with it keeps what they have, whatever becomes of it.
type Template struct {
	bun.BaseModel `bun:"table:relationship_templates,alias:t"`

	ID     string `bun:",pk"`
	Name   string
	Agenda string
	// Edits counts the changes; whoever saves names the one that they began with.
	Edits     int64
	ChangedAt time.Time
	RetiredAt time.Time `bun:",nullzero"` // no longer offered
}

// What is wrong with a template, as organisers are told.
var (
	errTemplateTaken = fault.Because(fault.Invalid, "relationship.templates.taken")
	errTemplateMany  = fault.Because(fault.Conflict, "relationship.templates.many", "max", maxTemplates)
)

// SaveTemplate keeps an agenda of the network's own: a new one where id is empty.
// edits names what the organiser began with.
func (s *Relationships) SaveTemplate(ctx context.Context, id, name, agenda string, edits int64) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		t := Template{ID: s.NewID()}
		all, err := templates(ctx, tx)
		if err != nil {
			return err
		}
		if id != "" {
			if t, err = s.lockTemplate(ctx, tx, id); err != nil {
				return err
			}
			if t.Edits != edits {
				return errChanged
			}
		} else if len(offered(all)) >= maxTemplates {
			return errTemplateMany
		}
		for _, other := range offered(all) {
			if other.ID != t.ID && member.Fold(other.Name) == member.Fold(name) {
				return errTemplateTaken
			}
		}
		t.Name, t.Agenda, t.ChangedAt, t.Edits = name, agenda, s.Now(), t.Edits+1
		if id == "" {
			_, err = tx.NewInsert().Model(&t).Exec(ctx)
		} else {
			err = saveTemplate(ctx, tx, t)
		}
		return err
	})
}

// Retire no longer offers a template, or with back offers it again.
func (s *Relationships) Retire(ctx context.Context, id string, back bool) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		t, err := s.lockTemplate(ctx, tx, id)
		if err != nil || t.RetiredAt.IsZero() == back {
			return err // a button that was pressed twice
		}
		if t.RetiredAt = s.Now(); back {
			t.RetiredAt = zero
			all, err := templates(ctx, tx)
			if err != nil {
				return err
			}
			if len(offered(all)) >= maxTemplates {
				return errTemplateMany
			}
		}
		return saveTemplate(ctx, tx, t)
	})
}

// offered are those that members can choose.
func offered(list []Template) []Template {
	var on []Template
	for _, t := range list {
		if t.RetiredAt.IsZero() {
			on = append(on, t)
		}
	}
	return on
}

func (s *Relationships) template(ctx context.Context, tx bun.IDB, id string) (t Template, err error) {
	err = db.Found(tx.NewSelect().Model(&t).Where("t.id = ?", id).Scan(ctx))
	return t, err
}

func (s *Relationships) lockTemplate(ctx context.Context, tx bun.Tx, id string) (t Template, err error) {
	err = db.Found(s.DB.ForUpdate(tx.NewSelect().Model(&t).Where("t.id = ?", id)).Scan(ctx))
	return t, err
}

func saveTemplate(ctx context.Context, tx bun.IDB, t Template) error {
	_, err := tx.NewUpdate().Model(&t).WherePK().Column("name", "agenda", "edits", "changed_at", "retired_at").Exec(ctx)
	return err
}

// templates are all of them, by name.
func templates(ctx context.Context, tx bun.IDB) ([]Template, error) {
	var list []Template
	err := tx.NewSelect().Model(&list).Order("t.name", "t.id").Scan(ctx)
	return list, err
}
