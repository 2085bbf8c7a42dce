package insight

import "cuppa.example/internal/conversation"

const (
	// few is the smallest number of people that is shown: fewer could be found
	// out by name.
	few = 5
	// enough is for how many answers rounds are put together before any of
	// their reasons is shown.
	enough = 10
)

// Given is how many people gave each reason.
type Given map[conversation.Reason]int

// Total is how many people gave a reason.
func (g Given) Total() int {
	n := 0
	for _, count := range g {
		n += count
	}
	return n
}

// Reason is a reason and how many people gave it, or that they are too few.
type Reason struct {
	Reason conversation.Reason
	People int
	Few    bool // fewer than five, or none; People is 0
}

// Batch is the reasons of some rounds that follow each other. Rounds belong to
// one batch only and a batch does not change, so that nobody can take one number
// from another.
type Batch struct {
	Rounds []Round
	Shown  []Reason
	// Total is how many people gave a reason, or 0 where that together with
	// what is shown would give away what is not.
	Total int
}

// batches puts the rounds of one programme, the oldest first, together until
// each batch has enough answers. Rounds that are left over wait for the next.
func batches(rounds []Round, given map[string]Given) (list []Batch, left []Round) {
	sum := Given{}
	for _, r := range rounds {
		left = append(left, r)
		for reason, n := range given[r.ID] {
			sum[reason] += n
		}
		if sum.Total() < enough {
			continue
		}
		shown, total := sum.shown()
		list = append(list, Batch{Rounds: left, Shown: shown, Total: total})
		left, sum = nil, Given{}
	}
	return list, left
}

// shown hides counts under five, and the total as well where the hidden counts
// could be told from it: where they are few together, where it is only one, or
// where each must be as high as it can be.
func (g Given) shown() (list []Reason, total int) {
	hidden, rest := 0, 0
	for _, r := range conversation.Reasons {
		n := g[r]
		if n < few {
			hidden++
			rest += n
			list = append(list, Reason{Reason: r, Few: true})
			continue
		}
		list = append(list, Reason{Reason: r, People: n})
	}
	if rest == 0 || rest >= few && hidden > 1 && rest < (few-1)*hidden {
		total = g.Total()
	}
	return list, total
}

// Sum adds what is shown of several batches: at least so many people gave each
// reason. It is made of nothing that is not shown.
func sum(list []Batch) []Reason {
	all := make([]Reason, len(conversation.Reasons))
	for i, r := range conversation.Reasons {
		all[i] = Reason{Reason: r, Few: true}
		for _, b := range list {
			if !b.Shown[i].Few {
				all[i].People += b.Shown[i].People
				all[i].Few = false
			}
		}
	}
	return all
}
