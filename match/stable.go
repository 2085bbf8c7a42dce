package match

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"sync/atomic"
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
// It takes O(m + p·log c) for m entries of lists, p proposals and c places, and memory
// of 8 bytes an entry on either side, and some 40 a seeker and 64 an offer. In which
// order seekers ask makes no difference (McVitie and Wilson 1971, "The stable marriage
// problem"), so that they do on all processors at once. Errors wrap ErrInput, or are of ctx.
func (m Market) Stable(ctx context.Context, seed [32]byte) (Assignment, error) {
	k, err := newMarket(m, seed)
	if err != nil {
		return Assignment{}, err
	}
	k.open()
	turns := make([]turn, len(m.Wishes))
	for s := range turns {
		turns[s] = turn{k.start[s], k.start[s+1]}
	}
	for free := allPeople(len(m.Wishes)); len(free) > 0; {
		tell(ctx, StageAsking, len(turns)-len(free), len(turns))
		free = k.askOnce(ctx, free, turns)
		if err := ctx.Err(); err != nil {
			return Assignment{}, err
		}
	}
	pair := make([]int32, len(turns))
	for s, t := range turns {
		pair[s] = t.next - 1 // the last they asked, if that took them
		if t.next > t.end {
			pair[s] = -1
		}
	}
	return k.assignment(pair), nil
}

// askOnce lets those without a place ask until they have one, and gives who lost theirs
// by that. Whoever has no place is in the list of one processor alone, and whoever has
// one is nobody's to let ask.
func (k *market) askOnce(ctx context.Context, free []int32, turns []turn) (lost []int32) {
	var lock sync.Mutex
	byParts(len(free), func(_, from, until int) bool {
		lostHere := free[from:from] // no more lose a place than have asked for one
		for i, s := range free[from:until] {
			if i&0xffff == 0 && ctx.Err() != nil {
				return false
			}
			if out := k.ask(s, &turns[s]); out >= 0 {
				lostHere = append(lostHere, out)
			}
		}
		lock.Lock()
		defer lock.Unlock()
		lost = append(lost, lostHere...)
		return true
	})
	return lost
}

// turn is how far a seeker is in their list: the next pair to ask for, and where the
// list ends; past that for somebody whom nobody took.
type turn struct{ next, end int32 }

// desk is where seekers ask for an offer: a heap of whom it holds, the last in its
// order on top, packed as the place and the seeker.
type desk struct {
	lock sync.Mutex
	held []int64
	room int32 // for so many more
}

// open gives every offer its desk. Beside them are the places from which on an offer
// refuses: together they fit into a processor's cache, and most who ask are refused.
func (k *market) open() {
	k.desks, k.refuses = make([]desk, len(k.Offers)), make([]atomic.Int32, len(k.Offers))
	all := 0
	for o := range k.desks {
		k.desks[o].room = min(k.Offers[o].Capacity, k.asked[o])
		all += int(k.desks[o].room)
	}
	room := make([]int64, all)
	for o := range k.desks {
		if n := k.desks[o].room; n > 0 {
			k.desks[o].held, room = room[:0:n], room[n:]
			k.refuses[o].Store(math.MaxInt32)
		}
	}
}

// ask lets a seeker without a place ask the next offers on their list, until one
// takes them, and gives who lost their place by that, or −1.
func (k *market) ask(s int32, t *turn) int32 {
	for p := t.next; p < t.end; p++ {
		w := k.pairs[p]
		if w.place >= k.refuses[w.offer].Load() {
			continue
		}
		if out, taken := k.takes(w, s); taken {
			t.next = p + 1
			return out
		}
	}
	t.next = t.end + 1
	return -1
}

// takes lets an offer take a seeker, and gives who lost their place by that, or −1. It
// reports false if the offer would not after all, because of who asked meanwhile.
func (k *market) takes(w wanted, s int32) (out int32, taken bool) {
	d := &k.desks[w.offer]
	d.lock.Lock()
	defer d.lock.Unlock()
	if w.place >= k.refuses[w.offer].Load() {
		return -1, false
	}
	who, out := int64(w.place)<<32|int64(s), int32(-1)
	if d.room > 0 {
		d.hold(who)
	} else {
		out = d.replace(who)
	}
	if d.room == 0 {
		k.refuses[w.offer].Store(int32(d.held[0] >> 32))
	}
	return out, true
}

// hold takes somebody more.
func (d *desk) hold(who int64) {
	d.held = append(d.held, who)
	h := d.held
	i := len(h) - 1
	for up := (i - 1) / 2; i > 0 && h[up] < who; up = (i - 1) / 2 {
		h[i] = h[up]
		i = up
	}
	h[i] = who
	d.room--
}

// replace takes somebody for the last in the offer's order, and gives that one.
func (d *desk) replace(who int64) int32 {
	h := d.held
	out := int32(h[0] & math.MaxInt32)
	i := 0
	for {
		c := 2*i + 1
		if c >= len(h) {
			break
		}
		if c+1 < len(h) && h[c+1] > h[c] {
			c++
		}
		if h[c] <= who {
			break
		}
		h[i] = h[c]
		i = c
	}
	h[i] = who
	return out
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
				old := k.pairs[before].offer
				free[old]++
				waiting = append(waiting, old)
			}
		}
	}
	return k.assignment(pair), nil
}

// seekers gives the seeker of every pair.
func (k *market) seekers() []int32 {
	of := make([]int32, len(k.pairs))
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
	for o, n := range k.asked {
		first[o+1] = first[o] + n
	}
	// Places go up to the number of seekers: count them out too.
	byPlace := make([]int32, len(k.Wishes)+1)
	for _, p := range k.pairs {
		byPlace[p.place+1]++
	}
	for i := range k.Wishes {
		byPlace[i+1] += byPlace[i]
	}
	sorted := make([]int32, len(k.pairs))
	for i, p := range k.pairs {
		sorted[byPlace[p.place]] = int32(i)
		byPlace[p.place]++
	}
	next := append([]int32(nil), first...)
	asked = make([]int32, len(k.pairs))
	for _, p := range sorted {
		o := k.pairs[p].offer
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
			if m.Offers[k.pairs[p].offer].Takes == nil {
				k.pairs[p].place = a.Lottery[s]
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
		for p < k.start[s+1] && k.pairs[p].offer != o {
			p++
		}
		if p == k.start[s+1] {
			return nil, fmt.Errorf("%w: seeker %d and offer %d do not take each other", ErrUnstable, s, o)
		}
		if free[o]--; free[o] < 0 {
			return nil, fmt.Errorf("%w: offer %d has too many", ErrUnstable, o)
		}
		has[s] = p
		worst[o] = max(worst[o], k.pairs[p].place)
	}
	var blocking []Pair
	for s := range a.Offer {
		for p := k.start[s]; p < has[s]; p++ {
			if w := k.pairs[p]; free[w.offer] > 0 || worst[w.offer] > w.place {
				blocking = append(blocking, Pair{int32(s), w.offer})
			}
		}
	}
	return blocking, nil
}
