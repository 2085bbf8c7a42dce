package mentoring

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/form"
	"cuppa.example/internal/member"
)

// person stands for an address: letters to either side of a plus go to one person.
func (s *Mentorings) person(address string) string {
	return s.Keys.Pseudonym("mentoring", form.Mailbox(address))
}

// mayInvite refuses what is too much for one member. What is too much for the
// address, or was refused by its owner, is not sent, and looks as if it were.
func (s *Mentorings) mayInvite(ctx context.Context, tx bun.Tx, me member.Member, r *Request, address string) error {
	r.Person = s.person(address)
	r.Address = s.Keys.Encrypt(address, r.purpose("address"))
	if r.Person == s.person(me.Email) {
		return fault.Because(fault.Invalid, "mentoring.yourself")
	}
	month := s.Now().Add(-invitesFor)
	for _, l := range []struct {
		most  int
		key   string
		where string
		args  []any
	}{
		{1, "mentoring.asked_already", "from_id = ? AND person = ? AND state = ?", []any{me.ID, r.Person, Asked}},
		{1, "mentoring.asked_before", "from_id = ? AND person = ? AND asked_at > ?", []any{me.ID, r.Person, s.Now().Add(-askAgain)}},
		{invitesOpen, "mentoring.too_many.invitations", "from_id = ? AND person <> '' AND state = ?", []any{me.ID, Asked}},
		{invitesMonth, "mentoring.too_many.month", "from_id = ? AND person <> '' AND asked_at > ?", []any{me.ID, month}},
	} {
		n, err := countRequests(ctx, tx, l.where, l.args...)
		if err != nil {
			return err
		}
		if n >= l.most {
			return fault.Because(fault.Conflict, l.key, "count", l.most)
		}
	}
	n, err := countRequests(ctx, tx, "person = ? AND NOT mute AND asked_at > ?", r.Person, s.Now().Add(-perAddress))
	if err != nil {
		return err
	}
	no, err := refused(ctx, tx, r.Person)
	if err != nil {
		return err
	}
	r.Mute = no || n >= perPerson
	return s.shield(ctx, tx, me, r, address)
}

// shield keeps an invitation from a member who must not get it, however their
// address is written: a block is not gone around with a plus.
func (s *Mentorings) shield(ctx context.Context, tx bun.IDB, me member.Member, r *Request, address string) error {
	list, err := s.members.InMailbox(ctx, tx, address)
	if err != nil {
		return err
	}
	for _, m := range list {
		here, err := s.here(ctx, tx, me.ID, m)
		if err != nil {
			return err
		}
		r.Mute = r.Mute || !here
	}
	return nil
}

// Willing is that somebody who was invited says yes. They are introduced when
// they have joined, or at once where they are signed in as a member.
func (s *Mentorings) Willing(ctx context.Context, id, memberID string) error {
	return s.turn(ctx, id, func(ctx context.Context, tx bun.Tx, r *Request) error {
		if !r.Invitation() {
			return errNotYour
		}
		if memberID == "" {
			r.WillingAt = s.Now()
			if grace := s.Now().Add(lapseAfter); r.LapsesAt.Before(grace) {
				r.LapsesAt = grace // time to join
			}
			return nil
		}
		if memberID == r.FromID {
			return fault.Because(fault.Invalid, "mentoring.yourself")
		}
		r.ToID = memberID
		return s.accept(ctx, tx, r)
	})
}

// Refuse declines an invitation. With never no member's invitation goes to
// this address again.
func (s *Mentorings) Refuse(ctx context.Context, id, reason, reply string, never bool) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		r, err := s.lockRequest(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.Person == "" {
			return errNotYour
		}
		if never {
			if _, err := tx.NewRaw("INSERT INTO mentoring_refusals (person, refused_at) VALUES (?, ?) ON CONFLICT (person) DO NOTHING",
				r.Person, s.Now()).Exec(ctx); err != nil {
				return err
			}
		}
		switch {
		case r.State != Asked && never:
			return nil
		case r.State != Asked:
			return errOver
		}
		if err := s.decline(ctx, tx, &r, reason, reply); err != nil {
			return err
		}
		return s.finish(ctx, tx, r)
	})
}

// joined finds the invitations of whoever has just become a member. Where they
// have said yes already the relationship begins; the others wait for an answer
// on their home page.
func (s *Mentorings) joined(ctx context.Context, tx bun.Tx, memberID string) error {
	m, err := s.members.In(ctx, tx, memberID)
	if err != nil {
		return err
	}
	list, err := requests(ctx, tx, "person = ? AND state = ? AND to_id IS NULL", s.person(m.Email), Asked)
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.Mute || r.FromID == m.ID {
			continue
		}
		r.ToID = m.ID
		if r.WillingAt.IsZero() {
			if err := updateRequest(ctx, tx, r); err != nil {
				return err
			}
			continue
		}
		if err := s.accept(ctx, tx, &r); said(err) {
			continue // who asked has gone
		} else if err != nil {
			return err
		}
		if err := s.finish(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

// unlinked refuses web addresses in a letter to somebody who does not know the
// sender: such letters are thrown away, and rightly.
func unlinked(text string) (string, []any) {
	folded := strings.ToLower(text)
	for _, mark := range []string{"://", "www.", "http:", "https:"} {
		if strings.Contains(folded, mark) {
			return "mentoring.no_links", nil
		}
	}
	return "", nil
}
