package unmentoring

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"cuppa.example/internal/member"
)

// Standing is where somebody stands in a round: what their page says.
type Standing string

// The standings.
const (
	StandsIn       Standing = "in"        // they said so
	StandsAssumed  Standing = "assumed"   // in, since they did not say no
	StandsAsked    Standing = "asked"     // not in until they say so
	StandsOut      Standing = "out"       // not this time
	StandsRhythm   Standing = "rhythm"    // not one of their rounds
	StandsDrawing  Standing = "drawing"   // the draw is being made or looked at
	StandsLate     Standing = "late"      // not in the draw, but may still come
	StandsTalking  Standing = "talking"   // has a conversation
	StandsWaiting  Standing = "waiting"   // in the pool
	StandsLeftOut  Standing = "left_out"  // nobody came
	StandsOutside  Standing = "outside"   // was not in
	StandsOver     Standing = "over"      // had a conversation
	StandsNotOpen  Standing = "not_open"  // may not join, or has paused
	StandsResting  Standing = "resting"   // left in peace
	StandsHasLeft  Standing = "left"      // left the programme
	StandsCalledOf Standing = "cancelled" // the round does not take place
)

// part is a member's part in a programme and its round.
type part struct {
	programme  Programme
	round      Round // zero when none is under way
	entry      Entry
	membership Membership
	member     member.Member
	now        time.Time
	next       Dates // the next round that has not begun; zero when none is planned
	// before are the member's parts in rounds that began earlier and are not
	// over: those in which something is still open for them.
	before []part
}

// standing is where the member stands in the round.
func (v part) standing() Standing {
	r, e := v.round, v.entry
	switch {
	case r.State == Cancelled:
		return StandsCalledOf
	case e.Place == Placed && r.Begun():
		if r.State == Talking {
			return StandsTalking
		}
		return StandsOver
	case e.Place == Waiting:
		return StandsWaiting
	case e.Place == LeftOut:
		return StandsLeftOut
	case v.membership.State == LeftIt:
		return StandsHasLeft
	case v.membership.State == Resting:
		return StandsResting
	case !v.programme.Open(v.member):
		return StandsNotOpen
	case !v.membership.Due(r.Number):
		return StandsRhythm
	case r.Over() || r.State == Closing || r.State == Talking && !r.TakesLatecomers(v.now):
		return StandsOutside
	case e.Answer == Out:
		return StandsOut
	case r.State == Talking:
		return StandsLate
	case r.State != SignUp && e.In(v.programme):
		return StandsDrawing
	case e.Answer == In:
		return StandsIn
	case v.programme.OptIn:
		return StandsAsked
	}
	return StandsAssumed
}

// mayBeIn and mayBeOut say which buttons are offered.
func (v part) mayBeIn() bool {
	switch v.standing() {
	case StandsAssumed, StandsAsked, StandsLate, StandsResting:
		return !v.round.Over() && v.round.State != Closing
	case StandsOut:
		return true
	}
	return false
}

func (v part) mayBeOut() bool {
	switch v.standing() {
	case StandsIn, StandsAssumed, StandsAsked, StandsDrawing, StandsWaiting:
		return true
	}
	return false
}

// part reads a member's part in a round.
func (s *Programmes) part(ctx context.Context, tx bun.IDB, r Round, p Programme, memberID string) (part, error) {
	v := part{programme: p, round: r, now: s.Now()}
	var err error
	if v.member, err = s.members.In(ctx, tx, memberID); err != nil {
		return v, err
	}
	if v.membership, err = membership(ctx, tx, p.ID, memberID); err != nil || r.ID == "" {
		return v, err
	}
	v.entry, err = entryOf(ctx, tx, r.ID, memberID)
	if isNotFound(err) {
		v.entry, err = Entry{RoundID: r.ID, MemberID: memberID}, nil
	}
	return v, err
}

// partIn is a member's part in a programme's current round, the newest that is
// not over, and in those before it that are not over either.
func (s *Programmes) partIn(ctx context.Context, p Programme, memberID string) (part, error) {
	list, err := rounds(ctx, s.DB, p.ID)
	if err != nil {
		return part{}, err
	}
	live := slices.DeleteFunc(slices.Clone(list), Round.Over)
	var current Round
	if len(live) > 0 {
		current = live[0]
	}
	v, err := s.part(ctx, s.DB, current, p, memberID)
	if err != nil {
		return v, err
	}
	for _, r := range live[min(1, len(live)):] {
		old, err := s.part(ctx, s.DB, r, p, memberID)
		if err != nil {
			return v, err
		}
		if old.concerns() {
			v.before = append(v.before, old)
		}
	}
	if p.State != Running {
		return v, nil
	}
	zone, err := s.zone(ctx)
	if err != nil {
		return v, err
	}
	v.next, _ = s.next(p, len(list)+1, zone)
	return v, nil
}

// concerns reports whether an earlier round still holds something for the
// member: a conversation, or the chance of one.
func (v part) concerns() bool {
	switch v.standing() {
	case StandsTalking, StandsWaiting, StandsLate:
		return true
	}
	return false
}
