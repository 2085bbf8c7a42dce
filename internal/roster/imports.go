package roster

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/sheet"
	"cuppa.example/internal/site"
)

// Kind is what a file holds.
type Kind string

// The kinds of import.
const (
	People   Kind = "people"
	Meetings Kind = "meetings"
)

// waits is how long a file that was looked at waits to be confirmed.
const waits = 24 * time.Hour

// Roster imports and exports.
type Roster struct {
	site.Site
	members       *member.Members
	conversations *conversation.Conversations
	exports       []Export
}

// New makes the roster. exports are the tables that features give out.
func New(s site.Site, members *member.Members, conversations *conversation.Conversations, exports ...Export) *Roster {
	r := &Roster{Site: s, members: members, conversations: conversations}
	r.exports = append([]Export{{"members", r.writeMembers}}, exports...)
	return r
}

// upload is a file that was looked at.
type upload struct {
	bun.BaseModel `bun:"table:imports"`

	ID       string `bun:",pk"`
	Kind     Kind
	FileName string
	Sealed   []byte `bun:",nullzero"` // the sheet; gone when it was imported
	MadeBy   string
	MadeAt   time.Time
	DoneAt   time.Time `bun:",nullzero"`
	Added    int
	Changed  int
}

// Look keeps a file until its import is confirmed, and gives the import's id.
func (r *Roster) Look(ctx context.Context, by string, kind Kind, fileName string, content []byte) (string, error) {
	s, err := sheet.Read(content)
	if err != nil {
		return "", err
	}
	u := upload{ID: r.NewID(), Kind: kind, FileName: fileName, MadeBy: by, MadeAt: r.Now()}
	if _, err := r.plan(ctx, r.DB, kind, s); err != nil {
		return "", err // a column is missing: better said on the page with the file
	}
	text, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	u.Sealed = r.Keys.Encrypt(string(text), "imports.sealed/"+u.ID)
	return u.ID, r.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewInsert().Model(&u).Exec(ctx)
		return err
	})
}

func (r *Roster) open(ctx context.Context, tx bun.IDB, id string) (upload, sheet.Sheet, error) {
	var u upload
	var s sheet.Sheet
	if err := db.Found(tx.NewSelect().Model(&u).Where("id = ?", id).Scan(ctx)); err != nil {
		return u, s, err
	}
	if u.Sealed == nil {
		return u, s, nil
	}
	text, err := r.Keys.Decrypt(u.Sealed, "imports.sealed/"+u.ID)
	if err == nil {
		err = json.Unmarshal([]byte(text), &s)
	}
	return u, s, err
}

// Confirm imports what was looked at. It is planned anew, so that what changed
// in the meantime is not overwritten, and it is done once.
func (r *Roster) Confirm(ctx context.Context, id string) error {
	return r.DB.InTx(db.Alone(ctx), func(ctx context.Context, tx bun.Tx) error {
		u, s, err := r.open(ctx, tx, id)
		if err != nil {
			return err
		}
		if u.Sealed == nil {
			return fault.Because(fault.Conflict, "roster.done_already")
		}
		p, err := r.plan(ctx, tx, u.Kind, s)
		if err != nil {
			return err
		}
		if err := r.write(ctx, tx, p); err != nil {
			return err
		}
		done, err := tx.NewUpdate().Model(&u).Set("sealed = NULL").Set("done_at = ?", r.Now()).
			Set("added = ?", len(p.New)+len(p.Pairs)).Set("changed = ?", len(p.Changed)).
			WherePK().Where("sealed IS NOT NULL").Exec(ctx)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return fault.Because(fault.Conflict, "roster.done_already")
		}
		return nil
	})
}

func (r *Roster) write(ctx context.Context, tx bun.Tx, p plan) error {
	var joined []member.Member
	for _, one := range p.New {
		m, err := r.members.Join(ctx, tx, one.Email, one.Details, false)
		if err != nil {
			return fmt.Errorf("row %d: %w", one.Row, err)
		}
		joined = append(joined, m)
	}
	for _, one := range p.Changed {
		m, err := r.members.InByEmail(ctx, tx, one.Email)
		if err != nil {
			return fmt.Errorf("row %d: %w", one.Row, err)
		}
		if _, err := r.members.Describe(ctx, tx, m.ID, one.Details); err != nil {
			return fmt.Errorf("row %d: %w", one.Row, err)
		}
	}
	if err := r.conversations.Record(ctx, tx, p.Pairs); err != nil {
		return err
	}
	return r.welcome(ctx, tx, joined, "")
}

// Tick forgets files that nobody confirmed.
func (r *Roster) Tick(ctx context.Context, now time.Time) error {
	old := now.Add(-waits)
	var n int
	err := r.DB.NewRaw("SELECT count(*) FROM imports WHERE sealed IS NOT NULL AND made_at <= ?", old).Scan(ctx, &n)
	if err != nil || n == 0 {
		return err
	}
	return r.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw("DELETE FROM imports WHERE sealed IS NOT NULL AND made_at <= ?", old).Exec(ctx)
		return err
	})
}
