package match

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// ErrNotProven is wrapped by the error of [Graph.Check].
var ErrNotProven = errors.New("match: not proven")

// Bound is what the proof adds up to: if it holds, no matching weighs more.
func (m Matching) Bound() int64 {
	copies := int64(2)
	if len(m.Duals) > len(m.Mate) {
		copies = 4
	}
	return new(big.Int).Quo(m.doubled(), big.NewInt(copies)).Int64()
}

// doubled is twice the bound, in whole numbers of any size: a proof may come from
// anybody, and duals that wrap would prove anything.
func (m Matching) doubled() *big.Int {
	sum, term := new(big.Int), new(big.Int)
	for _, y := range m.Duals {
		sum.Add(sum, term.SetInt64(y))
	}
	for _, s := range m.Sets {
		sum.Add(sum, term.Mul(big.NewInt(s.Dual), big.NewInt(int64(len(s.People)/2))))
	}
	return sum
}

// reaches confirms that the matching weighs what it says, and what the duals allow.
func (m Matching) reaches(weight int64) error {
	if most := m.doubled(); weight != m.Weight || most.Cmp(big.NewInt(2*weight)) != 0 {
		return fmt.Errorf("%w: it weighs %d, and the bound is half of %d", ErrNotProven, weight, most)
	}
	return nil
}

// Check confirms, without solving anything, that a matching weighs the most: every
// edge weighs at most half the sum of the duals of its two people and of the sets
// that have both in them, no set has a dual below 0, and what the duals allow at
// most is what the matching weighs. By linear programming duality nothing can weigh
// more (Edmonds 1965). A matching that [Graph.Heaviest] found is looked at in two
// copies, as it was found. The error wraps ErrNotProven.
func (g Graph) Check(m Matching) error {
	if g.People > 0 && len(m.Mate) == g.People && len(m.Duals) == 2*g.People {
		return g.twice().Check(m.twice())
	}
	if len(m.Mate) != g.People || len(m.Duals) != g.People {
		return fmt.Errorf("%w: it is for %d people", ErrNotProven, len(m.Mate))
	}
	if _, _, err := g.span(); err != nil {
		return err
	}
	in, err := m.sets(g.People)
	if err != nil {
		return err
	}
	weight, matched := int64(0), 0
	heaviest := map[int32]int64{}
	for i, e := range g.Edges {
		pays := m.Duals[e.A] + m.Duals[e.B] + m.shared(in, e.A, e.B)
		if 2*e.Weight > pays {
			return fmt.Errorf("%w: edge %d weighs more than half of %d", ErrNotProven, i, pays)
		}
		if m.Mate[e.A] == e.B {
			low := min(e.A, e.B)
			if w, is := heaviest[low]; !is || e.Weight > w {
				heaviest[low] = e.Weight
			}
		}
	}
	for v, mate := range m.Mate {
		if mate < 0 || int(mate) >= g.People || m.Mate[mate] != int32(v) {
			return fmt.Errorf("%w: %d has no partner", ErrNotProven, v)
		}
		if w, is := heaviest[int32(v)]; is && mate > int32(v) {
			weight += w
			matched++
		}
	}
	if 2*matched != g.People {
		return fmt.Errorf("%w: a pair is no edge", ErrNotProven)
	}
	return m.reaches(weight)
}

// twice is the same matching in both copies.
func (m Matching) twice() Matching {
	n := int32(len(m.Mate))
	mate := make([]int32, 2*n)
	for v, to := range m.Mate {
		here, there := int32(v), int32(v)+n
		if to < 0 {
			mate[here], mate[there] = there, here
			continue
		}
		mate[here], mate[there] = to, to+n
	}
	m.Mate, m.Weight, m.Pairs = mate, 2*m.Weight, int(n)
	return m
}

// sets gives for every person the sets they are in, once all duals are known to be so
// small that those of a pair can be added up.
func (m Matching) sets(people int) ([][]int32, error) {
	for v, y := range m.Duals {
		if y > mostTotal || y < -mostTotal {
			return nil, fmt.Errorf("%w: the dual %d of %d", ErrNotProven, y, v)
		}
	}
	in := make([][]int32, people)
	for i, s := range m.Sets {
		if len(s.People)%2 == 0 || s.Dual < 0 || s.Dual > mostTotal {
			return nil, fmt.Errorf("%w: set %d is even, or its dual is %d", ErrNotProven, i, s.Dual)
		}
		for j, v := range s.People {
			if v < 0 || int(v) >= people || j > 0 && v <= s.People[j-1] {
				return nil, fmt.Errorf("%w: set %d is not in order", ErrNotProven, i)
			}
			in[v] = append(in[v], int32(i))
		}
	}
	return in, nil
}

// shared is what the sets are worth that have both in them.
func (m Matching) shared(in [][]int32, a, b int32) (sum int64) {
	for _, i := range in[a] {
		if slices.Contains(in[b], i) {
			// Less than all of it proves no more than all of it does.
			sum = min(sum+m.Sets[i].Dual, 4*mostTotal)
		}
	}
	return sum
}
