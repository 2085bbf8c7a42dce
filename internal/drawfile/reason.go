package drawfile

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"cuppa.example/match"
)

// reasons writes the reasons for a group in plain English, the most important
// first: “First meeting; different organisation and region”.
func (d *draw) reasons(group []int32, reasons []match.Reason) string {
	who := func(r match.Reason) string {
		if len(r.People) == len(group) {
			return ""
		}
		return " of " + d.names(r.People)
	}
	var parts, differ, common, worse []string
	for _, r := range reasons {
		column := ""
		if r.Code == match.Differ || r.Code == match.Share {
			column = d.wants[r.Trait].column
		}
		wanted := column != "" && d.wants[r.Trait].share
		switch {
		case r.Code == match.FirstMeeting:
			parts = append(parts, "first meeting")
		case r.Code == match.MetBefore:
			parts = append(parts, fmt.Sprintf("not the first meeting%s, last in round %d%s", who(r), r.Round, because(r, "")))
		case r.Code == match.Differ && wanted:
			worse = append(worse, fmt.Sprintf("nothing in common in %s%s%s", column, who(r), because(r, column)))
		case r.Code == match.Differ:
			differ = append(differ, column)
		case r.Code == match.Share && wanted:
			common = append(common, column)
		case r.Code == match.Share:
			worse = append(worse, fmt.Sprintf("same %s%s%s", column, who(r), because(r, column)))
		case r.Code == match.LargerGroup:
			worse = append(worse, "one more than asked for, because the number of people does not divide")
		case r.Code == match.SmallerGroup:
			worse = append(worse, "fewer than asked for, because the number of people does not divide")
		}
	}
	if len(differ) > 0 {
		parts = append(parts, "different "+list(differ))
	}
	if len(common) > 0 {
		parts = append(parts, "in common "+list(common))
	}
	return sentence(append(parts, worse...))
}

// sayings are cells with reasons that have been written: of very many groups, most have
// the same. They are for one goroutine.
type sayings map[string][]byte

// cell gives the reasons for a group as a cell.
func (s sayings) cell(d *draw, group []int32, reasons []match.Reason) []byte {
	var buffer [64]byte
	key := buffer[:0]
	for _, r := range reasons {
		whole := len(r.People) == len(group)
		if r.Why != match.WhyNone || r.Code == match.MetBefore || len(r.People) > 0 && !whole {
			return appendCell(nil, d.reasons(group, reasons)) // it names somebody, or counts
		}
		key = append(key, byte(r.Code), byte(r.Trait))
		if whole {
			key = append(key, 'w')
		}
	}
	cell, known := s[string(key)]
	if !known {
		cell = appendCell(nil, d.reasons(group, reasons))
		s[string(key)] = cell
	}
	return cell
}

// sentence joins parts, the first letter a capital.
func sentence(parts []string) string {
	text := strings.Join(parts, "; ")
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + text[size:]
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
	case match.WhyNobody:
		return " (nobody else has anything in common with one of them)"
	case match.WhyMetThose:
		return " (one of them has met everybody they have something in common with)"
	case match.WhyChance:
		return " (chance alone decided)"
	case match.WhyOthers:
		return " (a change would have cost somebody else as much or more)"
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
