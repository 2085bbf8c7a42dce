package match

import "slices"

// The sizes of the auction.
const (
	auctionShare = 8  // it is held where one row of so many is free
	auctionBegin = 16 // times what separates a row's best columns is what a bid adds at first
	auctionLeast = 64 // or this, if that is more
	auctionStep  = 4  // then by how much less each time
	auctionTurns = 20 // bids a row, each time
)

// auction assigns most rows, near the best: every free row in turn bids for the column
// it likes best, so much that it would be content with its second best, and a little
// more; whoever had the column is free again. It is repeated for less and less more,
// until it is one, from the duals found so far: whoever does not like their column as
// well as that any more is free then (Bertsekas 1988, "The auction algorithm: a
// distributed relaxation method for the assignment problem"). Each time costs
// O(auctionTurns·m) at most, and most often a few bids a row. In the end only rows
// without slack stay; for the others paths are looked for, which are short by now: from
// the guessed duals alone they led through nearly all columns, hundreds of times.
func (c *cover) auction() {
	before := slices.Clone(c.q)
	more := c.spacing()
	for c.auctionFor(more) && more > 1 {
		more = max(1, more/auctionStep)
	}
	if c.largest > mostDual/4 { // nobody may be left for somebody; it went too far to go on from
		copy(c.q, before)
		c.largest = 0
	}
	for u := range int32(c.g.n) {
		c.reduceRow(u)
		c.largest = max(c.largest, c.p[u], -c.p[u])
		if c.arc[u] >= 0 && c.slack(u, c.arc[u]) != 0 {
			c.release(u)
		}
	}
	c.takeFree()
}

// spacing is what a bid should add at first.
func (c *cover) spacing() int64 {
	const columns = 4 // that may be a row's
	gaps := make([]int64, c.g.n)
	for u := range gaps {
		var best [columns]int64
		n := 0
		for a := c.g.start[u]; a < c.g.start[u+1]; a++ {
			r := c.g.cost[a] - c.q[c.g.to[a]]
			if n < columns {
				best[n] = r
				n++
			} else if r >= best[n-1] {
				continue
			}
			at := n - 1
			for ; at > 0 && best[at-1] > r; at-- {
				best[at] = best[at-1]
			}
			best[at] = r
		}
		gaps[u] = best[n-1] - best[0]
	}
	slices.Sort(gaps)
	return max(auctionLeast, min(auctionBegin*gaps[len(gaps)/2], mostDual/auctionBegin))
}

// auctionFor goes on until every row is assigned, with a slack of no more than one bid
// adds. It reports false where duals get too large.
func (c *cover) auctionFor(more int64) bool {
	g := c.g
	var free []int32
	for u := range int32(g.n) {
		c.reduceRow(u)
		if c.arc[u] >= 0 && c.slack(u, c.arc[u]) > more {
			c.release(u)
		}
		if c.arc[u] < 0 {
			free = append(free, u)
		}
	}
	for turns := auctionTurns * g.n; len(free) > 0 && turns > 0; turns-- {
		u := free[len(free)-1]
		free = free[:len(free)-1]
		first, second := int64(never), int64(never)
		best := int32(-1)
		for a := g.start[u]; a < g.start[u+1]; a++ {
			if r := g.cost[a] - c.q[g.to[a]]; r < first {
				first, second, best = r, first, a
			} else {
				second = min(second, r)
			}
		}
		if second == never {
			second = first
		}
		column := g.to[best]
		c.q[column] -= second - first + more
		if c.largest = max(c.largest, -c.q[column]); c.largest > mostDual/4 {
			return false
		}
		if old := c.row[column]; old >= 0 {
			c.arc[old] = -1
			free = append(free, old)
		}
		c.assign(u, best)
	}
	return true
}

// release makes a row free.
func (c *cover) release(u int32) {
	c.row[c.g.to[c.arc[u]]] = -1
	c.arc[u] = -1
}

// takeFree assigns free rows free columns without slack.
func (c *cover) takeFree() {
	for u := range int32(c.g.n) {
		for a := c.g.start[u]; c.arc[u] < 0 && a < c.g.start[u+1]; a++ {
			if c.row[c.g.to[a]] < 0 && c.slack(u, a) == 0 {
				c.assign(u, a)
			}
		}
	}
}
