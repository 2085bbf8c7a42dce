package mentoring

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/nudge"
)

// Wait puts a member in line for a place of an offer that has none free.
func (s *Mentorings) Wait(ctx context.Context, a Asking) (id string, err error) {
	err = s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		o, err := s.lockOffer(ctx, tx, a.OfferID)
		if err != nil {
			return err
		}
		me, err := s.members.In(ctx, tx, a.FromID)
		if err != nil {
			return err
		}
		if me.State != member.Active {
			return fault.Because(fault.Conflict, "mentoring.you_paused")
		}
		r := Request{ToID: o.MemberID}
		if err := s.mayAsk(ctx, tx, me, &r, a); err != nil {
			return err
		}
		if !o.EndedAt.IsZero() {
			return fault.NotFound
		}
		w := Wait{ID: s.NewID(), OfferID: o.ID, MemberID: me.ID, SeekID: a.SeekID, State: InLine, Since: s.Now()}
		w.Message = s.Keys.Encrypt(a.Message, w.purpose())
		id = w.ID
		if err := insertWait(ctx, tx, w); err != nil {
			return err
		}
		return s.settle(ctx, tx, o.ID)
	})
	if db.IsUnique(err) {
		err = fault.Because(fault.Conflict, "mentoring.waiting_already")
	}
	return id, err
}

// Leave takes somebody out of the line, or gives back the place held for them.
func (s *Mentorings) Leave(ctx context.Context, id, memberID string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		w, err := s.lockWait(ctx, tx, id)
		if err != nil {
			return err
		}
		if w.MemberID != memberID {
			return fault.NotFound
		}
		if !w.EndedAt.IsZero() {
			return errOver
		}
		if err := s.dismiss(ctx, tx, w, false); err != nil {
			return err
		}
		return s.settle(ctx, tx, w.OfferID)
	})
}

// Take asks whoever has a place free for the member who waited for it. message
// replaces what they wrote when they began to wait, unless it is empty.
func (s *Mentorings) Take(ctx context.Context, id, memberID, message string) (request string, err error) {
	err = s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		w, err := waitByID(ctx, tx, id)
		if err != nil {
			return err
		}
		// Always the offer first: what settles it holds it while it looks at the line.
		if _, err := s.lockOffer(ctx, tx, w.OfferID); err != nil {
			return err
		}
		if w, err = s.lockWait(ctx, tx, id); err != nil {
			return err
		}
		if w.MemberID != memberID {
			return fault.NotFound
		}
		if w.State != Offered {
			return errOver
		}
		if message == "" {
			if message, err = s.Keys.Decrypt(w.Message, w.purpose()); err != nil {
				return err
			}
		}
		if err := s.nudges.Answer(ctx, tx, nudgePlace, w.ID, w.MemberID, string(Taken)); err != nil {
			return err
		}
		request, err = s.ask(ctx, tx, Asking{FromID: memberID, OfferID: w.OfferID, SeekID: w.SeekID, Message: message, wait: &w})
		return err
	})
	return request, s.safety.Refused(ctx, err)
}

// line are those who wait for a place of an offer, in order. Somebody who is
// kept apart from its member is not among them. They wait on, as they would if
// the member paused, until a day as far off as that of a request; then they are
// told what everybody is told whose waiting came to nothing.
func (s *Mentorings) line(ctx context.Context, tx bun.Tx, o Offer) ([]Wait, error) {
	all, err := waits(ctx, tx, "offer_id = ? AND state = ?", o.ID, InLine)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	ids := make([]string, len(all))
	for i, w := range all {
		ids[i] = w.MemberID
	}
	apart, err := s.apartFrom(ctx, tx, o.MemberID, ids)
	if err != nil {
		return nil, err
	}
	line := all[:0]
	for _, w := range all {
		if vain := !w.LapsesAt.IsZero(); vain != apart[w.MemberID] {
			w.LapsesAt = time.Time{}
			if !vain {
				w.LapsesAt = s.Now().Add(lapseAfter)
			}
			if err := updateWait(ctx, tx, w); err != nil {
				return nil, err
			}
		}
		if !apart[w.MemberID] {
			line = append(line, w)
		}
	}
	return line, nil
}

// offerPlace holds a place for whoever is first in line.
func (s *Mentorings) offerPlace(ctx context.Context, tx bun.Tx, o Offer, w Wait) error {
	w.State, w.OfferedAt, w.LapsesAt = Offered, s.Now(), s.Now().Add(placeHeld)
	if err := updateWait(ctx, tx, w); err != nil {
		return err
	}
	if err := s.nudges.Plan(ctx, tx, nudge.Plan{
		Kind: nudgePlace, SubjectID: w.ID, MemberID: w.MemberID, Due: w.OfferedAt.Add(nudgeAfter), SilentAt: w.LapsesAt,
	}); err != nil {
		return err
	}
	to, helper, err := s.pair(ctx, tx, w.MemberID, o.MemberID)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, to, "mentoring.place", w.ID, func(ctx context.Context) (letter, error) {
		return s.placeLetter(ctx, w, to, helper, "mentoring.letter.place"), nil
	})
}

// tellNext writes to whoever has come to the front of the line.
func (s *Mentorings) tellNext(ctx context.Context, tx bun.Tx, o Offer, w Wait) error {
	to, helper, err := s.pair(ctx, tx, w.MemberID, o.MemberID)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, to, "mentoring.next", w.ID, func(ctx context.Context) (letter, error) {
		return s.nextLetter(ctx, w, to, helper), nil
	})
}

// dismiss ends a wait. Where that is not the member's own doing they are told,
// with others whom they could ask.
func (s *Mentorings) dismiss(ctx context.Context, tx bun.Tx, w Wait, tell bool) error {
	w.State, w.EndedAt, w.LapsesAt = Gone, s.Now(), time.Time{}
	if err := updateWait(ctx, tx, w); err != nil {
		return err
	}
	if err := s.nudges.Cancel(ctx, tx, w.ID); err != nil || !tell {
		return err
	}
	o, err := offerByID(ctx, tx, w.OfferID)
	if err != nil {
		return err
	}
	to, helper, err := s.pair(ctx, tx, w.MemberID, o.MemberID)
	if err != nil {
		return err
	}
	more, err := s.instead(ctx, tx, Request{ID: w.ID, FromID: w.MemberID, ToID: o.MemberID, Kind: o.Kind, OfferID: o.ID, SeekID: w.SeekID})
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, to, "mentoring.line_over", w.ID, func(ctx context.Context) (letter, error) {
		return s.lapsedLetter(ctx, to, helper.Name, more, "mentoring.letter.line_over"), nil
	})
}

func (s *Mentorings) pair(ctx context.Context, tx bun.IDB, a, b string) (x, y member.Member, err error) {
	if x, err = s.members.In(ctx, tx, a); err != nil {
		return x, y, err
	}
	y, err = s.members.In(ctx, tx, b)
	return x, y, err
}
