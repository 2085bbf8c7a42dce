package drawfile

import (
	"fmt"
	"testing"
)

func TestDistinctNumbersTextsAsTheyCome(t *testing.T) {
	t.Parallel()
	d := newDistinct()
	known := map[string]int32{"": 0}
	for i := range 5000 {
		text := fmt.Sprint(i * i % 3331)
		if i%97 == 0 {
			text = ""
		}
		want, there := known[text]
		if !there {
			want = int32(len(known))
			known[text] = want
		}
		if got := d.number(text); got != want {
			t.Fatalf("%q is %d, want %d", text, got, want)
		}
	}
	if d.len() != len(known) {
		t.Errorf("%d texts, want %d", d.len(), len(known))
	}
	for text, n := range known {
		if got := string(d.at(n)); got != text {
			t.Errorf("%d is %q, want %q", n, got, text)
		}
	}
}
