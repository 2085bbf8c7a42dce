package match

import (
	"fmt"
	"slices"
)

// Market is people who seek something and offers of it, as in mentoring: who wants
// to go where, and whom each offer takes.
type Market struct {
	// Wishes has for every seeker the offers they would take, best first. Seekers
	// are numbered as the lists here.
	Wishes [][]int32
	// Offers are numbered as here.
	Offers []Offer
}

// Offer is a number of places.
type Offer struct {
	// Capacity is how many seekers it takes; not negative.
	Capacity int32
	// Takes are the seekers it takes, best first; nobody else. Nil takes everybody,
	// in the order of the lottery.
	Takes []int32
}

// Validate checks a market; its errors wrap ErrInput.
func (m Market) Validate() error {
	seen := make([]int32, max(len(m.Wishes), len(m.Offers)))
	mark := int32(0)
	check := func(what string, who int, list []int32, others int) error {
		mark++
		for _, v := range list {
			if v < 0 || int(v) >= others {
				return fmt.Errorf("%w: %s %d lists %d of %d", ErrInput, what, who, v, others)
			}
			if seen[v] == mark {
				return fmt.Errorf("%w: %s %d lists %d twice", ErrInput, what, who, v)
			}
			seen[v] = mark
		}
		return nil
	}
	for s, list := range m.Wishes {
		if err := check("seeker", s, list, len(m.Offers)); err != nil {
			return err
		}
	}
	for o, offer := range m.Offers {
		if offer.Capacity < 0 {
			return fmt.Errorf("%w: offer %d has %d places", ErrInput, o, offer.Capacity)
		}
		if err := check("offer", o, offer.Takes, len(m.Wishes)); err != nil {
			return err
		}
	}
	return nil
}

// Assignment says who goes where.
type Assignment struct {
	// Offer has every seeker's offer, −1 for none.
	Offer []int32
	// Lottery has every seeker's place in the lottery that ordered them for offers
	// that take everybody, 0 first.
	Lottery []int32
	// Unmatched are the seekers without an offer, ascending.
	Unmatched []Unmatched
}

// Unmatched is a seeker without an offer.
type Unmatched struct {
	Seeker int32
	Why    WhyUnmatched
}

// WhyUnmatched says why a seeker has no offer.
type WhyUnmatched uint8

// The reasons.
const (
	// NoWish: they listed no offer.
	NoWish WhyUnmatched = iota + 1
	// NotTaken: no offer that they listed takes them.
	NotTaken
	// NoPlace: every offer that they listed and that takes them is full, or has no
	// places.
	NoPlace
)

// market is laid out by pairs of a seeker and an offer that take each other.
type market struct {
	Market
	lottery []int32
	start   []int32 // per seeker, the first of their pairs; best first
	offer   []int32 // per pair
	place   []int32 // per pair: the seeker's place in the offer's order, 0 best
}

func newMarket(m Market, seed [32]byte) (*market, error) {
	if err := m.Validate(); err != nil {
		return nil, err
	}
	seekers := len(m.Wishes)
	k := &market{Market: m, lottery: make([]int32, seekers), start: make([]int32, seekers+1)}
	order := make([]int32, seekers)
	for i := range order {
		order[i] = int32(i)
	}
	newSource(seed).shuffle(order)
	for i, s := range order {
		k.lottery[s] = int32(i)
	}
	taken, places := m.takenBy()
	room := make([]int32, len(m.Offers)) // the place at each offer, plus 1, of the present seeker
	for s, wishes := range m.Wishes {
		from, until := taken[s], taken[s+1]
		for _, p := range places[from:until] {
			room[p.offer] = p.place + 1
		}
		for _, o := range wishes {
			switch {
			case m.Offers[o].Takes == nil:
				k.offer, k.place = append(k.offer, o), append(k.place, k.lottery[s])
			case room[o] > 0:
				k.offer, k.place = append(k.offer, o), append(k.place, room[o]-1)
			}
		}
		for _, p := range places[from:until] {
			room[p.offer] = 0
		}
		k.start[s+1] = int32(len(k.offer))
	}
	return k, nil
}

type placeAt struct{ offer, place int32 }

// takenBy turns the offers' lists round: places[start[s]:start[s+1]] are a seeker's.
func (m Market) takenBy() (start []int32, places []placeAt) {
	start = make([]int32, len(m.Wishes)+1)
	for _, o := range m.Offers {
		for _, s := range o.Takes {
			start[s+1]++
		}
	}
	for s := range m.Wishes {
		start[s+1] += start[s]
	}
	places = make([]placeAt, start[len(m.Wishes)])
	next := slices.Clone(start)
	for i, o := range m.Offers {
		for place, s := range o.Takes {
			places[next[s]] = placeAt{int32(i), int32(place)}
			next[s]++
		}
	}
	return start, places
}

// assignment says what came of it; pair has every seeker's pair, −1 for none.
func (k *market) assignment(pair []int32) Assignment {
	a := Assignment{Offer: make([]int32, len(pair)), Lottery: k.lottery}
	for s, p := range pair {
		if p >= 0 {
			a.Offer[s] = k.offer[p]
			continue
		}
		a.Offer[s] = -1
		why := NoPlace
		switch {
		case len(k.Wishes[s]) == 0:
			why = NoWish
		case k.start[s] == k.start[s+1]:
			why = NotTaken
		}
		a.Unmatched = append(a.Unmatched, Unmatched{int32(s), why})
	}
	return a
}

// Rank gives a seeker's place in their own list for the offer they have, and their
// place in the offer's order; 0 is best. Both are −1 for somebody without an offer.
func (m Market) Rank(a Assignment, seeker int32) (forSeeker, forOffer int) {
	o := a.Offer[seeker]
	if o < 0 {
		return -1, -1
	}
	forOffer = int(a.Lottery[seeker])
	if takes := m.Offers[o].Takes; takes != nil {
		forOffer = slices.Index(takes, seeker)
	}
	return slices.Index(m.Wishes[seeker], o), forOffer
}
