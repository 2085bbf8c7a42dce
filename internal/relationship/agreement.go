package relationship

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
)

// Terms are how two people work together.
type Terms struct {
	Goals        string `json:"goals"`
	Confidential string `json:"confidential"` // what stays between them
	Absent       string `json:"absent"`       // what happens when one cannot make it
	Weeks        int    `json:"-"`            // from one session to the next
	Minutes      int    `json:"-"`            // of a session
	Months       int    `json:"-"`            // from the start
}

// The bounds and the usual of what is agreed.
const (
	usualWeeks, mostWeeks                  = 6, 26
	usualMinutes, leastMinutes, mostMinute = 60, 15, 240
	usualMonths, mostMonths                = 12, 60
	maxText                                = 4000
)

// Agreement is one version of the terms. It stands when both have accepted it:
// who proposes it has.
type Agreement struct {
	bun.BaseModel `bun:"table:relationship_agreements,alias:a"`

	RelationshipID string `bun:",pk"`
	Version        int64  `bun:",pk"`
	ProposedBy     string
	ProposedAt     time.Time
	AcceptedAt     time.Time `bun:",nullzero"`
	EndedAt        time.Time `bun:",nullzero"`
	EndedWhy       string
	Weeks          int64
	Minutes        int64
	Months         int64
	Sealed         []byte

	Terms Terms `bun:"-"`
}

// Why a version ended.
const (
	replaced  = "replaced"  // another one was accepted or proposed instead
	withdrawn = "withdrawn" // by who had proposed it
	declined  = "declined"  // by the other
)

// pending reports whether it waits for a yes.
func (a Agreement) pending() bool { return a.AcceptedAt.IsZero() && a.EndedAt.IsZero() }

// stands reports whether it is the one that holds.
func (a Agreement) stands() bool { return !a.AcceptedAt.IsZero() && a.EndedAt.IsZero() }

func termsPurpose(id string, version int64) string {
	return fmt.Sprintf("relationship_agreements.sealed/%s/%d", id, version)
}

// every is the time from one session to the next.
func (a Agreement) every() time.Duration { return time.Duration(a.Weeks) * 7 * 24 * time.Hour }

// errChanged is the answer to who has not seen the newest version.
var errChanged = fault.Because(fault.Conflict, "relationship.changed")

// Propose writes an agreement, or a change of it, for the other to accept. Until
// then what stands goes on standing. seen is the newest version that the member
// has seen; 0 is none.
func (s *Relationships) Propose(ctx context.Context, id, memberID string, terms Terms, seen int64) error {
	return s.act(ctx, id, memberID, func(t *turn, ctx context.Context) error {
		if err := t.mine(); err != nil {
			return err
		}
		all, err := s.versions(ctx, t.tx, id)
		if err != nil {
			return err
		}
		if newest(all) != seen {
			return errChanged
		}
		if a, ok := pending(all); ok {
			a.EndedAt, a.EndedWhy = t.now, replaced
			if err := saveAgreement(ctx, t.tx, a); err != nil {
				return err
			}
		}
		a := Agreement{
			RelationshipID: id, Version: seen + 1, ProposedBy: memberID, ProposedAt: t.now, Terms: terms,
			Weeks: int64(terms.Weeks), Minutes: int64(terms.Minutes), Months: int64(terms.Months),
		}
		if err := s.sealTerms(&a); err != nil {
			return err
		}
		if _, err := t.tx.NewInsert().Model(&a).Exec(ctx); err != nil {
			return err
		}
		return t.tellProposed(ctx, a)
	})
}

// Accept says yes to the version that the other proposed. It stands from now
// on, the one before no longer, and both get a copy by email.
func (s *Relationships) Accept(ctx context.Context, id, memberID string, version int64) error {
	return s.act(ctx, id, memberID, func(t *turn, ctx context.Context) error {
		if err := t.mine(); err != nil {
			return err
		}
		all, err := s.versions(ctx, t.tx, id)
		if err != nil {
			return err
		}
		old, stood := standing(all)
		if stood && old.Version == version {
			return nil // a button that was pressed twice
		}
		a, ok := pending(all)
		if !ok || a.Version != version {
			return errChanged
		}
		if a.ProposedBy == memberID {
			return fault.Because(fault.Conflict, "relationship.agreement.own")
		}
		a.AcceptedAt = t.now
		if stood {
			old.EndedAt, old.EndedWhy = t.now, replaced
			if err := saveAgreement(ctx, t.tx, old); err != nil {
				return err
			}
		}
		if err := saveAgreement(ctx, t.tx, a); err != nil {
			return err
		}
		if err := t.agree(ctx, a); err != nil {
			return err
		}
		return t.tellAccepted(ctx, a)
	})
}

// Withdraw takes a proposal back: one's own, or by declining the other's. What
// stands goes on standing.
func (s *Relationships) Withdraw(ctx context.Context, id, memberID string, version int64) error {
	return s.act(ctx, id, memberID, func(t *turn, ctx context.Context) error {
		all, err := s.versions(ctx, t.tx, id)
		if err != nil {
			return err
		}
		a, ok := pending(all)
		if !ok || a.Version != version {
			return nil // it is gone already
		}
		a.EndedAt, a.EndedWhy = t.now, withdrawn
		if a.ProposedBy != memberID {
			a.EndedWhy = declined
		}
		if err := saveAgreement(ctx, t.tx, a); err != nil {
			return err
		}
		return t.tellWithdrawn(ctx, a)
	})
}

// agree starts the work, or brings its dates in line with a change.
func (t *turn) agree(ctx context.Context, a Agreement) error {
	if t.r.State == Agreeing {
		t.r.State, t.r.StartedAt, t.r.Goals = Running, t.now, nil
	}
	t.r.EndsAt = t.r.StartedAt.AddDate(0, int(a.Months), 0)
	if t.r.EndsAt.Before(t.now) {
		t.r.EndsAt = t.now
	}
	return t.reckon(ctx, a)
}

func standing(all []Agreement) (Agreement, bool) { return find(all, Agreement.stands) }

func pending(all []Agreement) (Agreement, bool) { return find(all, Agreement.pending) }

func find(all []Agreement, is func(Agreement) bool) (Agreement, bool) {
	for _, a := range all {
		if is(a) {
			return a, true
		}
	}
	return Agreement{}, false
}

func newest(all []Agreement) int64 {
	if len(all) == 0 {
		return 0
	}
	return all[len(all)-1].Version
}

// usual are the terms that a form begins with.
func usual() Terms { return Terms{Weeks: usualWeeks, Minutes: usualMinutes, Months: usualMonths} }

// readTerms reads the form of an agreement.
func readTerms(f *form.Form) Terms {
	return Terms{
		Goals:        f.Text("goals", form.Required("relationship.goals.missing"), form.Max(maxText)),
		Weeks:        f.Int("weeks", 1, mostWeeks),
		Minutes:      f.Int("minutes", leastMinutes, mostMinute),
		Months:       f.Int("months", 1, mostMonths),
		Confidential: f.Text("confidential", form.Required("relationship.confidential.missing"), form.Max(maxText)),
		Absent:       f.Text("absent", form.Required("relationship.absent.missing"), form.Max(maxText)),
	}
}
