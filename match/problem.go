package match

import (
	"cmp"
	"slices"
)

// problem is a canonical input, laid out for asking about pairs quickly.
type problem struct {
	in Input
	known
	rounds []int32 // in which anybody met, ascending
	traits []trait
	kinds  int // levels of traits

	priority []int32 // per person, as ranks 0, 1, …
	repeated []int32 // per person, the square of how many repeats they had
	larger   []int32 // per person, the square of how often in a larger group
}

// newProblem lays out a valid input.
func newProblem(in Input) *problem {
	in = in.canonical()
	p := &problem{in: in}
	for i, t := range in.Traits {
		if !t.With || i == 0 {
			p.kinds++
		}
		p.traits = append(p.traits, trait{
			values: t.Values, sets: t.Sets, share: t.Share, weight: int64(t.Weight), level: levelTrait + p.kinds - 1,
		})
	}
	p.setHeats()
	if in.Past != nil {
		p.rounds = in.Past.rounds
	}
	repeats := in.repeats()
	if in.Past.Len() <= leanMost {
		p.lay()
	} else {
		p.seek()
	}
	p.priority = ranks(in.Priority, in.People)
	p.repeated = turns(repeats, in.People)
	p.larger = turns(in.Larger, in.People)
	return p
}

// ranks replaces numbers by their rank among all, so that only their order
// counts and sums stay small.
func ranks(numbers []int32, people int) []int32 {
	out := make([]int32, people)
	if numbers == nil {
		return out
	}
	sorted := slices.Compact(slices.Sorted(slices.Values(numbers)))
	for p, v := range numbers {
		i, _ := slices.BinarySearchFunc(sorted, v, cmp.Compare[int32])
		out[p] = int32(i)
	}
	return out
}

// maxTurns is where counting turns above the smallest stops.
const maxTurns = 30

// turns gives the square of how many more turns a person had than whoever had
// fewest: the square, because two turns for one person are worse than one each
// for two.
func turns(had []int32, people int) []int32 {
	out := make([]int32, people)
	if len(had) == 0 {
		return out
	}
	least := slices.Min(had)
	for p, v := range had {
		if more := min(v-least, maxTurns); more > 0 {
			out[p] = more * more // nothing is written where nothing is to be said
		}
	}
	return out
}
