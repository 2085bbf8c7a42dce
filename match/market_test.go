package match_test

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"cuppa.example/match"
)

func anyMarket(r *rand.Rand, seekers, offers int) match.Market {
	m := match.Market{Wishes: make([][]int32, seekers), Offers: make([]match.Offer, offers)}
	some := func(n int) []int32 {
		list := []int32{}
		for _, v := range r.Perm(n)[:r.IntN(n+1)] {
			list = append(list, int32(v))
		}
		return list
	}
	for s := range m.Wishes {
		m.Wishes[s] = some(offers)
	}
	for o := range m.Offers {
		m.Offers[o].Capacity = int32(r.IntN(3))
		if r.IntN(3) > 0 {
			m.Offers[o].Takes = some(seekers)
		}
	}
	return m
}

// everyStable tries all assignments.
func everyStable(m match.Market, lottery []int32) (all []match.Assignment) {
	a := match.Assignment{Offer: make([]int32, len(m.Wishes)), Lottery: lottery}
	var try func(s int)
	try = func(s int) {
		if s == len(a.Offer) {
			if m.Check(a) == nil {
				all = append(all, match.Assignment{Offer: slices.Clone(a.Offer), Lottery: lottery})
			}
			return
		}
		for _, o := range append([]int32{-1}, m.Wishes[s]...) {
			a.Offer[s] = o
			try(s + 1)
		}
	}
	try(0)
	return all
}

// rankFor is a seeker's place for what they got, the worst for nothing.
func rankFor(m match.Market, a match.Assignment, s int32) int {
	if rank, _ := m.Rank(a, s); rank >= 0 {
		return rank
	}
	return len(m.Wishes[s])
}

func TestStableIsTheBestForEverySeeker(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		m := anyMarket(r, 1+r.IntN(5), 1+r.IntN(4))
		var seed [32]byte
		seed[0] = byte(r.IntN(256))
		best, err := m.Stable(t.Context(), seed)
		if err != nil {
			t.Fatal(err)
		}
		worst, err := m.StableForOffers(t.Context(), seed)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(m.Check(best), m.Check(worst)); err != nil {
			t.Fatal(err)
		}
		for _, a := range everyStable(m, best.Lottery) {
			for s := range int32(len(m.Wishes)) {
				if rank := rankFor(m, a, s); rank < rankFor(m, best, s) || rank > rankFor(m, worst, s) {
					t.Fatalf("seeker %d: %d is outside of %d to %d", s, rank, rankFor(m, best, s), rankFor(m, worst, s))
				}
				if (a.Offer[s] < 0) != (best.Offer[s] < 0) {
					t.Fatalf("seeker %d is matched in one stable assignment only", s)
				}
			}
		}
		if !slices.Equal(best.Unmatched, worst.Unmatched) {
			t.Fatal("others are unmatched, or for other reasons")
		}
	})
}

func TestAnOfferWithPlacesLeftHasTheSameSeekersOnBothSides(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2, 2))
	left := 0
	for range 300 {
		m := anyMarket(r, 40, 12)
		a, err := m.Stable(t.Context(), [32]byte{})
		if err != nil {
			t.Fatal(err)
		}
		b, err := m.StableForOffers(t.Context(), [32]byte{})
		if err != nil {
			t.Fatal(err)
		}
		for o := range int32(len(m.Offers)) {
			var ofA, ofB []int32
			for s := range int32(len(m.Wishes)) {
				if a.Offer[s] == o {
					ofA = append(ofA, s)
				}
				if b.Offer[s] == o {
					ofB = append(ofB, s)
				}
			}
			if len(ofA) != len(ofB) {
				t.Fatal("another number of seekers")
			}
			if len(ofA) < int(m.Offers[o].Capacity) {
				left++
				if !slices.Equal(ofA, ofB) {
					t.Fatal("other seekers")
				}
			}
		}
	}
	if left == 0 {
		t.Fatal("no offer had places left")
	}
}

func TestWhoAsksFirstDoesNotMatter(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 3))
	for range 200 {
		m := anyMarket(r, 30, 10)
		for o := range m.Offers { // no lottery, which goes by the seekers' numbers
			if m.Offers[o].Takes == nil {
				m.Offers[o].Takes = []int32{}
			}
		}
		names := r.Perm(len(m.Wishes))
		other := match.Market{Wishes: make([][]int32, len(m.Wishes)), Offers: slices.Clone(m.Offers)}
		for s, list := range m.Wishes {
			other.Wishes[names[s]] = list
		}
		for o := range other.Offers {
			other.Offers[o].Takes = slices.Clone(m.Offers[o].Takes)
			for i, s := range other.Offers[o].Takes {
				other.Offers[o].Takes[i] = int32(names[s])
			}
		}
		a, err := m.Stable(t.Context(), [32]byte{})
		if err != nil {
			t.Fatal(err)
		}
		b, err := other.Stable(t.Context(), [32]byte{})
		if err != nil {
			t.Fatal(err)
		}
		for s := range m.Wishes {
			if a.Offer[s] != b.Offer[names[s]] {
				t.Fatalf("seeker %d: %d and %d", s, a.Offer[s], b.Offer[names[s]])
			}
		}
	}
}

func TestWhyASeekerHasNoOffer(t *testing.T) {
	t.Parallel()
	m := match.Market{
		Wishes: [][]int32{{}, {0}, {1}, {1}, {2}},
		Offers: []match.Offer{{Capacity: 1, Takes: []int32{0}}, {Capacity: 1, Takes: []int32{3, 2}}, {Capacity: 0}},
	}
	a, err := m.Stable(t.Context(), [32]byte{})
	if err != nil {
		t.Fatal(err)
	}
	want := []match.Unmatched{{0, match.NoWish}, {1, match.NotTaken}, {2, match.NoPlace}, {4, match.NoPlace}}
	if !slices.Equal(a.Unmatched, want) {
		t.Fatal(a.Unmatched)
	}
	if forSeeker, forOffer := m.Rank(a, 3); forSeeker != 0 || forOffer != 0 {
		t.Fatal(forSeeker, forOffer)
	}
}

func TestCheckRefusesWhatIsNotStable(t *testing.T) {
	t.Parallel()
	m := match.Market{Wishes: [][]int32{{0}, {0}}, Offers: []match.Offer{{Capacity: 1, Takes: []int32{0, 1}}}}
	for name, offers := range map[string][]int32{
		"a pair that would rather have each other": {-1, 0},
		"a place left":      {-1, -1},
		"too many":          {0, 0},
		"too few seekers":   {0},
		"an unlisted offer": {1, -1},
	} {
		if err := m.Check(match.Assignment{Offer: offers, Lottery: []int32{0, 1}}); !errors.Is(err, match.ErrUnstable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := m.Check(match.Assignment{Offer: []int32{0, -1}, Lottery: []int32{0, 1}}); err != nil {
		t.Error(err)
	}
}

func TestMarketsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]match.Market{
		"unknown offer":  {Wishes: [][]int32{{0}}},
		"unknown seeker": {Offers: []match.Offer{{Takes: []int32{0}}}},
		"listed twice":   {Wishes: [][]int32{{0, 0}}, Offers: []match.Offer{{}}},
		"taken twice":    {Wishes: [][]int32{{0}}, Offers: []match.Offer{{Takes: []int32{0, 0}}}},
		"below nothing":  {Offers: []match.Offer{{Capacity: -1}}},
	} {
		if _, err := m.Stable(t.Context(), [32]byte{}); !errors.Is(err, match.ErrInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// On however many processors seekers ask, at however few offers, all of one mind or none.
func TestStableIsTheSameOnAllProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, offers := range []int{20, 2000} {
		m := largeMarket(20_000, offers)
		var first match.Assignment
		for _, procs := range []int{1, 2, 8} {
			runtime.GOMAXPROCS(procs)
			a, err := m.Stable(t.Context(), [32]byte{1})
			if err != nil {
				t.Fatal(err)
			}
			if first.Offer == nil {
				first = a
			}
			if !reflect.DeepEqual(a, first) {
				t.Fatalf("%d offers: another assignment on %d processors", offers, procs)
			}
		}
		if err := m.Check(first); err != nil {
			t.Errorf("%d offers: %v", offers, err)
		}
	}
}

// largeMarket has seekers who list ten offers each, and offers with places for nine in
// ten of them.
func largeMarket(seekers, offers int) match.Market {
	r := rand.New(rand.NewPCG(1, 1))
	m := match.Market{Wishes: make([][]int32, seekers), Offers: make([]match.Offer, offers)}
	lists := make([]int32, 0, 10*seekers)
	for s := range m.Wishes {
		begin := len(lists)
		for len(lists) < begin+10 {
			if o := r.Int32N(int32(offers)); !slices.Contains(lists[begin:], o) {
				lists = append(lists, o)
				m.Offers[o].Takes = append(m.Offers[o].Takes, int32(s))
			}
		}
		m.Wishes[s] = lists[begin:len(lists):len(lists)]
	}
	for o := range m.Offers {
		m.Offers[o].Capacity = int32(9 * seekers / (10 * offers))
		takes := m.Offers[o].Takes
		r.Shuffle(len(takes), func(i, j int) { takes[i], takes[j] = takes[j], takes[i] })
	}
	return m
}

// BenchmarkStable is a million seekers who list ten offers each.
func BenchmarkStable(b *testing.B) {
	m := largeMarket(1_000_000, 100_000)
	for b.Loop() {
		a, err := m.Stable(b.Context(), [32]byte{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(a.Unmatched)), "unmatched")
	}
}

// total is what an assignment adds up to, and how many it leaves without.
func total(m match.Market, a match.Assignment) (without, sum int) {
	for s := range int32(len(m.Wishes)) {
		forSeeker, forOffer := m.Rank(a, s)
		if forSeeker < 0 {
			without++
			continue
		}
		sum += forSeeker
		if m.Offers[a.Offer[s]].Takes != nil {
			sum += forOffer
		}
	}
	return without, sum
}

func TestBestTotalIsTheBestOfAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2))
		m := anyMarket(r, 1+r.IntN(6), 1+r.IntN(4))
		a, err := m.BestTotal(t.Context(), [32]byte{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Blocking(a); err != nil {
			t.Fatal(err)
		}
		without, sum := total(m, a)
		other := match.Assignment{Offer: make([]int32, len(m.Wishes)), Lottery: a.Lottery}
		var try func(s int)
		try = func(s int) {
			if s < len(other.Offer) {
				for _, o := range append([]int32{-1}, m.Wishes[s]...) {
					other.Offer[s] = o
					try(s + 1)
				}
				return
			}
			if _, err := m.Blocking(other); err != nil {
				return // too many, or somebody who is not taken
			}
			if w, o := total(m, other); w < without || w == without && o < sum {
				t.Fatalf("%d without and %d in all, but %d and %d is possible: %v", without, sum, w, o, other.Offer)
			}
		}
		try(0)
	})
}
