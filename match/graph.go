package match

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Graph is a graph with weighted edges, for [Graph.Perfect] and [Graph.Heaviest].
type Graph struct {
	// People is the number of vertices; they are 0…People−1.
	People int
	// Edges join two different people each. Of several between the same two, the
	// heaviest counts.
	Edges []Edge
}

// Edge joins A to B.
type Edge struct {
	A, B   int32
	Weight int64
}

// Matching is a set of pairs in which nobody is twice, with the proof that no
// other weighs more.
type Matching struct {
	// Mate has everybody's partner, −1 for nobody.
	Mate []int32
	// Pairs is their number, Weight the sum of their weights.
	Pairs  int
	Weight int64
	// Duals and Sets are the proof, twice as large as in the textbooks so that
	// they are whole: see [Graph.Check].
	Duals []int64
	Sets  []OddSet
}

// OddSet is a set of an odd number of people, at most half of whom rounded down
// can be paired among themselves, with what that is worth.
type OddSet struct {
	People []int32
	Dual   int64
}

// ErrNoPerfect is wrapped by the error of Perfect if not everybody can be paired.
var ErrNoPerfect = errors.New("match: there is no perfect matching")

// mostWeight bounds People times the range of weights, so that no sum of duals
// overflows; mostTotal People times any weight, so that no sum of weights does.
const (
	mostWeight = 1 << 58
	mostTotal  = 1 << 60
)

// addable says whether weights in a range can be added up exactly for so many people.
func addable(lightest, heaviest int64, people int) error {
	n := int64(max(1, people))
	if uint64(heaviest)-uint64(lightest) >= uint64(mostWeight/n) {
		return fmt.Errorf("%w: weights from %d to %d for %d people are too far apart", ErrInput, lightest, heaviest, people)
	}
	if heaviest > mostTotal/n || lightest < -mostTotal/n {
		return fmt.Errorf("%w: weights from %d to %d for %d people are too large", ErrInput, lightest, heaviest, people)
	}
	return nil
}

// Perfect pairs everybody, so that the weights of the pairs sum up to the most. Its
// error wraps ErrInput, ErrNoPerfect, or is that of ctx. It takes O(n·m·log m) at
// worst for n people and m edges, and memory in proportion to n+m.
func (g Graph) Perfect(ctx context.Context) (Matching, error) {
	l, err := g.lay()
	if err != nil {
		return Matching{}, err
	}
	if g.People%2 == 1 {
		return Matching{}, fmt.Errorf("%w: %d is an odd number", ErrNoPerfect, g.People)
	}
	if 2*len(g.Edges) < g.People {
		return Matching{}, fmt.Errorf("%w: %d edges do not reach %d people", ErrNoPerfect, len(g.Edges), g.People)
	}
	s, err := l.solve(ctx)
	if err != nil {
		return Matching{}, err
	}
	return l.matching(s)
}

// Heaviest pairs people so that the weights of the pairs sum up to the most,
// leaving out whoever is worth nothing. Its error wraps ErrInput, or is that of
// ctx.
//
// It is solved as a perfect matching of two copies of the graph in which everybody
// can be with their own copy for nothing; Duals and Sets are of these 2·People
// people, a copy of v being v + People.
func (g Graph) Heaviest(ctx context.Context) (Matching, error) {
	twice := g.twice()
	m, err := twice.Perfect(ctx)
	if err != nil {
		return Matching{}, err
	}
	m.Mate, m.Weight, m.Pairs = m.Mate[:g.People], m.Weight/2, 0
	for v, mate := range m.Mate {
		switch {
		case int(mate) >= g.People:
			m.Mate[v] = -1
		case mate > int32(v):
			m.Pairs++
		}
	}
	return m, nil
}

// twice is two copies of the edges worth something, and everybody with their copy.
func (g Graph) twice() Graph {
	two := Graph{People: 2 * g.People, Edges: make([]Edge, 0, 2*len(g.Edges)+g.People)}
	n := int32(g.People)
	for _, e := range g.Edges {
		if e.Weight > 0 {
			two.Edges = append(two.Edges, e, Edge{e.A + n, e.B + n, e.Weight})
		}
	}
	for v := range n {
		two.Edges = append(two.Edges, Edge{v, v + n, 0})
	}
	return two
}

// laid is a graph in which the heaviest edge costs nothing.
type laid struct {
	*arcs
	heaviest int64
	missing  int64 // what a pair costs that is no edge
}

// span checks a graph, and gives the least and the most that an edge weighs.
func (g Graph) span() (lightest, heaviest int64, err error) {
	if g.People < 0 || g.People > math.MaxInt32/4 {
		return 0, 0, fmt.Errorf("%w: %d people", ErrInput, g.People)
	}
	heaviest, lightest = math.MinInt64, math.MaxInt64
	for i, e := range g.Edges {
		if e.A == e.B || e.A < 0 || e.B < 0 || int(e.A) >= g.People || int(e.B) >= g.People {
			return 0, 0, fmt.Errorf("%w: edge %d joins %d and %d of %d people", ErrInput, i, e.A, e.B, g.People)
		}
		heaviest, lightest = max(heaviest, e.Weight), min(lightest, e.Weight)
	}
	if len(g.Edges) == 0 {
		return 0, 0, nil
	}
	return lightest, heaviest, addable(lightest, heaviest, g.People)
}

// lay checks a graph and lays it out.
func (g Graph) lay() (laid, error) {
	lightest, heaviest, err := g.span()
	if err != nil {
		return laid{}, err
	}
	edges := make([]weighed, len(g.Edges))
	for i, e := range g.Edges {
		edges[i] = weighed{min(e.A, e.B), max(e.A, e.B), heaviest - e.Weight}
	}
	if !slices.IsSortedFunc(edges, compareWeighed) {
		slices.SortStableFunc(edges, compareWeighed)
	}
	kept := edges[:0]
	for _, e := range edges {
		if n := len(kept); n > 0 && kept[n-1].a == e.a && kept[n-1].b == e.b {
			kept[n-1].cost = min(kept[n-1].cost, e.cost)
			continue
		}
		kept = append(kept, e)
	}
	missing := (heaviest-lightest)*int64(g.People/2) + 1
	return laid{newArcs(g.People, kept), heaviest, missing}, nil
}

func (l laid) people() int { return l.n }

func (l laid) looked([]weighed) error { return nil }

func (l laid) row(u int32, _ []int64) ([]int32, []int64) {
	from, until := l.start[u], l.start[u+1]
	return l.to[from:until], l.cost[from:until]
}

// between is what two people cost: missing where there is no edge.
func (l laid) between(u, v int32) int64 {
	to, cost := l.row(u, nil)
	if i, is := slices.BinarySearch(to, v); is {
		return cost[i]
	}
	return l.missing
}

// sparseMost is the number of edges a person up to which a graph is solved as it
// is.
const sparseMost = 40

func (l laid) solve(ctx context.Context) (*edmonds, error) {
	if len(l.to) > 2*sparseMost*l.n {
		begin := make([]weighed, 0, l.n/2)
		for v := int32(0); int(v) < l.n; v += 2 {
			begin = append(begin, weighed{v, v + 1, l.between(v, v+1)})
		}
		return leastMatching(ctx, l, begin)
	}
	c := newCover(l.arcs, nil)
	if ok, err := c.solve(ctx); err != nil || !ok {
		return nil, errors.Join(err, ErrNoPerfect)
	}
	s := newEdmonds(l.arcs, c.duals(), c.mates())
	stuck, err := s.solve(ctx)
	if err == nil && stuck >= 0 {
		err = ErrNoPerfect
	}
	return s, err
}

// matching turns costs back into weights.
func (l laid) matching(s *edmonds) (Matching, error) {
	m := Matching{Mate: make([]int32, l.n), Pairs: l.n / 2, Duals: make([]int64, l.n)}
	for v, arc := range s.mate {
		if s.g.cost[arc] == l.missing {
			return Matching{}, ErrNoPerfect
		}
		m.Mate[v] = s.g.to[arc]
		m.Duals[v] = l.heaviest - s.y[v]
		if m.Mate[v] > int32(v) {
			m.Weight += l.heaviest - s.g.cost[arc]
		}
	}
	m.Sets = s.oddSets()
	return m, nil
}
