package match

import (
	"math/bits"
	"slices"
)

// trait is a canonical Trait, laid out for asking about pairs.
type trait struct {
	values []int32  // per person, nil with sets
	sets   []uint64 // per person, nil with values
	share  bool
	weight int64
	level  int   // levelTrait, levelTrait+1, …
	heat   int64 // its weight in annealing
}

// fails says whether two people share what should differ, or have nothing in
// common where they should.
func (t *trait) fails(a, b int32) bool {
	if t.sets != nil {
		x, y := t.sets[a], t.sets[b]
		return x != 0 && y != 0 && (x&y != 0) != t.share
	}
	x, y := t.values[a], t.values[b]
	return x != 0 && y != 0 && (x == y) != t.share
}

// known says whether it is known of a person.
func (t *trait) known(a int32) bool {
	if t.sets != nil {
		return t.sets[a] != 0
	}
	return t.values[a] != 0
}

// together gives for every level of traits where it begins in the list.
func together(traits []Trait) (begin []int) {
	for i, t := range traits {
		if !t.With || i == 0 {
			begin = append(begin, i)
		}
	}
	return begin
}

// level gives the traits of the i-th level, begin being from together.
func level(traits []Trait, begin []int, i int) []Trait {
	if i+1 < len(begin) {
		return traits[begin[i]:begin[i+1]]
	}
	return traits[begin[i]:]
}

// weigh gives the weights of traits counted together without their common factor,
// and their sum: what a pair that fails them all costs.
func weigh(traits []Trait) (weights []int32, most int64) {
	factor := int32(0)
	for _, t := range traits {
		factor = commonFactor(factor, max(t.Weight, 1))
	}
	for _, t := range traits {
		w := max(t.Weight, 1) / factor
		weights = append(weights, w)
		most += int64(w)
	}
	return weights, most
}

// commonFactor is the largest number that divides both (Euclid).
func commonFactor(a, b int32) int32 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func (in Input) canonicalTraits() (out []Trait) {
	begin := together(in.Traits)
	for i := range begin {
		traits := level(in.Traits, begin, i)
		weights, _ := weigh(traits)
		for j, t := range traits {
			c := Trait{Share: t.Share, Weight: weights[j], With: t.With}
			if t.Sets != nil {
				c.Sets = renumberSets(t.Sets)
			} else {
				c.Values = renumber(t.Values)
			}
			out = append(out, c)
		}
	}
	return out
}

// renumber numbers the values 1, 2, … in the order of the first person who has
// them; 0 stays.
func renumber(values []int32) []int32 {
	most := int32(0)
	for _, v := range values {
		if v > most+1 {
			most = -1
			break
		}
		most = max(most, v)
	}
	if most >= 0 {
		return values
	}
	number := map[int32]int32{0: 0}
	out := make([]int32, len(values))
	for p, v := range values {
		n, ok := number[v]
		if !ok {
			n = int32(len(number))
			number[v] = n
		}
		out[p] = n
	}
	return out
}

// renumberSets numbers the things in sets 0, 1, … in the order of the people who
// have them: first the one that the first person has, of several of theirs the one
// that the next person has too, and so on. Things that the same people have are one
// thing.
func renumberSets(sets []uint64) []uint64 {
	var all uint64
	for _, set := range sets {
		all |= set
	}
	parts := []uint64{all} // things not told apart so far, in their order
	for _, set := range sets {
		if len(parts) == bits.OnesCount64(all) {
			break
		}
		for i := 0; i < len(parts); i++ {
			if have := parts[i] & set; have != 0 && have != parts[i] {
				parts[i] &^= set
				parts = slices.Insert(parts, i, have)
				i++
			}
		}
	}
	if numbered(parts) {
		return sets
	}
	var number [64]uint64 // the new bit for each
	for i, part := range parts {
		for ; part != 0; part &= part - 1 {
			number[bits.TrailingZeros64(part)] = 1 << i
		}
	}
	out := make([]uint64, len(sets))
	for p, set := range sets {
		for ; set != 0; set &= set - 1 {
			out[p] |= number[bits.TrailingZeros64(set)]
		}
	}
	return out
}

// numbered says that the things are 0, 1, … already.
func numbered(parts []uint64) bool {
	for i, part := range parts {
		if part != 1<<i && part != 0 {
			return false
		}
	}
	return true
}
