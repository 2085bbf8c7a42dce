package match

import (
	"math/bits"
	"slices"
)

// crowd has what everybody's traits are in a few words each, so that two people are
// compared without branches and without looking far.
type crowd struct {
	words  []uint64 // so many for each person
	wide   int
	fields []field
}

// field is a trait in a word.
type field struct {
	word int
	mask uint64
	sets bool
	flip uint64 // 1 where what should be found is that the numbers are the same, or that nothing is
	cost int64  // of failing the trait
}

// newCrowd packs traits, the widest first, each into the first word with room for it.
func newCrowd(people int, traits []trait, costs []int64) *crowd {
	width := make([]int, len(traits))
	order := make([]int, len(traits))
	for i := range traits {
		order[i] = i
		var all uint64
		for _, v := range traits[i].values {
			all |= uint64(v)
		}
		for _, v := range traits[i].sets {
			all |= v
		}
		width[i] = bits.Len64(all)
	}
	slices.SortStableFunc(order, func(i, j int) int { return width[j] - width[i] })
	c := &crowd{fields: make([]field, len(traits))}
	var used []int
	shift := make([]int, len(traits))
	for _, i := range order {
		word := slices.IndexFunc(used, func(n int) bool { return n+width[i] <= 64 })
		if word < 0 {
			word = len(used)
			used = append(used, 0)
		}
		shift[i] = used[word]
		used[word] += width[i]
		f := field{word: word, mask: (1<<width[i] - 1) << shift[i], sets: traits[i].sets != nil, cost: costs[i]}
		if f.sets == traits[i].share {
			f.flip = 1
		}
		c.fields[i] = f
	}
	c.wide = len(used)
	c.words = make([]uint64, people*c.wide)
	for i := range traits {
		f := &c.fields[i]
		for p, v := range traits[i].values {
			c.words[p*c.wide+f.word] |= uint64(v) << shift[i]
		}
		for p, v := range traits[i].sets {
			c.words[p*c.wide+f.word] |= v << shift[i]
		}
	}
	return c
}

// badge is somebody's words where they are as few as this, to be taken along with
// them; else nothing.
type badge [2]uint64

func (c *crowd) badge(a int32) (own badge) {
	if c.wide <= len(own) {
		copy(own[:], c.words[int(a)*c.wide:][:c.wide])
	}
	return own
}

// cost is what the traits cost that two people fail.
func (c *crowd) cost(a, b int32) int64 {
	if c.wide <= len(badge{}) {
		x, y := c.badge(a), c.badge(b)
		return c.between(a, &x, b, &y)
	}
	return compare(c.fields, c.words[int(a)*c.wide:][:c.wide], c.words[int(b)*c.wide:][:c.wide])
}

// between is cost for people who have their badges with them.
func (c *crowd) between(a int32, x *badge, b int32, y *badge) int64 {
	if c.wide > len(x) {
		return c.cost(a, b)
	}
	return compare(c.fields, x[:], y[:])
}

func compare(fields []field, x, y []uint64) (sum int64) {
	for i := range fields {
		f := &fields[i]
		u, v := x[f.word]&f.mask, y[f.word]&f.mask
		found := u ^ v
		if f.sets {
			found = u & v
		}
		fails := nonzero(u) & nonzero(v) & (nonzero(found) ^ f.flip)
		sum += f.cost & -int64(fails)
	}
	return sum
}

// nonzero is 1, or 0 for 0.
func nonzero(x uint64) uint64 { return (x | -x) >> 63 }
