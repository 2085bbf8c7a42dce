package chart

// tree divides the plane into quarters until each holds one place, and knows of
// each quarter how many are in it and where their centre is.
type tree struct {
	quarters []quarter
	stack    []int32
}

type quarter struct {
	x, y   float64 // centre of those in it
	count  float64
	middle spot
	half   float64 // of its side
	first  int32   // the first of its four quarters, or 0
}

const (
	// wide is how large a quarter may look from somebody to push as one.
	wide = 0.9
	// deepest stops the division where people are in the same place.
	deepest = 24
	// soft keeps the push of very near people finite.
	soft = 1e-3
)

func newTree(n int) *tree { return &tree{quarters: make([]quarter, 0, 4*n)} }

func (t *tree) build(at []spot) {
	low, high := bounds(at)
	half := max(high.x-low.x, high.y-low.y)/2 + 1e-9
	t.quarters = append(t.quarters[:0], quarter{middle: spot{(low.x + high.x) / 2, (low.y + high.y) / 2}, half: half})
	for _, s := range at {
		t.insert(s)
	}
	for i := range t.quarters {
		if q := &t.quarters[i]; q.count > 0 {
			q.x /= q.count
			q.y /= q.count
		}
	}
}

// insert adds a place to every quarter around it. Until build is done, x and y
// are sums.
func (t *tree) insert(s spot) {
	at := int32(0)
	for range deepest {
		q := &t.quarters[at]
		if q.count == 0 {
			q.x, q.y, q.count = s.x, s.y, 1
			return
		}
		if q.first == 0 {
			q = t.divide(at)
		}
		q.x += s.x
		q.y += s.y
		q.count++
		at = q.first + which(q.middle, s)
	}
	q := &t.quarters[at]
	q.x += s.x
	q.y += s.y
	q.count++
}

// divide makes four quarters of one that holds a single place, and moves that
// place into its own.
func (t *tree) divide(at int32) *quarter {
	q := t.quarters[at]
	q.first = int32(len(t.quarters))
	h := q.half / 2
	for _, d := range [4]spot{{-h, -h}, {h, -h}, {-h, h}, {h, h}} {
		t.quarters = append(t.quarters, quarter{middle: spot{q.middle.x + d.x, q.middle.y + d.y}, half: h})
	}
	in := &t.quarters[q.first+which(q.middle, spot{q.x, q.y})]
	in.x, in.y, in.count = q.x, q.y, 1
	t.quarters[at] = q
	return &t.quarters[at]
}

func which(middle, s spot) int32 {
	var n int32
	if s.x >= middle.x {
		n = 1
	}
	if s.y >= middle.y {
		n += 2
	}
	return n
}

// push adds to f how everybody pushes somebody at s away. Their own quarter is at
// no distance and pushes nowhere.
func (t *tree) push(s spot, f *spot) {
	t.stack = append(t.stack[:0], 0)
	for len(t.stack) > 0 {
		q := &t.quarters[t.stack[len(t.stack)-1]]
		t.stack = t.stack[:len(t.stack)-1]
		if q.count == 0 {
			continue
		}
		dx, dy := s.x-q.x, s.y-q.y
		d := dx*dx + dy*dy
		if q.first != 0 && 4*q.half*q.half > wide*wide*d {
			t.stack = append(t.stack, q.first, q.first+1, q.first+2, q.first+3)
			continue
		}
		k := q.count / (d + soft)
		f.x += dx * k
		f.y += dy * k
	}
}
