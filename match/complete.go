package match

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Complete is a graph in which everybody is joined to everybody, too large to be
// written down as a [Graph]: ten thousand people are fifty million edges.
type Complete struct {
	// People is the number of vertices; they are 0…People−1.
	People int
	// Weigh says what a person's pairs with all others are worth, weights[v] with v;
	// what it leaves at the person's own place means nothing. It is called often, from
	// several goroutines, and must say the same of a pair from both sides, always.
	Weigh func(person int32, weights []int64)
}

// Perfect pairs everybody, so that the weights of the pairs sum up to the most. Its
// error wraps ErrInput, ErrNoPerfect for an odd number, or is that of ctx. It looks at
// all pairs two to four times, in O(n²) each, and keeps some 50 of them a person. Which of
// several answers that weigh the same it gives is the same every time.
func (c Complete) Perfect(ctx context.Context) (Matching, error) {
	if c.People%2 == 1 {
		return Matching{}, fmt.Errorf("%w: %d is an odd number", ErrNoPerfect, c.People)
	}
	if c.People < 0 || c.People > MaxPeople {
		return Matching{}, wrong("%d people", c.People)
	}
	if c.People == 0 {
		return Matching{}, nil
	}
	l := c.lay()
	begin := make([]weighed, 0, c.People/2)
	for v := int32(0); int(v) < c.People; v += 2 {
		begin = append(begin, weighed{a: v, b: v + 1})
	}
	s, err := leastMatching(ctx, l, begin)
	if err != nil {
		return Matching{}, err
	}
	return laid{arcs: s.g, heaviest: l.heavy, missing: never}.matching(s)
}

// Check confirms what [Graph.Check] confirms, of all pairs.
func (c Complete) Check(m Matching) error {
	if len(m.Mate) != c.People || len(m.Duals) != c.People {
		return fmt.Errorf("%w: it is for %d people", ErrNotProven, len(m.Mate))
	}
	in, err := m.sets(c.People)
	if err != nil {
		return err
	}
	most := mostTotal / int64(max(1, c.People))
	weight, room := int64(0), make([]int64, c.People)
	for v, mate := range m.Mate {
		if mate < 0 || int(mate) >= c.People || int(mate) == v || m.Mate[mate] != int32(v) {
			return fmt.Errorf("%w: %d has no partner", ErrNotProven, v)
		}
		c.Weigh(int32(v), room)
		for u, w := range room[:v] {
			if w > most || w < -most {
				return wrong("%d and %d weigh %d, which is too much for %d people", u, v, w, c.People)
			}
			if pays := m.Duals[v] + m.Duals[u]; 2*w > pays && 2*w > pays+m.shared(in, int32(v), int32(u)) {
				return fmt.Errorf("%w: %d and %d weigh more than half of %d", ErrNotProven, u, v, pays)
			}
		}
		if int(mate) < v {
			weight += room[mate]
		}
	}
	return m.reaches(weight)
}

// laidComplete is a complete graph in which edges cost what they weigh less than a heavy
// one. What there is to know of all edges it finds out while their costs are asked for.
type laidComplete struct {
	Complete
	heavy int64
	per   []seenRow
	seen  bool // all of them
}

// seenRow is what was found in a row: the weights, and what the first of a pair to begin
// with costs with the second.
type seenRow struct{ least, most, beside int64 }

// lay looks at the first row.
func (c Complete) lay() *laidComplete {
	room := make([]int64, c.People)
	c.Weigh(0, room)
	return &laidComplete{Complete: c, heavy: slices.Max(room[1:]), per: make([]seenRow, c.People)}
}

func (l *laidComplete) people() int { return l.People }

func (l *laidComplete) row(u int32, room []int64) ([]int32, []int64) {
	l.Weigh(u, room)
	room[u] = l.heavy
	if l.seen {
		for v, weight := range room {
			room[v] = l.heavy - weight
		}
		return nil, room
	}
	least, most := int64(math.MaxInt64), int64(math.MinInt64)
	for v, weight := range room {
		least, most = min(least, weight), max(most, weight)
		room[v] = l.heavy - weight
	}
	l.per[u] = seenRow{least, most, room[u^1]}
	return nil, room
}

// looked refuses weights that are too far apart, and gives the pairs to begin with what
// they cost.
func (l *laidComplete) looked(begin []weighed) error {
	l.seen = true
	least, most := l.heavy, l.heavy
	for _, row := range l.per {
		least, most = min(least, row.least), max(most, row.most)
	}
	for i := range begin {
		begin[i].cost = l.per[begin[i].a].beside
	}
	return addable(least, most, l.People)
}
