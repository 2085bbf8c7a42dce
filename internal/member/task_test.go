package member

import (
	"testing"
	"time"
)

func TestWhatIsDueFirstIsOnTop(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2027, time.March, n, 9, 0, 0, 0, time.UTC) }
	order := ""
	for _, k := range InOrder([]Task{{Text: "d"}, {Text: "c", Due: day(9)}, {Text: "e"}, {Text: "a", Due: day(2)}, {Text: "b", Due: day(2)}}) {
		order += k.Text
	}
	if order != "abcde" {
		t.Errorf("the order is %s", order)
	}
}
