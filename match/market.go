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

// assignment says what came of it; pair has every seeker's pair, −1 for none.
func (k *market) assignment(pair []int32) Assignment {
	a := Assignment{Offer: make([]int32, len(pair)), Lottery: k.lottery}
	for s, p := range pair {
		if p >= 0 {
			a.Offer[s] = k.pairs[p].offer
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
