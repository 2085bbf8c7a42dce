package match

// exchange2 puts the four people of two pairs together in the better of the two
// other ways, if one is better. Who has met whom is only looked at where that could
// matter: it takes several times as long as the traits, and mostly is nothing.
func (q *pairing) exchange2(x, y *couple) bool {
	now := x.cost.plus(y.cost)
	if now == (cost{}) {
		return false
	}
	traits := q.s.crowd
	ac, bd := traits.between(x.a, &x.of, y.a, &y.of), traits.between(x.b, &x.and, y.b, &y.and)
	ad, bc := traits.between(x.a, &x.of, y.b, &y.and), traits.between(x.b, &x.and, y.a, &y.of)
	least := min(ac+bd, ad+bc)
	if now.high == 0 && now.low <= least {
		return false
	}
	if ac+bd == least {
		if first, second := q.s.known(x.a, y.a, ac), q.s.known(x.b, y.b, bd); first.plus(second) == (cost{low: least}) {
			cross(x, y, first, second)
			return true
		}
	} else if first, second := q.s.known(x.a, y.b, ad), q.s.known(x.b, y.a, bc); first.plus(second) == (cost{low: least}) {
		swap(x, y, first, second)
		return true
	}
	return q.exchangeKnown(x, y)
}

// exchangeKnown is exchange2, all looked at.
func (q *pairing) exchangeKnown(x, y *couple) bool {
	now := x.cost.plus(y.cost)
	ac, bd := q.s.pair(x.a, y.a), q.s.pair(x.b, y.b)
	ad, bc := q.s.pair(x.a, y.b), q.s.pair(x.b, y.a)
	first, second := ac.plus(bd), ad.plus(bc)
	switch {
	case first.less(now) && !second.less(first):
		cross(x, y, ac, bd)
	case second.less(now):
		swap(x, y, ad, bc)
	default:
		return false
	}
	return true
}

// cross puts the first people of two pairs together, and the second.
func cross(x, y *couple, first, second cost) {
	x.b, y.a = y.a, x.b
	x.and, y.of = y.of, x.and
	x.cost, y.cost = first, second
}

// swap puts the first of each together with the second of the other.
func swap(x, y *couple, first, second cost) {
	*x, *y = couple{x.a, y.b, first, x.of, y.and}, couple{x.b, y.a, second, x.and, y.of}
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
	badges := [6]badge{x.of, x.and, y.of, y.and, z.of, z.and}
	var w [6][6]cost
	for i := range people {
		for j := range i {
			w[j][i] = cost{low: q.s.crowd.between(people[j], &badges[j], people[i], &badges[i])}
		}
	}
	found := -1
	var looked [6][6]bool // who has met whom is only looked at where it matters
	for i, m := range threeWays {
		c := w[m[0]][m[1]].plus(w[m[2]][m[3]]).plus(w[m[4]][m[5]])
		if !c.less(best) {
			continue
		}
		for k := 0; k < 6; k += 2 {
			if a, b := m[k], m[k+1]; !looked[a][b] {
				looked[a][b] = true
				w[a][b] = q.s.known(people[a], people[b], w[a][b].low)
			}
		}
		c = w[m[0]][m[1]].plus(w[m[2]][m[3]]).plus(w[m[4]][m[5]])
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
		*c = couple{people[a], people[b], w[a][b], badges[a], badges[b]}
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
	if best == (cost{high: q.s.unit[levelOdd]}) {
		return false
	}
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
