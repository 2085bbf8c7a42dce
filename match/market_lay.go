package match

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"
)

// market is laid out by pairs of a seeker and an offer that take each other.
type market struct {
	Market
	lottery []int32
	start   []int32 // per seeker, the first of their pairs; best first
	pairs   []wanted
	asked   []int32 // per offer: how many pairs it is in

	// While seekers ask, per offer:
	desks   []desk
	refuses []atomic.Int32 // from this place on
}

// wanted is one pair: the offer that a seeker wants, and the seeker's place in the
// offer's order, 0 best.
type wanted struct{ offer, place int32 }

// newMarket checks a market and lays it out, by counting alone: O(m) for m entries
// of lists. Errors wrap ErrInput.
func newMarket(m Market, seed [32]byte) (*market, error) {
	seekers := len(m.Wishes)
	k := &market{Market: m, lottery: make([]int32, seekers)}
	order := make([]int32, seekers)
	for i := range order {
		order[i] = int32(i)
	}
	newSource(seed).shuffle(order)
	for i, s := range order {
		k.lottery[s] = int32(i)
	}
	if m.entries() > math.MaxInt32/2 {
		return nil, wrong("lists of %d entries in all", m.entries())
	}
	taken, places, ok := m.takenBy()
	if !ok || !k.lay(taken, places) {
		return nil, m.Validate() // says what is wrong
	}
	return k, nil
}

// entries is the length of all lists together.
func (m Market) entries() (n int) {
	for _, wishes := range m.Wishes {
		n += len(wishes)
	}
	for i := range m.Offers {
		n += len(m.Offers[i].Takes)
	}
	return n
}

// byParts calls do with as many parts of 0…n−1 as there are processors, at once, and
// says whether all went well. There are always the same parts for the same number of
// processors, and what is made of them does not depend on how many there are.
func byParts(n int, do func(part, from, until int) bool) bool {
	parts := min(runtime.GOMAXPROCS(0), 1+n/4096)
	ok := make([]bool, parts)
	var group sync.WaitGroup
	for i := range parts {
		group.Go(func() { ok[i] = do(i, i*n/parts, (i+1)*n/parts) })
	}
	group.Wait()
	for _, is := range ok {
		if !is {
			return false
		}
	}
	return true
}

// takenBy turns the offers' lists round: places[start[s]:start[s+1]] are where a
// seeker is in them, by offer. It reports false for lists of somebody who is not there.
func (m Market) takenBy() (start []int32, places []wanted, ok bool) {
	seekers := len(m.Wishes)
	var counts [][]int32 // per part: how many of its offers list a seeker
	var lock sync.Mutex
	ok = byParts(len(m.Offers), func(part, from, until int) bool {
		count := make([]int32, seekers)
		lock.Lock()
		for len(counts) <= part {
			counts = append(counts, nil)
		}
		counts[part] = count
		lock.Unlock()
		for i := from; i < until; i++ {
			if m.Offers[i].Capacity < 0 {
				return false
			}
			for _, s := range m.Offers[i].Takes {
				if uint(s) >= uint(seekers) {
					return false
				}
				count[s]++
			}
		}
		return true
	})
	if !ok {
		return nil, nil, false
	}
	start = make([]int32, seekers+1)
	at := int32(0)
	for s := range seekers {
		start[s] = at
		for part := range counts { // from now on: where the next of the part belongs
			at, counts[part][s] = at+counts[part][s], at
		}
	}
	start[seekers] = at
	places = make([]wanted, at)
	byParts(len(m.Offers), func(part, from, until int) bool {
		next := counts[part]
		for i := from; i < until; i++ {
			for place, s := range m.Offers[i].Takes {
				at := next[s]
				places[at] = wanted{int32(i), int32(place)}
				next[s] = at + 1
			}
		}
		return true
	})
	return start, places, true
}

// seat is what is known of a seeker at an offer while their list is looked at.
type seat struct {
	place  int32
	taken  int32 // the seeker, plus 1, whom that is true of
	wanted int32 // the seeker, plus 1, who listed it last
	pairs  int32
}

// lay makes the pairs of both sides' lists. It reports false for lists of an offer
// that is not there, and for those that have somebody twice.
func (k *market) lay(taken []int32, places []wanted) bool {
	seekers := len(k.Wishes)
	k.start = make([]int32, seekers+1)
	for s, wishes := range k.Wishes {
		k.start[s+1] = k.start[s] + int32(len(wishes))
	}
	k.pairs = make([]wanted, k.start[seekers])
	until := make([]int32, seekers) // where a seeker's pairs end, few as they may be
	k.asked = make([]int32, len(k.Offers))
	var lock sync.Mutex
	ok := byParts(seekers, func(_, from, to int) bool {
		seats := make([]seat, len(k.Offers))
		for s := from; s < to; s++ {
			end, ok := k.layOne(int32(s), seats, places[taken[s]:taken[s+1]])
			if !ok {
				return false
			}
			until[s] = end
		}
		lock.Lock()
		defer lock.Unlock()
		for o := range seats {
			k.asked[o] += seats[o].pairs
		}
		return true
	})
	if ok {
		k.close(until)
	}
	return ok
}

// layOne makes the pairs of one seeker, and gives where they end.
func (k *market) layOne(s int32, seats []seat, places []wanted) (end int32, ok bool) {
	for _, p := range places {
		if seats[p.offer].taken == s+1 {
			return 0, false
		}
		seats[p.offer].place, seats[p.offer].taken = p.place, s+1
	}
	end = k.start[s]
	for _, o := range k.Wishes[s] {
		if uint(o) >= uint(len(seats)) || seats[o].wanted == s+1 {
			return 0, false
		}
		seat := &seats[o]
		seat.wanted = s + 1
		switch {
		case seat.taken == s+1:
			k.pairs[end] = wanted{o, seat.place}
		case k.Offers[o].Takes == nil:
			k.pairs[end] = wanted{o, k.lottery[s]}
		default:
			continue
		}
		seat.pairs++
		end++
	}
	return end, true
}

// close moves the pairs together where wishes were left out.
func (k *market) close(until []int32) {
	at := int32(0)
	for s, end := range until {
		from := k.start[s]
		k.start[s] = at
		if at == from {
			at = end
			continue
		}
		at += int32(copy(k.pairs[at:], k.pairs[from:end]))
	}
	k.start[len(until)] = at
	k.pairs = k.pairs[:at]
}
