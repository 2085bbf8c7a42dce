package match

import (
	"cmp"
	"math/bits"
	"slices"
)

// sketch is what a search for a schedule begins with: the symmetries, and the order
// of the subgroup that keeps each of the few rounds in its place.
type sketch struct {
	moduli []int32
	types  int32
	fixed  int32
	stable []int32

	pairs int // pairs of whole blocks, each of which needs an orbit of its own
	hope  int // log₂ of the solutions to expect by chance, in 65,536ths
}

// order is that of the group.
func (k *sketch) order() int32 {
	n := int32(1)
	for _, m := range k.moduli {
		n *= m
	}
	return n
}

// The searches that are begun.
const (
	sketchPeople = 512 // most positions: a table has their square
	sketchFixed  = 3   // most positions that symmetries leave in place
	sketchMost   = 24
	sketchHope   = -1 << 15 // about one: chance is a poor prophet, but there is no better
)

// sketches lists the searches that may lead to so many rounds without a repeat, the
// smallest first.
func sketches(groups, size, rounds int) (all []sketch) {
	n := int32(groups * size)
	for fixed := int32(0); fixed <= min(sketchFixed, n-2); fixed++ {
		for types := int32(1); 2*types <= n-fixed; types++ {
			if (n-fixed)%types != 0 {
				continue
			}
			for _, moduli := range groupsOfOrder((n - fixed) / types) {
				all = append(all, sketchesOf(sketch{moduli: moduli, types: types, fixed: fixed}, groups, size, rounds)...)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b sketch) int { return cmp.Compare(a.pairs, b.pairs) })
	return all[:min(len(all), sketchMost)]
}

// groupsOfOrder gives the cyclic group, and the one that is as little cyclic as can
// be.
func groupsOfOrder(order int32) [][]int32 {
	cyclic := []int32{order}
	var split []int32
	repeated := false
	for p := int32(2); order > 1; p++ {
		for order%p == 0 {
			repeated = repeated || len(split) > 0 && split[len(split)-1] == p
			split = append(split, p)
			order /= p
		}
	}
	if repeated {
		return [][]int32{cyclic, split}
	}
	return [][]int32{cyclic}
}

// sketchesOf tries every subgroup for the first rounds, smaller remainders of rounds
// being made by larger subgroups.
func sketchesOf(k sketch, groups, size, rounds int) (all []sketch) {
	order := k.order()
	for s := int32(1); s <= order; s++ {
		if order%s != 0 || !k.keeps(s, groups, size) {
			continue
		}
		for _, exact := range []bool{true, false} {
			with := k
			with.stable = k.split(s, groups, size, rounds, exact)
			if with.stable == nil || !with.fits(groups, size) {
				continue
			}
			if slices.ContainsFunc(all, func(k sketch) bool { return slices.Equal(k.stable, with.stable) }) {
				continue
			}
			all = append(all, with)
		}
	}
	return all
}

// keeps says whether a round can be kept in its place by a subgroup of this order:
// whole blocks are moved to others, and each fixed position is with people who
// change places among each other.
func (k *sketch) keeps(s int32, groups, size int) bool {
	if s == 1 {
		return true
	}
	if k.fixed > 0 && (size-1)%int(s) != 0 {
		return false
	}
	return groups >= int(k.fixed) && (groups-int(k.fixed))%int(s) == 0
}

// split writes rounds as a sum of orbits of rounds: of subgroups of order s, then of
// larger ones for what is left if it is to be exact, else one orbit too many.
func (k *sketch) split(s int32, groups, size, rounds int, exact bool) (stable []int32) {
	order := k.order()
	for left := int32(rounds); left > 0; left -= order / s {
		if order/s > left && exact {
			for s < order && (order/s > left || order%s != 0 || !k.keeps(s, groups, size)) {
				s++
			}
			if order/s > left || !k.keeps(s, groups, size) {
				return nil
			}
		}
		stable = append(stable, s)
	}
	return stable
}

// fits counts the pairs and the orbits for them, and says whether there is hope.
func (k *sketch) fits(groups, size int) bool {
	order := k.order()
	rounds, common := int32(0), k.stable[0]
	// Orbits as long as the group: of two types, of differences that are not their own
	// negative, of a fixed position with a type.
	half := int32(1)
	for _, m := range k.moduli {
		half *= 2 - m%2
	}
	usable := k.types*(k.types-1)/2*order + k.types*(order-half)/2 + k.types*k.fixed
	k.pairs, k.hope = 0, 0
	inPlace := int32(0) // sets of people who change places among each other in a group
	for _, s := range k.stable {
		rounds += order / s
		common = gcd(common, s)
		whole := groups
		if s > 1 {
			whole = (groups - int(k.fixed)) / int(s)
			inPlace += k.fixed * int32(size-1) / s
		}
		k.pairs += whole * size * (size - 1) / 2
		k.hope += logFactorial(whole*size) - whole*logFactorial(size) - logFactorial(whole) +
			whole*(size-1)*logOf(int(s))
	}
	if len(k.moduli) == 1 && common > 1 {
		// Whole groups never have two people whom the subgroup of every round exchanges.
		usable -= k.types * ((common - 1) / 2)
		if inPlace > k.types {
			return false
		}
	}
	if int(rounds)*(size-1) > groups*size-1 || k.pairs > int(usable) || k.pairs == 0 {
		return false
	}
	k.hope += logFactorial(int(usable)) - logFactorial(int(usable)-k.pairs) - k.pairs*logOf(int(usable))
	return k.hope >= sketchHope
}

func gcd(a, b int32) int32 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// logOf is the base-2 logarithm in 65,536ths, in whole numbers so that it is the same on
// every machine: the square of what is left of n tells the next bit.
func logOf(n int) int {
	if n < 1 {
		return 0
	}
	whole := bits.Len(uint(n)) - 1
	left := uint64(n) << 31 >> whole // in [2³¹, 2³²)
	out := whole
	for range 16 {
		left = left * left >> 31
		out <<= 1
		if left >= 1<<32 {
			left >>= 1
			out |= 1
		}
	}
	return out
}

func logFactorial(n int) (sum int) {
	for i := 2; i <= n; i++ {
		sum += logOf(i)
	}
	return sum
}
