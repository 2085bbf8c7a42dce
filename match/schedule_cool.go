package match

import "context"

// weightTurn is half of what a second turn in a larger group weighs more than a first.
const weightTurn = 4 * weightTrait

// The temperatures and budgets of annealing a schedule.
const (
	seatingHot    = 8 * weightRepeat * 9 / 10 // about two thirds of a repeat
	seatingCold   = weightRepeat * 4 / 3      // an eighth of one
	seatingWarm   = 3 * weightTrait * 16      // where a schedule is only polished
	seatingMoves  = 60                        // per seat and temperature
	seatingMost   = 60_000                    // per temperature, if all rounds are annealed together
	seatingLeast  = 5_000                     // per temperature, in one round of many
	seatingSteps  = 128                       // each temperature is lower by one of so many parts,
	seatingFar    = 48                        // or of so many where it has further to go
	seatingStarts = 4
	togetherMost  = 4_000 // seats of all rounds
)

// annealAll tries round by round, then to better what there is, then all rounds
// together, which is better for few people and worse for many.
func (t *timetabling) annealAll(ctx context.Context) error {
	if t.best == nil || t.lowest[levelRepeat] > int64(t.least) || t.static != nil {
		if err := t.roundByRound(ctx); err != nil || t.perfect() {
			return err
		}
	}
	seats := t.rounds * len(t.people)
	if t.best != nil && t.static != nil && seats <= togetherMost {
		g := t.newSeating(t.best)
		if err := g.anneal(ctx, 0, t.rounds, seatingWarm); err != nil {
			return err
		}
		if t.offer(g.rounds(), t.way); t.perfect() {
			return nil
		}
	}
	if seats > togetherMost && t.lowest[levelRepeat] == int64(t.least) && t.static != nil {
		return nil
	}
	for range max(1, min(seatingStarts, togetherMost/seats)) {
		g := t.newSeating(nil)
		if err := g.anneal(ctx, 0, t.rounds, seatingHot); err != nil {
			return err
		}
		if t.offer(g.rounds(), WayTogether); t.perfect() {
			return nil
		}
	}
	return nil
}

// roundByRound anneals each round with those before it fixed.
func (t *timetabling) roundByRound(ctx context.Context) error {
	g := t.newSeating(nil)
	for r := range t.rounds {
		if err := g.anneal(ctx, r, r+1, seatingHot); err != nil {
			return err
		}
		tell(ctx, StageExchanging, r+1, t.rounds)
	}
	t.offer(g.rounds(), WayRoundByRound)
	return nil
}

// anneal changes the rounds from…until, those before them fixed and those after left
// out (Kirkpatrick, Gelatt and Vecchi 1983; in whole numbers). Where there is room, a
// beginning that is not hot is enough.
func (g *seating) anneal(ctx context.Context, from, until int, hot int64) error {
	if len(g.t.sizes) < 2 {
		return nil
	}
	g.count(until)
	floor := g.floor(from, until)
	seats := (until - from) * g.n
	cold, steps := int64(seatingCold), int64(seatingSteps)
	if g.t.static != nil || g.t.sizes[0] > g.t.p.in.Size {
		cold, steps = coldest, seatingFar
	}
	if floor >= 0 && hot > seatingWarm {
		if err := g.cool(ctx, from, until, cooling{seatingWarm, coldest, seatingFar, 2 * seats, floor}); err != nil || g.energy <= floor {
			return err
		}
	}
	moves := min(seatingMoves*seats, max(seatingLeast, seatingMost/g.t.rounds*(until-from)))
	return g.cool(ctx, from, until, cooling{hot, cold, steps, moves, floor})
}

// cooling is from what temperature down to what, each lower by one of so many parts,
// with how many moves at each, and the weight at which nothing is left to do.
type cooling struct {
	hot, cold, steps int64
	moves            int
	floor            int64
}

// floor is what these rounds weigh at least together with those before them; −1 where
// turns in larger groups are weighed too.
func (g *seating) floor(from, until int) int64 {
	if g.t.sizes[0] > g.t.p.in.Size {
		return -1
	}
	floor := int64(until-from) * g.t.p.leastWeight(g.t.people, g.t.sizes)
	if from == 0 {
		return floor + int64(g.t.least)*weightRepeat
	}
	g.count(from)
	floor += g.energy
	g.count(until)
	return floor
}

func (g *seating) cool(ctx context.Context, from, until int, c cooling) error {
	for heat := c.hot; heat >= c.cold; heat -= max(1, heat/c.steps) {
		if err := ctx.Err(); err != nil {
			return err
		}
		tell(ctx, StageAnnealing, int(c.hot-heat), int(c.hot-c.cold))
		for range c.moves {
			if g.energy <= c.floor {
				return nil
			}
			g.try(from, until, heat)
		}
	}
	return nil
}

func (g *seating) try(from, until int, heat int64) {
	x := g.t.chance.stream.Uint64()
	seats := g.seats[from+pick(&x, until-from)]
	i, j := pick(&x, g.n), pick(&x, g.n)
	if g.first[i] == g.first[j] {
		return
	}
	pairs, turns := g.change(seats, i, j)
	if all := pairs + turns; all <= 0 || 16*all <= g.t.chance.exponential(heat) {
		g.exchange(seats, i, j)
		g.energy += pairs
	}
}
