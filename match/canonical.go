package match

import (
	"cmp"
	"slices"
	"sync/atomic"
)

// Canonical gives the one form of all inputs that mean the same, which draws the same
// and encodes to the same bytes, but in less time and memory, as nothing has to be
// sorted and copied. The input must be valid.
func (in Input) Canonical() Input { return in.canonical() }

// canonical gives the one form of all inputs that mean the same: pairs with the
// smaller person first, lists sorted without duplicates, traits numbered by
// first use, weights without a common factor, lists that say nothing left out. What is canonical already is not
// copied. The input must be valid.
func (in Input) canonical() Input {
	out := Input{People: in.People, Size: in.Size, Mode: in.Mode, Traits: in.canonicalTraits()}
	out.Met = canonicalMeetings(in.Met, in.People)
	out.Avoid = canonicalPairs(in.Avoid)
	out.Apart = canonicalPairs(in.Apart)
	for _, pin := range in.Pin {
		out.Pin = append(out.Pin, slices.Sorted(slices.Values(pin)))
	}
	slices.SortFunc(out.Pin, func(a, b []int32) int { return cmp.Compare(a[0], b[0]) })
	out.Priority = nilIfZero(in.Priority)
	out.Larger = nilIfZero(in.Larger)
	return out
}

func nilIfZero(turns []int32) []int32 {
	for _, v := range turns {
		if v != 0 {
			return turns
		}
	}
	return nil
}

func comparePairs(a, b Pair) int {
	return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
}

func canonicalPairs(pairs []Pair) []Pair {
	if len(pairs) == 0 {
		return nil
	}
	out := make([]Pair, len(pairs))
	for i, p := range pairs {
		out[i] = Pair{min(p.A, p.B), max(p.A, p.B)}
	}
	slices.SortFunc(out, comparePairs)
	return slices.Compact(out)
}

func compareMeetings(a, b Meeting) int {
	return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B), cmp.Compare(a.Round, b.Round))
}

// canonicalMeetings sorts by A, B, Round: into a bucket per A first, because a
// long history has many more meetings than a person has.
func canonicalMeetings(met []Meeting, people int) []Meeting {
	if len(met) == 0 {
		return nil
	}
	if isCanonical(met) {
		return met
	}
	end := make([]int, people+1)
	for _, m := range met {
		end[min(m.A, m.B)+1]++
	}
	for p := range people {
		end[p+1] += end[p]
	}
	out := make([]Meeting, len(met))
	next := slices.Clone(end[:people])
	for _, m := range met {
		a := min(m.A, m.B)
		out[next[a]] = Meeting{Round: m.Round, A: a, B: max(m.A, m.B)}
		next[a]++
	}
	inParts(people, func(from, until int) {
		for p := from; p < until; p++ {
			sortMeetings(out[end[p]:end[p+1]])
		}
	})
	return slices.Compact(out)
}

// sortMeetings sorts those of one A. Mostly they are a dozen.
func sortMeetings(met []Meeting) {
	if len(met) > 32 {
		slices.SortFunc(met, compareMeetings)
		return
	}
	for i := 1; i < len(met); i++ {
		m := met[i]
		j := i
		for ; j > 0 && (met[j-1].B > m.B || met[j-1].B == m.B && met[j-1].Round > m.Round); j-- {
			met[j] = met[j-1]
		}
		met[j] = m
	}
}

func isCanonical(met []Meeting) bool {
	var no atomic.Bool
	inParts(len(met), func(from, until int) {
		for i := from; i < until; i++ {
			m := &met[i]
			if m.A > m.B {
				no.Store(true)
				return
			}
			if i == 0 {
				continue
			}
			last := &met[i-1]
			if m.A < last.A || m.A == last.A && (m.B < last.B || m.B == last.B && m.Round <= last.Round) {
				no.Store(true)
				return
			}
		}
	})
	return !no.Load()
}
