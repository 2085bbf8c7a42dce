package match

// pairing is a division of people into pairs, and one trio if their number is
// odd, on its way to a better one.
type pairing struct {
	s     *scale
	pairs []couple
	trio  []int32 // nil or three people
	third cost    // what the trio costs
	proof *Proof  // of the pairs, where the exact solver found them; nil if they changed since
}

// couple is two people and what they cost together.
type couple struct {
	a, b int32
	cost cost
	// Their badges, so that passes read memory in a stream.
	of, and badge
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
	each(len(q.pairs), func(i int) bool {
		q.pairs[i] = q.couple(people[2*i], people[2*i+1])
		return true
	})
	return q
}

// couples gives the pairs without what they cost.
func (q *pairing) couples() [][2]int32 {
	pairs := make([][2]int32, len(q.pairs))
	for i, c := range q.pairs {
		pairs[i] = [2]int32{c.a, c.b}
	}
	return pairs
}

func (q *pairing) couple(a, b int32) couple {
	c := couple{a: a, b: b, of: q.s.crowd.badge(a), and: q.s.crowd.badge(b)}
	c.cost = q.s.known(a, b, q.s.crowd.between(a, &c.of, b, &c.and))
	return c
}

func (q *pairing) setTrio(a, b, c int32) {
	q.trio = []int32{a, b, c}
	q.third = q.trioCost(a, b, c)
}

func (q *pairing) trioCost(a, b, c int32) cost {
	return q.s.pair(a, b).plus(q.s.pair(a, c)).plus(q.s.pair(b, c)).plus(q.s.larger(a, b, c))
}

// groups gives the pairs in order, and the trio last.
func (q *pairing) groups() [][]int32 {
	with := make([]int32, q.s.p.in.People) // the other of a pair, with the first, plus 1
	for i := range q.pairs {
		c := &q.pairs[i]
		with[min(c.a, c.b)] = max(c.a, c.b) + 1
	}
	groups := make([][]int32, 0, len(q.pairs)+1)
	flat := make([]int32, 0, 2*len(q.pairs))
	for a, b := range with {
		if b > 0 {
			flat = append(flat, int32(a), b-1)
			groups = append(groups, flat[len(flat)-2:len(flat):len(flat)])
		}
	}
	if q.trio != nil {
		groups = append(groups, q.trio)
	}
	return groups
}

// sum adds up in full: packed costs are only good for a few pairs.
func (q *pairing) sum() (sum levels) {
	for i := range q.pairs {
		if c := &q.pairs[i]; c.cost != (cost{}) {
			l := q.s.p.pairLevels(c.a, c.b)
			sum.add(&l)
		}
	}
	if q.trio != nil {
		l := q.s.p.groupLevels(q.trio)
		sum.add(&l)
	}
	return sum
}
