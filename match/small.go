package match

import (
	"math/bits"
	"slices"
)

// smallMost is the number of people up to which every division is looked at.
const smallMost = 12

// small finds the best division of a few people into groups of the sizes allowed
// (bit i: groups of i) by dynamic programming over subsets, 3ⁿ steps (Bellman
// 1962, Held and Karp 1962, for tours). begun are people who must stay
// together. Unless alone is set everybody is in a group; ok is false if that
// cannot be without people who are kept apart. Who comes first wins ties.
func small(p *problem, people []int32, begun [][]int32, allowed uint, alone bool) (d division, ok bool) {
	t := newTable(p, people, begun, allowed, alone)
	for set := uint(1); set < 1<<len(people); set++ {
		t.fill(set)
	}
	for set := uint(1)<<len(people) - 1; set != 0; {
		group := t.first[set]
		if group == 0 {
			return division{}, false
		}
		set &^= group
		var members []int32
		for left := group; left != 0; left &= left - 1 {
			members = append(members, people[bits.TrailingZeros(left)])
		}
		if len(members) == 1 {
			d.alone = append(d.alone, members[0])
			continue
		}
		d.groups = append(d.groups, members)
	}
	return d, true
}

// table is indexed by sets of positions in people.
type table struct {
	p       *problem
	people  []int32
	pairs   [][]levels
	begun   []uint
	allowed uint

	group []levels // what the set costs as one group
	best  []levels // what its best division costs
	first []uint   // the group of its first person there; 0 if there is none
}

func newTable(p *problem, people []int32, begun [][]int32, allowed uint, alone bool) *table {
	n := len(people)
	t := &table{p: p, people: people, allowed: allowed}
	if alone {
		t.allowed |= 1 << 1
	}
	for i, a := range people {
		t.pairs = append(t.pairs, make([]levels, i))
		for j, b := range people[:i] {
			t.pairs[i][j] = p.pairLevels(a, b)
		}
	}
	for _, pin := range begun {
		set := uint(0)
		for _, a := range pin {
			set |= 1 << slices.Index(people, a)
		}
		t.begun = append(t.begun, set)
	}
	t.group = make([]levels, 1<<n)
	t.best = make([]levels, 1<<n)
	t.first = make([]uint, 1<<n)
	return t
}

// fill needs all smaller sets to be filled.
func (t *table) fill(set uint) {
	t.price(set)
	first := set & -set
	rest := set ^ first
	for others := rest; ; others = (others - 1) & rest {
		group := first | others
		if t.isGroup(group) && (others == rest || t.first[set^group] != 0) {
			c := t.group[group]
			if bits.OnesCount(group) > t.p.in.Size {
				t.addLarger(&c, group)
			}
			c.add(&t.best[set^group])
			if t.first[set] == 0 || c.less(&t.best[set]) {
				t.best[set], t.first[set] = c, group
			}
		}
		if others == 0 {
			return
		}
	}
}

// price adds the last person of a set to the group of the others.
func (t *table) price(set uint) {
	last := bits.Len(set) - 1
	others := set &^ (1 << last)
	if others == 0 {
		t.group[set][levelUnplaced] = 1
		t.group[set][levelServed] = int64(t.p.priority[t.people[last]])
		return
	}
	if others&(others-1) != 0 {
		t.group[set] = t.group[others]
	}
	for left := others; left != 0; left &= left - 1 {
		t.group[set].add(&t.pairs[last][bits.TrailingZeros(left)])
	}
}

func (t *table) isGroup(set uint) bool {
	n := bits.OnesCount(set)
	if t.allowed>>n&1 == 0 || n > 1 && t.group[set][levelUnplaced] > 0 {
		return false
	}
	for _, pin := range t.begun {
		if set&pin != 0 && set&pin != pin {
			return false
		}
	}
	return true
}

func (t *table) addLarger(c *levels, group uint) {
	c[levelOdd]++
	for left := group; left != 0; left &= left - 1 {
		a := t.people[bits.TrailingZeros(left)]
		c[levelServed] += int64(t.p.priority[a])
		c[levelTurn] += int64(t.p.larger[a])
	}
}

// sizesOf gives the set of sizes that small takes.
func sizesOf(sizes []int) (set uint) {
	for _, size := range sizes {
		set |= 1 << size
	}
	return set
}
