package drawfile

import (
	"fmt"
	"testing"

	"cuppa.example/match"
	"pgregory.net/rapid"
)

// What is written for many groups at once is what each would have had by itself.
func TestSayingsSayWhatIsToBeSaid(t *testing.T) {
	t.Parallel()
	d := &draw{people: &people{wants: []*want{{column: "a"}, {column: "b", share: true}, {column: "c, d"}}}}
	for i := range 6 {
		d.ids = append(d.ids, fmt.Sprint("p", i))
	}
	reason := rapid.Custom(func(t *rapid.T) match.Reason {
		r := match.Reason{Code: match.Code(rapid.IntRange(1, 8).Draw(t, "code"))}
		r.People = [][]int32{nil, {0, 1}, {1, 2}, {0, 1, 2}}[rapid.IntRange(0, 3).Draw(t, "people")]
		if r.Code == match.MetBefore {
			r.People = []int32{0, 1}
			r.Round = rapid.Int32Range(1, 3).Draw(t, "round")
		}
		if r.Code == match.Differ || r.Code == match.Share {
			r.Trait = rapid.IntRange(0, 2).Draw(t, "trait")
		}
		if rapid.Bool().Draw(t, "barred") {
			r.Why, r.Count, r.Of = match.WhyAllMet, rapid.IntRange(1, 3).Draw(t, "count"), 3
		}
		return r
	})
	rapid.Check(t, func(t *rapid.T) {
		said := sayings{}
		for range 40 {
			group := []int32{0, 1, 2}[:rapid.IntRange(2, 3).Draw(t, "size")]
			reasons := rapid.SliceOfN(reason, 1, 3).Draw(t, "reasons")
			want := string(appendCell(nil, d.reasons(group, reasons)))
			if got := string(said.cell(d, group, reasons)); got != want {
				t.Fatalf("%q, want %q", got, want)
			}
		}
	})
}
