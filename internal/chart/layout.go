package chart

import (
	"cmp"
	"math"
	"slices"
)

// Point is a place in a picture.
type Point struct{ X, Y int }

// Plan is where the people of a picture are.
type Plan struct {
	Points        []Point
	Width, Height int
}

// small is how many people are drawn as a plain shape: two as a line, three as a
// triangle. Larger groups that hang together are laid out by forces.
const small = 8

// Layout places people so that those who are joined by lines are near each other
// and nobody is on top of somebody else, about gap apart. Groups that hang
// together are packed in rows: the large ones first, the others in the order in
// which lines first name them, and people without a line last. No two people
// have the same place.
func Layout(people int, lines [][2]int, gap int) Plan {
	var blocks []block
	for _, members := range components(people, lines) {
		blocks = append(blocks, newBlock(members, float64(gap)))
	}
	return pack(blocks, people, float64(gap))
}

// component is people who hang together, and the lines between them as places in
// that list.
type component struct {
	people []int
	lines  [][2]int
}

// components splits the people into those who hang together: large ones by size,
// then the others in the order of the lines, then single people.
func components(n int, lines [][2]int) []component {
	root := make([]int, n)
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, l := range lines {
		root[find(l[0])] = find(l[1])
	}
	number := map[int]int{}
	var list []component
	place := make([]int, n)
	seen := make([]bool, n)
	add := func(i int) {
		if seen[i] {
			return
		}
		seen[i] = true
		at, ok := number[find(i)]
		if !ok {
			at = len(list)
			number[find(i)] = at
			list = append(list, component{})
		}
		place[i] = len(list[at].people)
		list[at].people = append(list[at].people, i)
	}
	for _, l := range lines {
		add(l[0])
		add(l[1])
	}
	for i := range n {
		add(i)
	}
	for _, l := range lines {
		c := &list[number[find(l[0])]]
		c.lines = append(c.lines, [2]int{place[l[0]], place[l[1]]})
	}
	slices.SortStableFunc(list, func(a, b component) int { return cmp.Compare(b.rank(), a.rank()) })
	return list
}

// rank orders components: those drawn by forces by their size, then plain shapes,
// pairs and single people, each in the order in which they came.
func (c component) rank() int {
	if k := len(c.people); k > small {
		return k
	}
	return min(len(c.people), 3)
}

// block is a component with the places of its people in a box of its own.
type block struct {
	people []int
	at     []spot
	w, h   float64
}

type spot struct{ x, y float64 }

func newBlock(c component, gap float64) block {
	margin := 0.6 * gap
	b := block{people: c.people}
	switch k := len(c.people); {
	case k == 1:
		b.at = []spot{{0, 0}}
	case k == 2:
		b.at = []spot{{0, 0}, {gap, 0}}
	case k <= small:
		r := gap / (2 * math.Sin(math.Pi/float64(k)))
		for i := range k {
			sin, cos := math.Sincos(2*math.Pi*float64(i)/float64(k) - math.Pi/2)
			b.at = append(b.at, spot{r * cos, r * sin})
		}
	default:
		b.at = force(k, c.lines, gap)
	}
	low, high := bounds(b.at)
	for i := range b.at {
		b.at[i].x += margin - low.x
		b.at[i].y += margin - low.y
	}
	b.w, b.h = high.x-low.x+2*margin, high.y-low.y+2*margin
	return b
}

func bounds(at []spot) (low, high spot) {
	low, high = at[0], at[0]
	for _, s := range at {
		low = spot{min(low.x, s.x), min(low.y, s.y)}
		high = spot{max(high.x, s.x), max(high.y, s.y)}
	}
	return low, high
}

// pack puts the blocks in rows from left to right, in a box that is a little
// wider than high.
func pack(blocks []block, people int, gap float64) Plan {
	var area, widest float64
	for _, b := range blocks {
		area += b.w * b.h
		widest = max(widest, b.w)
	}
	width := max(widest, math.Sqrt(area*1.6))
	plan := Plan{Points: make([]Point, people)}
	taken := make(map[Point]bool, people)
	var x, y, row float64
	for _, b := range blocks {
		if x > 0 && x+b.w > width+gap/100 {
			x, y, row = 0, y+row, 0
		}
		for i, person := range b.people {
			p := Point{int(math.Round(x + b.at[i].x)), int(math.Round(y + b.at[i].y))}
			for taken[p] {
				p.X++
			}
			taken[p] = true
			plan.Points[person] = p
		}
		x, row = x+b.w, max(row, b.h)
		plan.Width = max(plan.Width, int(math.Ceil(x)))
	}
	plan.Height = int(math.Ceil(y + row))
	return plan
}
