package match

// symmetry is a commutative group of permutations of positions: types copies of the
// group itself, on which it acts by addition, and some positions that it leaves
// where they are. A schedule that it maps to itself is given by a few rounds, and
// each of those by a few of its groups; two people of the schedule meet twice only
// if two pairs of these few groups are in one orbit of pairs. That is a difference
// family (Bose 1939; Abel and Buratti in the Handbook of Combinatorial Designs,
// VI.16), resolvable because the rounds are kept whole. What makes annealing
// hopeless for a hundred people, thousands of pairs that must all differ, becomes
// a search for some dozen.
type symmetry struct {
	moduli []int32 // the group is the sum of the whole numbers modulo each
	order  int32
	types  int32
	fixed  int32
	people int32

	orbit []int32 // orbit[a·people+b]: the orbit of the pair
	size  []int32 // per orbit: its pairs
}

func newSymmetry(moduli []int32, types, fixed int32) *symmetry {
	y := &symmetry{moduli: moduli, order: 1, types: types, fixed: fixed}
	for _, m := range moduli {
		y.order *= m
	}
	y.people = types*y.order + fixed
	y.layOrbits()
	return y
}

// sum adds two elements, which are numbers in mixed radix.
func (y *symmetry) sum(a, b int32) (c int32) {
	place := int32(1)
	for _, m := range y.moduli {
		c += place * ((a%m + b%m) % m)
		a, b, place = a/m, b/m, place*m
	}
	return c
}

// move is where the element takes a position.
func (y *symmetry) move(element, position int32) int32 {
	if position >= y.types*y.order {
		return position
	}
	x := position % y.order
	return position - x + y.sum(x, element)
}

func (y *symmetry) layOrbits() {
	n := y.people
	y.orbit = make([]int32, n*n)
	for i := range y.orbit {
		y.orbit[i] = -1
	}
	// A first position of every type, and every fixed one, is enough to find all.
	for a := range n {
		if a < y.types*y.order && a%y.order != 0 {
			continue
		}
		for b := range n {
			if a == b || y.orbit[a*n+b] >= 0 {
				continue
			}
			id, pairs := int32(len(y.size)), int32(0)
			for e := range y.order {
				c, d := y.move(e, a), y.move(e, b)
				if y.orbit[c*n+d] < 0 {
					pairs++
				}
				y.orbit[c*n+d], y.orbit[d*n+c] = id, id
			}
			y.size = append(y.size, pairs)
		}
	}
}

// subgroup gives a subgroup of this order, nil if it finds none: a product of one of
// each modulus, the turn-th such.
func (y *symmetry) subgroup(order int32, turn int) []int32 {
	var all [][]int32
	var choose func(at int, left int32, orders []int32)
	choose = func(at int, left int32, orders []int32) {
		if at == len(y.moduli) {
			if left == 1 {
				all = append(all, append([]int32{}, orders...))
			}
			return
		}
		for o := int32(1); o <= left; o++ {
			if left%o == 0 && y.moduli[at]%o == 0 {
				choose(at+1, left/o, append(orders, o))
			}
		}
	}
	choose(0, order, nil)
	if len(all) == 0 {
		return nil
	}
	elements := []int32{0}
	place := int32(1)
	for i, o := range all[turn%len(all)] {
		step := y.moduli[i] / o * place
		for _, e := range elements[:len(elements):len(elements)] {
			for k := int32(1); k < o; k++ {
				elements = append(elements, e+k*step)
			}
		}
		place *= y.moduli[i]
	}
	return elements
}
