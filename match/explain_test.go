package match

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"
)

// find gives the first reason with a code.
func find(reasons []Reason, code Code) (Reason, bool) {
	i := slices.IndexFunc(reasons, func(r Reason) bool { return r.Code == code })
	if i < 0 {
		return Reason{}, false
	}
	return reasons[i], true
}

// Ten people, seven from one council: exactly two pairs from it, explained to the
// four.
func TestScenarioSevenOfTen(t *testing.T) {
	t.Parallel()
	in := Input{People: 10, Size: 2, Traits: []Trait{{Values: []int32{5, 5, 5, 5, 5, 5, 5, 1, 2, 3}}}}
	for s := range 20 {
		res := mustDraw(t, in, seed(s))
		if res.Same[0] != 2 || !res.Optimal {
			t.Fatalf("%d pairs of one council, proven %v", res.Same[0], res.Optimal)
		}
		told := 0
		for i, reasons := range Explain(in, res) {
			if _, ok := find(reasons, FirstMeeting); !ok {
				t.Errorf("%v: no first meeting in %v", res.Groups[i], reasons)
			}
			if r, ok := find(reasons, Share); ok {
				told += len(r.People)
				want := Reason{Code: Share, People: res.Groups[i], Why: WhyMajority, Count: 7, Of: 10, Least: 2}
				if !reflect.DeepEqual(r, want) {
					t.Errorf("%+v, want %+v", r, want)
				}
			} else if _, ok := find(reasons, Differ); !ok {
				t.Errorf("%v: neither shared nor different in %v", res.Groups[i], reasons)
			}
		}
		if told != 4 {
			t.Errorf("explained to %d people", told)
		}
	}
}

func TestReasons(t *testing.T) {
	t.Parallel()
	same := func(n int) []Trait { return []Trait{{Values: slices.Repeat([]int32{7}, n)}} }
	tests := []struct {
		name   string
		in     Input
		groups [][]int32
		want   [][]Reason
	}{
		{
			"all share",
			Input{People: 4, Size: 2, Traits: same(4)},
			[][]int32{{0, 1}, {2, 3}},
			[][]Reason{
				{{Code: FirstMeeting}, {Code: Share, People: []int32{0, 1}, Why: WhyAllShare, Count: 3, Of: 3}},
				{{Code: FirstMeeting}, {Code: Share, People: []int32{2, 3}, Why: WhyAllShare, Count: 3, Of: 3}},
			},
		},
		{
			"met all but the same",
			Input{
				People: 4, Size: 2, Traits: []Trait{{Values: []int32{1, 1, 2, 3}}},
				Met: []Meeting{{3, 0, 2}, {4, 3, 0}},
			},
			[][]int32{{0, 1}, {2, 3}},
			[][]Reason{
				{{Code: FirstMeeting}, {Code: Share, People: []int32{0, 1}, Why: WhyMetTheRest, Count: 2, Of: 3}},
				{{Code: FirstMeeting}, {Code: Differ}},
			},
		},
		{
			"met everybody",
			Input{People: 4, Size: 2, Met: []Meeting{{3, 0, 2}, {4, 3, 0}, {1, 1, 0}, {2, 1, 0}}, Apart: []Pair{{2, 1}}},
			[][]int32{{0, 1}, {2, 3}},
			[][]Reason{
				{{Code: MetBefore, People: []int32{0, 1}, Round: 2, Why: WhyAllMet, Count: 3, Of: 3}},
				{{Code: FirstMeeting}},
			},
		},
		{
			"by hand",
			Input{
				People: 5, Size: 2, Pin: [][]int32{{1, 0}}, Met: []Meeting{{3, 0, 1}},
				Traits: []Trait{{Values: []int32{1, 1, 0, 2, 3}}}, Avoid: []Pair{{4, 2}},
			},
			[][]int32{{0, 1}, {2, 3, 4}},
			[][]Reason{
				{
					{Code: ByHand, People: []int32{0, 1}},
					{Code: MetBefore, People: []int32{0, 1}, Round: 3, Why: WhyByHand},
					{Code: Share, People: []int32{0, 1}, Why: WhyByHand},
				},
				{
					{Code: FirstMeeting},
					{Code: TogetherBefore, People: []int32{2, 4}, Why: WhyOthers},
					{Code: LargerGroup},
				},
			},
		},
		{
			"smaller, and two of three",
			Input{People: 3, Size: 4, Traits: []Trait{{Values: []int32{1, 1, 2}}, {Values: []int32{1, 2, 3}}}},
			[][]int32{{0, 1, 2}},
			[][]Reason{{
				{Code: FirstMeeting},
				{Code: Share, People: []int32{0, 1}, Why: WhyMajority, Count: 2, Of: 3, Least: 1},
				{Code: Differ, Trait: 1},
				{Code: SmallerGroup},
			}},
		},
		{
			"wanted in common",
			Input{
				People: 8, Size: 2, Met: []Meeting{{3, 4, 6}, {3, 4, 7}}, Traits: []Trait{
					{Sets: []uint64{3, 6, 1, 8, 16, 1, 16, 16}, Share: true},
					{Values: []int32{1, 1, 5, 1, 0, 1, 1, 1}, Share: true},
				},
			},
			[][]int32{{0, 1}, {2, 3}, {4, 5}, {6, 7}},
			[][]Reason{
				{
					{Code: FirstMeeting},
					{Code: Share, People: []int32{0, 1}},
					{Code: Share, People: []int32{0, 1}, Trait: 1},
				},
				{
					{Code: FirstMeeting},
					{Code: Differ, People: []int32{2, 3}, Why: WhyNobody, Of: 7},
					{Code: Differ, People: []int32{2, 3}, Trait: 1, Why: WhyNobody, Of: 7},
				},
				{{Code: FirstMeeting}, {Code: Differ, People: []int32{4, 5}, Why: WhyMetThose, Count: 2, Of: 7}},
				{
					{Code: FirstMeeting},
					{Code: Share, People: []int32{6, 7}},
					{Code: Share, People: []int32{6, 7}, Trait: 1},
				},
			},
		},
		{
			"sets that should differ",
			Input{
				People: 6, Size: 2, Met: []Meeting{{3, 3, 5}, {3, 2, 5}},
				Traits: []Trait{{Sets: []uint64{1, 1, 3, 1, 1, 2}}},
			},
			[][]int32{{0, 1}, {2, 3}, {4, 5}},
			[][]Reason{
				{{Code: FirstMeeting}, {Code: Share, People: []int32{0, 1}, Why: WhyOthers}},
				{{Code: FirstMeeting}, {Code: Share, People: []int32{2, 3}, Why: WhyAllShare, Count: 5, Of: 5}},
				{{Code: FirstMeeting}, {Code: Differ}},
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			res, err := Assess(test.in, test.groups)
			if err != nil {
				t.Fatal(err)
			}
			if got := Explain(test.in, res); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

func TestUnplaced(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		in     Input
		groups int
		want   []Unplaced
	}{
		{"nobody", Input{Size: 2}, 0, nil},
		{"one", Input{People: 1, Size: 2}, 0, []Unplaced{{0, WhyAlone}}},
		{"two apart", Input{People: 2, Size: 2, Apart: []Pair{{1, 0}}}, 0, []Unplaced{{0, WhyApart}, {1, WhyApart}}},
		{
			"apart from all",
			Input{People: 5, Size: 2, Apart: []Pair{{2, 0}, {2, 1}, {2, 3}, {2, 4}}},
			2,
			[]Unplaced{{2, WhyApart}},
		},
		{
			"apart from all, in groups",
			Input{People: 5, Size: 4, Apart: []Pair{{2, 0}, {2, 1}, {2, 3}, {2, 4}}},
			1,
			[]Unplaced{{2, WhyApart}},
		},
		{
			"only one will do",
			Input{People: 4, Size: 2, Apart: []Pair{{1, 2}, {1, 3}, {2, 3}}, Priority: []int32{0, 0, 0, 5}},
			1,
			[]Unplaced{{1, WhyTaken}, {2, WhyTaken}},
		},
		{
			"a second trio rather than nobody",
			Input{People: 6, Size: 2, Apart: []Pair{{4, 0}, {4, 1}, {4, 5}, {5, 2}, {5, 3}, {0, 2}, {0, 3}, {1, 2}, {1, 3}}},
			2,
			nil,
		},
		{"the last joins a pinned pair", Input{People: 3, Size: 2, Pin: [][]int32{{0, 2}}}, 1, nil},
		{
			"unless kept apart from it",
			Input{People: 3, Size: 2, Pin: [][]int32{{0, 2}}, Apart: []Pair{{1, 2}}},
			1,
			[]Unplaced{{1, WhyTaken}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			res := mustDraw(t, test.in, seed(1))
			if len(res.Groups) != test.groups {
				t.Errorf("groups %v", res.Groups)
			}
			if test.name == "only one will do" {
				if len(res.Unplaced) != 2 || !slices.Equal(res.Groups[0], []int32{0, 3}) {
					t.Errorf("%v, %v: who has waited is not served first", res.Groups, res.Unplaced)
				}
				return
			}
			if !slices.Equal(res.Unplaced, test.want) {
				t.Errorf("unplaced %v, want %v", res.Unplaced, test.want)
			}
		})
	}
}

// Kept apart is hard at every size of pool, in trios too.
func TestApartIsNeverBroken(t *testing.T) {
	t.Parallel()
	chance := newSource(seed(11))
	for i, n := range []int{15, 31, 101, 102, 2501} {
		for _, size := range []int{2, 3, 5} {
			in := Input{People: n, Size: size}
			for range 4 * n {
				if a, b := int32(chance.below(n)), int32(chance.below(n)); a != b {
					in.Apart = append(in.Apart, Pair{a, b})
				}
			}
			for b := range int32(n) { // 3 may only be with 7
				if b != 3 && b != 7 {
					in.Apart = append(in.Apart, Pair{3, b})
				}
			}
			in.Apart = slices.DeleteFunc(in.Apart, func(p Pair) bool { return p == Pair{3, 7} || p == Pair{7, 3} })
			res := mustDraw(t, in, seed(i))
			if _, err := Assess(in, res.Groups); err != nil {
				t.Errorf("%d in groups of %d: %v", n, size, err)
			}
			if size == 2 && len(res.Unplaced) > 0 {
				t.Errorf("%d in pairs: unplaced %v", n, res.Unplaced)
			}
		}
	}
}

func TestAssessRefuses(t *testing.T) {
	t.Parallel()
	in := Input{People: 4, Size: 2, Apart: []Pair{{0, 1}}}
	for _, test := range []struct {
		groups [][]int32
		want   error
	}{
		{[][]int32{{0, 1}}, ErrApart},
		{[][]int32{{2, 1, 0}}, ErrApart},
		{[][]int32{{0}}, ErrInput},
		{[][]int32{{0, 2}, {2, 3}}, ErrInput},
		{[][]int32{{0, 4}}, ErrInput},
		{[][]int32{{-1, 2}}, ErrInput},
	} {
		if _, err := Assess(in, test.groups); !errors.Is(err, test.want) {
			t.Errorf("%v: %v", test.groups, err)
		}
	}
	if err := Verify(context.Background(), in, seed(1), Result{Version: "0"}); !errors.Is(err, ErrDiffers) {
		t.Errorf("a draw of another version: %v", err)
	}
}
