package match

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync"
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
// all pairs some ten times, in O(n²) each, and keeps some 40 of them a person. Which of
// several answers that weigh the same it gives is the same every time.
func (c Complete) Perfect(ctx context.Context) (Matching, error) {
	if c.People%2 == 1 {
		return Matching{}, fmt.Errorf("%w: %d is an odd number", ErrNoPerfect, c.People)
	}
	l, err := c.lay()
	if err != nil || c.People == 0 {
		return Matching{}, err
	}
	begin := make([]weighed, 0, c.People/2)
	room := make([]int64, c.People)
	for v := int32(0); int(v) < c.People; v += 2 {
		_, costs := l.row(v, room)
		begin = append(begin, weighed{v, v + 1, costs[v+1]})
	}
	s, err := leastMatching(ctx, l, begin)
	if err != nil {
		return Matching{}, err
	}
	return laid{arcs: s.g, heaviest: l.heaviest, missing: never}.matching(s)
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

// laidComplete is a complete graph in which the heaviest edge costs nothing.
type laidComplete struct {
	Complete
	heaviest int64
}

// lay looks at all weights once.
func (c Complete) lay() (laidComplete, error) {
	if c.People < 0 || c.People > MaxPeople {
		return laidComplete{}, wrong("%d people", c.People)
	}
	workers := runtime.GOMAXPROCS(0)
	heaviest, lightest := make([]int64, workers), make([]int64, workers)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			room := make([]int64, c.People)
			least, most := int64(math.MaxInt64), int64(math.MinInt64)
			for u := w; u < c.People; u += workers {
				c.Weigh(int32(u), room)
				for _, weight := range room[:u] {
					least, most = min(least, weight), max(most, weight)
				}
			}
			heaviest[w], lightest[w] = most, least
		})
	}
	group.Wait()
	most, least := heaviest[0], lightest[0]
	for w := range workers {
		most, least = max(most, heaviest[w]), min(least, lightest[w])
	}
	if c.People > 1 {
		if err := addable(least, most, c.People); err != nil {
			return laidComplete{}, err
		}
	}
	return laidComplete{c, most}, nil
}

func (l laidComplete) people() int { return l.People }

func (l laidComplete) row(u int32, room []int64) ([]int32, []int64) {
	l.Weigh(u, room)
	for v, weight := range room {
		room[v] = l.heaviest - weight
	}
	return nil, room
}
