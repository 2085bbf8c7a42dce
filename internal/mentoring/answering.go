package mentoring

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
)

var (
	errOver    = fault.Because(fault.Conflict, "mentoring.over")
	errNotYour = fault.NotFound
)

// turn changes an open request: f gives it its last state. What waited for it
// is let go.
func (s *Mentorings) turn(ctx context.Context, id string, f func(ctx context.Context, tx bun.Tx, r *Request) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		r, err := s.lockRequest(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.State != Asked {
			return errOver
		}
		if err := f(ctx, tx, &r); err != nil {
			return err
		}
		return s.finish(ctx, tx, r)
	})
}

// finish writes down the last state of a request, and frees the place it held
// unless it was accepted.
func (s *Mentorings) finish(ctx context.Context, tx bun.Tx, r Request) error {
	if r.State != Asked {
		r.AnsweredAt, r.LapsesAt, r.Address = s.Now(), time.Time{}, nil
	}
	if err := updateRequest(ctx, tx, r); err != nil {
		return err
	}
	if err := s.nudges.Answer(ctx, tx, nudgeRequest, r.ID, r.ToID, string(r.State)); err != nil {
		return err
	}
	if err := s.nudges.Cancel(ctx, tx, r.ID); err != nil || r.OfferID == "" {
		return err
	}
	return s.settle(ctx, tx, r.OfferID)
}

// Accept begins the relationship, which introduces the two to each other.
func (s *Mentorings) Accept(ctx context.Context, id, memberID string) error {
	return s.turn(ctx, id, func(ctx context.Context, tx bun.Tx, r *Request) error {
		if r.ToID != memberID {
			return errNotYour
		}
		return s.accept(ctx, tx, r)
	})
}

func (s *Mentorings) accept(ctx context.Context, tx bun.Tx, r *Request) error {
	from, err := s.members.In(ctx, tx, r.FromID)
	if err != nil {
		return err
	}
	to, err := s.members.In(ctx, tx, r.ToID)
	if err != nil {
		return err
	}
	apart, err := s.safety.Separated(ctx, tx, from.ID, to.ID)
	if err != nil {
		return err
	}
	if apart || from.State == member.Left || from.State == member.Erased {
		return errOver
	}
	r.State = Accepted
	o := Opening{Kind: r.Kind, Helper: to.ID, Learner: from.ID, RequestID: r.ID}
	if k, err := s.seekByID(ctx, tx, r.SeekID); err == nil {
		o.Goals = k.Aim
	} else if !isNotFound(err) {
		return err
	}
	r.RelationshipID, err = s.relationships.Open(ctx, tx, o)
	return err
}

// Closed is told that a relationship is over, so that its place is free again.
func (s *Mentorings) Closed(ctx context.Context, tx bun.Tx, relationshipID string) error {
	list, err := requests(ctx, tx, "relationship_id = ? AND ended_at IS NULL", relationshipID)
	if err != nil || relationshipID == "" {
		return err
	}
	for _, r := range list {
		r.EndedAt = s.Now()
		if err := updateRequest(ctx, tx, r); err != nil {
			return err
		}
		if r.OfferID != "" {
			if err := s.settle(ctx, tx, r.OfferID); err != nil {
				return err
			}
		}
	}
	return nil
}

// Decline says no, kindly.
func (s *Mentorings) Decline(ctx context.Context, id, memberID, reason, reply string) error {
	return s.turn(ctx, id, func(ctx context.Context, tx bun.Tx, r *Request) error {
		if r.ToID != memberID {
			return errNotYour
		}
		return s.decline(ctx, tx, r, reason, reply)
	})
}

func (s *Mentorings) decline(ctx context.Context, tx bun.Tx, r *Request, reason, reply string) error {
	r.State, r.Reason = Declined, reason
	r.Reply = s.Keys.Encrypt(reply, r.purpose("reply"))
	return s.tellAnswer(ctx, tx, *r)
}

// Refer says that somebody else would be better: a member, or an address.
// Where that somebody and the asker are kept apart it is a plain no, and
// neither the asker nor who suggested it learns why. An address stays one,
// whoever it belongs to: neither of the two learns of whom.
func (s *Mentorings) Refer(ctx context.Context, id, memberID, toID, address, reply string) error {
	return s.turn(ctx, id, func(ctx context.Context, tx bun.Tx, r *Request) error {
		if r.ToID != memberID {
			return errNotYour
		}
		return s.refer(ctx, tx, r, toID, address, reply)
	})
}

func (s *Mentorings) refer(ctx context.Context, tx bun.Tx, r *Request, toID, address, reply string) error {
	if address != "" {
		from, err := s.members.In(ctx, tx, r.FromID)
		if err != nil {
			return err
		}
		if s.person(address) == s.person(from.Email) {
			return s.decline(ctx, tx, r, "topic", reply) // whose it is was only guessed
		}
		toID = ""
	}
	if toID != "" {
		apart, err := s.safety.Separated(ctx, tx, r.FromID, toID)
		if err != nil {
			return err
		}
		if toID == r.FromID {
			return fault.Because(fault.Invalid, "mentoring.refer.asker")
		}
		if apart {
			return s.decline(ctx, tx, r, "topic", reply)
		}
	}
	r.State, r.Reason, r.SuggestedID = Referred, "topic", toID
	r.Suggested = s.Keys.Encrypt(address, r.purpose("suggested"))
	r.Reply = s.Keys.Encrypt(reply, r.purpose("reply"))
	return s.tellAnswer(ctx, tx, *r)
}
