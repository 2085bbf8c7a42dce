package match

import (
	"cmp"
	"slices"
)

// Canonical gives the one form of all inputs that mean the same, which draws the same
// and encodes to the same bytes, but in less time and memory, as nothing has to be
// sorted and copied. All meetings are in Past. The input must be valid.
func (in Input) Canonical() Input { return in.canonical() }

// canonical gives the one form of all inputs that mean the same: pairs with the
// smaller person first, lists sorted without duplicates, meetings in Past, traits numbered by
// first use, weights without a common factor, lists that say nothing left out. What is canonical already is not
// copied. The input must be valid.
func (in Input) canonical() Input {
	out := Input{People: in.People, Size: in.Size, Mode: in.Mode, Traits: in.canonicalTraits()}
	out.Past = in.allMet()
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

// allMet gives the meetings of both forms as one.
func (in Input) allMet() *History {
	if len(in.Met) == 0 {
		if in.Past.Len() == 0 {
			return nil
		}
		return in.Past
	}
	all := NewHistory(in.People)
	all.add(in.Met)
	few := make([]Meeting, 0, min(in.Past.Len(), 1<<16))
	for m := range in.Past.All() {
		if few = append(few, m); len(few) == cap(few) {
			all.add(few)
			few = few[:0]
		}
	}
	all.add(few)
	return all.History()
}
