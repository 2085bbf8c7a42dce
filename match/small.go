package match

import "math/bits"

// smallMost is the number of people up to which every division is looked at.
const smallMost = 14

// choice is how the first person of a set is placed in its best division: with
// one or two others, or alone in no group (both −1).
type choice struct {
	b, c int8
}

// small finds the best division of a few people into pairs, trios only where
// they save somebody from being in no group or the number is odd: dynamic
// programming over subsets, 2ⁿ·n²/2 steps. People who come first win ties.
func small(s *scale, people []int32) (groups [][]int32, alone []int32) {
	n := len(people)
	var pair [smallMost][smallMost]cost
	for i, a := range people {
		for j, b := range people[:i] {
			pair[j][i] = s.pair(b, a)
		}
	}
	apart := func(c cost) bool { return c.high >= s.unit[levelUnplaced] }
	best := make([]cost, 1<<n)
	how := make([]choice, 1<<n)
	for set := 1; set < 1<<n; set++ {
		i := bits.TrailingZeros(uint(set))
		rest := set &^ (1 << i)
		p := people[i]
		least := best[rest].plus(cost{high: s.unit[levelUnplaced] + s.unit[levelServed]*int64(s.p.priority[p])})
		by := choice{-1, -1}
		for left := rest; left != 0; left &= left - 1 {
			j := bits.TrailingZeros(uint(left))
			if apart(pair[i][j]) {
				continue
			}
			two := rest &^ (1 << j)
			if c := best[two].plus(pair[i][j]); c.less(least) {
				least, by = c, choice{int8(j), -1}
			}
			for right := left & (left - 1); right != 0; right &= right - 1 {
				k := bits.TrailingZeros(uint(right))
				if apart(pair[i][k]) || apart(pair[j][k]) {
					continue
				}
				c := pair[i][j].plus(pair[i][k]).plus(pair[j][k]).plus(s.larger(p, people[j], people[k]))
				if c = c.plus(best[two&^(1<<k)]); c.less(least) {
					least, by = c, choice{int8(j), int8(k)}
				}
			}
		}
		best[set], how[set] = least, by
	}
	for set := 1<<n - 1; set != 0; {
		i := bits.TrailingZeros(uint(set))
		group := []int32{people[i]}
		set &^= 1 << i
		for _, j := range []int8{how[set|1<<i].b, how[set|1<<i].c} {
			if j >= 0 {
				group = append(group, people[j])
				set &^= 1 << j
			}
		}
		if len(group) == 1 {
			alone = append(alone, group[0])
			continue
		}
		groups = append(groups, group)
	}
	return groups, alone
}
