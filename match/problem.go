package match

import (
	"cmp"
	"slices"
	"sort"
)

// problem is a canonical input, laid out for asking about pairs quickly.
type problem struct {
	in Input
	// linkStart[p]:linkStart[p+1] are p's links, ordered by the other person.
	linkStart []int
	links     []link
	rounds    []int32 // the rounds of Met, ascending
	traits    []trait
	kinds     int // levels of traits

	priority []int32 // per person, as ranks 0, 1, …
	repeated []int32 // per person, the square of how many repeats they had
	larger   []int32 // per person, the square of how often in a larger group
}

// link says what is known of one person with another.
type link struct {
	other int32
	flags uint32
}

// The flags of a link: two facts, how often they met, and the rank of the last
// round they met in, counted from 1 for the oldest.
const (
	apartFlag  = 1 << 0
	avoidFlag  = 1 << 1
	timesShift = 2
	maxTimes   = 1<<14 - 1
	rankShift  = 16
	maxRank    = 1<<11 - 1
)

func (l link) apart() bool { return l.flags&apartFlag != 0 }
func (l link) avoid() bool { return l.flags&avoidFlag != 0 }
func (l link) met() bool   { return l.flags>>rankShift != 0 }
func (l link) rank() int64 { return int64(l.flags >> rankShift) }
func (l link) times() int  { return int(l.flags >> timesShift & maxTimes) }

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
	p.rounds = distinctRounds(in.Met)
	repeats := make([]int32, in.People)
	p.lay(p.known(repeats))
	p.priority = ranks(in.Priority, in.People)
	p.repeated = turns(repeats, in.People)
	p.larger = turns(in.Larger, in.People)
	return p
}

func distinctRounds(met []Meeting) []int32 {
	seen := map[int32]bool{}
	var rounds []int32
	for _, m := range met {
		if !seen[m.Round] {
			seen[m.Round] = true
			rounds = append(rounds, m.Round)
		}
	}
	slices.Sort(rounds)
	return rounds
}

// rank counts the rounds up to this one; the oldest count as one where there are
// more than a link can tell apart.
func (p *problem) rank(round int32) uint32 {
	i := sort.Search(len(p.rounds), func(i int) bool { return p.rounds[i] >= round })
	return uint32(max(1, i+1-max(0, len(p.rounds)-maxRank)))
}

// fact is a link with both its people.
type fact struct {
	Pair
	flags uint32
}

// known merges the three sorted lists of pairs into one fact a pair, and counts
// the repeats everybody had.
func (p *problem) known(repeats []int32) []fact {
	facts := make([]fact, 0, len(p.in.Met)+len(p.in.Avoid)+len(p.in.Apart))
	for i := 0; i < len(p.in.Met); {
		m := p.in.Met[i]
		times := 0
		for ; i < len(p.in.Met) && p.in.Met[i].A == m.A && p.in.Met[i].B == m.B; i++ {
			m.Round = p.in.Met[i].Round
			times++
		}
		repeats[m.A] += int32(times - 1)
		repeats[m.B] += int32(times - 1)
		flags := p.rank(m.Round)<<rankShift | uint32(min(times, maxTimes))<<timesShift
		facts = append(facts, fact{Pair{m.A, m.B}, flags})
	}
	for _, a := range p.in.Avoid {
		facts = append(facts, fact{a, avoidFlag})
	}
	for _, a := range p.in.Apart {
		facts = append(facts, fact{a, apartFlag})
	}
	if len(p.in.Avoid)+len(p.in.Apart) == 0 {
		return facts
	}
	slices.SortFunc(facts, func(a, b fact) int { return comparePairs(a.Pair, b.Pair) })
	merged := facts[:0]
	for _, f := range facts {
		if n := len(merged); n > 0 && merged[n-1].Pair == f.Pair {
			merged[n-1].flags |= f.flags
		} else {
			merged = append(merged, f)
		}
	}
	return merged
}

// lay gives each person their links. The facts are sorted, so that the links of
// every person come out sorted too.
func (p *problem) lay(facts []fact) {
	p.linkStart = make([]int, p.in.People+1)
	for _, f := range facts {
		p.linkStart[f.A+1]++
		p.linkStart[f.B+1]++
	}
	for i := range p.in.People {
		p.linkStart[i+1] += p.linkStart[i]
	}
	p.links = make([]link, 2*len(facts))
	next := slices.Clone(p.linkStart)
	for _, f := range facts {
		p.links[next[f.A]] = link{f.B, f.flags}
		p.links[next[f.B]] = link{f.A, f.flags}
		next[f.A]++
		next[f.B]++
	}
}

func (p *problem) linksOf(person int32) []link {
	return p.links[p.linkStart[person]:p.linkStart[person+1]]
}

// link is what is known of two people; the zero link is nothing.
func (p *problem) link(a, b int32) link {
	low, high := p.linkStart[a], p.linkStart[a+1]
	for low < high {
		mid := int(uint(low+high) >> 1)
		if p.links[mid].other < b {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low < p.linkStart[a+1] && p.links[low].other == b {
		return p.links[low]
	}
	return link{}
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
		more := min(v-least, maxTurns)
		out[p] = more * more
	}
	return out
}
