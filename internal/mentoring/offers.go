package mentoring

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
)

// Offer puts up an offer and gives its id.
func (s *Mentorings) Offer(ctx context.Context, o Offer) (string, error) {
	o.ID, o.CreatedAt = s.NewID(), s.Now()
	return o.ID, s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		n, err := countOpen(ctx, tx, "mentoring_offers", o.MemberID)
		if err != nil {
			return err
		}
		if n >= maxOffers {
			return fault.Because(fault.Conflict, "mentoring.too_many.offers", "count", maxOffers)
		}
		o.ChangedAt, o.SearchKey = o.CreatedAt, o.key()
		if err := insertOffer(ctx, tx, o); err != nil {
			return err
		}
		return index(ctx, tx, o)
	})
}

// change locks an offer of its member and lets f change it. Then its places
// are looked at again: there may be more of them now.
func (s *Mentorings) change(ctx context.Context, id, memberID string, f func(tx bun.Tx, o *Offer) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		o, err := s.lockOffer(ctx, tx, id)
		if err != nil {
			return err
		}
		if o.MemberID != memberID || !o.EndedAt.IsZero() {
			return fault.NotFound
		}
		if err := f(tx, &o); err != nil {
			return err
		}
		o.ChangedAt, o.SearchKey = s.Now(), o.key()
		if err := updateOffer(ctx, tx, o); err != nil {
			return err
		}
		if err := index(ctx, tx, o); err != nil {
			return err
		}
		return s.settle(ctx, tx, id)
	})
}

// Pause takes an offer out until a time, or until it is taken back where that
// is zero. Open requests stay: they were asked before.
func (s *Mentorings) Pause(ctx context.Context, id, memberID string, until time.Time) error {
	return s.change(ctx, id, memberID, func(_ bun.Tx, o *Offer) error {
		o.Paused, o.PausedUntil = true, until
		return nil
	})
}

// Resume ends a pause.
func (s *Mentorings) Resume(ctx context.Context, id, memberID string) error {
	return s.change(ctx, id, memberID, func(_ bun.Tx, o *Offer) error {
		o.Paused, o.PausedUntil = false, time.Time{}
		return nil
	})
}

// End closes an offer. Relationships go on; who has asked or waits is told,
// with others whom they could ask.
func (s *Mentorings) End(ctx context.Context, id, memberID string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		o, err := s.lockOffer(ctx, tx, id)
		if err != nil {
			return err
		}
		if o.MemberID != memberID {
			return fault.NotFound
		}
		return s.end(ctx, tx, o)
	})
}

func (s *Mentorings) end(ctx context.Context, tx bun.Tx, o Offer) error {
	if !o.EndedAt.IsZero() {
		return nil
	}
	o.EndedAt, o.Paused, o.PausedUntil = s.Now(), false, time.Time{}
	if err := updateOffer(ctx, tx, o); err != nil {
		return err
	}
	if err := index(ctx, tx, o); err != nil {
		return err
	}
	open, err := requests(ctx, tx, "offer_id = ? AND state = ?", o.ID, Asked)
	if err != nil {
		return err
	}
	for _, r := range open {
		if err := s.lapse(ctx, tx, r, Parted); err != nil {
			return err
		}
	}
	line, err := waits(ctx, tx, "offer_id = ? AND ended_at IS NULL", o.ID)
	if err != nil {
		return err
	}
	for _, w := range line {
		if err := s.dismiss(ctx, tx, w, true); err != nil {
			return err
		}
	}
	return s.settle(ctx, tx, o.ID)
}

// settle counts the places of an offer again, and offers those that are free
// to whoever waits. Every step that takes or frees a place ends with it.
func (s *Mentorings) settle(ctx context.Context, tx bun.Tx, id string) error {
	o, err := s.lockOffer(ctx, tx, id)
	if err != nil {
		return err
	}
	before := o.Standing()
	if o.Used, err = usedPlaces(ctx, tx, id); err != nil {
		return err
	}
	line, err := s.line(ctx, tx, o)
	if err != nil {
		return err
	}
	able, err := s.able(ctx, tx, o)
	if err != nil {
		return err
	}
	for able && len(line) > 0 && o.Used < o.Capacity {
		if err := s.offerPlace(ctx, tx, o, line[0]); err != nil {
			return err
		}
		if line, o.Used = line[1:], o.Used+1; len(line) > 0 {
			if err := s.tellNext(ctx, tx, o, line[0]); err != nil {
				return err
			}
		}
	}
	o.Waiting = int64(len(line))
	if err := setPlaces(ctx, tx, o); err != nil || o.Standing() == before {
		return err
	}
	return index(ctx, tx, o)
}

// able reports whether the member behind an offer can take somebody on: they
// are here, the offer is not paused, and they do not help as many people in
// other ways as all their offers have places for.
func (s *Mentorings) able(ctx context.Context, tx bun.IDB, o Offer) (bool, error) {
	if o.Paused || !o.EndedAt.IsZero() {
		return false, nil
	}
	m, err := s.members.In(ctx, tx, o.MemberID)
	if err != nil || m.State != member.Active {
		return false, err
	}
	busy, err := s.busy(ctx, tx, []string{o.MemberID})
	return !busy[o.MemberID], err
}

// busy are those who help as many people as all their offers have places for.
func (s *Mentorings) busy(ctx context.Context, tx bun.IDB, ids []string) (map[string]bool, error) {
	helping, err := s.relationships.Helping(ctx, tx, ids)
	if err != nil || len(helping) == 0 {
		return nil, err
	}
	room, err := capacities(ctx, tx, ids)
	set := map[string]bool{}
	for id, n := range helping {
		set[id] = n > 0 && n >= room[id]
	}
	return set, err
}
