package match

import (
	"context"
)

// timetableMost is the number of people up to which annealing keeps a table of all
// pairs.
const timetableMost = 2048

// timetabling is the work on a schedule: what is asked, and the best found so far.
type timetabling struct {
	p      *problem
	s      *scale
	chance *source
	people []int32 // in random order; annealing numbers them 0, 1, … in this order
	sizes  []int
	rounds int
	plain  bool    // all pairs cost the same until they meet
	static []int32 // what a meeting costs besides repeats, at [a·len(people) + b]; nil if plain
	past   []uint8 // 1 if they met before the schedule, at the same; nil if plain
	least  int     // of repeats

	best   [][][]int32 // groups by round, of people; nil if there is nobody to meet
	lowest levels
	way    Way
}

func newTimetabling(p *problem, rounds int, chance *source) *timetabling {
	t := &timetabling{p: p, s: newScale(p), chance: chance, rounds: rounds, way: WayRoundByRound}
	t.people, _ = poolOf(p, nil)
	chance.shuffle(t.people)
	t.sizes = Sizes(len(t.people), p.in.Size)
	t.least = p.leastMeetings(t.people, t.sizes, rounds)
	t.plain = p.in.Past.Len()+len(p.in.Avoid)+len(p.in.Apart)+len(p.traits) == 0
	if !t.plain && len(t.people) <= timetableMost {
		t.layStatic()
	}
	return t
}

// layStatic fills the tables of what is known of pairs.
func (t *timetabling) layStatic() {
	n := len(t.people)
	t.static, t.past = make([]int32, n*n), make([]uint8, n*n)
	for i, a := range t.people {
		for j, b := range t.people[:i] {
			w, met := t.p.weight(a, b), uint8(0)
			if t.p.link(a, b).met() {
				w, met = w-weightRepeat, 1
			}
			t.static[i*n+j], t.static[j*n+i] = int32(w), int32(w)
			t.past[i*n+j], t.past[j*n+i] = met, met
		}
	}
}

// offer keeps groups by round, of people, if they are the best so far.
func (t *timetabling) offer(rounds [][][]int32, way Way) {
	sum := t.price(rounds)
	if t.best == nil || sum.less(&t.lowest) {
		t.best, t.lowest, t.way = rounds, sum, way
	}
}

// price is the cost of a schedule, level by level: what a draw would cost, round by
// round, but that larger groups are counted at the end.
func (t *timetabling) price(rounds [][][]int32) (sum levels) {
	times := map[Pair]int64{}
	turns := make([]int64, t.p.in.People)
	for a, n := range t.p.in.Larger {
		turns[a] = int64(n)
	}
	for _, round := range rounds {
		for _, group := range round {
			for i, a := range group {
				if len(group) > t.p.in.Size {
					sum[levelServed] += int64(t.p.priority[a])
					sum[levelTurn] += 2*turns[a] + 1
					turns[a]++
				}
				for _, b := range group[:i] {
					l := t.p.pairLevels(a, b)
					sum.add(&l)
					pair := Pair{min(a, b), max(a, b)}
					if n := times[pair]; n > 0 && l[levelUnplaced] == 0 {
						sum[levelRepeat] += 1 - l[levelRepeat]
						sum[levelRepeated] += n * n
					}
					times[pair]++
				}
			}
		}
	}
	return sum
}

// perfect says that nothing is left to be found: no repeats but those that must be,
// larger groups by turns, and nothing else to spread.
func (t *timetabling) perfect() bool {
	if t.best == nil || t.lowest[levelUnplaced] > 0 || t.lowest[levelRepeat] > int64(t.least) {
		return false
	}
	goal := t.p.leastLevels(t.people, t.sizes)
	for l := levelAvoid; l < levelCount; l++ {
		if t.lowest[l] > int64(t.rounds)*goal[l] {
			return false
		}
	}
	return t.sizes[0] <= t.p.in.Size || t.lowest[levelTurn] == t.leastTurns()
}

// leastTurns bounds levelTurn of price: turns in larger groups as equal as can be.
func (t *timetabling) leastTurns() (sum int64) {
	places := 0
	for _, size := range t.sizes {
		if size > t.p.in.Size {
			places += size * t.rounds
		}
	}
	had := make([]int, t.p.in.People)
	for a, n := range t.p.in.Larger {
		had[a] = int(n)
	}
	level := make([]int, MaxTurns+MaxRounds+1) // how many people have had so many turns
	for _, a := range t.people {
		level[had[a]]++
	}
	for turns := 0; places > 0 && turns < len(level)-1; turns++ {
		n := min(places, level[turns])
		sum += int64(n) * int64(2*turns+1)
		level[turns+1] += n
		places -= n
	}
	return sum
}

// solve tries everything that is worth it.
func (t *timetabling) solve(ctx context.Context) error {
	if t.p.in.Mode == Uniform {
		return t.drawEach(ctx)
	}
	d, err := t.design(ctx)
	if err != nil {
		return err
	}
	if len(d.rounds) > 0 {
		if err := t.lay(ctx, d); err != nil || t.perfect() {
			return err
		}
	}
	if t.p.in.Size == 2 || len(t.people) > timetableMost {
		if t.best != nil && len(t.people) > timetableMost && t.lowest[levelRepeat] == 0 && t.lowest[levelUnplaced] == 0 {
			return nil
		}
		if err := t.drawEach(ctx); err != nil || t.perfect() || len(t.people) > timetableMost {
			return err
		}
	}
	return t.annealAll(ctx)
}

// design finds a design for the sizes, some positions of larger groups left empty;
// without rounds if there is none.
func (t *timetabling) design(ctx context.Context) (*design, error) {
	groups, size := len(t.sizes), t.sizes[0]
	d, err := designFor(ctx, groups, size, t.rounds, t.least, t.chance)
	if err != nil || len(d.rounds) == 0 {
		return d, err
	}
	if empty := groups*size - len(t.people); empty > 0 {
		free := d.unmet(empty)
		if free == nil {
			return &design{}, nil
		}
		d = d.without(free)
	}
	return d, nil
}

// drawEach draws round by round.
func (t *timetabling) drawEach(ctx context.Context) error {
	in := t.p.in
	in.Larger = make([]int32, in.People)
	copy(in.Larger, t.p.in.Larger)
	number := lastRound(in)
	var rounds [][][]int32
	for r := range t.rounds {
		var seed [32]byte
		for i := range seed {
			seed[i] = byte(t.chance.below(256))
		}
		res, err := Draw(ctx, in, seed)
		if err != nil {
			return err
		}
		tell(ctx, StageExchanging, r+1, t.rounds)
		rounds = append(rounds, res.Groups)
		number++
		for _, group := range res.Groups {
			for i, a := range group {
				if len(group) > in.Size {
					in.Larger[a] = min(in.Larger[a]+1, MaxTurns)
				}
				for _, b := range group[:i] {
					in.Met = append(in.Met, Meeting{Round: number, A: a, B: b})
				}
			}
		}
	}
	t.offer(rounds, WayRoundByRound)
	return nil
}
