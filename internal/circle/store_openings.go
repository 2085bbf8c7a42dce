package circle

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
)

func insertOpening(ctx context.Context, tx bun.IDB, o Opening) error {
	_, err := tx.NewInsert().Model(&o).Exec(ctx)
	return err
}

func saveOpening(ctx context.Context, tx bun.IDB, o Opening) error {
	_, err := tx.NewUpdate().Model(&o).ExcludeColumn("host_id", "created_at").WherePK().Exec(ctx)
	return err
}

func openings(ctx context.Context, tx bun.IDB, change func(*bun.SelectQuery) *bun.SelectQuery) ([]Opening, error) {
	var list []Opening
	err := change(tx.NewSelect().Model(&list)).Scan(ctx)
	return list, err
}

func openingByID(ctx context.Context, tx bun.IDB, id string) (Opening, error) {
	var o Opening
	err := tx.NewSelect().Model(&o).Where("o.id = ?", id).Scan(ctx)
	return o, db.Found(err)
}

func lockOpening(ctx context.Context, d *db.DB, tx bun.IDB, id string) (Opening, error) {
	var o Opening
	err := d.ForUpdate(tx.NewSelect().Model(&o).Where("o.id = ?", id)).Scan(ctx)
	return o, db.Found(err)
}

func purposeOf(id string) string { return "circle_applications.sealed/" + id }

// sealed is the application in the form in which it is kept.
func (s *Circles) sealed(a Application) (Application, error) {
	text, err := json.Marshal(a.Applicant)
	a.Sealed = s.Keys.Encrypt(string(text), purposeOf(a.ID))
	return a, err
}

func (s *Circles) insertApplication(ctx context.Context, tx bun.IDB, a Application) error {
	a, err := s.sealed(a)
	if err != nil {
		return err
	}
	_, err = tx.NewInsert().Model(&a).Exec(ctx)
	return err
}

// saveApplication writes where an application stands, not what was written in it.
func saveApplication(ctx context.Context, tx bun.IDB, a Application) error {
	_, err := tx.NewUpdate().Model(&a).ExcludeColumn("opening_id", "person", "sealed", "created_at").WherePK().Exec(ctx)
	return err
}

// reseal writes again what stands in an application.
func (s *Circles) reseal(ctx context.Context, tx bun.IDB, a Application) error {
	a, err := s.sealed(a)
	if err != nil {
		return err
	}
	_, err = tx.NewUpdate().Model(&a).Column("sealed").WherePK().Exec(ctx)
	return err
}

// applications reads what change selects, with who it is, in the order in which
// they came.
func (s *Circles) applications(ctx context.Context, tx bun.IDB, change func(*bun.SelectQuery) *bun.SelectQuery) ([]Application, error) {
	var list []Application
	if err := change(tx.NewSelect().Model(&list)).Order("a.created_at", "a.id").Scan(ctx); err != nil || len(list) == 0 {
		return nil, err
	}
	var ids []string
	for i := range list {
		a := &list[i]
		text, err := s.Keys.Decrypt(a.Sealed, purposeOf(a.ID))
		if err != nil {
			return nil, fmt.Errorf("read application %s: %w", a.ID, err)
		}
		if err := json.Unmarshal([]byte(text), &a.Applicant); err != nil {
			return nil, fmt.Errorf("read application %s: %w", a.ID, err)
		}
		a.reachable = true
		if a.MemberID != "" {
			ids = append(ids, a.MemberID)
		}
	}
	people, err := s.members.Many(ctx, tx, ids)
	for i := range list {
		if m, ok := people[list[i].MemberID]; ok {
			list[i].be(m)
		}
	}
	return list, err
}

// be fills in a member as they are now.
func (a *Application) be(m member.Member) {
	a.Name, a.Email, a.Organisation, a.Job, a.Lang = m.Name, m.Email, m.Organisation, m.Job, m.Language
	a.reachable = m.Reachable()
}

func oneApplication(list []Application, err error) (Application, error) {
	if err == nil && len(list) == 0 {
		err = fault.NotFound
	}
	if err != nil {
		return Application{}, err
	}
	return list[0], nil
}

func (s *Circles) applicationByID(ctx context.Context, tx bun.IDB, id string) (Application, error) {
	return oneApplication(s.applications(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("a.id = ?", id) }))
}

// applicationsOf are those for an opening whose address is confirmed.
func (s *Circles) applicationsOf(ctx context.Context, tx bun.IDB, openingID string) ([]Application, error) {
	return s.applications(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("a.opening_id = ? AND a.state <> ?", openingID, Unconfirmed)
	})
}

func countApplications(ctx context.Context, tx bun.IDB, openingID string) (int, error) {
	n, err := tx.NewSelect().Model((*Application)(nil)).
		Where("opening_id = ? AND state NOT IN (?, ?)", openingID, Unconfirmed, Withdrawn).Count(ctx)
	return int(n), err
}

func deleteUnconfirmed(ctx context.Context, tx bun.IDB, before time.Time) error {
	_, err := tx.NewDelete().Model((*Application)(nil)).Where("state = ? AND created_at < ?", Unconfirmed, before).Exec(ctx)
	return err
}

// dueIDs are the ids of what a table has that is due.
func dueIDs(ctx context.Context, tx bun.IDB, query string, args ...any) ([]string, error) {
	var ids []string
	err := tx.NewRaw(query, args...).Scan(ctx, &ids)
	return ids, err
}

func circlesFrom(ctx context.Context, tx bun.IDB, openingID string) ([]Circle, error) {
	return circles(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("c.opening_id = ?", openingID).Order("c.id") })
}

func (s *Circles) applicationOfMember(ctx context.Context, tx bun.IDB, openingID, memberID string) (Application, error) {
	return oneApplication(s.applications(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("a.opening_id = ? AND a.member_id = ?", openingID, memberID)
	}))
}

// taking are the listed openings for which one can apply, those first that end first.
func taking(ctx context.Context, tx bun.IDB, now time.Time) ([]Opening, error) {
	return openings(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("o.state = ? AND o.listed AND o.apply_until > ?", Open, now).Order("o.apply_until", "o.id").Limit(100)
	})
}

// openingsOf are those of a host that are not over.
func openingsOf(ctx context.Context, tx bun.IDB, hostID string) ([]Opening, error) {
	return openings(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("o.host_id = ? AND o.state IN (?, ?, ?)", hostID, Open, Review, Sent).Order("o.created_at", "o.id")
	})
}
