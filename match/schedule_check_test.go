package match

import (
	"errors"
	"strings"
	"testing"
)

func TestScheduleCheckerRefuses(t *testing.T) {
	t.Parallel()
	good := "# four people, three rounds\nann bob | cat dan\nann,cat | bob,dan\n\nann dan | bob cat"
	names, rounds, err := ParseSchedule(good)
	if err != nil || len(names) != 4 {
		t.Fatal(names, err)
	}
	if m, err := CheckSchedule(4, 2, rounds); err != nil || m.Repeats() != 0 || m.Missing != 0 {
		t.Fatal(m, err)
	}
	for bad, says := range map[string]string{
		"a b | c d\na b | c c":     "twice",
		"a b | c d\na b":           "missing",
		"a b | c d\na b | c d e":   "missing",
		"a b c d":                  "groups of [4]",
		"a b | c d\na b c | d":     "groups of [3 1]",
		"a b | | c d":              "without people",
		"a b | c d\n| a b c d":     "without people",
		"a b | c d\na b | c d | e": "missing",
	} {
		names, rounds, err := ParseSchedule(bad)
		if err == nil {
			_, err = CheckSchedule(len(names), 2, rounds)
		}
		if !errors.Is(err, ErrSchedule) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := CheckSchedule(3, 3, [][][]int32{{{0, 1, 3}}}); !errors.Is(err, ErrSchedule) {
		t.Error(err)
	}
}
