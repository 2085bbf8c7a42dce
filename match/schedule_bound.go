package match

import "slices"

// leastMeetings bounds the repeats of any schedule of groups of these sizes from
// below, by the best of these arguments:
//
//   - there are only so many pairs of people who may meet and have not met;
//   - there are only so many such people for every person;
//   - where the groups of two rounds are larger than their number, some of each
//     group were together in the other round (pigeon holes);
//   - for some few people and sizes it is known that the counting bounds cannot be
//     reached.
//
// O(people + meetings).
func (p *problem) leastMeetings(people []int32, sizes []int, rounds int) int {
	if len(sizes) == 0 {
		return 0
	}
	slots, within := 0, 0
	for _, size := range sizes {
		slots += size * (size - 1) / 2
		within += leastSame(size, len(sizes))
	}
	least := max(0, rounds*slots-p.strangerPairs(people))
	least = max(least, (p.leastByPerson(people, sizes, rounds)+1)/2)
	least = max(least, (rounds-1)*within)
	if least == 0 && knownImpossible(len(sizes), sizes[0], len(people), rounds) {
		return 1
	}
	return least
}

// strangerPairs counts the pairs who may meet and have not met.
func (p *problem) strangerPairs(people []int32) int {
	sum := 0
	for _, n := range p.strangers(people) {
		sum += n
	}
	return sum / 2
}

// strangers counts, for each of these people, the others of them whom they may meet
// and have not met.
func (p *problem) strangers(people []int32) []int {
	in := make([]bool, p.in.People)
	for _, a := range people {
		in[a] = true
	}
	out := make([]int, len(people))
	for i, a := range people {
		out[i] = len(people) - 1
		for _, l := range p.linksOf(a) {
			if in[l.other] && (l.met() || l.apart()) {
				out[i]--
			}
		}
	}
	return out
}

// leastByPerson bounds the sum over all people of those they meet again. Everybody is
// at least rounds times in a group of the smallest size; what the larger groups have
// beyond that goes to those who still have strangers.
func (p *problem) leastByPerson(people []int32, sizes []int, rounds int) int {
	smallest, largest := sizes[len(sizes)-1], sizes[0]
	total := 0
	for _, size := range sizes {
		total += rounds * size * (size - 1)
	}
	extra := total - rounds*(smallest-1)*len(people)
	again := 0
	for _, strangers := range p.strangers(people) {
		left := strangers - rounds*(smallest-1)
		if left < 0 {
			again -= left
			continue
		}
		extra -= min(left, rounds*(largest-smallest))
	}
	return again + max(0, extra)
}

// impossible are (groups, size, rounds) for which counting leaves room for a schedule
// without repeats, but there is none; nor then for more rounds.
var impossible = [][3]int{
	{4, 3, 5},    // no nearly Kirkman triple system of 12 (Kotzig and Rosa 1974)
	{5, 4, 6},    // no resolvable group divisible design of type 2¹⁰ (Handbook of Combinatorial Designs, IV.5)
	{6, 6, 4},    // no two orthogonal Latin squares of order 6 (Tarry 1900)
	{10, 10, 11}, // no projective plane of order 10 (Lam, Thiel and Swiercz 1989)
}

func knownImpossible(groups, size, people, rounds int) bool {
	return people == groups*size && slices.ContainsFunc(impossible, func(i [3]int) bool {
		return i[0] == groups && i[1] == size && rounds >= i[2]
	})
}
