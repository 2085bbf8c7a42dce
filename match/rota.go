package match

import (
	"cmp"
	"slices"
)

// MaxRota is the number of people a rota can have: it lists every pair of them.
const MaxRota = 2000

// Rotation is a rota: who meets whom, one to one, slot after slot.
type Rotation struct {
	// Slots has the pairs of every slot, ascending, A < B. Nobody is in a slot twice.
	Slots [][]Pair
	// Least is a number of slots that no rota of these people can do without.
	Least int
}

// Rota makes everybody meet everybody one to one, once, but for those who are kept
// apart: in the fewest slots if nobody is, n−1 or, with one person free in each, n
// (the circle method, Kirkman 1847), and in one more than the fewest at most
// otherwise (Vizing 1964). Who comes when is random. O(people³) at most, memory
// O(people²); its error wraps ErrInput.
func Rota(people int, apart []Pair, seed [32]byte) (Rotation, error) {
	allowed, err := rotaPairs(people, apart, func(_, _ int32) bool { return true })
	if err != nil {
		return Rotation{}, err
	}
	order := randomOrder(people, newSource(seed))
	c := newColouring(people, allowed)
	least := max(c.most, (len(allowed)+people/2-1)/max(1, people/2))
	around := roundTheTable(people, order, allowed)
	if len(around) <= least {
		return Rotation{Slots: around, Least: least}, nil
	}
	rotation := Rotation{Slots: c.paths(order), Least: least}
	if rotation.Slots == nil {
		rotation.Slots = c.fans(order)
	}
	if len(around) < len(rotation.Slots) {
		rotation.Slots = around
	}
	return rotation, nil
}

// RotaOfTwoSides makes everybody of the first people, 0…first−1, meet everybody of
// the second, first…first+second−1, in the fewest slots: as many as the person with
// most to meet has (Kőnig 1916). Else it is as [Rota].
func RotaOfTwoSides(first, second int, apart []Pair, seed [32]byte) (Rotation, error) {
	if first < 0 || second < 0 {
		return Rotation{}, wrong("%d and %d people", first, second)
	}
	people := first + second
	allowed, err := rotaPairs(people, apart, func(a, b int32) bool { return int(a) < first && int(b) >= first })
	if err != nil {
		return Rotation{}, err
	}
	c := newColouring(people, allowed)
	return Rotation{Slots: c.paths(randomOrder(people, newSource(seed))), Least: c.most}, nil
}

// rotaPairs lists the pairs who meet.
func rotaPairs(people int, apart []Pair, meets func(a, b int32) bool) (allowed []Pair, err error) {
	if people < 0 || people > MaxRota {
		return nil, wrong("%d people; a rota has up to %d", people, MaxRota)
	}
	in := Input{People: people, Size: 2, Apart: apart}
	if err := in.Validate(); err != nil {
		return nil, err
	}
	apart = canonicalPairs(apart)
	for a := range int32(people) {
		for b := a + 1; b < int32(people); b++ {
			if len(apart) > 0 && apart[0] == (Pair{a, b}) {
				apart = apart[1:]
				continue
			}
			if meets(a, b) {
				allowed = append(allowed, Pair{a, b})
			}
		}
	}
	return allowed, nil
}

func randomOrder(people int, chance *source) []int32 {
	order := make([]int32, people)
	for i := range order {
		order[i] = int32(i)
	}
	chance.shuffle(order)
	return order
}

// roundTheTable is the circle method without those who may not meet; slots in which
// nobody is left are left out.
func roundTheTable(people int, order []int32, allowed []Pair) (slots [][]Pair) {
	if len(allowed) == 0 {
		return nil
	}
	seats := (people + 1) / 2
	for _, round := range circle(seats, 2*seats-1).rounds {
		var slot []Pair
		for _, group := range round {
			if int(group[0]) == people || int(group[1]) == people {
				continue // the empty seat of an odd number
			}
			a, b := order[group[0]], order[group[1]]
			pair := Pair{min(a, b), max(a, b)}
			if _, ok := slices.BinarySearchFunc(allowed, pair, comparePairs); ok {
				slot = append(slot, pair)
			}
		}
		if slot != nil {
			slots = append(slots, sortedSlot(slot))
		}
	}
	return slots
}

func sortedSlot(slot []Pair) []Pair {
	slices.SortFunc(slot, func(a, b Pair) int { return cmp.Compare(a.A, b.A) })
	return slot
}
