package match

import (
	"context"
	"fmt"
)

// cover solves the fractional relaxation of perfect matching: least-cost
// assignment on the bipartite double cover, in which every person is a row that
// looks for a column, and a column that is looked for (Derigs and Metz 1986, "On
// the use of optimal fractional matchings for solving the (integer) matching
// problem"). The best assignment falls into pairs, even cycles and odd cycles; all
// but one person of every odd cycle can be matched at once, so that few people
// are left to the blossom method.
//
// The assignment is found by an auction, nearly, and then along shortest augmenting
// paths (Jonker and Volgenant 1987, "A shortest augmenting path algorithm for dense and
// sparse linear assignment problems"); the paths here start from all free rows at
// once, and as many are augmented as lie side by side.
//
// Every row has a dual p and every column a dual q, with p(u) + q(v) ≤ cost(uv),
// and equality where u is assigned v.
type cover struct {
	g   *arcs
	p   []int64
	q   []int64
	arc []int32 // per row: the arc to its column, −1 while free
	row []int32 // per column: its row, −1 while free

	// One phase of paths. A stamp says in which phase a value was set.
	phase   int32
	dist    []int64 // per column
	rowDist []int64
	hops    []int32 // per column: the rows on the way there
	rowHops []int32
	seen    []int32 // column has a dist
	settled []int32 // column's dist is final
	visited []int32 // column was on a path
	next    []int32 // per row: the arc to look at next
	reached []int32 // columns settled in this phase
	rows    []int32 // rows reached in this phase
	path    []int32
	waiting queue
	deepest int64 // the largest dist settled
	largest int64 // no dual has been further from 0 so far
}

// mostDual bounds duals, so that no sum of a few overflows.
const mostDual = 1 << 60

// errTooLarge says that costs are too far apart to be added up exactly.
var errTooLarge = fmt.Errorf("%w: costs too far apart to be added up", ErrInput)

// newCover begins with duals that somebody guessed, y(u) + y(v) near 2·cost(uv) for
// the pairs that matter; without, with the least cost of every column.
func newCover(g *arcs, guessed []int64) *cover {
	n := g.n
	c := &cover{
		g: g, p: make([]int64, n), q: make([]int64, n), arc: make([]int32, n), row: make([]int32, n),
		dist: make([]int64, n), rowDist: make([]int64, n), hops: make([]int32, n), rowHops: make([]int32, n),
		seen: make([]int32, n), settled: make([]int32, n),
		visited: make([]int32, n), next: make([]int32, n),
	}
	for v := range n {
		c.arc[v], c.row[v] = -1, -1
		c.q[v] = never
	}
	for u := range n {
		for a := g.start[u]; a < g.start[u+1] && guessed == nil; a++ {
			c.q[g.to[a]] = min(c.q[g.to[a]], g.cost[a])
		}
	}
	for v, y := range guessed {
		c.q[v] = y >> 1
	}
	for u := range int32(n) {
		c.reduceRow(u)
	}
	c.takeFree()
	return c
}

// renew goes on with another graph of the same people: what was found stays where
// the duals allow it.
func (c *cover) renew(g *arcs) {
	before := c.g
	c.g = g
	for u := range int32(g.n) {
		column := int32(-1)
		if c.arc[u] >= 0 {
			column = before.to[c.arc[u]]
		}
		c.arc[u] = -1
		c.reduceRow(u)
		for a := g.start[u]; a < g.start[u+1] && column >= 0; a++ {
			if g.to[a] == column && c.slack(u, a) == 0 {
				c.arc[u] = a
			}
		}
		if column >= 0 && c.arc[u] < 0 {
			c.row[column] = -1
		}
	}
}

func (c *cover) slack(u, arc int32) int64 {
	return c.g.cost[arc] - c.p[u] - c.q[c.g.to[arc]]
}

// reduceRow gives a row the largest dual that its arcs allow.
func (c *cover) reduceRow(u int32) {
	least := int64(never)
	for a := c.g.start[u]; a < c.g.start[u+1]; a++ {
		least = min(least, c.g.cost[a]-c.q[c.g.to[a]])
	}
	c.p[u] = least
}

func (c *cover) assign(u, arc int32) {
	c.arc[u] = arc
	c.row[c.g.to[arc]] = u
}

// solve assigns every row. It reports false if that is not possible: then there
// is no perfect matching either.
func (c *cover) solve(ctx context.Context) (bool, error) {
	for u := range int32(c.g.n) {
		if c.g.start[u] == c.g.start[u+1] {
			return false, nil
		}
	}
	free := c.free()
	if len(free) > c.g.n/auctionShare {
		c.auction()
		free = c.free()
	}
	for len(free) > 0 {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		if c.largest > mostDual {
			return false, errTooLarge
		}
		if !c.measure(free) {
			return false, nil
		}
		free = c.augmentAll(free)
	}
	return true, nil
}

// free are the rows that are not assigned yet.
func (c *cover) free() (free []int32) {
	for u, arc := range c.arc {
		if arc < 0 {
			free = append(free, int32(u))
		}
	}
	return free
}

// duals gives every person the sum of its two duals: y(u) + y(v) ≤ 2·cost(uv).
func (c *cover) duals() []int64 {
	y := make([]int64, c.g.n)
	for v := range y {
		y[v] = c.p[v] + c.q[v]
	}
	return y
}

// mates gives every person an arc to a partner such that both have no slack in
// duals, and −1 for one person of every odd cycle.
func (c *cover) mates() []int32 {
	g := c.g
	mate := make([]int32, g.n)
	done := make([]bool, g.n)
	for v := range mate {
		mate[v] = -1
	}
	for u := range int32(g.n) {
		var cycle []int32
		for v := u; !done[v]; v = g.to[c.arc[v]] {
			done[v] = true
			cycle = append(cycle, c.arc[v])
		}
		for i := len(cycle) % 2; i+1 < len(cycle); i += 2 {
			arc := cycle[i]
			mate[g.from(arc)], mate[g.to[arc]] = arc, g.back[arc]
		}
	}
	return mate
}
