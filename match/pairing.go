package match

import "context"

// pairing is a division of people into pairs, and one trio if their number is
// odd, on its way to a better one.
type pairing struct {
	s     *scale
	pairs []couple
	trio  []int32 // nil or three people
	third cost    // what the trio costs
}

// couple is two people and what they cost together.
type couple struct {
	a, b int32
	cost cost
}

// newPairing puts people together in the order given. There must be two or more.
func newPairing(s *scale, people []int32) *pairing {
	q := &pairing{s: s}
	if len(people)%2 == 1 {
		n := len(people) - 3
		q.setTrio(people[n], people[n+1], people[n+2])
		people = people[:n]
	}
	q.pairs = make([]couple, len(people)/2)
	for i := range q.pairs {
		q.pairs[i] = q.couple(people[2*i], people[2*i+1])
	}
	return q
}

func (q *pairing) couple(a, b int32) couple {
	return couple{a, b, q.s.pair(a, b)}
}

func (q *pairing) setTrio(a, b, c int32) {
	q.trio = []int32{a, b, c}
	q.third = q.trioCost(a, b, c)
}

func (q *pairing) trioCost(a, b, c int32) cost {
	return q.s.pair(a, b).plus(q.s.pair(a, c)).plus(q.s.pair(b, c)).plus(q.s.larger(a, b, c))
}

func (q *pairing) clone() *pairing {
	c := *q
	c.pairs = append([]couple(nil), q.pairs...)
	return &c
}

// groups gives the pairs, and the trio last.
func (q *pairing) groups() [][]int32 {
	groups := make([][]int32, 0, len(q.pairs)+1)
	flat := make([]int32, 0, 2*len(q.pairs))
	for _, c := range q.pairs {
		flat = append(flat, c.a, c.b)
		groups = append(groups, flat[len(flat)-2:len(flat):len(flat)])
	}
	if q.trio != nil {
		groups = append(groups, q.trio)
	}
	return groups
}

// sum adds up in full: packed costs are only good for a few pairs.
func (q *pairing) sum() (sum levels) {
	for _, group := range q.groups() {
		l := q.s.p.groupLevels(group)
		sum.add(&l)
	}
	return sum
}

// free says that every pair costs nothing, and the trio no more than a trio must.
func (q *pairing) free() bool {
	for i := range q.pairs {
		if q.pairs[i].cost != (cost{}) {
			return false
		}
	}
	return q.trio == nil || !(cost{high: q.s.unit[levelOdd]}).less(q.third)
}

// exchange2 puts the four people of two pairs together in the better of the two
// other ways, if one is better.
func (q *pairing) exchange2(x, y *couple) bool {
	now := x.cost.plus(y.cost)
	if now == (cost{}) {
		return false
	}
	ac, bd := q.s.pair(x.a, y.a), q.s.pair(x.b, y.b)
	ad, bc := q.s.pair(x.a, y.b), q.s.pair(x.b, y.a)
	first, second := ac.plus(bd), ad.plus(bc)
	switch {
	case first.less(now) && !second.less(first):
		*x, *y = couple{x.a, y.a, ac}, couple{x.b, y.b, bd}
	case second.less(now):
		*x, *y = couple{x.a, y.b, ad}, couple{x.b, y.a, bc}
	default:
		return false
	}
	return true
}

// threeWays are the ways to divide six people into pairs.
var threeWays = waysOfSix()

func waysOfSix() (ways [15][6]uint8) {
	n := 0
	for b := uint8(1); b < 6; b++ {
		var rest []uint8
		for p := uint8(1); p < 6; p++ {
			if p != b {
				rest = append(rest, p)
			}
		}
		for c := 1; c < 4; c++ {
			d, e := rest[1+c%3], rest[1+(c+1)%3]
			ways[n] = [6]uint8{0, b, rest[0], rest[c], min(d, e), max(d, e)}
			n++
		}
	}
	return ways
}

// exchange3 does for three pairs what exchange2 does for two.
func (q *pairing) exchange3(x, y, z *couple) bool {
	best := x.cost.plus(y.cost).plus(z.cost)
	if best == (cost{}) {
		return false
	}
	people := [6]int32{x.a, x.b, y.a, y.b, z.a, z.b}
	var w [6][6]cost
	for i := range people {
		for j := range i {
			w[j][i] = q.s.pair(people[j], people[i])
		}
	}
	found := -1
	for i, m := range threeWays {
		c := w[m[0]][m[1]].plus(w[m[2]][m[3]]).plus(w[m[4]][m[5]])
		if c.less(best) {
			best, found = c, i
		}
	}
	if found < 0 {
		return false
	}
	m := threeWays[found]
	for i, c := range [3]*couple{x, y, z} {
		a, b := m[2*i], m[2*i+1]
		*c = couple{people[a], people[b], w[a][b]}
	}
	return true
}

// fiveWays are the ways to choose a pair out of five people; the others are the
// trio.
var fiveWays = [10][5]uint8{
	{0, 1, 2, 3, 4},
	{0, 2, 1, 3, 4},
	{0, 3, 1, 2, 4},
	{0, 4, 1, 2, 3},
	{1, 2, 0, 3, 4},
	{1, 3, 0, 2, 4},
	{1, 4, 0, 2, 3},
	{2, 3, 0, 1, 4},
	{2, 4, 0, 1, 3},
	{3, 4, 0, 1, 2},
}

// exchangeTrio does it for the trio and a pair.
func (q *pairing) exchangeTrio(x *couple) bool {
	best := x.cost.plus(q.third)
	people := [5]int32{q.trio[0], q.trio[1], q.trio[2], x.a, x.b}
	found := -1
	for i, m := range fiveWays {
		c := q.s.pair(people[m[0]], people[m[1]]).
			plus(q.trioCost(people[m[2]], people[m[3]], people[m[4]]))
		if c.less(best) {
			best, found = c, i
		}
	}
	if found < 0 {
		return false
	}
	m := fiveWays[found]
	*x = q.couple(people[m[0]], people[m[1]])
	q.setTrio(people[m[2]], people[m[3]], people[m[4]])
	return true
}

// improve makes passes of exchanges until so many in a row change nothing, at
// most the given number in all, or nothing is left to improve.
func (q *pairing) improve(ctx context.Context, chance *source, passes int) error {
	const idle = 12
	for pass, still := 0, 0; pass < passes && still < idle; pass++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		changed := q.pass2(chance)
		if pass%4 == 3 {
			changed = q.pass3(chance) || changed
			changed = q.passWorst(chance) || changed
		}
		if q.trio != nil {
			changed = q.passTrio() || changed
		}
		still++
		if changed {
			still = 0
		} else if q.free() {
			return nil
		}
	}
	return nil
}

// pass2 exchanges every pair of one half with one of the other half, both halves
// in their order, so that memory is read in a stream.
func (q *pairing) pass2(chance *source) (changed bool) {
	half := len(q.pairs) / 2
	if half == 0 {
		return false
	}
	shift, interleaved := chance.below(half), chance.below(2) == 1
	for i := range half {
		k := (i + shift) % half
		x, y := &q.pairs[i], &q.pairs[len(q.pairs)-half+k]
		if interleaved {
			x, y = &q.pairs[2*i], &q.pairs[2*k+1]
		}
		changed = q.exchange2(x, y) || changed
	}
	return changed
}

func (q *pairing) pass3(chance *source) (changed bool) {
	third := len(q.pairs) / 3
	if third == 0 {
		return false
	}
	s, t := chance.below(third), chance.below(third)
	interleaved := chance.below(2) == 1
	for i := range third {
		j, k := (i+s)%third, (i+t)%third
		x, y, z := &q.pairs[i], &q.pairs[third+j], &q.pairs[len(q.pairs)-third+k]
		if interleaved {
			x, y, z = &q.pairs[3*i], &q.pairs[3*j+1], &q.pairs[3*k+2]
		}
		changed = q.exchange3(x, y, z) || changed
	}
	return changed
}

// passWorst tries each pair that costs something in high (a repeat, two kept
// apart) with every other, from a random one on.
func (q *pairing) passWorst(chance *source) (changed bool) {
	for i := range q.pairs {
		if q.pairs[i].cost.high == 0 {
			continue
		}
		from := chance.below(len(q.pairs))
		for k := range q.pairs {
			j := (from + k) % len(q.pairs)
			if j != i && q.exchange2(&q.pairs[i], &q.pairs[j]) {
				changed = true
				if q.pairs[i].cost.high == 0 {
					break
				}
			}
		}
	}
	return changed
}

func (q *pairing) passTrio() (changed bool) {
	for i := range q.pairs {
		changed = q.exchangeTrio(&q.pairs[i]) || changed
	}
	return changed
}
