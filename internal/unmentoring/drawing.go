package unmentoring

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/member"
	"cuppa.example/match"
)

// prepareRound closes sign-up: it writes down who is in, everything the draw
// depends on, and its seed. From then on it can only come out one way, however
// often it is interrupted. by is the organiser who asked for it, empty when it
// was time. may refuses a state in which nothing is to be drawn; that is no error.
func (s *Programmes) prepareRound(ctx context.Context, id, by string, may func(Round) bool) error {
	return s.inRound(ctx, id, func(ctx context.Context, tx bun.Tx, r *Round, p Programme) error {
		now := s.Now()
		if !may(*r) {
			return nil
		}
		ms, err := s.enrol(ctx, tx, *r, p)
		if err != nil {
			return err
		}
		d, err := s.prepareDraw(ctx, tx, *r, p, ms, by)
		if err != nil {
			return err
		}
		r.DrawAt = now
		r.State, r.DrawID, r.DueAt = Drawing, d.ID, now
		r.ApprovedAt, r.ApprovedBy = time.Time{}, ""
		return nil
	})
}

// prepareDraw writes down a new attempt at the round's draw. Conversations that
// are kept together in the one that is being looked at stay, and whoever was
// taken out stays out. ms may be nil.
func (s *Programmes) prepareDraw(ctx context.Context, tx bun.Tx, r Round, p Programme, ms map[string]Membership, by string) (Draw, error) {
	if ms == nil {
		var err error
		if ms, err = memberships(ctx, tx, p.ID); err != nil {
			return Draw{}, err
		}
	}
	people, err := s.whoIsIn(ctx, tx, r, p, ms)
	if err != nil {
		return Draw{}, err
	}
	pool := s.number(r.ID, people, ms)
	in, err := s.input(ctx, tx, pool, p.Size, p)
	if err != nil {
		return Draw{}, err
	}
	if in.Pin, err = s.pins(ctx, tx, r.DrawID, pool, in.Apart); err != nil {
		return Draw{}, err
	}
	return s.writeDraw(ctx, tx, r, DrawRound, in, s.Seed(), pool, p, by)
}

// enrol gives an entry to everybody who came since the last sweep: in an
// opt-out programme they are in.
func (s *Programmes) enrol(ctx context.Context, tx bun.Tx, r Round, p Programme) (map[string]Membership, error) {
	missing, ms, err := s.missing(ctx, tx, r, p)
	if err != nil || p.OptIn || r.State != SignUp {
		return ms, err
	}
	people, err := s.members.Many(ctx, tx, missing)
	if err != nil {
		return nil, err
	}
	var list []Entry
	for _, id := range missing {
		if m, ok := people[id]; ok && p.Open(m) {
			list = append(list, Entry{RoundID: r.ID, MemberID: id})
		}
	}
	return ms, insertEntries(ctx, tx, list)
}

// whoIsIn are the people to be drawn: who did not say no, may still join, and
// is due by their own rhythm.
func (s *Programmes) whoIsIn(ctx context.Context, tx bun.IDB, r Round, p Programme, ms map[string]Membership) ([]member.Member, error) {
	list, err := entries(ctx, tx, r.ID)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, e := range list {
		m, known := ms[e.MemberID]
		if e.In(p) && (!known || m.State == TakesPart && m.Due(r.Number)) {
			ids = append(ids, e.MemberID)
		}
	}
	found, err := s.members.Many(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var people []member.Member
	for _, id := range ids {
		if m, ok := found[id]; ok && p.Open(m) {
			people = append(people, m)
		}
	}
	return people, nil
}

// pins are the conversations of the draw before that are kept together, but for
// people who must not be together by now.
func (s *Programmes) pins(ctx context.Context, tx bun.IDB, drawID string, now pool, apart []match.Pair) ([][]int32, error) {
	if drawID == "" {
		return nil, nil
	}
	people, err := drawn(ctx, tx, drawID)
	if err != nil {
		return nil, err
	}
	groups, err := groupsOf(ctx, tx, drawID, 0, 0)
	if err != nil {
		return nil, err
	}
	var pins [][]int32
	for _, g := range groups {
		if !g.Pinned {
			continue
		}
		var pin []int32
		for _, person := range g.People {
			if n, still := now.number[people[person].MemberID]; still {
				pin = append(pin, n)
			}
		}
		if len(pin) >= 2 && !slices.ContainsFunc(apart, func(a match.Pair) bool {
			return slices.Contains(pin, a.A) && slices.Contains(pin, a.B)
		}) {
			pins = append(pins, sorted(pin...))
		}
	}
	slices.SortFunc(pins, func(a, b []int32) int { return int(a[0] - b[0]) })
	return pins, nil
}

// writeDraw writes a new attempt, with its seed, before it is drawn.
func (s *Programmes) writeDraw(ctx context.Context, tx bun.IDB, r Round, kind DrawKind, in match.Input, seed [32]byte, people pool, p Programme, by string) (Draw, error) {
	d := newDraw(in, seed, p.Decides)
	d.Kind, d.Traits, d.DrawnBy = kind, p.Wishes(), by
	if err := s.nextAttempt(ctx, tx, r, &d); err != nil {
		return d, err
	}
	who := people.drawn(d.ID)
	if kind == DrawRound && r.Secret != "" {
		if err := s.bindDraw(ctx, tx, r, &d, who); err != nil {
			return d, err
		}
	}
	return d, insertDraw(ctx, tx, d, who)
}

// bindDraw gives a draw of the whole round the seed that follows from the round's
// secret, and the fingerprint of its rows.
func (s *Programmes) bindDraw(ctx context.Context, tx bun.IDB, r Round, d *Draw, who []Drawn) error {
	own, err := ownOf(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	for i := range who {
		who[i].Own = own[who[i].MemberID]
		who[i].Salt = s.Keys.Pseudonym("row/"+d.ID, who[i].MemberID)
	}
	in, err := match.Decode(d.Input)
	if err != nil {
		return err
	}
	d.Seed = seedOf(r.Secret, d.Attempt, ownNumbers(who))
	d.Root, _ = fingerprint(rows(in, d.Attempt, who), 0)
	return nil
}

// nextAttempt gives a draw its place on the round's record.
func (s *Programmes) nextAttempt(ctx context.Context, tx bun.IDB, r Round, d *Draw) error {
	before, err := draws(ctx, tx, r.ID)
	d.ID, d.RoundID, d.Attempt, d.DrawnAt = s.NewID(), r.ID, len(before)+1, s.Now()
	return err
}

// compute draws what was prepared, outside of any transaction since it may take
// seconds, and writes the result down unless somebody else was faster.
func (s *Programmes) compute(ctx context.Context, drawID string) error {
	d, err := drawByID(ctx, s.DB, drawID)
	if err != nil {
		return err
	}
	in, err := match.Decode(d.Input)
	if err != nil {
		return err
	}
	seed, err := d.seed()
	if err != nil {
		return err
	}
	res, err := s.Engine(match.WithProgress(ctx, s.room.report(d.RoundID)), in, seed)
	if err != nil {
		return err
	}
	d.Engine = res.Version
	return s.inRound(ctx, d.RoundID, func(ctx context.Context, tx bun.Tx, r *Round, _ Programme) error {
		now, err := drawHead(ctx, tx, drawID)
		switch {
		case err != nil || now.State != DrawPrepared:
			return err
		case r.State == Drawing && r.DrawID == drawID:
			if err := s.settle(ctx, tx, &d, in, res); err != nil {
				return err
			}
			return s.drawnNow(ctx, tx, r, d)
		case r.State == InReview:
			d.State = DrawBeside
			return s.settle(ctx, tx, &d, in, res)
		}
		return nil
	})
}

// DrawNow closes sign-up before its time. Whoever asks when it is closed already
// gets the draw that there is.
func (s *Programmes) DrawNow(ctx context.Context, roundID, organiserID string) error {
	sense := false
	err := s.prepareRound(ctx, roundID, organiserID, func(r Round) bool {
		sense = r.State == SignUp || r.State == Drawing || r.State == InReview
		return r.State == SignUp
	})
	if err != nil {
		return err
	}
	if !sense {
		return fault.Conflict
	}
	return s.bringOn(ctx, roundID)
}
