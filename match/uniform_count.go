package match

import (
	"context"
	"math"
	"math/bits"
)

// census counts allowed divisions: those of a set of people are those of the rest,
// summed over all groups that its first person can be in (dynamic programming over
// the sets that occur; for pairs, the recursion of the Hafnian). A division is then
// drawn group by group, each with as many chances as there are divisions that have
// it, which is exactly uniform (Jerrum, Valiant and Vazirani 1986). It takes up to
// about 2^(2n/3) sets for n people without bars, and far fewer with many.
type census struct {
	ctx    context.Context
	units  [][]int32 // people who stay together, most of them alone
	barred []uint64  // per unit: the units that cannot be with it
	small  int       // the two sizes of groups, often the same
	large  int
	known  map[rest]whole
	left   int64 // steps
	failed bool
}

// rest is what is left of a division: units, and how many groups of the larger size.
type rest struct {
	units uint64
	large int
}

// count gives a uniformly random allowed division, found by counting. counted is
// false if that takes more than so many steps, or there are more than 64 people;
// counted without groups means that no allowed division exists.
func (u *uniform) count(ctx context.Context, chance *source, steps int64) (groups [][]int32, counted bool, err error) {
	c := newCensus(ctx, u, steps)
	if c == nil {
		return nil, false, nil
	}
	r := rest{units: 1<<len(c.units) - 1}
	for _, size := range u.sizes {
		if size > c.small {
			r.large++
		}
	}
	total := c.divisions(r)
	if err := ctx.Err(); err != nil || c.failed {
		return nil, false, err
	}
	if total == (whole{}) {
		return nil, true, nil
	}
	c.left = math.MaxInt64 // everything is known by now
	for r.units != 0 && !c.failed {
		ticket := chance.belowWhole(c.divisions(r))
		var group uint64
		c.groups(r, func(g uint64, after rest) bool {
			n := c.divisions(after)
			if ticket.less(n) {
				group, r = g, after
				return false
			}
			ticket = ticket.minus(n)
			return true
		})
		groups = append(groups, c.people(group))
	}
	return groups, true, ctx.Err()
}

func newCensus(ctx context.Context, u *uniform, steps int64) *census {
	c := &census{ctx: ctx, known: map[rest]whole{}, left: steps, large: u.sizes[0], small: u.sizes[len(u.sizes)-1]}
	pin := u.pins()
	c.units = append(c.units, u.begun...)
	for a := range int32(len(u.people)) {
		if pin[a] < 0 {
			c.units = append(c.units, []int32{a})
		}
	}
	if len(c.units) > 64 {
		return nil
	}
	for i, unit := range c.units {
		c.barred = append(c.barred, 0)
		for j, other := range c.units {
			for _, a := range unit {
				if i != j && u.barredFrom(a, other) {
					c.barred[i] |= 1 << j
				}
			}
		}
	}
	return c
}

func (c *census) people(units uint64) (people []int32) {
	for ; units != 0; units &= units - 1 {
		people = append(people, c.units[bits.TrailingZeros64(units)]...)
	}
	return people
}

// divisions counts the allowed divisions of what is left.
func (c *census) divisions(r rest) whole {
	if r.units == 0 {
		return whole{low: 1}
	}
	if n, ok := c.known[r]; ok {
		return n
	}
	var sum whole
	c.groups(r, func(_ uint64, after rest) bool {
		var over bool
		if sum, over = sum.plus(c.divisions(after)); over {
			c.failed = true
		}
		return !c.failed
	})
	c.known[r] = sum
	return sum
}

// groups visits every group that the first of the units can be in, with what is left
// then, until visit says no.
func (c *census) groups(r rest, visit func(group uint64, after rest) bool) {
	people := 0
	for set := r.units; set != 0; set &= set - 1 {
		people += len(c.units[bits.TrailingZeros64(set)])
	}
	small := people > r.large*c.large || c.small == c.large // a group of the smaller size is left
	var extend func(group, others uint64, size int) bool
	extend = func(group, others uint64, size int) bool {
		if c.left--; c.left < 0 || c.left&0xffff == 0 && c.ctx.Err() != nil {
			c.failed = true
		}
		if c.failed {
			return false
		}
		if size == c.small && small && !visit(group, rest{r.units &^ group, r.large}) {
			return false
		}
		if size == c.large && r.large > 0 {
			return visit(group, rest{r.units &^ group, r.large - 1})
		}
		for ; others != 0 && size < c.large; others &= others - 1 {
			i := bits.TrailingZeros64(others)
			if !extend(group|1<<i, others&(others-1)&^c.barred[i], size+len(c.units[i])) {
				return false
			}
		}
		return true
	}
	first := bits.TrailingZeros64(r.units)
	extend(1<<first, r.units&(r.units-1)&^c.barred[first], len(c.units[first]))
}

// whole is a whole number of 128 bits.
type whole struct{ high, low uint64 }

func (a whole) less(b whole) bool {
	return a.high < b.high || a.high == b.high && a.low < b.low
}

func (a whole) plus(b whole) (sum whole, over bool) {
	low, carry := bits.Add64(a.low, b.low, 0)
	high, carry := bits.Add64(a.high, b.high, carry)
	return whole{high, low}, carry != 0
}

func (a whole) minus(b whole) whole {
	low, borrow := bits.Sub64(a.low, b.low, 0)
	high, _ := bits.Sub64(a.high, b.high, borrow)
	return whole{high, low}
}

// belowWhole gives every number below n, which must be positive, with the same
// probability: it draws as many bits as n has until the number is below.
func (s *source) belowWhole(n whole) whole {
	mask := whole{low: 1<<bits.Len64(n.low) - 1}
	if n.high > 0 {
		mask = whole{1<<bits.Len64(n.high) - 1, 1<<64 - 1}
	}
	for {
		var x whole
		if mask.high > 0 {
			x.high = s.stream.Uint64() & mask.high
		}
		x.low = s.stream.Uint64() & mask.low
		if x.less(n) {
			return x
		}
	}
}
