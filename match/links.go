package match

import (
	"slices"
	"sync"
	"sync/atomic"
)

// known is what is known of any two people, in one of two forms: links, everybody's in
// a list, 16 bytes a fact; or, for a history that is as large as memory, the sorted
// lists of the input as they are.
type known struct {
	// linkStart[p]:linkStart[p+1] are p's links, ordered by the other person.
	linkStart []int
	links     []link

	filter []uint64 // per person: a bit for those met, and for some others; nil with links
	laying sync.Once
}

// leanMost is the number of meetings up to which links are laid out.
const leanMost = 1 << 21

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

// repeats counts how many repeats everybody had, in canonical meetings.
func (in Input) repeats() []int32 {
	had := make([]int32, in.People)
	inParts(in.People, func(from, until int) {
		for a, i := range in.Past.each(from, until) {
			if in.Past.again(a, i) {
				atomic.AddInt32(&had[a], 1)
				atomic.AddInt32(&had[in.Past.others[i]], 1)
			}
		}
	})
	return had
}

// rank counts the rounds up to the one at a place; the oldest count as one where there
// are more than a link can tell apart.
func (p *problem) rank(place int) uint32 {
	return uint32(max(1, place+1-max(0, len(p.rounds)-maxRank)))
}

// fact is a link with both its people.
type fact struct {
	Pair
	flags uint32
}

// facts merges the three sorted lists of pairs into one fact a pair.
func (p *problem) facts() []fact {
	met := p.in.Past
	facts := make([]fact, 0, met.Len()+len(p.in.Avoid)+len(p.in.Apart))
	times := 0
	for a, i := range met.each(0, p.in.People) {
		if times++; i+1 < met.start[a+1] && met.again(a, i+1) {
			continue
		}
		facts = append(facts, fact{Pair{a, met.others[i]}, p.metFlags(i, times)})
		times = 0
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

// metFlags are the flags of two who met last in a meeting.
func (p *problem) metFlags(last uint32, times int) uint32 {
	return p.rank(p.in.Past.place(last))<<rankShift | uint32(min(times, maxTimes))<<timesShift
}

// lay gives each person their links. The facts are sorted, so that the links of
// every person come out sorted too.
func (p *problem) lay() {
	facts := p.facts()
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

// linksOf gives a person's links; it takes as much memory as all, even if only search
// was wanted so far.
func (p *problem) linksOf(person int32) []link {
	if p.filter != nil {
		p.laying.Do(p.lay)
	}
	return p.links[p.linkStart[person]:p.linkStart[person+1]]
}

// link is what is known of two people; the zero link is nothing.
func (p *problem) link(a, b int32) link {
	if p.filter != nil {
		return p.search(a, b)
	}
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

// seek makes search possible.
func (p *problem) seek() {
	p.filter = make([]uint64, p.in.People)
	inParts(p.in.People, func(from, until int) {
		for a, i := range p.in.Past.each(from, until) {
			p.filter[a] |= place(p.in.Past.others[i])
		}
	})
}

// place is the bit of somebody in the filter of whoever comes first: a word each, so
// that of those with a dozen meetings to look through five out of six need not be
// looked through (Bloom 1970, with one hash function).
func place(b int32) uint64 { return 1 << (uint32(b) * 0x9e3779b1 >> 26) }

// search is link by looking into the lists of the input.
func (p *problem) search(a, b int32) (l link) {
	if a > b {
		a, b = b, a
	}
	if p.filter[a]&place(b) == 0 && len(p.in.Avoid)+len(p.in.Apart) == 0 {
		return link{}
	}
	if last, times := p.in.Past.last(a, b); times > 0 {
		l = link{b, p.metFlags(last, times)}
	}
	pair := Pair{a, b}
	if _, is := slices.BinarySearchFunc(p.in.Avoid, pair, comparePairs); is {
		l.flags |= avoidFlag
	}
	if _, is := slices.BinarySearchFunc(p.in.Apart, pair, comparePairs); is {
		l.flags |= apartFlag
	}
	return l
}

// degrees counts for everybody whom they have met, or are kept apart from: at least
// as many as there are.
func (p *problem) degrees() []int32 {
	n := make([]int32, p.in.People)
	met := p.in.Past
	for a, i := range met.each(0, p.in.People) {
		if !met.again(a, i) {
			n[a]++
			n[met.others[i]]++
		}
	}
	for _, a := range p.in.Apart {
		n[a.A]++
		n[a.B]++
	}
	return n
}
