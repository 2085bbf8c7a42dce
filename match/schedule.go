package match

import (
	"context"
	"fmt"
	"slices"
)

// Way says how a schedule was made.
type Way string

// The ways.
const (
	// WayRoundRobin is the circle method: everybody moves on by one seat.
	WayRoundRobin Way = "round robin"
	// WayField lays people out in rows and columns, and takes the slopes over a
	// finite field, or over whole numbers, as rounds.
	WayField Way = "finite field"
	// WaySymmetric is a search for a few rounds, the others being their images under a
	// group of symmetries.
	WaySymmetric Way = "symmetric"
	// WayTogether is annealing on all rounds at once.
	WayTogether Way = "together"
	// WayRoundByRound is the best of each round once those before are fixed.
	WayRoundByRound Way = "round by round"
)

// MaxRounds is the number of rounds that a schedule can have.
const MaxRounds = 500

// Plan is a whole schedule.
type Plan struct {
	// Version is the Version that made it.
	Version string
	// Rounds has the groups of every round and what they cost, as Assess would say if
	// the rounds before were in Input.Met: the first is numbered one more than the
	// last there (from 1 if there is none).
	Rounds []Result
	// Repeats is the number of meetings of people who met before, in Input.Met or in a
	// round before: who meets three times repeats twice.
	Repeats int
	// Least is a number of repeats that no schedule with groups of these sizes can do
	// without: proven, but not always the largest such number.
	Least int
	// Way says how it was made.
	Way Way
}

// Optimal says that no schedule with groups of these sizes has fewer repeats.
func (p Plan) Optimal() bool { return p.Repeats == p.Least }

// Schedule puts people into groups for so many rounds at once. As in Draw, people
// who are kept apart never share a group; then come as few people in no group as it
// can find, groups as [Sizes] gives, as few repeated meetings as it can find, then
// turns in larger groups that are as equal, pairs to avoid and shared traits as few,
// as it can find. The input has no Pin: it would be the same people in every round.
//
// With the mode [Uniform] every round is drawn by pure chance once those before it are.
// Otherwise it tries known constructions without repeats, and lays them over the people in the
// order that is best of those it tries ([designFor]); where there is none, or traits
// are better served without, annealing on all rounds at once and round by round,
// and keeps the best. Its work is bounded in moves, not in time: some seconds for a
// thousand people, and O(people²) memory up to 2,048 people; above that it takes
// a construction or draws round by round. Everything follows from input and seed.
//
// Its error wraps ErrInput, or is that of ctx.
func Schedule(ctx context.Context, in Input, rounds int, seed [32]byte) (Plan, error) {
	if err := validateSchedule(in, rounds); err != nil {
		return Plan{}, err
	}
	if err := ctx.Err(); err != nil {
		return Plan{}, err
	}
	p := newProblem(in)
	t := newTimetabling(p, rounds, newSource(seed))
	if len(t.people) >= 2 {
		if err := t.solve(ctx); err != nil {
			return Plan{}, err
		}
	}
	return t.plan(ctx)
}

func validateSchedule(in Input, rounds int) error {
	if err := in.Validate(); err != nil {
		return err
	}
	switch {
	case rounds < 1 || rounds > MaxRounds:
		return wrong("%d rounds; a schedule has 1 to %d", rounds, MaxRounds)
	case len(in.Pin) > 0:
		return wrong("a schedule cannot pin people: they would meet in every round")
	case lastRound(in) > 1<<30:
		return wrong("round %d leaves no numbers for the rounds of a schedule", lastRound(in))
	}
	return nil
}

// plan assesses the rounds one after the other.
func (t *timetabling) plan(ctx context.Context) (Plan, error) {
	plan := Plan{Version: Version, Way: t.way}
	in := t.p.in
	number, slots, left := lastRound(in), 0, 0
	for r := range t.rounds {
		if err := ctx.Err(); err != nil {
			return Plan{}, err
		}
		var groups [][]int32
		var alone []int32
		if t.best != nil {
			groups, alone = t.s.part(t.best[r])
			groups, alone = t.s.rescue(groups, alone)
		}
		p := newProblem(in)
		res := p.result(groups)
		res.Version = Version
		p.explainUnplaced(&res)
		plan.Rounds = append(plan.Rounds, res)
		plan.Repeats += len(res.Repeats)
		left += len(alone)
		number++
		for _, group := range res.Groups {
			slots += len(group) * (len(group) - 1) / 2
			for i, a := range group {
				for _, b := range group[i+1:] {
					in.Met = append(in.Met, Meeting{Round: number, A: a, B: b})
				}
			}
		}
	}
	plan.Least = t.p.leastMeetings(t.people, t.sizes, t.rounds)
	if left > 0 {
		plan.Least = max(0, slots-t.p.strangerPairs(t.people))
	}
	return plan, nil
}

// VerifySchedule makes a schedule again, and returns nil if it is the same to the
// last person. Its error wraps ErrDiffers if it is not, or if another Version made
// it.
func VerifySchedule(ctx context.Context, in Input, seed [32]byte, plan Plan) error {
	if plan.Version != Version {
		return fmt.Errorf("%w: it was made by version %q, this is %q", ErrDiffers, plan.Version, Version)
	}
	again, err := Schedule(ctx, in, len(plan.Rounds), seed)
	if err != nil {
		return err
	}
	same := slices.EqualFunc(again.Rounds, plan.Rounds, func(a, b Result) bool {
		return slices.EqualFunc(a.Groups, b.Groups, slices.Equal[[]int32])
	})
	if !same || again.Repeats != plan.Repeats {
		return fmt.Errorf("%w: another schedule", ErrDiffers)
	}
	return nil
}
