package mail

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cuppa.example/internal/fault"
)

// Copy is a letter in the demo's outbox.
type Copy struct {
	ID     string
	Kind   string
	Person string // the same for all letters to one address
	To     Envelope
	Letter Letter
	At     time.Time
}

// Person is somebody whom the demo wrote to.
type Person struct{ Key, Name, Email string }

// Outbox lists the demo's letters that would have left by now, the newest
// first, from a page on; person may be empty. It says whether there are more.
func (p *Post) Outbox(ctx context.Context, person string, page, limit int) ([]Copy, bool, error) {
	var rows []row
	q := p.db.NewSelect().Model(&rows).Where("state = ?", Held).Where("written_at <= ?", p.now()).
		Order("written_at DESC", "id DESC").Offset(int64(page * limit)).Limit(int64(limit + 1))
	if person != "" {
		q.Where("person = ?", person)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, false, fmt.Errorf("list the outbox: %w", err)
	}
	more := len(rows) > limit
	list, err := p.copies(ctx, rows[:min(limit, len(rows))])
	return list, more, err
}

// Between lists what the demo wrote after one time and until another, in that
// order: what somebody finds in their inbox who looked at the first and looks
// again at the second.
func (p *Post) Between(ctx context.Context, after, until time.Time) ([]Copy, error) {
	var rows []row
	err := p.db.NewSelect().Model(&rows).Where("state = ?", Held).
		Where("written_at > ?", after).Where("written_at <= ?", until).Order("written_at", "id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the outbox: %w", err)
	}
	return p.copies(ctx, rows)
}

// Kept is one letter of the demo's outbox.
func (p *Post) Kept(ctx context.Context, id string) (Copy, error) {
	var rows []row
	err := p.db.NewSelect().Model(&rows).Where("id = ?", id).Where("state = ?", Held).Where("written_at <= ?", p.now()).Scan(ctx)
	if err != nil {
		return Copy{}, fmt.Errorf("read the outbox: %w", err)
	}
	list, err := p.copies(ctx, rows)
	if err != nil {
		return Copy{}, err
	}
	if len(list) == 0 {
		return Copy{}, fault.NotFound
	}
	return list[0], nil
}

// People lists whom the demo wrote to, by name.
func (p *Post) People(ctx context.Context) ([]Person, error) {
	var rows []row
	err := p.db.NewRaw("SELECT person, max(id) AS id FROM mail_outbox WHERE state = ? AND written_at <= ? GROUP BY person",
		Held, p.now()).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("list the outbox: %w", err)
	}
	list, err := p.copies(ctx, rows)
	people := make([]Person, len(list))
	for i, c := range list {
		people[i] = Person{c.Person, c.To.Name, c.To.Email}
	}
	slices.SortFunc(people, func(a, b Person) int {
		return strings.Compare(strings.ToLower(a.Name)+"\x00"+a.Email, strings.ToLower(b.Name)+"\x00"+b.Email)
	})
	return people, err
}

// copies opens rows. What was erased between two reads is left out.
func (p *Post) copies(ctx context.Context, rows []row) ([]Copy, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	if err := p.bodies(ctx, rows); err != nil {
		return nil, err
	}
	list := make([]Copy, 0, len(rows))
	for _, r := range rows {
		s, err := p.open(r)
		if errors.Is(err, errPurged) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, Copy{
			ID: r.ID, Kind: r.Kind, Person: r.Person, At: r.WrittenAt, Letter: s.Letter,
			To: Envelope{Kind: r.Kind, Key: r.Key, MemberID: r.MemberID, Name: s.Name, Email: s.Email, Lang: s.Lang},
		})
	}
	return list, nil
}
