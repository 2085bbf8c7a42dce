package match

import "iter"

// History is who met in which rounds, in the form for very many: sorted, each meeting
// once, in five bytes where there are up to 256 rounds. [HistoryBuilder] makes it, and
// nothing changes it afterwards.
type History struct {
	people int
	rounds []int32  // that anybody met in, ascending
	start  []uint32 // start[a]:start[a+1] are the meetings in which a comes first
	others []int32  // per meeting: with whom, ascending for each a
	// which has for each meeting the place of its round in rounds, a byte of it in each
	// list: one list up to 256 rounds. It ascends for each pair.
	which [][]uint8
}

// Len is the number of meetings.
func (h *History) Len() int {
	if h == nil {
		return 0
	}
	return len(h.others)
}

// People is how many people it is about.
func (h *History) People() int { return h.people }

// Last is the last round that anybody met in, and false if nobody ever met.
func (h *History) Last() (round int32, any bool) {
	if h.Len() == 0 {
		return 0, false
	}
	return h.rounds[len(h.rounds)-1], true
}

// All gives every meeting, the smaller person as A, ordered by A, B and round.
func (h *History) All() iter.Seq[Meeting] {
	return func(yield func(Meeting) bool) {
		if h.Len() == 0 {
			return // there may be no history at all
		}
		for a, i := range h.each(0, h.people) {
			if !yield(Meeting{Round: h.rounds[h.place(i)], A: a, B: h.others[i]}) {
				return
			}
		}
	}
}

// each gives the meetings in which some people come first, each with that person.
func (h *History) each(from, until int) iter.Seq2[int32, uint32] {
	return func(yield func(int32, uint32) bool) {
		if h.Len() == 0 {
			return
		}
		for a := int32(from); a < int32(until); a++ {
			for i := h.start[a]; i < h.start[a+1]; i++ {
				if !yield(a, i) {
					return
				}
			}
		}
	}
}

// place is where the round of a meeting is among rounds.
func (h *History) place(i uint32) (n int) {
	for k, part := range h.which {
		n |= int(part[i]) << (8 * k)
	}
	return n
}

// again says that a meeting is of the same two people as the one before it, a being the
// first of them.
func (h *History) again(a int32, i uint32) bool {
	return i > h.start[a] && h.others[i] == h.others[i-1]
}

// last gives the last meeting of a < b, and how often they met: 0 if never.
func (h *History) last(a, b int32) (at uint32, times int) {
	low, high := h.start[a], h.start[a+1]
	for low < high { // the first after those with b
		mid := low + (high-low)/2
		if h.others[mid] <= b {
			low = mid + 1
		} else {
			high = mid
		}
	}
	for at := low; at > h.start[a] && h.others[at-1] == b; at-- {
		times++
	}
	return low - 1, times
}

// lastRound is the last round of any meeting of an input, 0 if there is none or it is
// before that.
func lastRound(in Input) (last int32) {
	for _, m := range in.Met {
		last = max(last, m.Round)
	}
	if round, any := in.Past.Last(); any {
		last = max(last, round)
	}
	return last
}
