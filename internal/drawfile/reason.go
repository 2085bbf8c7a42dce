package drawfile

import (
	"fmt"
	"strings"

	"cuppa.example/match"
)

// reasons writes the reasons for a group in plain English, the most important
// first: “First meeting; different organisation and region”.
func (p *people) reasons(group []int32, reasons []match.Reason, columns []string) string {
	who := func(r match.Reason) string {
		if len(r.People) == len(group) {
			return ""
		}
		return " of " + p.names(r.People)
	}
	var parts, differ []string
	for _, r := range reasons {
		switch r.Code {
		case match.FirstMeeting:
			parts = append(parts, "first meeting")
		case match.MetBefore:
			parts = append(parts, fmt.Sprintf("not the first meeting%s, last in round %d%s", who(r), r.Round, because(r, "")))
		case match.Differ:
			differ = append(differ, columns[r.Trait])
		}
	}
	if len(differ) > 0 {
		parts = append(parts, "different "+list(differ))
	}
	for _, r := range reasons {
		switch r.Code {
		case match.Share:
			parts = append(parts, fmt.Sprintf("same %s%s%s", columns[r.Trait], who(r), because(r, columns[r.Trait])))
		case match.LargerGroup:
			parts = append(parts, "one more than in other groups, because the number of people does not divide")
		case match.SmallerGroup:
			parts = append(parts, "fewer than asked for, because the number of people does not divide")
		}
	}
	text := strings.Join(parts, "; ")
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// because says in brackets what stood in the way of something better.
func because(r match.Reason, column string) string {
	switch r.Why {
	case match.WhyAllMet:
		if r.Count < r.Of {
			return fmt.Sprintf(" (one of them has met %d of the %d others)", r.Count, r.Of)
		}
		return " (one of them has met everybody else they may meet)"
	case match.WhyAllShare:
		return " (everybody has it)"
	case match.WhyMajority:
		return fmt.Sprintf(" (%d of %d people have it, so at least %s must share it)", r.Count, r.Of, count(r.Least, "pair"))
	case match.WhyMetTheRest:
		return fmt.Sprintf(" (one of them has met everybody of another %s they may meet)", column)
	case match.WhyOthers:
		return " (a change would have cost somebody else more)"
	}
	return ""
}

func (p *people) names(numbers []int32) string {
	names := make([]string, len(numbers))
	for i, n := range numbers {
		names[i] = p.ids[n]
	}
	return list(names)
}

// unplaced says why somebody is in no group.
func unplaced(why match.Why) string {
	if why == match.WhyApart {
		return "kept apart from everybody else"
	}
	return "everybody they are not kept apart from is needed elsewhere"
}

// list joins names as a sentence does.
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
