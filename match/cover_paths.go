package match

// measure finds the distances from the free rows to the columns nearest to them
// (Dijkstra 1959), until half as many free columns are reached as there are free
// rows, and changes the duals so that the shortest paths have no slack. It
// reports false if no free column can be reached.
func (c *cover) measure(free []int32) bool {
	c.phase++
	c.waiting.clear()
	c.reached, c.rows = c.reached[:0], c.rows[:0]
	for _, u := range free {
		c.relax(u, 0, 0)
	}
	found, wanted := 0, (len(free)+1)/2
	c.deepest = 0
	for c.waiting.len() > 0 {
		e := c.waiting.pop()
		v := e.what
		if c.settled[v] == c.phase || e.at != c.dist[v] || e.hops != c.hops[v] {
			continue
		}
		if found >= wanted && e.at > c.deepest {
			break
		}
		c.settled[v] = c.phase
		c.reached = append(c.reached, v)
		c.deepest = e.at
		if c.row[v] < 0 {
			found++
			continue
		}
		c.relax(c.row[v], e.at, e.hops)
	}
	if found == 0 {
		return false
	}
	for _, v := range c.reached {
		c.q[v] -= c.deepest - c.dist[v]
		c.largest = max(c.largest, -c.q[v])
	}
	for _, u := range c.rows {
		c.p[u] += c.deepest - c.rowDist[u]
		c.largest = max(c.largest, c.p[u])
	}
	return true
}

func (c *cover) relax(u int32, at int64, hops int32) {
	g := c.g
	c.rowDist[u], c.rowHops[u] = at, hops
	hops++
	c.rows = append(c.rows, u)
	c.next[u] = g.start[u]
	base := at - c.p[u]
	for a := g.start[u]; a < g.start[u+1]; a++ {
		v := g.to[a]
		if c.settled[v] == c.phase {
			continue
		}
		d := base + g.cost[a] - c.q[v]
		if c.seen[v] != c.phase || d < c.dist[v] || d == c.dist[v] && hops < c.hops[v] {
			c.seen[v], c.dist[v], c.hops[v] = c.phase, d, hops
			c.waiting.push(event{d, v, hops})
		}
	}
}

// augmentAll walks from every free row along arcs without slack to a free column,
// visiting no column twice, and gives the rows that found none.
func (c *cover) augmentAll(free []int32) (left []int32) {
	for _, u := range free {
		if !c.walk(u) {
			left = append(left, u)
			continue
		}
		for _, row := range c.path {
			c.assign(row, c.next[row])
		}
	}
	return left
}

// walk finds a path of rows, each at the arc c.next[row], by depth first, but only
// along paths of the fewest hops: others would use up the columns that the next rows
// need, where many pairs cost the same (Hopcroft and Karp 1973, "An n^5/2 algorithm
// for maximum matchings in bipartite graphs").
func (c *cover) walk(u int32) bool {
	g := c.g
	c.path = append(c.path[:0], u)
	for len(c.path) > 0 {
		u := c.path[len(c.path)-1]
		deeper := false
		for ; c.next[u] < g.start[u+1]; c.next[u]++ {
			a := c.next[u]
			v := g.to[a]
			if c.settled[v] != c.phase || c.visited[v] == c.phase || c.hops[v] != c.rowHops[u]+1 || c.slack(u, a) != 0 {
				continue
			}
			c.visited[v] = c.phase
			if c.row[v] < 0 {
				return true
			}
			c.path = append(c.path, c.row[v])
			deeper = true
			break
		}
		if !deeper {
			c.path = c.path[:len(c.path)-1]
			if len(c.path) > 0 {
				c.next[c.path[len(c.path)-1]]++
			}
		}
	}
	return false
}
