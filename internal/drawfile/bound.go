package drawfile

import (
	"fmt"
	"strings"

	"cuppa.example/match"
)

// bound is what is proven of a draw, as in report.json.
type bound struct {
	How    string       `json:"how"`
	Proven bool         `json:"proven"` // no draw is better
	Levels []boundLevel `json:"levels"` // in the order in which they count
}

// boundLevel is something that there should be little of. Any draw that is as good in
// all levels before has at least so much.
type boundLevel struct {
	What    string `json:"what"`
	Reached int64  `json:"reached"`
	Least   int64  `json:"least"`
}

// bound holds what was reached against what is proven.
func (d *draw) bound() bound {
	if d.Rounds > 0 {
		return bound{How: d.way(), Proven: d.plan.Optimal(), Levels: []boundLevel{
			{"meetings of people who met before", int64(d.plan.Repeats), int64(d.plan.Least)},
		}}
	}
	r := d.rounds[0]
	reached, least := r.in.Reached(r.res), r.res.Least
	b := bound{How: r.how(), Proven: r.res.Optimal}
	add := func(what string, reached, least int64) {
		if r.res.Optimal {
			least = reached
		}
		b.Levels = append(b.Levels, boundLevel{what, reached, least})
	}
	add("people in no group", int64(reached.Unplaced), int64(least.Unplaced))
	add("groups of one more", int64(reached.Larger), int64(least.Larger))
	add("pairs who meet again", int64(reached.Repeats), int64(least.Repeats))
	for i, what := range d.levels() {
		if d.in.Mode == match.Uniform {
			break // nobody looked at columns
		}
		proven := int64(0)
		if i < len(least.Same) {
			proven = least.Same[i]
		}
		add(what, reached.Same[i], proven)
	}
	return b
}

// levels names the levels of the columns; those that count together are one.
func (d *draw) levels() (names []string) {
	for i, w := range d.wants {
		name := "pairs of the same " + w.column
		if w.share {
			name = "pairs with nothing in common in " + w.column
		}
		if i > 0 && d.in.Traits[i].With {
			name = strings.TrimPrefix(name, "pairs ")
			last := len(names) - 1
			if !strings.HasPrefix(names[last], "weight of ") {
				names[last] = "weight of " + names[last]
			}
			names[last] += ", and " + name
			continue
		}
		names = append(names, name)
	}
	return names
}

// how says how the draw was made.
func (r *round) how() string {
	switch r.res.How {
	case match.HowRejected:
		return "pure chance: every possible draw was exactly as likely, by drawing until one kept the rules"
	case match.HowCounted:
		return "pure chance: every possible draw was exactly as likely, by counting them all"
	case match.HowSwitched:
		return fmt.Sprintf("chance: every possible draw was approximately as likely, after %s random exchanges", grouped(r.res.Steps))
	case match.HowForced:
		return "not by chance alone, because somebody has to meet again or to be in no group: the best that was found"
	}
	switch {
	case r.res.Optimal && r.in.Size == 2 && r.in.People%2 == 1:
		return "the best there is, which is proven of the pairs beside the group of three"
	case r.res.Optimal:
		return "the best there is, which is proven"
	}
	return "the best that was found; a better one may exist"
}

// boundText says it in plain words, a line for each level.
func (d *draw) boundText() string {
	pairs := 0
	for _, r := range d.rounds {
		pairs += pairsIn(r.res.Groups)
	}
	return d.bound().tell(pairs)
}

func (b bound) tell(pairs int) string {
	var text strings.Builder
	fmt.Fprintf(&text, "How it was made: %s.\n", b.How)
	for i, l := range b.Levels {
		if l.Reached == 0 && (l.What == "people in no group" || l.What == "groups of one more") {
			continue // nothing to speak of
		}
		fmt.Fprintf(&text, "%s%s: %s", strings.ToUpper(l.What[:1]), l.What[1:], grouped(l.Reached))
		switch {
		case l.Reached <= l.Least:
			text.WriteString(", and none has fewer.\n")
		case i > 2:
			fmt.Fprintf(&text, ". As good in all before, any draw has at least %s: at most %s fewer%s.\n",
				grouped(l.Least), grouped(l.Reached-l.Least), percent(l.Reached-l.Least, pairs))
		default:
			fmt.Fprintf(&text, ". Proven is only that any has at least %s.\n", grouped(l.Least))
		}
	}
	return text.String()
}

// percent says how much something is of all pairs.
func percent(n int64, pairs int) string {
	if pairs == 0 {
		return ""
	}
	return fmt.Sprintf(", %.3g %% of all pairs", 100*float64(n)/float64(pairs))
}

// pairsIn counts the pairs in groups.
func pairsIn(groups [][]int32) (n int) {
	for _, g := range groups {
		n += len(g) * (len(g) - 1) / 2
	}
	return n
}
