package account

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
	"cuppa.example/internal/member"
	"cuppa.example/internal/site"
	"cuppa.example/internal/web"
)

// Exporter gives what a package holds about a member, as something that JSON
// can say.
type Exporter func(ctx context.Context, memberID string) (any, error)

// Accounts is what members do with their own membership.
type Accounts struct {
	site.Site
	// ToDo is what whoever is signed in can do with a member, for their page.
	// Other features keep it; nil is nothing.
	ToDo func(ctx context.Context, with member.Member) ([]member.Link, error)

	members *member.Members
	exports map[string]Exporter
	asked   *web.Limiter // changes of address by member
	mailed  *web.Limiter // letters to one new address
}

// New makes the use cases. exports are all packages that hold something about
// a member, by name.
func New(s site.Site, members *member.Members, exports map[string]Exporter) *Accounts {
	a := &Accounts{
		Site: s, members: members, exports: exports,
		asked: web.NewLimiter(5, 10*time.Minute), mailed: web.NewLimiter(3, time.Hour),
	}
	members.OnErase(eraseRows)
	return a
}

// Pause takes a member out of every draw until a date, or until they come back
// when until is zero.
func (s *Accounts) Pause(ctx context.Context, memberID string, until time.Time) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return s.members.Pause(ctx, tx, memberID, until.UTC())
	})
}

// Resume ends a pause.
func (s *Accounts) Resume(ctx context.Context, memberID string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return s.members.Resume(ctx, tx, memberID)
	})
}

// Leave ends the membership, keeps what the person said for their return, and
// writes to them that it is done.
func (s *Accounts) Leave(ctx context.Context, m member.Member) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := s.members.Leave(ctx, tx, m.ID); err != nil {
			return err
		}
		return s.sendLeft(ctx, tx, m)
	})
}

// Delete removes everything that names the member, and writes to the address
// for the last time that it is done.
func (s *Accounts) Delete(ctx context.Context, m member.Member) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := s.members.Erase(ctx, tx, m.ID); err != nil {
			return err
		}
		return s.sendDeleted(ctx, tx, m)
	})
}

// Indispensable reports whether m is the only organiser, who can neither leave
// nor be deleted.
func (s *Accounts) Indispensable(ctx context.Context, m member.Member) (bool, error) {
	if !m.Organiser {
		return false, nil
	}
	organisers, err := s.members.Organisers(ctx, s.DB)
	return len(organisers) == 1, err
}

// Waiting is what a member should know about their own membership, for their
// home page.
func (s *Accounts) Waiting(ctx context.Context, memberID string) ([]member.Task, error) {
	m, err := s.members.ByID(ctx, memberID)
	if err != nil {
		return nil, err
	}
	var tasks []member.Task
	if !m.BouncedAt.IsZero() {
		tasks = append(tasks, member.Task{Text: locale.T(ctx, "account.waiting.bounced"), Href: "/profile/email"})
	}
	if m.State == member.Paused {
		tasks = append(tasks, member.Task{Text: locale.T(ctx, "account.waiting.paused"), Href: "/profile"})
	}
	return tasks, nil
}

// Change changes a part of what a member says of themselves.
func (s *Accounts) Change(ctx context.Context, memberID string, change func(*member.Details)) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := s.members.Alter(ctx, tx, memberID, change)
		return err
	})
}

func isNotFound(err error) bool { return errors.Is(err, fault.NotFound) }
