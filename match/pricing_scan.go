package match

import (
	"context"
	"runtime"
	"slices"
	"sync"
)

// The sizes of guessing.
const (
	guessSample = 300 // people whose pairs are looked at
	guessRounds = 24
	guessPlace  = 3 // a guess is what the third best partner in the sample would take
	guessFine   = 3 // bits behind the point of a guess
)

// guess gives duals near what people pay in the end, so that the first sparse part
// has few pairs too many with those whom everybody wants: in a sample every dual
// moves half way to what somebody's third best partner would take, often enough to
// come to rest; then everybody else's to what the sample would.
func (p *pricing) guess(ctx context.Context) ([]int64, error) {
	sample := make([]int32, min(p.n, guessSample))
	for i := range sample {
		sample[i] = int32(i * p.n / len(sample))
	}
	columns, err := p.columns(ctx, sample)
	if err != nil {
		return nil, err
	}
	pays := make([]int64, len(sample))
	takes := func(v int) (int64, bool) {
		best := [guessPlace]int64{never, never, never}
		for i, cost := range columns[v*len(sample) : (v+1)*len(sample)] {
			if cost == never {
				continue
			}
			t, at := cost<<(guessFine+1)-pays[i], guessPlace-1
			if t >= best[at] {
				continue
			}
			for ; at > 0 && best[at-1] > t; at-- {
				best[at] = best[at-1]
			}
			best[at] = t
		}
		return best[guessPlace-1], best[guessPlace-1] < never
	}
	// Rounded the same way below zero as above.
	whole := func(fine int64) int64 { return (fine + 1<<(guessFine-1)) >> guessFine }
	next := make([]int64, len(sample))
	for range guessRounds {
		for i, v := range sample {
			if t, is := takes(int(v)); is {
				next[i] = (pays[i] + t) >> 1
			}
		}
		copy(pays, next)
	}
	y := make([]int64, p.n)
	for v := range y {
		if t, is := takes(v); is {
			y[v] = whole(t)
		}
	}
	for i, v := range sample {
		y[v] = whole(pays[i])
	}
	return y, nil
}

// columns gives what everybody costs with each of a sample, never where they cannot
// be together.
func (p *pricing) columns(ctx context.Context, sample []int32) ([]int64, error) {
	columns := make([]int64, p.n*len(sample))
	for i := range columns {
		columns[i] = never
	}
	err := p.each(ctx, sample, func() func(i int, to []int32, costs []int64) {
		return func(i int, to []int32, costs []int64) {
			for j, cost := range costs {
				v := int32(j)
				if to != nil {
					v = to[j]
				}
				if v != sample[i] {
					columns[int(v)*len(sample)+i] = cost
				}
			}
		}
	})
	return columns, err
}

// each calls what begin gives with the row of each of some people, on all processors;
// begin once for each of those.
func (p *pricing) each(ctx context.Context, who []int32, begin func() func(i int, to []int32, costs []int64)) error {
	workers := min(runtime.GOMAXPROCS(0), 1+len(who)/16)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			room := make([]int64, p.n)
			use := begin()
			for i := w; i < len(who) && ctx.Err() == nil; i += workers {
				to, costs := p.whole.row(who[i], room)
				use(i, to, costs)
			}
		})
	}
	group.Wait()
	return ctx.Err()
}

// scan finds for some people the pairs outside of the sparse part with the least slack,
// least first.
func (p *pricing) scan(ctx context.Context, who []int32, most int, y []int64, s *edmonds) ([][]wish, error) {
	p.times++
	tell(ctx, StagePricing, p.times, 0)
	wishes := make([][]wish, len(who))
	err := p.each(ctx, who, func() func(i int, to []int32, costs []int64) {
		l := shortlist{part: p.part, y: y, s: s, best: make([]wish, 0, most), seen: make([]int32, p.n)}
		if s != nil {
			l.y = slices.Clone(y)
		}
		return func(i int, to []int32, costs []int64) {
			l.begin(who[i])
			// Beginning somewhere else for everybody, so that of many that cost the same
			// not all want the first.
			from := int(uint64(uint32(who[i])*0x9e3779b1) * uint64(len(costs)) >> 32)
			if to == nil {
				l.all(costs, from, len(costs))
				l.all(costs, 0, from)
			} else {
				l.some(to[from:], costs[from:])
				l.some(to[:from], costs[:from])
			}
			l.end(y)
			wishes[i] = slices.Clone(l.best)
		}
	})
	return wishes, err
}

// shortlist is somebody's pairs with the least slack, as many as best has room for.
type shortlist struct {
	u     int32
	own   int64 // what u pays
	best  []wish
	limit int64
	y     []int64 // what the others pay, less the blossoms that u and they are in
	s     *edmonds
	part  *arcs
	seen  []int32 // per person: whoever was last looked at and has them in the sparse part, plus 1
}

func (l *shortlist) begin(u int32) {
	l.u, l.own, l.limit, l.best = u, l.y[u], never, l.best[:0]
	l.seen[u] = u + 1
	for _, v := range l.part.to[l.part.start[u]:l.part.start[u+1]] {
		l.seen[v] = u + 1
	}
	if l.s == nil {
		return
	}
	sum := int64(0)
	for b := l.s.parent[u]; b >= 0; b = l.s.parent[b] {
		sum += l.s.z[b]
	}
	for inner, b := u, l.s.parent[u]; b >= 0; inner, b = b, l.s.parent[b] {
		for _, child := range l.s.children[b] {
			if child == inner {
				continue
			}
			for _, v := range l.s.members(child) {
				l.y[v] -= sum
			}
		}
		sum -= l.s.z[b]
	}
}

// end undoes what begin did.
func (l *shortlist) end(y []int64) {
	if l.s == nil {
		return
	}
	for _, v := range l.s.members(l.s.outer[l.u]) {
		l.y[v] = y[v]
	}
}

func (l *shortlist) all(costs []int64, from, until int) {
	own, limit := l.own, l.limit
	y := l.y[from:until]
	for i, cost := range costs[from:until] {
		if gap := 2*cost - own - y[i]; gap < limit {
			l.take(int32(from+i), gap, cost)
			limit = l.limit
		}
	}
}

func (l *shortlist) some(to []int32, costs []int64) {
	for i, cost := range costs {
		if gap := 2*cost - l.own - l.y[to[i]]; gap < l.limit {
			l.take(to[i], gap, cost)
		}
	}
}

// take puts a pair into the list, and lowers the limit when it is full.
func (l *shortlist) take(v int32, gap, cost int64) {
	if l.seen[v] == l.u+1 {
		return
	}
	if len(l.best) < cap(l.best) {
		l.best = append(l.best, wish{})
	}
	at := len(l.best) - 1
	for ; at > 0 && l.best[at-1].gap > gap; at-- {
		l.best[at] = l.best[at-1]
	}
	l.best[at] = wish{gap, cost, v}
	if len(l.best) == cap(l.best) {
		l.limit = l.best[len(l.best)-1].gap
	}
}
