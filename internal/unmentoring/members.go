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
				continue //nolint:nilerr // a round that is over keeps its entry
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

// Export is what the programmes know of a member, for their download.
func (s *Programmes) Export(ctx context.Context, memberID string) (any, error) {
	type part struct {
		Programme string    `json:"programme"`
		State     string    `json:"state"`
		Every     int       `json:"takes part in every n-th round"`
		Third     string    `json:"a third person may join,omitempty"`
		LetDown   int       `json:"let down or left out since last meeting somebody"`
		Changed   time.Time `json:"changed"`
	}
	type entry struct {
		Programme string    `json:"programme"`
		Round     int       `json:"round"`
		Begins    Day       `json:"begins"`
		Answer    Answer    `json:"said,omitempty"`
		Place     Place     `json:"became,omitempty"`
		Outcome   Outcome   `json:"conversations,omitempty"`
		Asked     time.Time `json:"asked,omitzero"`
		Answered  time.Time `json:"answered,omitzero"`
	}
	list, err := programmes(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	title := map[string]string{}
	for _, p := range list {
		title[p.ID] = p.Title
	}
	ms, err := membershipsOf(ctx, s.DB, memberID)
	if err != nil {
		return nil, err
	}
	out := struct {
		Programmes []part  `json:"programmes"`
		Rounds     []entry `json:"rounds"`
	}{[]part{}, []entry{}}
	for _, p := range list {
		if m, ok := ms[p.ID]; ok {
			out.Programmes = append(out.Programmes, part{p.Title, string(m.State), m.Every, m.Third, m.Owed, m.ChangedAt})
		}
	}
	es, err := entriesOf(ctx, s.DB, memberID)
	if err != nil {
		return nil, err
	}
	for _, e := range es {
		r, err := roundByID(ctx, s.DB, e.RoundID)
		if err != nil {
			return nil, err
		}
		out.Rounds = append(out.Rounds, entry{title[r.ProgrammeID], r.Number, r.Day, e.Answer, e.Place, e.Outcome, e.AskedAt, e.AnsweredAt})
	}
	return out, nil
}
