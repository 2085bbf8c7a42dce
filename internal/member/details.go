package member

import (
	"context"

	"github.com/uptrace/bun"
)

// Described is everything a member has said of themselves, with the contact
// details and the answers to the organiser's own fields.
func (s *Members) Described(ctx context.Context, tx bun.IDB, id string) (Details, error) {
	m, err := byID(ctx, tx, id)
	if err != nil {
		return Details{}, err
	}
	return s.describedBy(ctx, tx, m)
}

func (s *Members) describedBy(ctx context.Context, tx bun.IDB, m Member) (Details, error) {
	c, err := s.contactIn(ctx, tx, m.ID)
	if err != nil {
		return Details{}, err
	}
	values, err := s.FieldValues(ctx, tx, m.ID)
	if err != nil {
		return Details{}, err
	}
	return Details{
		Name: m.Name, Phone: c.Phone, CallName: c.CallName, Organisation: m.Organisation, Job: m.Job,
		Region: m.Region, About: m.About, Topics: m.Topics, Blog: m.Blog, Language: m.Language,
		Pictured: m.Pictured, Fields: values,
	}, nil
}

// Alter changes a part of what a member says of themselves and leaves the rest.
func (s *Members) Alter(ctx context.Context, tx bun.IDB, id string, change func(*Details)) (Member, error) {
	m, err := byID(ctx, tx, id)
	if err != nil {
		return Member{}, err
	}
	d, err := s.describedBy(ctx, tx, m)
	if err != nil {
		return Member{}, err
	}
	change(&d)
	return s.write(ctx, tx, m, d)
}

// Agree records that a member agrees to the pledge and the one rule. Somebody
// who was brought in by an organiser does so here, and has joined from now on.
func (s *Members) Agree(ctx context.Context, tx bun.Tx, id string) error {
	done, err := tx.NewUpdate().Model((*Member)(nil)).Set("pledged_at = ?", s.Now()).
		Where("id = ? AND pledged_at IS NULL AND state IN (?)", id, bun.List([]State{Active, Paused})).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return s.arrive(ctx, tx, id)
}

// Over is d, with what was said before wherever d says nothing: somebody who
// comes back fills in a short form and need not type their profile again.
func (d Details) Over(before Details) Details {
	for _, f := range []struct{ now, before *string }{
		{&d.Phone, &before.Phone},
		{&d.CallName, &before.CallName},
		{&d.Organisation, &before.Organisation},
		{&d.Job, &before.Job},
		{&d.Region, &before.Region},
		{&d.About, &before.About},
		{&d.Blog, &before.Blog},
		{&d.Language, &before.Language},
	} {
		if *f.now == "" {
			*f.now = *f.before
		}
	}
	if len(d.Topics) == 0 {
		d.Topics = before.Topics
	}
	d.Pictured = d.Pictured || before.Pictured
	return d
}
