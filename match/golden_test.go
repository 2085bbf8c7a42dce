package match

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"
)

// These draws are pinned: whoever stored one must be able to repeat it. A change
// to them is a new Version.
func TestGoldenDraws(t *testing.T) {
	t.Parallel()
	small := network(9, 4, 3)
	small.Met = []Meeting{{1, 0, 1}, {1, 2, 3}, {2, 4, 5}}
	small.Apart = []Pair{{6, 7}}
	if got, want := fmt.Sprint(mustDraw(t, small, seed(1)).Groups), "[[0 5] [1 2 6] [3 4] [7 8]]"; got != want {
		t.Errorf("nine people: %s, want %s", got, want)
	}
	groups := func(n, size int, hard bool) Input {
		in := benchmarkInput(n, 6, hard)
		in.Size = size
		return in
	}
	for _, test := range []struct {
		name string
		in   Input
		want string
	}{
		{"pairs, exchanged", benchmarkInput(100, 24, false), "8a7dc5a26bddbdfa"},
		{"pairs, exact", benchmarkInput(100, 24, true), "6a57755282a4bb77"},
		{"pairs and a trio, exact", benchmarkInput(301, 24, true), "ebb54a8ecd5f7280"},
		{"pairs of many", benchmarkInput(3001, 24, true), "9a13f2777e21fd15"},
		{"groups of four", groups(50, 4, true), "4913eeceb0729bcd"},
		{"groups of six", groups(100, 6, false), "3b6db4ec7f7054b0"},
		{"groups of many", groups(2000, 5, true), "fdd7561a55dfe8c7"},
	} {
		res := mustDraw(t, test.in, seed(2026))
		sum := sha256.Sum256(fmt.Append(nil, res.Groups, res.Unplaced))
		if got := hex.EncodeToString(sum[:8]); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
