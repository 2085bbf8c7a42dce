package match

import (
	"maps"
	"slices"
)

// HistoryBuilder puts a [History] together from meetings in any order, a part at a
// time. While it does, a meeting takes eight bytes more.
type HistoryBuilder struct {
	people  int
	batches []batch
}

// batch has meetings in any order: A, B and the place of the round in rounds, in 24, 24
// and 16 bits of a word.
type batch struct {
	met    []uint64
	rounds []int32
	from   []int // what the places become among all rounds
}

// The parts of a meeting in a batch, and how many rounds can be told apart in one.
const (
	firstShift, otherShift = 40, 16
	personMask             = 1<<24 - 1
	roundMask              = 1<<16 - 1
)

// NewHistory begins a history of so many people.
func NewHistory(people int) *HistoryBuilder { return &HistoryBuilder{people: people} }

// Add adds meetings; it does not keep the list. The order of two people and of meetings
// and duplicates do not matter. Its error wraps ErrInput if somebody does not exist or
// meets themselves; nothing is added then.
func (h *HistoryBuilder) Add(met []Meeting) error {
	in := Input{People: h.people, Met: met}
	if in.People < 0 || in.People > MaxPeople {
		return wrong("%d people; 0 to %d can be matched", in.People, MaxPeople)
	}
	if err := in.validateMet(); err != nil {
		return err
	}
	h.add(met)
	return nil
}

func (h *HistoryBuilder) add(met []Meeting) {
	for len(met) > 0 {
		var b batch
		b, met = pack(met)
		h.batches = append(h.batches, b)
	}
}

// pack packs meetings up to where there are too many rounds for one batch.
func pack(met []Meeting) (b batch, rest []Meeting) {
	b.met = make([]uint64, 0, len(met))
	places := map[int32]int{}
	last, at := int32(0), -1 // mostly a round comes at once
	for i := range met {
		m := &met[i]
		if at < 0 || m.Round != last {
			var known bool
			if at, known = places[m.Round]; !known {
				if at = len(b.rounds); at > roundMask {
					return b, met[i:]
				}
				places[m.Round] = at
				b.rounds = append(b.rounds, m.Round)
			}
			last = m.Round
		}
		b.met = append(b.met, uint64(min(m.A, m.B))<<firstShift|uint64(max(m.A, m.B))<<otherShift|uint64(at))
	}
	return b, nil
}

// History gives what was added, nil if that was nothing. The builder is empty afterwards.
//
// For n people and m meetings it takes O(n + m) where nobody has met very many: a
// bucket for everybody is filled, and each is sorted.
func (h *HistoryBuilder) History() *History {
	batches := h.batches
	h.batches = nil
	total := 0
	for _, b := range batches {
		total += len(b.met)
	}
	if total == 0 {
		return nil
	}
	out := &History{people: h.people, rounds: number(batches), start: make([]uint32, h.people+1), others: make([]int32, total)}
	for most := len(out.rounds) - 1; most > 0; most >>= 8 {
		out.which = append(out.which, make([]uint8, total))
	}
	out.fill(batches)
	out.sort()
	return out
}

// number gives the rounds of all batches, ascending, and each batch the places of its own.
func number(batches []batch) []int32 {
	all := map[int32]int{}
	for _, b := range batches {
		for _, r := range b.rounds {
			all[r] = 0
		}
	}
	rounds := slices.Sorted(maps.Keys(all))
	for i, r := range rounds {
		all[r] = i
	}
	for i := range batches {
		b := &batches[i]
		b.from = make([]int, len(b.rounds))
		for k, r := range b.rounds {
			b.from[k] = all[r]
		}
	}
	return rounds
}

// fill puts the meetings where their first person's are, in any order. Each processor
// looks at all of them, and takes those of its own part of the people.
func (h *History) fill(batches []batch) {
	inParts(h.people, func(from, until int) {
		low, high := uint64(from)<<firstShift, uint64(until)<<firstShift
		for i := range batches {
			for _, m := range batches[i].met {
				if m >= low && m < high {
					h.start[m>>firstShift+1]++
				}
			}
		}
	})
	for a := range h.people {
		h.start[a+1] += h.start[a]
	}
	next := slices.Clone(h.start[:h.people])
	inParts(h.people, func(from, until int) {
		low, high := uint64(from)<<firstShift, uint64(until)<<firstShift
		for i := range batches {
			b := &batches[i]
			for _, m := range b.met {
				if m < low || m >= high {
					continue
				}
				at := &next[m>>firstShift]
				h.set(*at, uint64(b.from[m&roundMask])|m>>otherShift&personMask<<32)
				*at++
			}
		}
	})
}

// set and key write and read a meeting as a number: with whom, then the place of the
// round in 32 bits, so that it is sorted by both.
func (h *History) set(i uint32, key uint64) {
	h.others[i] = int32(key >> 32)
	for k, part := range h.which {
		part[i] = uint8(key >> (8 * k))
	}
}

func (h *History) key(i uint32) uint64 { return uint64(h.others[i])<<32 | uint64(h.place(i)) }

// sort orders the meetings of everybody, and takes out duplicates.
func (h *History) sort() {
	kept := make([]uint32, h.people) // of everybody, without duplicates
	inParts(h.people, func(from, until int) {
		var keys []uint64
		for a := from; a < until; a++ {
			keys = keys[:0]
			for i := h.start[a]; i < h.start[a+1]; i++ {
				keys = append(keys, h.key(i))
			}
			sortFew(keys)
			keys = slices.Compact(keys)
			for i, key := range keys {
				h.set(h.start[a]+uint32(i), key)
			}
			kept[a] = uint32(len(keys))
		}
	})
	h.close(kept)
}

// sortFew sorts what mostly is a dozen.
func sortFew(keys []uint64) {
	if len(keys) > 32 {
		slices.Sort(keys)
		return
	}
	for i := 1; i < len(keys); i++ {
		key, j := keys[i], i
		for ; j > 0 && keys[j-1] > key; j-- {
			keys[j] = keys[j-1]
		}
		keys[j] = key
	}
}

// close closes the gaps behind everybody who has fewer meetings left than there was room for.
func (h *History) close(kept []uint32) {
	end := uint32(0)
	for a, n := range kept {
		from := h.start[a]
		h.start[a] = end
		if from != end {
			for i := range n {
				h.set(end+i, h.key(from+i))
			}
		}
		end += n
	}
	h.start[h.people] = end
	h.others = h.others[:end:end]
	for k := range h.which {
		h.which[k] = h.which[k][:end:end]
	}
}
