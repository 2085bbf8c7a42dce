package unmentoring

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/mail"
	"cuppa.example/internal/member"
)

// sweep asks everybody who has not been asked yet: all at the beginning of
// sign-up, newcomers later. It works in parts, each of which is done or not, so
// that it carries on where it was interrupted.
func (s *Programmes) sweep(ctx context.Context, r Round, p Programme, now time.Time) error {
	missing, _, err := s.missing(ctx, s.DB, r, p)
	if err != nil {
		return err
	}
	write, err := s.signUpLetters(ctx, r, p)
	if err != nil {
		return err
	}
	err = chunked(missing, func(part []string) error {
		return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
			locked, _, err := s.lock(ctx, tx, r.ID)
			if err != nil || locked.State != SignUp {
				return err
			}
			return s.ask(ctx, tx, r, p, part, write, now)
		})
	})
	if err != nil {
		return err
	}
	return s.inRound(ctx, r.ID, func(_ context.Context, _ bun.Tx, r *Round, _ Programme) error {
		if r.State == SignUp {
			r.SweptAt = now
			r.DueAt = earliest(r.DrawAt, now.Add(sweepEvery))
		}
		return nil
	})
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// missing are the members who have no entry in the round and may be asked, as
// far as that can be seen without reading them.
func (s *Programmes) missing(ctx context.Context, tx bun.IDB, r Round, p Programme) ([]string, map[string]Membership, error) {
	ms, err := memberships(ctx, tx, p.ID)
	if err != nil {
		return nil, nil, err
	}
	active, err := s.members.ActiveIDs(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	list, err := entries(ctx, tx, r.ID)
	if err != nil {
		return nil, nil, err
	}
	have := make(map[string]bool, len(list))
	for _, e := range list {
		have[e.MemberID] = true
	}
	var ids []string
	for _, id := range active {
		m, known := ms[id]
		if !have[id] && (!known || m.State == TakesPart && m.Due(r.Number)) {
			ids = append(ids, id)
		}
	}
	return ids, ms, nil
}

// ask gives people an entry and a letter. Those who have one already keep it.
func (s *Programmes) ask(ctx context.Context, tx bun.Tx, r Round, p Programme, ids []string, write func(member.Member) (mail.Item, error), now time.Time) error {
	people, err := s.members.Many(ctx, tx, ids)
	if err != nil {
		return err
	}
	var list []Entry
	var letters []mail.Item
	for _, id := range ids {
		m, ok := people[id]
		if !ok || !p.Open(m) {
			continue
		}
		list = append(list, Entry{RoundID: r.ID, MemberID: id, AskedAt: now})
		letter, err := write(m)
		if err != nil {
			return err
		}
		letters = append(letters, letter)
	}
	if err := insertEntries(ctx, tx, list); err != nil {
		return err
	}
	return s.Post.QueueAll(ctx, tx, letters)
}

// Answer says for a member that they are in the round, or not this time. Once
// the draw is made, "in" puts them into the pool, and "out" takes them from it.
func (s *Programmes) Answer(ctx context.Context, roundID, memberID string, in bool) error {
	now := s.Now()
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		r, p, err := s.lock(ctx, tx, roundID)
		if err != nil {
			return err
		}
		e, err := entryOf(ctx, tx, roundID, memberID)
		if isNotFound(err) {
			e, err = Entry{RoundID: roundID, MemberID: memberID}, nil
		}
		if err != nil {
			return err
		}
		if in {
			if err := s.mayBeIn(ctx, tx, r, p, e); err != nil {
				return err
			}
			e.Answer = In
			if r.Begun() && e.Place != Placed && e.Place != Waiting {
				return s.joinPool(ctx, tx, r, e, CameLate, now)
			}
		} else if e, err = sayOut(r, e); err != nil {
			return err
		}
		e.AnsweredAt = now
		return upsertEntries(ctx, tx, e)
	})
}

// mayBeIn refuses what somebody cannot be in, and says why.
func (s *Programmes) mayBeIn(ctx context.Context, tx bun.Tx, r Round, p Programme, e Entry) error {
	m, err := s.members.In(ctx, tx, e.MemberID)
	if err != nil {
		return err
	}
	ms, err := membership(ctx, tx, p.ID, e.MemberID)
	if err != nil {
		return err
	}
	switch {
	case m.State == member.Paused:
		return fault.Because(fault.Conflict, "unmentoring.error.paused")
	case !p.Open(m):
		return fault.Because(fault.Conflict, "unmentoring.error.not_open")
	case !ms.Due(r.Number) && e.Place == NoPlace:
		return fault.Because(fault.Conflict, "unmentoring.error.rhythm")
	case e.Place == TakenOut:
		return fault.Because(fault.Conflict, "unmentoring.error.too_late")
	case r.Over() || r.State == Closing || r.State == Talking && !r.TakesLatecomers(s.Now()) && e.Place != Placed:
		return fault.Because(fault.Conflict, "unmentoring.error.too_late")
	}
	if ms.State != TakesPart { // who says "I am in" has come back
		ms.State, ms.Silent, ms.RestedAt, ms.ChangedAt = TakesPart, 0, time.Time{}, s.Now()
		return upsertMemberships(ctx, tx, []Membership{ms}, wishColumns)
	}
	return nil
}

// sayOut takes somebody out of a round in which they have no conversation yet.
func sayOut(r Round, e Entry) (Entry, error) {
	if e.Place == Placed || r.Over() {
		return e, errBegun
	}
	e.Answer = Out
	if e.Place == Waiting {
		e.Place, e.WaitingSince = NoPlace, time.Time{}
	}
	return e, nil
}

// errBegun is the answer to what can only be done before people are put
// together.
var errBegun = fault.Because(fault.Conflict, "unmentoring.error.placed")
