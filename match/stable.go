package match

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// ErrUnstable is wrapped by the error of [Market.Check].
var ErrUnstable = errors.New("match: not stable")

// Stable assigns seekers to offers so that no seeker and offer would both rather
// have each other than what they got: deferred acceptance (Gale and Shapley 1962,
// "College admissions and the stability of marriage"), the seekers asking. Of all
// stable assignments it is the best for every single seeker. The same seekers are
// matched in all of them, and an offer with places left has the same seekers (Roth
// 1986, "On the allocation of residents to rural hospitals").
//
// It takes O(m + p·log c) for m entries of lists, p proposals and c places, and
// memory in proportion to the market. Errors wrap ErrInput, or are of ctx.
func (m Market) Stable(ctx context.Context, seed [32]byte) (Assignment, error) {
	k, err := newMarket(m, seed)
	if err != nil {
		return Assignment{}, err
	}
	pair := make([]int32, len(m.Wishes))
	for s := range pair {
		pair[s] = k.start[s] - 1
	}
	held := make([]queue, len(m.Offers)) // whom an offer would let go first: the last in its order
	for s := range int32(len(pair)) {
		if s&0xfff == 0 {
			if err := ctx.Err(); err != nil {
				return Assignment{}, err
			}
			tell(ctx, StageAsking, int(s), len(pair))
		}
		for asks := s; asks >= 0; {
			asks = k.ask(asks, pair, held)
		}
	}
	for s := range pair {
		if pair[s] == k.start[s+1] {
			pair[s] = -1
		}
	}
	return k.assignment(pair), nil
}

// ask lets a seeker without a place ask the next offer on their list, until one
// takes them, and gives who lost their place by that, or −1.
func (k *market) ask(s int32, pair []int32, held []queue) int32 {
	for pair[s]++; pair[s] < k.start[s+1]; pair[s]++ {
		o, place := k.offer[pair[s]], k.place[pair[s]]
		q := &held[o]
		if q.len() < int(k.Offers[o].Capacity) {
			q.push(event{-int64(place), s})
			return -1
		}
		if q.len() > 0 && -q.events[0].at > int64(place) {
			out := q.pop().what
			q.push(event{-int64(place), s})
			return out
		}
	}
	return -1
}

// StableForOffers is [Market.Stable] with the offers asking: of all stable
// assignments the best for every single offer, and the worst for every seeker.
func (m Market) StableForOffers(ctx context.Context, seed [32]byte) (Assignment, error) {
	k, err := newMarket(m, seed)
	if err != nil {
		return Assignment{}, err
	}
	first, asked := k.byOffer()
	pair := make([]int32, len(m.Wishes))
	for s := range pair {
		pair[s] = -1
	}
	free := make([]int32, len(m.Offers))
	next := make([]int32, len(m.Offers))
	var waiting []int32
	for o := range m.Offers {
		free[o], next[o] = m.Offers[o].Capacity, first[o]
		waiting = append(waiting, int32(o))
	}
	seekerOf := k.seekers()
	for len(waiting) > 0 {
		if err := ctx.Err(); err != nil {
			return Assignment{}, err
		}
		o := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		for free[o] > 0 && next[o] < first[o+1] {
			p := asked[next[o]]
			next[o]++
			s := seekerOf[p]
			before := pair[s]
			if before >= 0 && before < p {
				continue
			}
			pair[s] = p
			free[o]--
			if before >= 0 {
				old := k.offer[before]
				free[old]++
				waiting = append(waiting, old)
			}
		}
	}
	return k.assignment(pair), nil
}

// seekers gives the seeker of every pair.
func (k *market) seekers() []int32 {
	of := make([]int32, len(k.offer))
	for s := range k.Wishes {
		for p := k.start[s]; p < k.start[s+1]; p++ {
			of[p] = int32(s)
		}
	}
	return of
}

// byOffer orders the pairs by offer and there by place: asked[first[o]:first[o+1]]
// are those of o, best first.
func (k *market) byOffer() (first, asked []int32) {
	first = make([]int32, len(k.Offers)+1)
	for _, o := range k.offer {
		first[o+1]++
	}
	for o := range k.Offers {
		first[o+1] += first[o]
	}
	// Places go up to the number of seekers: count them out too.
	byPlace := make([]int32, len(k.Wishes)+1)
	for _, place := range k.place {
		byPlace[place+1]++
	}
	for i := range k.Wishes {
		byPlace[i+1] += byPlace[i]
	}
	sorted := make([]int32, len(k.place))
	for p, place := range k.place {
		sorted[byPlace[place]] = int32(p)
		byPlace[place]++
	}
	next := append([]int32(nil), first...)
	asked = make([]int32, len(k.offer))
	for _, p := range sorted {
		o := k.offer[p]
		asked[next[o]] = p
		next[o]++
	}
	return first, asked
}

// Check confirms that an assignment keeps to capacities and lists and is stable.
// Its error wraps ErrUnstable and names what is wrong first.
func (m Market) Check(a Assignment) error {
	blocking, err := m.Blocking(a)
	if err != nil {
		return err
	}
	if len(blocking) > 0 {
		return fmt.Errorf("%w: seeker %d and offer %d want each other", ErrUnstable, blocking[0].A, blocking[0].B)
	}
	return nil
}

// Blocking lists the pairs of a seeker (A) and an offer (B) who both want each other
// more than what they got, by seeker and then as they like. Its error wraps
// ErrUnstable where the assignment is none.
func (m Market) Blocking(a Assignment) ([]Pair, error) {
	if len(a.Offer) != len(m.Wishes) || len(a.Lottery) != len(m.Wishes) {
		return nil, fmt.Errorf("%w: it is for %d seekers", ErrUnstable, len(a.Offer))
	}
	k, err := newMarket(m, [32]byte{})
	if err != nil {
		return nil, err
	}
	for s := range k.Wishes { // by the assignment's own lottery
		for p := k.start[s]; p < k.start[s+1]; p++ {
			if m.Offers[k.offer[p]].Takes == nil {
				k.place[p] = a.Lottery[s]
			}
		}
	}
	free := make([]int32, len(m.Offers))
	worst := make([]int32, len(m.Offers)) // the last place that an offer took
	for o := range m.Offers {
		free[o], worst[o] = m.Offers[o].Capacity, math.MinInt32
	}
	has := make([]int32, len(m.Wishes))
	for s, o := range a.Offer {
		has[s] = k.start[s+1]
		if o < 0 {
			continue
		}
		p := k.start[s]
		for p < k.start[s+1] && k.offer[p] != o {
			p++
		}
		if p == k.start[s+1] {
			return nil, fmt.Errorf("%w: seeker %d and offer %d do not take each other", ErrUnstable, s, o)
		}
		if free[o]--; free[o] < 0 {
			return nil, fmt.Errorf("%w: offer %d has too many", ErrUnstable, o)
		}
		has[s] = p
		worst[o] = max(worst[o], k.place[p])
	}
	var blocking []Pair
	for s := range a.Offer {
		for p := k.start[s]; p < has[s]; p++ {
			if o := k.offer[p]; free[o] > 0 || worst[o] > k.place[p] {
				blocking = append(blocking, Pair{int32(s), o})
			}
		}
	}
	return blocking, nil
}
