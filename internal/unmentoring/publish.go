package unmentoring

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/conversation"
	"cuppa.example/internal/db"
	"cuppa.example/internal/fault"
	"cuppa.example/internal/locale"
)

// release sends a draw out when its time has come: at the beginning of the
// conversations if it is approved, and otherwise after a reminder and a grace.
// Nothing goes quiet because somebody forgot.
func (s *Programmes) release(ctx context.Context, id string, now time.Time) error {
	return s.inRound(ctx, id, func(ctx context.Context, tx bun.Tx, r *Round, p Programme) error {
		switch {
		case r.State != InReview:
			return nil
		case !r.ApprovedAt.IsZero() && now.Before(r.OpenAt):
			r.DueAt = r.OpenAt
			return nil
		case !r.ApprovedAt.IsZero():
			return s.publish(ctx, tx, r, p, now)
		case !now.Before(r.GraceAt):
			if err := s.publish(ctx, tx, r, p, now); err != nil {
				return err
			}
			return s.tellOrganisers(ctx, tx, letterWentOut, *r, Draw{})
		case r.RemindedAt.IsZero() && !now.Before(r.OpenAt):
			r.RemindedAt, r.DueAt = now, r.GraceAt
			return s.tellOrganisers(ctx, tx, letterReminder, *r, Draw{})
		case r.RemindedAt.IsZero():
			r.DueAt = r.OpenAt
		default:
			r.DueAt = r.GraceAt
		}
		return nil
	})
}

// Approve lets a draw go out: on the day it was meant for, or at once.
func (s *Programmes) Approve(ctx context.Context, roundID, organiserID string, seen int, atOnce bool) error {
	now := s.Now()
	return s.inRound(db.Alone(ctx), roundID, func(ctx context.Context, tx bun.Tx, r *Round, p Programme) error {
		if _, err := s.seenDraw(ctx, tx, *r, seen); err != nil {
			return err
		}
		r.ApprovedBy, r.ApprovedAt = organiserID, now
		if atOnce || !now.Before(r.OpenAt) {
			return s.publish(ctx, tx, r, p, now)
		}
		r.DueAt = r.OpenAt
		return nil
	})
}

// Hold takes an approval back, while the draw has not gone out.
func (s *Programmes) Hold(ctx context.Context, roundID string) error {
	return s.inRound(ctx, roundID, func(_ context.Context, _ bun.Tx, r *Round, _ Programme) error {
		if r.State != InReview {
			return fault.Conflict
		}
		r.hold(s.Now())
		return nil
	})
}

// hold takes an approval back: the draw waits for a person again, but not for
// ever.
func (r *Round) hold(now time.Time) {
	if r.GraceAt.IsZero() { // it was to go out by itself
		r.GraceAt = latest(r.OpenAt, now).Add(min(autoGrace, r.EndAt.Sub(r.OpenAt)/4))
	}
	r.ApprovedAt, r.ApprovedBy, r.DueAt = time.Time{}, "", latest(r.OpenAt, now)
}

// seenDraw is the draw that is being looked at, if it is still the one that
// somebody saw: their page's mark is its attempt and the changes made to it.
func (s *Programmes) seenDraw(ctx context.Context, tx bun.IDB, r Round, seen int) (Draw, error) {
	if r.State != InReview {
		return Draw{}, fault.Conflict
	}
	d, err := drawHead(ctx, tx, r.DrawID)
	if err == nil && d.Mark() != seen {
		err = fault.Because(fault.Conflict, "unmentoring.error.changed")
	}
	return d, err
}

// Mark changes whenever the draw does.
func (d Draw) Mark() int { return d.Attempt*100_000 + d.Changes }

// publish opens the conversations of a draw, with their letters, and puts
// everybody who has none into the pool: all of it or nothing.
func (s *Programmes) publish(ctx context.Context, tx bun.Tx, r *Round, p Programme, now time.Time) error {
	f, err := s.final(ctx, tx, *r, p, now)
	if err != nil {
		return err
	}
	late(r, now)
	r.State, r.PublishedAt = Talking, now
	openings, placed := f.openings(*r, p, now)
	if _, err := s.talks.Open(ctx, tx, openings); err != nil {
		return err
	}
	if err := upsertMemberships(ctx, tx, placed, placedColumns); err != nil {
		return err
	}
	if err := placeAll(ctx, tx, r.ID, f.placed(), now); err != nil {
		return err
	}
	if err := putInPool(ctx, tx, r.ID, f.without, WithoutOthers, now); err != nil {
		return err
	}
	if err := putInPool(ctx, tx, r.ID, f.latecomers, CameLate, now); err != nil {
		return err
	}
	if err := dropBeside(ctx, tx, f.draw); err != nil {
		return err
	}
	f.draw.State = DrawPublished
	if err := updateDraw(ctx, tx, f.draw); err != nil {
		return err
	}
	r.DueAt = r.EndAt
	if len(f.without)+len(f.latecomers) > 0 {
		r.DueAt = now
	}
	return nil
}

// late moves the end of a round that begins so late that little time would be
// left to talk.
func late(r *Round, now time.Time) {
	if window := r.EndAt.Sub(r.OpenAt); r.EndAt.Sub(now) < window/2 {
		by := now.Sub(r.OpenAt)
		r.EndAt, r.CloseAt = r.EndAt.Add(by), r.CloseAt.Add(by)
	}
	if !r.HalfAt.IsZero() && !r.HalfAt.After(now) {
		r.HalfAt = now.Add(r.EndAt.Sub(now) / 2)
	}
}

// openings are the conversations to open, and what the programme remembers of
// everybody in them.
func (f *final) openings(r Round, p Programme, now time.Time) ([]conversation.Opening, []Membership) {
	openings := make([]conversation.Opening, 0, len(f.groups))
	var placed []Membership
	for _, g := range f.groups {
		var people []Membership
		for _, person := range f.firstWriters(g.People) {
			id := f.people[person].MemberID
			m, known := f.ms[id]
			if !known {
				m = newMembership(p.ID, id)
			}
			m.LastNumber, m.ChangedAt = r.Number, now
			if len(g.People) > f.size {
				m.Larger++
			}
			people = append(people, m)
		}
		people[0].Firsts++
		placed = append(placed, people...)
		openings = append(openings, opening(r, p, people, f.why(g), now))
	}
	return openings, placed
}

// opening is one conversation; the first of its people writes first.
func opening(r Round, p Programme, people []Membership, why []locale.Phrase, now time.Time) conversation.Opening {
	o := conversation.Opening{
		Source: Source, SourceID: r.ID, Why: why, Title: p.Title, Prompts: p.Prompts, Rules: p.Rules,
		Length: time.Duration(p.Minutes) * time.Minute, Opens: now, Halfway: r.HalfAt, Ends: r.EndAt,
	}
	for _, m := range people {
		o.Members = append(o.Members, m.MemberID)
	}
	o.FirstWriter = o.Members[0]
	return o
}

// firstWriters puts the people of a group in the order in which it is their
// turn to write first: those who have been silent last, then who did it least
// often, then by lot.
func (f *final) firstWriters(group []int32) []int32 {
	list := slices.Clone(group)
	slices.SortFunc(list, func(a, b int32) int {
		ma, mb := f.ms[f.people[a].MemberID], f.ms[f.people[b].MemberID]
		return cmp.Or(cmp.Compare(min(ma.Silent, 1), min(mb.Silent, 1)), cmp.Compare(ma.Firsts, mb.Firsts),
			cmp.Compare(lot(f.seed, a), lot(f.seed, b)), cmp.Compare(a, b))
	})
	return list
}

func (f *final) why(g Group) []locale.Phrase {
	return kindly{
		group: g, traits: f.draw.Traits, labels: f.labels, chance: f.draw.Decides == ByChance,
		name: func(person int32) string { return f.members[f.people[person].MemberID].Name },
	}.phrases()
}
