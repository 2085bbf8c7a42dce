package mentoring

import "testing"

// A sum never tells what its parts do not.
func TestASumTellsNoSmallPart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		withdrawn int
		parts     []int
		want      string
	}{
		{0, []int{0, 0, 0, 0}, "0"},
		{0, []int{1, 0, 0, 0}, "under 5"},
		{0, []int{6, 0, 7, 0}, "13"},
		{0, []int{6, 1, 0, 0}, "hidden"}, // 7, and so one was declined
		{0, []int{6, 2, 2, 0}, "hidden"},
		{2, []int{6, 0, 5, 0}, "hidden"}, // 13, and so two were withdrawn
		{0, []int{6, 3, 2, 0}, "11"},
		{7, []int{6, 1, 0, 0}, "14"},
	} {
		if got := hideAll(c.withdrawn, c.parts); got != c.want {
			t.Errorf("%d withdrawn and %d: %s, want %s", c.withdrawn, c.parts, got, c.want)
		}
	}
}
