package circle

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
)

// The reasons for which somebody cannot do something, as people are told.
var (
	errNotTaking = fault.Because(fault.Conflict, "circle.apply.over")
	errFull      = fault.Because(fault.Conflict, "circle.apply.full")
	errSent      = fault.Because(fault.Conflict, "circle.review.sent")
	errGone      = fault.Because(fault.Gone, "circle.place.gone")
)

// OpenUp lets a member open circles that they facilitate. They are the first who
// applies, and the first who has a place.
func (s *Circles) OpenUp(ctx context.Context, o Opening, free Times) (Opening, error) {
	now := s.Now()
	o.ID, o.State, o.CreatedAt, o.LookAt = s.NewID(), Open, now, o.ApplyUntil
	err := s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		host, err := s.members.In(ctx, tx, o.HostID)
		if err != nil {
			return err
		}
		if err := insertOpening(ctx, tx, o); err != nil {
			return fmt.Errorf("open a circle: %w", err)
		}
		return s.insertApplication(ctx, tx, Application{
			ID: s.NewID(), OpeningID: o.ID, MemberID: host.ID, Person: s.person(host.Email), Applicant: Applicant{Experience: o.Experience},
			Leads: true, Free: free, State: Applied, CreatedAt: now, ConfirmedAt: now,
		})
	})
	return o, err
}

// Revise changes what an opening says while people apply. Its days stay: people
// were told them.
func (s *Circles) Revise(ctx context.Context, hostID string, o Opening) error {
	return s.hosting(ctx, o.ID, hostID, func(ctx context.Context, tx bun.Tx, now *Opening) error {
		if now.State != Open {
			return errNotTaking
		}
		now.Name, now.Purpose, now.Who, now.Rules, now.Experience = o.Name, o.Purpose, o.Who, o.Rules, o.Experience
		now.Size, now.One, now.Weeks, now.Rhythm, now.Minutes, now.Listed = o.Size, o.One, o.Weeks, o.Rhythm, o.Minutes, o.Listed
		return nil
	})
}

// hosting lets the host of an opening change it. To everybody else it does not exist.
func (s *Circles) hosting(ctx context.Context, id, hostID string, do func(ctx context.Context, tx bun.Tx, o *Opening) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		o, err := lockOpening(ctx, s.DB, tx, id)
		if err != nil {
			return err
		}
		if o.HostID != hostID {
			return fault.NotFound
		}
		if err := do(ctx, tx, &o); err != nil {
			return err
		}
		return saveOpening(ctx, tx, o)
	})
}

// person stands for an address.
func (s *Circles) person(email string) string { return s.Keys.Pseudonym("circle", form.Mailbox(email)) }

// Apply takes what a visitor typed and asks their address to confirm it. Whoever
// has applied already gets the link to their application instead: nothing on the
// page tells which it was.
func (s *Circles) Apply(ctx context.Context, openingID string, a Application) error {
	err := s.apply(ctx, openingID, a)
	if db.IsUnique(err) { // the same person, a moment before
		err = s.apply(ctx, openingID, a)
	}
	return err
}

func (s *Circles) apply(ctx context.Context, openingID string, a Application) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		o, err := s.takes(ctx, tx, openingID)
		if err != nil {
			return err
		}
		a.ID, a.OpeningID, a.State, a.CreatedAt, a.Person = s.NewID(), o.ID, Unconfirmed, s.Now(), s.person(a.Email)
		a.reachable = true
		old, had, err := s.earlier(ctx, tx, a)
		if err != nil {
			return err
		}
		if had {
			return s.tell(ctx, tx, old, letterAlready, o, a.ID)
		}
		if err := s.insertApplication(ctx, tx, a); err != nil {
			return err
		}
		return s.tell(ctx, tx, a, letterConfirm, o, "")
	})
}

// ApplyAs takes the application of a member, in one step.
func (s *Circles) ApplyAs(ctx context.Context, openingID string, m member.Member, a Application) (Application, error) {
	err := s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		o, err := s.takes(ctx, tx, openingID)
		if err != nil {
			return err
		}
		now := s.Now()
		a.ID, a.OpeningID, a.State, a.CreatedAt, a.ConfirmedAt = s.NewID(), o.ID, Applied, now, now
		a.MemberID, a.Person = m.ID, s.person(m.Email)
		a.Applicant = Applicant{Want: a.Want, Experience: a.Experience}
		old, had, err := s.earlier(ctx, tx, a)
		if err != nil {
			return err
		}
		if had {
			a = old
			return nil
		}
		if m.ID != o.HostID {
			if err := s.safety.Reach(ctx, tx, m.ID, o.HostID); err != nil {
				return err
			}
		}
		if err := s.insertApplication(ctx, tx, a); err != nil {
			return err
		}
		a.be(m)
		return s.tell(ctx, tx, a, letterApplied, o, "")
	})
	if db.IsUnique(err) {
		return s.ApplyAs(ctx, openingID, m, a)
	}
	return a, s.safety.Refused(ctx, err)
}

func (s *Circles) takes(ctx context.Context, tx bun.Tx, openingID string) (Opening, error) {
	o, err := lockOpening(ctx, s.DB, tx, openingID)
	if err != nil {
		return o, err
	}
	if !o.Takes(s.Now()) {
		return o, errNotTaking
	}
	n, err := countApplications(ctx, tx, o.ID)
	if err == nil && n >= maxApplications {
		err = errFull
	}
	return o, err
}

// earlier is what the same person sent before, if it counts; what does not gives way.
func (s *Circles) earlier(ctx context.Context, tx bun.Tx, a Application) (old Application, had bool, err error) {
	list, err := s.applications(ctx, tx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("a.opening_id = ? AND (a.person = ? OR a.member_id = ?)", a.OpeningID, a.Person, a.MemberID)
	})
	if err != nil {
		return old, false, err
	}
	for _, other := range list {
		if other.State != Unconfirmed && other.State != Withdrawn {
			return other, true, nil
		}
		if _, err := tx.NewDelete().Model(&other).WherePK().Exec(ctx); err != nil {
			return old, false, err
		}
	}
	return old, false, nil
}

// Confirm makes an application count whose address was confirmed by its link.
func (s *Circles) Confirm(ctx context.Context, id string) error {
	return s.changing(ctx, id, func(ctx context.Context, tx bun.Tx, o Opening, a *Application) error {
		if a.State != Unconfirmed {
			return nil
		}
		if !o.Takes(s.Now()) {
			return errNotTaking
		}
		m, err := s.members.InByEmail(ctx, tx, a.Email)
		switch {
		case err == nil && m.Barred():
			return errGone
		case err == nil && m.State != member.Left:
			had, err := tx.NewSelect().Model((*Application)(nil)).Where("opening_id = ? AND member_id = ?", o.ID, m.ID).Exists(ctx)
			if err != nil || had {
				return err
			}
			a.MemberID = m.ID
		case err != nil && !isNotFound(err):
			return err
		}
		a.State, a.ConfirmedAt = Applied, s.Now()
		return s.tell(ctx, tx, *a, letterApplied, o, "")
	})
}

// Withdraw takes an application back, also a place that was taken while the circle
// is forming.
func (s *Circles) Withdraw(ctx context.Context, id string) error {
	return s.changing(ctx, id, func(ctx context.Context, tx bun.Tx, o Opening, a *Application) error {
		switch a.State {
		case Unconfirmed, Applied, Waits:
			if o.HostID == a.MemberID && a.MemberID != "" {
				return fault.Because(fault.Conflict, "circle.apply.host")
			}
			a.State, a.Team, a.TeamLeads = Withdrawn, 0, false
		case Offered:
			return s.decline(ctx, tx, a, Declined)
		}
		return nil
	})
}

// changing changes one application. The opening is locked first, and so are all
// changes of one opening in a row.
func (s *Circles) changing(ctx context.Context, id string, do func(ctx context.Context, tx bun.Tx, o Opening, a *Application) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		first, err := s.applicationByID(ctx, tx, id)
		if err != nil {
			return err
		}
		o, err := lockOpening(ctx, s.DB, tx, first.OpeningID)
		if err != nil {
			return err
		}
		a, err := s.applicationByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := do(ctx, tx, o, &a); err != nil {
			return err
		}
		if err := saveApplication(ctx, tx, a); err != nil {
			return err
		}
		return s.settleAfter(ctx, tx, o, a)
	})
}

// CallOff ends an opening before its letters went out. Everybody is told.
func (s *Circles) CallOff(ctx context.Context, id, hostID string) error {
	return s.hosting(ctx, id, hostID, func(ctx context.Context, tx bun.Tx, o *Opening) error {
		return s.offOpening(ctx, tx, o)
	})
}

func (s *Circles) offOpening(ctx context.Context, tx bun.Tx, o *Opening) error {
	if o.State != Open && o.State != Review {
		return errSent
	}
	o.State, o.LookAt = Off, time.Time{}
	list, err := s.applicationsOf(ctx, tx, o.ID)
	if err != nil {
		return err
	}
	for _, a := range list {
		if !a.Runs() {
			continue
		}
		a.State = Refused
		if err := saveApplication(ctx, tx, a); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, a, letterOff, *o, ""); err != nil {
			return err
		}
	}
	return nil
}
