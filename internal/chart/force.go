package chart

import "math"

// force places people who hang together as if each pushed all others away and
// lines were springs, cooling down step by step (after Fruchterman and Reingold,
// "Graph drawing by force-directed placement", 1991). People far away push as
// one, by their centre (after Barnes and Hut, "A hierarchical O(N log N)
// force-calculation algorithm", 1986). It begins from a spiral and uses no
// chance, so that the same people and lines always give the same picture.
func force(n int, lines [][2]int, gap float64) []spot {
	at := spiral(n)
	pull := strengths(n, lines)
	t := newTree(n)
	moved := make([]spot, n)
	rounds := min(300, max(40, 250_000/n))
	heat := math.Sqrt(float64(n)) / 4
	for round := range rounds {
		t.build(at)
		for i := range moved {
			// A weak pull to the middle keeps everything together.
			moved[i] = spot{-0.02 * at[i].x, -0.02 * at[i].y}
			t.push(at[i], &moved[i])
		}
		for k, l := range lines {
			a, b := at[l[0]], at[l[1]]
			dx, dy := b.x-a.x, b.y-a.y
			f := pull[k] * math.Sqrt(dx*dx+dy*dy)
			moved[l[0]].x += f * dx
			moved[l[0]].y += f * dy
			moved[l[1]].x -= f * dx
			moved[l[1]].y -= f * dy
		}
		limit := heat * (1 - float64(round)/float64(rounds))
		for i, m := range moved {
			if d := math.Hypot(m.x, m.y); d > limit {
				m.x, m.y = m.x*limit/d, m.y*limit/d
			}
			at[i].x += m.x
			at[i].y += m.y
		}
	}
	spread(at)
	apart(at)
	for i := range at {
		at[i].x *= gap
		at[i].y *= gap
	}
	return at
}

// spiral spreads n places evenly over a disc, one to a square of side 1.
func spiral(n int) []spot {
	const golden = 2.399963229728653 // radians
	at := make([]spot, n)
	for i := range at {
		sin, cos := math.Sincos(golden * float64(i))
		r := math.Sqrt((float64(i) + 0.5) / math.Pi)
		at[i] = spot{r * cos, r * sin}
	}
	return at
}

// strengths makes the springs of people with many lines weaker, or everybody
// would end in one heap.
func strengths(n int, lines [][2]int) []float64 {
	degree := make([]int, n)
	for _, l := range lines {
		degree[l[0]]++
		degree[l[1]]++
	}
	pull := make([]float64, len(lines))
	for i, l := range lines {
		pull[i] = 1 / float64(1+min(degree[l[0]], degree[l[1]]))
	}
	return pull
}

// spread scales the places so that they have on average as much room as gap
// asks for, and brings those who were pushed far out back to the rim.
func spread(at []spot) {
	var sum float64
	for _, s := range at {
		sum += s.x*s.x + s.y*s.y
	}
	rim := math.Sqrt(float64(len(at)) / math.Pi)
	scale := rim / math.Sqrt2 / math.Sqrt(sum/float64(len(at)))
	for i, s := range at {
		s.x, s.y = s.x*scale, s.y*scale
		if d := math.Hypot(s.x, s.y); d > rim {
			// beyond the rim distances grow slower and slower
			f := rim * (1 + 0.3*math.Log(d/rim)) / d
			s.x, s.y = s.x*f, s.y*f
		}
		at[i] = s
	}
}

// near is how close two people may be, in gaps.
const near = 0.6

// apart moves people away from each other who are too close, a few times over a
// grid: it need not be perfect.
func apart(at []spot) {
	type cell struct{ x, y int }
	for range 12 {
		grid := make(map[cell][]int, len(at))
		for i, s := range at {
			c := cell{int(math.Floor(s.x / near)), int(math.Floor(s.y / near))}
			grid[c] = append(grid[c], i)
		}
		quiet := true
		for i := range at {
			c := cell{int(math.Floor(at[i].x / near)), int(math.Floor(at[i].y / near))}
			for x := c.x - 1; x <= c.x+1; x++ {
				for y := c.y - 1; y <= c.y+1; y++ {
					for _, j := range grid[cell{x, y}] {
						if j > i && part(&at[i], &at[j]) {
							quiet = false
						}
					}
				}
			}
		}
		if quiet {
			return
		}
	}
}

// part moves two people to half of what they lack each.
func part(a, b *spot) bool {
	dx, dy := b.x-a.x, b.y-a.y
	d := math.Hypot(dx, dy)
	if d >= near {
		return false
	}
	if d == 0 {
		dx, d = 1e-3, 1e-3
	}
	f := (near - d) / d / 2
	a.x, a.y = a.x-dx*f, a.y-dy*f
	b.x, b.y = b.x+dx*f, b.y+dy*f
	return true
}
