package match

import (
	"context"
	"slices"
)

// BestTotal assigns as many seekers as possible, and of all ways to do so takes one
// in which the places add up to the least: the place of the offer in the seeker's
// list, and of the seeker in the offer's; an offer that takes everybody has no say.
// A seeker and an offer may both rather have each other than what they got.
//
// It is a flow of least cost, found one seeker at a time along shortest paths
// (Edmonds and Karp 1972, "Theoretical improvements in algorithmic efficiency for
// network flow problems"). It takes O(s·m·log m) for s seekers and m entries of
// lists at most, and memory in proportion to the market. Errors wrap ErrInput, or are
// of ctx.
func (m Market) BestTotal(ctx context.Context, seed [32]byte) (Assignment, error) {
	k, err := newMarket(m, seed)
	if err != nil {
		return Assignment{}, err
	}
	f := newFlow(k)
	for i, s := range f.order() {
		if err := ctx.Err(); err != nil {
			return Assignment{}, err
		}
		if i%256 == 0 {
			tell(ctx, StageAsking, i, len(f.pair))
		}
		f.place(s)
	}
	return k.assignment(f.pair), nil
}

// flow has prices and claims such that cost + price ≥ claim for every pair, with
// equality for those who are together; offers with places left cost nothing, and
// nobody claims more than being without an offer is worth to avoid.
type flow struct {
	*market
	cost   []int64   // per pair
	alone  int64     // what a seeker without an offer costs
	pair   []int32   // per seeker, −1 for none
	inside [][]int32 // per offer: its seekers
	price  []int64   // per offer
	claim  []int64   // per seeker

	// The paths from the seeker who is to be placed.
	turn    int32
	dist    []int64 // per offer
	seen    []int32 // the turn in which dist was set
	settled []int32
	came    []int32 // per offer: the pair by which the path came
	depth   []int64 // per seeker
	reached []int32 // seekers on paths
	offers  []int32 // offers on paths
	waiting queue
}

func newFlow(k *market) *flow {
	seekers, offers := len(k.Wishes), len(k.Offers)
	f := &flow{
		market: k, cost: make([]int64, len(k.pairs)), pair: make([]int32, seekers), inside: make([][]int32, offers),
		price: make([]int64, offers), claim: make([]int64, seekers), dist: make([]int64, offers), seen: make([]int32, offers),
		settled: make([]int32, offers), came: make([]int32, offers), depth: make([]int64, seekers),
	}
	most := int64(0)
	for s := range seekers {
		f.pair[s] = -1
		for p := k.start[s]; p < k.start[s+1]; p++ {
			f.cost[p] = int64(slices.Index(k.Wishes[s], k.pairs[p].offer))
			if k.Offers[k.pairs[p].offer].Takes != nil {
				f.cost[p] += int64(k.pairs[p].place)
			}
			most = max(most, f.cost[p])
		}
	}
	f.alone = (most+1)*int64(seekers) + 1
	return f
}

// order is the lottery's: of equally good ways it decides which is taken.
func (f *flow) order() []int32 {
	order := make([]int32, len(f.lottery))
	for s, place := range f.lottery {
		order[place] = int32(s)
	}
	return order
}

// place finds the cheapest way to give a seeker an offer, others moving on, or to
// leave them or one of the others without.
func (f *flow) place(s int32) {
	f.turn++
	f.waiting.clear()
	f.reached, f.offers = f.reached[:0], f.offers[:0]
	f.claim[s] = f.alone
	for p := f.start[s]; p < f.start[s+1]; p++ {
		f.claim[s] = min(f.claim[s], f.cost[p]+f.price[f.pairs[p].offer])
	}
	f.relax(s, 0)
	last, end := s, f.alone-f.claim[s] // who is left without, and what that costs
	for f.waiting.len() > 0 {
		e := f.waiting.pop()
		o := e.what
		if e.at >= end {
			break
		}
		if f.settled[o] == f.turn || e.at != f.dist[o] {
			continue
		}
		f.settled[o] = f.turn
		if len(f.inside[o]) < int(f.Offers[o].Capacity) {
			f.raise(e.at)
			f.move(o)
			return
		}
		f.offers = append(f.offers, o)
		for _, t := range f.inside[o] {
			f.relax(t, e.at)
			if at := e.at + f.alone - f.claim[t]; at < end {
				last, end = t, at
			}
		}
	}
	f.raise(end)
	if last != s {
		o := f.pairs[f.pair[last]].offer
		f.inside[o] = slices.DeleteFunc(f.inside[o], func(t int32) bool { return t == last })
		f.pair[last] = -1
		f.move(o)
	}
}

// relax looks at the offers of a seeker who is reached at a distance.
func (f *flow) relax(s int32, at int64) {
	f.depth[s] = at
	f.reached = append(f.reached, s)
	for p := f.start[s]; p < f.start[s+1]; p++ {
		o := f.pairs[p].offer
		if f.settled[o] == f.turn || f.Offers[o].Capacity == 0 {
			continue
		}
		d := at + f.cost[p] + f.price[o] - f.claim[s]
		if f.seen[o] != f.turn || d < f.dist[o] {
			f.seen[o], f.dist[o], f.came[o] = f.turn, d, p
			f.waiting.push(event{at: d, what: o})
		}
	}
}

// raise makes the paths up to a distance cost nothing.
func (f *flow) raise(end int64) {
	for _, s := range f.reached {
		f.claim[s] += end - f.depth[s]
	}
	for _, o := range f.offers {
		f.price[o] += end - f.dist[o]
	}
}

// move lets everybody on the path to an offer with a place move on.
func (f *flow) move(o int32) {
	for {
		p := f.came[o]
		s := f.seekerOf(p)
		before := f.pair[s]
		f.pair[s] = p
		f.inside[o] = append(f.inside[o], s)
		if before < 0 {
			return
		}
		o = f.pairs[before].offer
		f.inside[o] = slices.DeleteFunc(f.inside[o], func(t int32) bool { return t == s })
	}
}

// seekerOf finds whose pair it is.
func (f *flow) seekerOf(p int32) int32 {
	s, exact := slices.BinarySearch(f.start, p)
	if !exact {
		return int32(s) - 1
	}
	for f.start[s+1] == p { // seekers without pairs begin there too
		s++
	}
	return int32(s)
}
