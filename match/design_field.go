package match

// slopes lays groups·size positions out in size columns of as many rows as there
// are groups, numbers rows and columns by elements of a ring of that order, and in
// the round of slope m gives to group b the positions (c, m·c + b). Two positions
// (c, y) and (c′, y′) are together where m·(c−c′) = y−y′, which is once at most if
// no two slopes have that product in common. That holds for all slopes if the
// differences of the columns are units: for up to q columns, q being the smallest
// prime power of the order (Bose 1938; MacNeish 1922 for the product); and for q
// slopes, whatever the columns. In whole numbers modulo the order it holds while no
// product gets that far.
//
// Rounds beyond the order are held in the columns, each divided in the same way,
// where size divides it. Nil where none of that gives enough rounds.
func slopes(groups, size, rounds int) *design {
	d := &design{way: WayField, people: groups * size}
	inColumns := max(0, rounds-groups)
	if size > groups && inColumns == 0 && rounds == 1 {
		d.rounds = [][][]int32{rowsOf(groups, size)}
		return d
	}
	rows := newRing(groups)
	least := rows.leastOrder()
	switch sloped := rounds - inColumns; {
	case size > groups:
		return nil
	case (sloped-1)*(size-1) < groups:
		d.slope(sloped, size, groups, func(m, c, b int) int { return (m*c + b) % groups })
	case size <= least || sloped <= least:
		d.slope(sloped, size, groups, func(m, c, b int) int { return rows.add(rows.mul(rows.diagonal(m), rows.diagonal(c)), b) })
	default:
		return nil
	}
	if inColumns == 0 {
		d.apart = groups
		return d
	}
	if groups%size != 0 {
		return nil
	}
	within := slopes(groups/size, size, inColumns)
	if within == nil {
		return nil
	}
	for _, round := range within.rounds {
		var all [][]int32
		for c := range size {
			for _, group := range round {
				all = append(all, shifted(group, int32(c*groups)))
			}
		}
		d.rounds = append(d.rounds, all)
	}
	return d
}

// rowsOf is the one round in which group b has the b-th position of each column.
func rowsOf(groups, size int) (round [][]int32) {
	for b := range groups {
		group := make([]int32, size)
		for c := range group {
			group[c] = int32(c*groups + b)
		}
		round = append(round, group)
	}
	return round
}

func shifted(group []int32, by int32) []int32 {
	out := make([]int32, len(group))
	for i, a := range group {
		out[i] = a + by
	}
	return out
}

// slope adds the rounds of slopes 0…rounds−1, row(m, c, b) being where the group b
// of slope m meets column c.
func (d *design) slope(rounds, size, groups int, row func(m, c, b int) int) {
	for m := range rounds {
		round := rowsOf(groups, size)
		for b, group := range round {
			for c := range group {
				group[c] = int32(c*groups + row(m, c, b))
			}
		}
		d.rounds = append(d.rounds, round)
	}
}

// ring is a product of finite fields. Its elements are the numbers below its order:
// the first field's element in the lowest digits.
type ring []galois

// newRing gives the product of the fields of the prime powers of an order.
func newRing(order int) (r ring) {
	for p := 2; order > 1; p++ {
		if p*p > order {
			p = order
		}
		degree := 0
		for order%p == 0 {
			order /= p
			degree++
		}
		if degree > 0 {
			r = append(r, newGalois(p, degree))
		}
	}
	return r
}

// leastOrder is the order of the smallest field; 1 of an empty product.
func (r ring) leastOrder() int {
	least := 1
	for i, f := range r {
		if i == 0 || f.order < least {
			least = f.order
		}
	}
	return least
}

func (r ring) each(a, b int, do func(f galois, a, b int) int) (sum int) {
	place := 1
	for _, f := range r {
		sum += place * do(f, a%f.order, b%f.order)
		a, b, place = a/f.order, b/f.order, place*f.order
	}
	return sum
}

func (r ring) add(a, b int) int { return r.each(a, b, galois.add) }
func (r ring) mul(a, b int) int { return r.each(a, b, galois.mul) }

// diagonal gives the order's elements in an order in which the first leastOrder
// differ in every field, so that their differences are units: i in each field, and
// what i is beyond a field's order added to the later ones.
func (r ring) diagonal(i int) (a int) {
	least := r.leastOrder()
	first, place := i%least, 1
	rest := i / least
	skipped := false
	for _, f := range r {
		digit := first
		if f.order == least && !skipped {
			skipped = true
		} else {
			digit = (first + rest%f.order) % f.order
			rest /= f.order
		}
		a += place * digit
		place *= f.order
	}
	return a
}

// galois is GF(pᵈ): polynomials of degree below d over the whole numbers modulo p,
// written as numbers to the base p, modulo one that is irreducible.
type galois struct {
	p, degree, order int
	modulus          []int // coefficients, the constant first, the leading 1 left out
}

func newGalois(p, degree int) galois {
	f := galois{p: p, degree: degree, order: power(p, degree)}
	for code := range f.order {
		f.modulus = f.digits(code)
		if f.irreducible() {
			return f
		}
	}
	panic("match: there is an irreducible polynomial of every degree")
}

func power(p, e int) int {
	n := 1
	for range e {
		n *= p
	}
	return n
}

func (f galois) digits(a int) []int {
	out := make([]int, f.degree)
	for i := range out {
		out[i] = a % f.p
		a /= f.p
	}
	return out
}

func (f galois) number(digits []int) (a int) {
	for i := f.degree - 1; i >= 0; i-- {
		a = a*f.p + digits[i]
	}
	return a
}

func (f galois) add(a, b int) int {
	if f.degree == 1 {
		return (a + b) % f.p
	}
	x, y := f.digits(a), f.digits(b)
	for i := range x {
		x[i] = (x[i] + y[i]) % f.p
	}
	return f.number(x)
}

func (f galois) mul(a, b int) int {
	if f.degree == 1 {
		return a * b % f.p
	}
	x, y := f.digits(a), f.digits(b)
	product := make([]int, 2*f.degree-1)
	for i, v := range x {
		for j, w := range y {
			product[i+j] = (product[i+j] + v*w) % f.p
		}
	}
	for i := len(product) - 1; i >= f.degree; i-- {
		for j, m := range f.modulus {
			product[i-f.degree+j] = (product[i-f.degree+j] + (f.p-m)*product[i]) % f.p
		}
	}
	return f.number(product)
}

// irreducible divides the modulus by every polynomial of half its degree at most.
func (f galois) irreducible() bool {
	for degree := 1; 2*degree <= f.degree; degree++ {
		small := galois{p: f.p, degree: degree}
		for code := range power(f.p, degree) {
			divisor := small.digits(code)
			left := append(append([]int{}, f.modulus...), 1)
			for i := f.degree; i >= degree; i-- {
				for j, m := range divisor {
					left[i-degree+j] = (left[i-degree+j] + (f.p-m)*left[i]) % f.p
				}
				left[i] = 0
			}
			zero := true
			for _, v := range left {
				zero = zero && v == 0
			}
			if zero {
				return false
			}
		}
	}
	return true
}
