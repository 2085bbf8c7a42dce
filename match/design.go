package match

import (
	"context"
	"slices"
)

// design is a schedule of positions rather than people: every round puts positions
// 0…people−1 into as many groups of one size, and no two positions meet twice
// unless repeats says so.
type design struct {
	way     Way
	people  int
	apart   int // so many of the last positions never meet each other
	repeats int
	rounds  [][][]int32
}

// designFor looks for so many rounds of groups of size people, with as few repeats as
// it can, least being as few as can be; no rounds where it knows of nothing. The
// constructions without repeats, cheapest first:
//
//   - pairs: the circle method, 2·groups−1 rounds (Kirkman 1847);
//   - slopes over a product of finite fields, whose order is the number of groups
//     (Bose 1938, MacNeish 1922): see [slopes];
//   - difference families, searched for under a group of symmetries: see [symmetry].
//
// Time is O(people · rounds) for the first two; the search has a budget in moves.
func designFor(ctx context.Context, groups, size, rounds, least int, chance *source) (*design, error) {
	if groups < 1 || size < 2 || rounds < 1 {
		return &design{}, nil
	}
	if size == 2 && rounds <= 2*groups-1 {
		return circle(groups, rounds), nil
	}
	if d := slopes(groups, size, rounds); d != nil {
		return d, nil
	}
	if rounds*(size-1) > groups*size-1 {
		return &design{}, nil // somebody would have to meet more people than there are
	}
	return searchDesign(ctx, groups, size, rounds, least, chance)
}

// circle seats everybody but the last round a table with the last in its middle;
// in each round everybody moves on by one seat and meets whoever sits opposite.
func circle(groups, rounds int) *design {
	n := 2 * groups
	d := &design{way: WayRoundRobin, people: n}
	for r := range rounds {
		round := [][]int32{{int32(r), int32(n - 1)}}
		for i := 1; i < groups; i++ {
			round = append(round, []int32{int32((r + i) % (n - 1)), int32((r - i + n - 1) % (n - 1))})
		}
		d.rounds = append(d.rounds, round)
	}
	return d
}

// unmetMost is the number of positions up to which unmet looks at all pairs.
const unmetMost = 2048

// unmet finds so many positions of which no two meet, so that they can be left
// empty and no group loses two: the last of all where those are known not to meet,
// else greedily from every position. Nil if it finds too few.
func (d *design) unmet(want int) (free []int32) {
	if want <= d.apart {
		for i := range want {
			free = append(free, int32(d.people-want+i))
		}
		return free
	}
	if d.people > unmetMost {
		return nil
	}
	met := d.meetings()
	for first := range d.people {
		free = append(free[:0], int32(first))
		for i := 1; i < d.people && len(free) < want; i++ {
			a := (first + i) % d.people
			if !slices.ContainsFunc(free, func(b int32) bool { return met[a*d.people+int(b)] > 0 }) {
				free = append(free, int32(a))
			}
		}
		if len(free) >= want {
			return free
		}
	}
	return nil
}

// meetings counts how often each position a is with each b, at [a·people + b].
func (d *design) meetings() []uint8 {
	met := make([]uint8, d.people*d.people)
	for _, round := range d.rounds {
		for _, group := range round {
			for _, a := range group {
				for _, b := range group {
					if a != b {
						met[int(a)*d.people+int(b)]++
					}
				}
			}
		}
	}
	return met
}

// without leaves positions empty and numbers the others anew. No two of them may
// meet.
func (d *design) without(empty []int32) *design {
	number := make([]int32, d.people)
	for _, a := range empty {
		number[a] = -1
	}
	next := int32(0)
	for a := range number {
		if number[a] == 0 {
			number[a] = next
			next++
		}
	}
	out := &design{way: d.way, people: int(next), repeats: d.repeats}
	for _, round := range d.rounds {
		var groups [][]int32
		for _, group := range round {
			var left []int32
			for _, a := range group {
				if number[a] >= 0 {
					left = append(left, number[a])
				}
			}
			groups = append(groups, left)
		}
		out.rounds = append(out.rounds, groups)
	}
	return out
}
