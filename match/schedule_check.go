package match

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrSchedule is wrapped by the errors of CheckSchedule and ParseSchedule.
var ErrSchedule = errors.New("match: schedule")

// Meetings counts who met in a schedule.
type Meetings struct {
	// Slots is the number of meetings; Distinct is that of pairs who met at all.
	Slots, Distinct int
	// Most is how often those met who met most often.
	Most int
	// Missing is the number of pairs who never met.
	Missing int
}

// Repeats is the number of meetings of people who had met before.
func (m Meetings) Repeats() int { return m.Slots - m.Distinct }

// CheckSchedule says whether this is a schedule of people 0…people−1 in groups of
// size: everybody is in one group in every round, and the groups are as [Sizes]
// gives. It counts the meetings. It knows nothing of how the schedule was made, and
// takes O(people² + meetings); its error wraps ErrSchedule.
func CheckSchedule(people, size int, rounds [][][]int32) (Meetings, error) {
	var m Meetings
	if people < 0 || people > MaxPeople {
		return m, fmt.Errorf("%w: %d people", ErrSchedule, people)
	}
	met := map[Pair]int{}
	for r, round := range rounds {
		if err := checkRound(people, size, round); err != nil {
			return m, fmt.Errorf("%w: round %d: %w", ErrSchedule, r+1, err)
		}
		for _, group := range round {
			for i, a := range group {
				for _, b := range group[:i] {
					pair := Pair{min(a, b), max(a, b)}
					met[pair]++
					m.Slots++
					m.Most = max(m.Most, met[pair])
				}
			}
		}
	}
	m.Distinct = len(met)
	m.Missing = people*(people-1)/2 - m.Distinct
	return m, nil
}

func checkRound(people, size int, round [][]int32) error {
	seen := make([]bool, people)
	var sizes []int
	for _, group := range round {
		sizes = append(sizes, len(group))
		for _, a := range group {
			if a < 0 || int(a) >= people {
				return fmt.Errorf("there is no person %d", a)
			}
			if seen[a] {
				return fmt.Errorf("person %d is there twice", a)
			}
			seen[a] = true
		}
	}
	if a := slices.Index(seen, false); a >= 0 {
		return fmt.Errorf("person %d is missing", a)
	}
	slices.SortFunc(sizes, func(a, b int) int { return b - a })
	if want := Sizes(people, size); !slices.Equal(sizes, want) {
		return fmt.Errorf("groups of %v people, not of %v", sizes, want)
	}
	return nil
}

// ParseSchedule reads a schedule in plain text: a line is a round; groups are
// separated by |, and people, who can have any name, by spaces or commas. Empty
// lines, and lines that begin with #, are left out. It numbers people in the order in
// which they first come, and gives their names. Its error wraps ErrSchedule.
func ParseSchedule(text string) (names []string, rounds [][][]int32, err error) {
	number := map[string]int32{}
	for at, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		var round [][]int32
		for _, words := range strings.Split(line, "|") {
			var group []int32
			for _, name := range strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' }) {
				n, known := number[name]
				if !known {
					n = int32(len(names))
					number[name] = n
					names = append(names, name)
				}
				group = append(group, n)
			}
			if group == nil {
				return nil, nil, fmt.Errorf("%w: line %d has a group without people", ErrSchedule, at+1)
			}
			round = append(round, group)
		}
		rounds = append(rounds, round)
	}
	return names, rounds, nil
}
