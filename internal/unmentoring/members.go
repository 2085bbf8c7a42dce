package unmentoring

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
)

// Membership is where a member stands with a programme. Somebody who has said
// nothing takes part like everybody else.
func (s *Programmes) Membership(ctx context.Context, programmeID, memberID string) (Membership, error) {
	return membership(ctx, s.DB, programmeID, memberID)
}

// Join brings a member into a programme: for the first time, after they left
// it, or after a rest.
func (s *Programmes) Join(ctx context.Context, programmeID, memberID string) error {
	return s.member(ctx, programmeID, memberID, func(p Programme, m member.Member, ms *Membership) error {
		if !p.Open(m) && m.State == member.Active {
			return fault.Because(fault.Conflict, "unmentoring.error.not_open")
		}
		ms.State, ms.Silent, ms.RestedAt = TakesPart, 0, time.Time{}
		return nil
	})
}

// Leave takes a member out of a programme: no more letters about it, and out
// of a round that has not been drawn. Conversations they have go on.
func (s *Programmes) Leave(ctx context.Context, programmeID, memberID string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		err := s.memberIn(ctx, tx, programmeID, memberID, func(_ Programme, _ member.Member, ms *Membership) error {
			ms.State = LeftIt
			return nil
		})
		if err != nil {
			return err
		}
		list, err := currentEntries(ctx, tx, memberID)
		if err != nil {
			return err
		}
		for _, e := range list {
			r, err := roundByID(ctx, tx, e.RoundID)
			if err != nil {
				return err
			}
			if r.ProgrammeID != programmeID || e.Place == Placed {
				continue
			}
			if e, err = sayOut(r, e); err != nil {
				continue // a round that is over keeps its entry
			}
			e.AnsweredAt = s.Now()
			if err := upsertEntries(ctx, tx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// Wish sets how often a member takes part, and whether a third person may join
// their conversations.
func (s *Programmes) Wish(ctx context.Context, programmeID, memberID string, every int, third string) error {
	if every < 1 || every > MaxEvery || third != "" && third != ThirdYes && third != ThirdNo {
		return fault.Invalid
	}
	return s.member(ctx, programmeID, memberID, func(_ Programme, _ member.Member, ms *Membership) error {
		ms.Every, ms.Third = every, third
		return nil
	})
}

func (s *Programmes) member(ctx context.Context, programmeID, memberID string, f func(Programme, member.Member, *Membership) error) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx bun.Tx) error {
		return s.memberIn(ctx, tx, programmeID, memberID, f)
	})
}

func (s *Programmes) memberIn(ctx context.Context, tx bun.Tx, programmeID, memberID string, f func(Programme, member.Member, *Membership) error) error {
	p, err := programmeByID(ctx, tx, programmeID)
	if err != nil {
		return err
	}
	m, err := s.members.In(ctx, tx, memberID)
	if err != nil {
		return err
	}
	ms, err := membership(ctx, tx, programmeID, memberID)
	if err != nil {
		return err
	}
	if err := f(p, m, &ms); err != nil {
		return err
	}
	ms.ChangedAt = s.Now()
	return upsertMemberships(ctx, tx, []Membership{ms}, wishColumns)
}
