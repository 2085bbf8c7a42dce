package mentoring

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/internal/nudge"
)

// Limits on asking. They keep one person from asking everybody, and everybody
// from asking one person.
const (
	mostOpen     = 5 // requests that one member waits for
	mostAtOne    = 3 // open requests to one person who has no offer, and so no places
	askAgain     = 60 * 24 * time.Hour
	invitesOpen  = 3 // invitations that one member waits for
	invitesMonth = 5
	perPerson    = 3 // letters to one address from all members in perAddress
)

// Asking is one member's question to one person: about an offer, to a member,
// or to an address.
type Asking struct {
	FromID   string
	OfferID  string
	ToID     string
	Address  string
	Kind     Kind
	SeekID   string
	OriginID string
	Message  string
	wait     *Wait // whose place this takes
}

// Ask sends a request and gives its id.
func (s *Mentorings) Ask(ctx context.Context, a Asking) (id string, err error) {
	err = s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		id, err = s.ask(ctx, tx, a)
		return err
	})
	return id, s.safety.Refused(ctx, err)
}

func (s *Mentorings) ask(ctx context.Context, tx bun.Tx, a Asking) (string, error) {
	me, err := s.members.Lock(ctx, tx, a.FromID) // two requests at the same time are two
	if err != nil {
		return "", err
	}
	if me.State != member.Active {
		return "", fault.Because(fault.Conflict, "mentoring.you_paused")
	}
	r := Request{
		ID: s.NewID(), Kind: a.Kind, OfferID: a.OfferID, SeekID: a.SeekID, FromID: me.ID, ToID: a.ToID, OriginID: a.OriginID,
		State: Asked, AskedAt: s.Now(), LapsesAt: s.Now().Add(lapseAfter),
	}
	var o Offer
	if a.OfferID != "" {
		if o, err = s.lockOffer(ctx, tx, a.OfferID); err != nil {
			return "", err
		}
		r.Kind, r.ToID = o.Kind, o.MemberID
	}
	if err := s.mayAsk(ctx, tx, me, &r, a); err != nil {
		return "", err
	}
	if a.OfferID != "" {
		if err := s.hasPlace(ctx, tx, o, a.wait); err != nil {
			return "", err
		}
	}
	if err := s.reach(ctx, tx, r); err != nil {
		return "", err
	}
	r.Message = s.Keys.Encrypt(a.Message, r.purpose("message"))
	if err := insertRequest(ctx, tx, r); err != nil {
		return "", err
	}
	if err := s.send(ctx, tx, r, me); err != nil {
		return "", err
	}
	if a.wait != nil {
		a.wait.State, a.wait.EndedAt, a.wait.LapsesAt = Taken, s.Now(), time.Time{}
		if err := updateWait(ctx, tx, *a.wait); err != nil {
			return "", err
		}
	}
	if a.OfferID == "" {
		return r.ID, nil
	}
	return r.ID, s.settle(ctx, tx, a.OfferID)
}

// reach counts whom somebody writes to. An address counts as one, whoever it
// belongs to.
func (s *Mentorings) reach(ctx context.Context, tx bun.Tx, r Request) error {
	if r.Person != "" {
		return s.safety.ReachOutside(ctx, tx, r.FromID, r.Person)
	}
	return s.safety.Reach(ctx, tx, r.FromID, r.ToID)
}

// here reports whether somebody can be asked by a member just now, as far as
// they themselves go: they take part, and the two are not kept apart. Whoever
// is kept apart from somebody looks to them like a member who pauses, wherever
// they meet them, so that nothing tells the one from the other.
func (s *Mentorings) here(ctx context.Context, tx bun.IDB, me string, to member.Member) (bool, error) {
	apart, err := s.safety.Separated(ctx, tx, me, to.ID)
	return !apart && to.State == member.Active, err
}

// mayAsk refuses what must not be sent. An address whose owner must not get the
// letter looks like any other.
func (s *Mentorings) mayAsk(ctx context.Context, tx bun.Tx, me member.Member, r *Request, a Asking) error {
	if err := s.own(ctx, tx, me, r, a.Address == ""); err != nil {
		return err
	}
	if a.Address != "" {
		if err := s.mayInvite(ctx, tx, me, r, a.Address); err != nil || r.ToID == "" {
			return err
		}
	}
	to, err := s.members.In(ctx, tx, r.ToID)
	if err != nil {
		return err
	}
	here, err := s.here(ctx, tx, me.ID, to)
	if err != nil {
		return err
	}
	switch {
	case to.ID == me.ID:
		return fault.Because(fault.Invalid, "mentoring.yourself")
	case a.Address != "":
		return s.quietly(ctx, tx, r, to, here)
	case to.State != member.Active && to.State != member.Paused:
		return fault.NotFound
	case !here:
		return fault.Because(fault.Conflict, "mentoring.away")
	case a.OfferID == "":
		return s.mayAskUnoffered(ctx, tx, to)
	}
	return nil
}

// quietly decides whether a letter to an address reaches the member it belongs
// to. Where they could not be asked by their name it is not sent, and nothing
// else tells: not that they offer something, not that they have no place free.
func (s *Mentorings) quietly(ctx context.Context, tx bun.IDB, r *Request, to member.Member, here bool) error {
	r.Mute = r.Mute || !here
	if r.Mute {
		return nil
	}
	open, err := offers(ctx, tx, "member_id = ? AND ended_at IS NULL", to.ID)
	if err != nil {
		return err
	}
	if len(open) == 0 {
		err = s.mayAskUnoffered(ctx, tx, to)
		r.Mute = said(err)
		return orSaid(err)
	}
	for _, o := range open {
		able, err := s.able(ctx, tx, o)
		if err != nil {
			return err
		}
		if able && o.Standing() == Free {
			return nil
		}
	}
	r.Mute = true
	return nil
}

// own are the limits on what one member asks, and on asking the same person
// again. Whom an address belongs to must not show: known is whether the asker
// named a member, and what they asked an address does not count.
func (s *Mentorings) own(ctx context.Context, tx bun.IDB, me member.Member, r *Request, known bool) error {
	n, err := countRequests(ctx, tx, "from_id = ? AND state = ?", me.ID, Asked)
	if err != nil {
		return err
	}
	if n >= mostOpen {
		return fault.Because(fault.Conflict, "mentoring.too_many.open", "count", n)
	}
	if !known {
		return nil
	}
	before, err := requests(ctx, tx, "from_id = ? AND to_id = ? AND person = '' AND asked_at > ?", me.ID, r.ToID, s.Now().Add(-askAgain))
	if err != nil {
		return err
	}
	for _, b := range before {
		switch b.State {
		case Asked:
			return fault.Because(fault.Conflict, "mentoring.asked_already")
		case Declined, Referred, Lapsed, Parted:
			return fault.Because(fault.Conflict, "mentoring.asked_before")
		}
	}
	running, err := s.relationships.Running(ctx, tx, me.ID, r.ToID)
	if err == nil && running {
		err = fault.Because(fault.Conflict, "mentoring.together")
	}
	return err
}

// mayAskUnoffered refuses to go around the offer of somebody who has one, and
// to heap requests on somebody who has none.
func (s *Mentorings) mayAskUnoffered(ctx context.Context, tx bun.IDB, to member.Member) error {
	n, err := countOpen(ctx, tx, "mentoring_offers", to.ID)
	if err != nil {
		return err
	}
	if n > 0 {
		return fault.Because(fault.Conflict, "mentoring.has_offer")
	}
	open, err := countRequests(ctx, tx, "to_id = ? AND person = '' AND state = ?", to.ID, Asked)
	if err == nil && open >= mostAtOne {
		err = fault.Because(fault.Conflict, "mentoring.many_ask")
	}
	return err
}

// hasPlace refuses where no place is free but for who waited for it.
func (s *Mentorings) hasPlace(ctx context.Context, tx bun.IDB, o Offer, w *Wait) error {
	switch o.Standing() {
	case Closed:
		return fault.NotFound
	case Away:
		return fault.Because(fault.Conflict, "mentoring.away")
	}
	if w != nil {
		return nil
	}
	able, err := s.able(ctx, tx, o)
	if err == nil && (!able || o.Standing() == Full) {
		err = fault.Because(fault.Conflict, "mentoring.full")
	}
	return err
}

// send writes to whoever is asked, and plans to bring it to their mind.
func (s *Mentorings) send(ctx context.Context, tx bun.Tx, r Request, me member.Member) error {
	switch {
	case r.Mute:
		return nil
	case r.ToID == "":
		return s.sendInvitation(ctx, tx, r, me)
	}
	to, err := s.members.In(ctx, tx, r.ToID)
	if err != nil {
		return err
	}
	if err := s.nudges.Plan(ctx, tx, nudge.Plan{
		Kind: nudgeRequest, SubjectID: r.ID, MemberID: to.ID, Due: r.AskedAt.Add(nudgeAfter), SilentAt: r.LapsesAt,
	}); err != nil {
		return err
	}
	return s.tell(ctx, tx, to, "mentoring.asked", r.ID, func(ctx context.Context) (letter, error) {
		return s.askLetter(ctx, tx, r, me, to, "mentoring.letter.asked")
	})
}

// Withdraw takes a request back. Whoever was asked is not written to again.
func (s *Mentorings) Withdraw(ctx context.Context, id, memberID string) error {
	return s.turn(ctx, id, func(ctx context.Context, tx bun.Tx, r *Request) error {
		if r.FromID != memberID {
			return fault.NotFound
		}
		r.State = Withdrawn
		return nil
	})
}
