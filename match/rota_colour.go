package match

import "slices"

// colouring gives every pair of a graph a slot, so that nobody has two pairs in one: an
// edge colouring.
type colouring struct {
	people int
	pairs  []Pair
	most   int     // pairs of whoever has most
	slots  int     // that are used
	with   []int32 // with[a·slots + slot] is whom a meets then; −1 for nobody
}

func newColouring(people int, pairs []Pair) *colouring {
	c := &colouring{people: people, pairs: pairs}
	degree := make([]int, people)
	for _, p := range pairs {
		degree[p.A]++
		degree[p.B]++
	}
	for _, d := range degree {
		c.most = max(c.most, d)
	}
	return c
}

// begin makes room for so many slots, and gives the pairs in an order by that of the
// people.
func (c *colouring) begin(slots int, order []int32) []Pair {
	c.slots = slots
	c.with = slices.Repeat([]int32{-1}, c.people*slots)
	place := make([]int32, c.people)
	for i, a := range order {
		place[a] = int32(i)
	}
	pairs := slices.Clone(c.pairs)
	slices.SortFunc(pairs, func(a, b Pair) int {
		return comparePairs(Pair{place[a.A], place[a.B]}, Pair{place[b.A], place[b.B]})
	})
	return pairs
}

func (c *colouring) free(a int32) int {
	return slices.Index(c.with[int(a)*c.slots:int(a+1)*c.slots], -1)
}

func (c *colouring) isFree(a int32, slot int) bool { return c.with[int(a)*c.slots+slot] < 0 }

func (c *colouring) set(a, b int32, slot int) {
	c.with[int(a)*c.slots+slot], c.with[int(b)*c.slots+slot] = b, a
}

func (c *colouring) clear(a, b int32, slot int) {
	c.with[int(a)*c.slots+slot], c.with[int(b)*c.slots+slot] = -1, -1
}

// slotOf finds when two people meet.
func (c *colouring) slotOf(a, b int32) int {
	return slices.Index(c.with[int(a)*c.slots:int(a+1)*c.slots], b)
}

// turn exchanges two slots along the path of pairs that begins at a person with the
// first of them.
func (c *colouring) turn(a int32, first, second int) {
	var path []int32
	path = append(path, a)
	for slot, other := first, second; ; slot, other = other, slot {
		b := c.with[int(path[len(path)-1])*c.slots+slot]
		if b < 0 {
			break
		}
		path = append(path, b)
	}
	slot, other := first, second
	for i := 1; i < len(path); i++ {
		c.clear(path[i-1], path[i], slot)
		slot, other = other, slot
	}
	slot, other = second, first
	for i := 1; i < len(path); i++ {
		c.set(path[i-1], path[i], slot)
		slot, other = other, slot
	}
}

// paths needs as many slots as somebody has pairs, if the people have two sides
// (Kőnig 1916): where two people are free in different slots, the path that
// alternates between the two from the second never ends at the first. Nil if there
// are no two sides.
func (c *colouring) paths(order []int32) [][]Pair {
	for _, p := range c.begin(c.most, order) {
		slot, other := c.free(p.A), c.free(p.B)
		if !c.isFree(p.B, slot) {
			c.turn(p.B, slot, other)
		}
		if !c.isFree(p.A, slot) || !c.isFree(p.B, slot) {
			return nil // the path came back: a circle of an odd number
		}
		c.set(p.A, p.B, slot)
	}
	return c.list()
}

// fans needs at most one slot more than somebody has pairs (Vizing 1964, as Misra and
// Gries 1992 do it).
func (c *colouring) fans(order []int32) [][]Pair {
	for _, p := range c.begin(c.most+1, order) {
		a := p.A
		fan := c.fan(a, p.B)
		slot, other := c.free(a), c.free(fan[len(fan)-1])
		if slot != other {
			c.turn(a, other, slot)
		}
		until := 0
		for !c.isFree(fan[until], other) {
			until++ // still a fan up to there: the first that is free for it ends it
		}
		c.rotate(a, fan[:until+1], other)
	}
	return c.list()
}

// fan lists partners of a, beginning with one who has no slot with a yet: each meets a
// in a slot in which the one before is free.
func (c *colouring) fan(a, b int32) []int32 {
	fan := []int32{b}
	for grown := true; grown; {
		grown = false
		last := fan[len(fan)-1]
		for slot := range c.slots {
			next := c.with[int(a)*c.slots+slot]
			if next >= 0 && c.isFree(last, slot) && !slices.Contains(fan, next) {
				fan, grown = append(fan, next), true
				break
			}
		}
	}
	return fan
}

// rotate gives everybody in a fan the slot of the next, and the last this one.
func (c *colouring) rotate(a int32, fan []int32, slot int) {
	for i := 1; i < len(fan); i++ {
		s := c.slotOf(a, fan[i])
		c.clear(a, fan[i], s)
		c.set(a, fan[i-1], s)
	}
	c.set(a, fan[len(fan)-1], slot)
}

// list gives the pairs of every slot that has any.
func (c *colouring) list() (all [][]Pair) {
	for slot := range c.slots {
		var pairs []Pair
		for a := range int32(c.people) {
			if b := c.with[int(a)*c.slots+slot]; b > a {
				pairs = append(pairs, Pair{a, b})
			}
		}
		if pairs != nil {
			all = append(all, pairs)
		}
	}
	return all
}
