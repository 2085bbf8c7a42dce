package roster

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
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

// plan is what an import would do.
type plan struct {
	Rows      int
	New       []person
	Changed   []person
	Unchanged int
	Pairs     []conversation.Past
	Problems  []problem
	Ignored   []string
	Encoding  string
}

// Doable reports whether confirming would write anything.
func (p plan) Doable() bool { return len(p.New)+len(p.Changed)+len(p.Pairs) > 0 }

func (r *Roster) plan(ctx context.Context, tx bun.IDB, kind Kind, s sheet.Sheet) (plan, error) {
	p := plan{Rows: len(s.Rows), Encoding: s.Encoding}
	if kind == Meetings {
		return p, r.planMeetings(ctx, tx, s, &p)
	}
	return p, r.planPeople(ctx, tx, s, &p)
}

func (r *Roster) planPeople(ctx context.Context, tx bun.IDB, s sheet.Sheet, p *plan) error {
	fields, err := r.members.Fields(ctx, tx)
	if err != nil {
		return err
	}
	people, problems, ignored, err := checkPeople(s, fields)
	if err != nil {
		return err
	}
	p.Problems, p.Ignored = problems, ignored
	known, err := r.known(ctx, tx)
	if err != nil {
		return err
	}
	for _, one := range people {
		m, is := known.email[one.Email]
		switch {
		case !is:
			p.New = append(p.New, one)
		case m.State == member.Left:
			p.Problems = append(p.Problems, problem{one.Row, say("roster.problem.left", "email", one.Email)})
		default:
			before, err := r.members.Described(ctx, tx, m.ID)
			if err != nil {
				return err
			}
			if one.Details = fill(before, one.Details); same(before, one.Details) {
				p.Unchanged++
			} else {
				p.Changed = append(p.Changed, one)
			}
		}
	}
	return nil
}

// fill adds what the member has not said themselves; their own words stay.
func fill(have, offered member.Details) member.Details {
	filled := have.Over(offered)
	filled.Fields = maps.Clone(offered.Fields)
	maps.DeleteFunc(filled.Fields, func(_, v string) bool { return v == "" })
	maps.Copy(filled.Fields, have.Fields)
	return filled
}

// same reports whether b says nothing that a does not.
func same(a, b member.Details) bool {
	for id, v := range b.Fields {
		if a.Fields[id] != v {
			return false
		}
	}
	a.Fields, b.Fields = nil, nil
	return fmt.Sprint(a) == fmt.Sprint(b)
}

// directory finds members by their address or by a name that only one has.
type directory struct {
	email map[string]member.Member
	name  map[string][]member.Member
}

func (r *Roster) known(ctx context.Context, tx bun.IDB) (directory, error) {
	d := directory{map[string]member.Member{}, map[string][]member.Member{}}
	return d, r.members.All(ctx, tx, func(m member.Member) error {
		d.email[m.Email] = m
		d.name[member.Fold(m.Name)] = append(d.name[member.Fold(m.Name)], m)
		return nil
	})
}

func (d directory) find(written string) (member.Member, locale.Phrase) {
	if m, ok := d.email[written]; ok {
		return m, locale.Phrase{}
	}
	switch found := d.name[member.Fold(written)]; len(found) {
	case 1:
		return found[0], locale.Phrase{}
	case 0:
		return member.Member{}, say("roster.problem.nobody", "who", written)
	}
	return member.Member{}, say("roster.problem.several", "who", written)
}

func (r *Roster) planMeetings(ctx context.Context, tx bun.IDB, s sheet.Sheet, p *plan) error {
	n, err := r.Networks.Current(ctx)
	if err != nil {
		return err
	}
	meetings, problems, ignored, err := checkMeetings(s, n.Zone(), r.Now())
	if err != nil {
		return err
	}
	p.Problems, p.Ignored = problems, ignored
	known, err := r.known(ctx, tx)
	if err != nil {
		return err
	}
	for _, one := range meetings {
		a, wrong := known.find(one.A)
		if wrong.Key == "" {
			var b member.Member
			if b, wrong = known.find(one.B); wrong.Key == "" && a.ID == b.ID {
				wrong = say("roster.problem.self")
			} else if wrong.Key == "" {
				p.Pairs = append(p.Pairs, conversation.Past{
					Source: "import", SourceID: one.Round, Title: one.Round, Members: []string{a.ID, b.ID}, At: one.At, State: one.State,
				})
				continue
			}
		}
		p.Problems = append(p.Problems, problem{one.Row, wrong})
	}
	return nil
}

// Confirm imports what was looked at. It is planned anew, so that what changed
// in the meantime is not overwritten, and it is done once.
func (r *Roster) Confirm(ctx context.Context, id string) error {
	return r.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
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
	return r.welcome(ctx, tx, joined)
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
