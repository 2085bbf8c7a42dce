package match

import (
	"reflect"
	"testing"
)

// obstaclesOf draws by hand: the groups are given.
func obstaclesOf(t *testing.T, in Input, groups ...[]int32) map[int32][]Obstacle {
	t.Helper()
	res, err := Assess(in, groups)
	if err != nil {
		t.Fatal(err)
	}
	by := map[int32][]Obstacle{}
	for _, o := range Obstacles(in, res) {
		by[o.Person] = append(by[o.Person], o)
	}
	return by
}

func TestEverybodyIsToldWhatStoodInTheWay(t *testing.T) {
	t.Parallel()
	met := func(pairs ...Pair) (met []Meeting) {
		for _, p := range pairs {
			met = append(met, Meeting{Round: 3, A: p.A, B: p.B})
		}
		return met
	}
	pairs := [][]int32{{0, 1}, {2, 3}}
	values := func(v ...int32) []Trait { return []Trait{{Values: v}} }
	for name, c := range map[string]struct {
		in     Input
		groups [][]int32
		want   map[int32][]Obstacle
	}{
		"nothing": {Input{People: 4, Size: 2, Traits: values(1, 2, 1, 0)}, pairs, map[int32][]Obstacle{}},
		"one of two has met everybody": {
			Input{People: 4, Size: 2, Met: met(Pair{0, 1}, Pair{2, 0}), Apart: []Pair{{0, 3}}}, pairs, map[int32][]Obstacle{
				0: {{0, Reason{Code: MetBefore, People: []int32{1}, Round: 3, Why: WhyAllMet, Count: 3, Of: 3}, 0}},
				1: {{1, Reason{Code: MetBefore, People: []int32{0}, Round: 3, Why: WhyAllMet, Count: 3, Of: 3}, 0}},
			},
		},
		"chance": {
			Input{People: 4, Size: 2, Mode: Uniform, Traits: values(1, 1, 2, 3), Met: met(Pair{2, 3})}, pairs, map[int32][]Obstacle{
				0: {{0, Reason{Code: Share, People: []int32{1}, Why: WhyChance}, 0}},
				1: {{1, Reason{Code: Share, People: []int32{0}, Why: WhyChance}, 1}},
				2: {{2, Reason{Code: MetBefore, People: []int32{3}, Round: 3, Why: WhyOthers}, 2}},
				3: {{3, Reason{Code: MetBefore, People: []int32{2}, Round: 3, Why: WhyOthers}, 3}},
			},
		},
		"a repeat for others": {
			Input{People: 4, Size: 2, Met: met(Pair{0, 1})}, pairs, map[int32][]Obstacle{
				0: {{0, Reason{Code: MetBefore, People: []int32{1}, Round: 3, Why: WhyOthers}, 0}},
				1: {{1, Reason{Code: MetBefore, People: []int32{0}, Round: 3, Why: WhyOthers}, 1}},
			},
		},
		"all others are of the same": {
			Input{People: 4, Size: 2, Traits: values(1, 1, 1, 1)}, pairs[:1], map[int32][]Obstacle{
				0: {{0, Reason{Code: Share, People: []int32{1}, Why: WhyAllShare, Count: 1, Of: 1}, 0}},
				1: {{1, Reason{Code: Share, People: []int32{0}, Why: WhyAllShare, Count: 1, Of: 1}, 1}},
				2: {{2, Reason{Code: InNoGroup, Why: WhyOut, Of: 3}, 2}},
				3: {{3, Reason{Code: InNoGroup, Why: WhyOut, Of: 3}, 3}},
			},
		},
		"most are of the same": {
			Input{People: 4, Size: 2, Traits: values(1, 1, 1, 2)}, pairs, map[int32][]Obstacle{
				0: {{0, Reason{Code: Share, People: []int32{1}, Why: WhyMajority, Count: 3, Of: 4, Least: 1}, 0}},
				1: {{1, Reason{Code: Share, People: []int32{0}, Why: WhyMajority, Count: 3, Of: 4, Least: 1}, 1}},
			},
		},
		"one has met the rest": {
			Input{People: 6, Size: 2, Traits: values(1, 1, 2, 3, 2, 3), Met: met(Pair{1, 2}, Pair{1, 3}, Pair{1, 4}, Pair{1, 5})},
			[][]int32{{0, 1}, {2, 3}, {4, 5}},
			map[int32][]Obstacle{
				0: {{0, Reason{Code: Share, People: []int32{1}, Why: WhyMetTheRest, Count: 4, Of: 5}, 1}},
				1: {{1, Reason{Code: Share, People: []int32{0}, Why: WhyMetTheRest, Count: 4, Of: 5}, 1}},
			},
		},
		"nothing in common with anybody": {
			Input{People: 4, Size: 2, Traits: []Trait{{Sets: []uint64{1, 2, 2, 2}, Share: true}}}, pairs, map[int32][]Obstacle{
				0: {{0, Reason{Code: Differ, People: []int32{1}, Why: WhyNobody, Count: 3, Of: 3}, 0}},
				1: {{1, Reason{Code: Differ, People: []int32{0}, Why: WhyNobody, Count: 3, Of: 3}, 0}},
			},
		},
		"those in common were met": {
			Input{People: 4, Size: 2, Traits: []Trait{{Sets: []uint64{1, 2, 3, 0}, Share: true}}, Met: met(Pair{0, 2}), Apart: []Pair{{0, 3}}}, pairs, map[int32][]Obstacle{
				0: {{0, Reason{Code: Differ, People: []int32{1}, Why: WhyMetThose, Count: 1, Of: 3}, 0}},
				1: {{1, Reason{Code: Differ, People: []int32{0}, Why: WhyMetThose, Count: 1, Of: 3}, 0}},
			},
		},
		"by hand": {
			Input{People: 4, Size: 2, Pin: [][]int32{{0, 1}}, Met: met(Pair{0, 1}), Avoid: []Pair{{2, 3}}, Traits: values(1, 1, 1, 1)}, pairs[:1], map[int32][]Obstacle{
				0: {
					{0, Reason{Code: MetBefore, People: []int32{1}, Round: 3, Why: WhyByHand}, 0},
					{0, Reason{Code: Share, People: []int32{1}, Why: WhyByHand}, 0},
				},
				1: {
					{1, Reason{Code: MetBefore, People: []int32{0}, Round: 3, Why: WhyByHand}, 1},
					{1, Reason{Code: Share, People: []int32{0}, Why: WhyByHand}, 1},
				},
				2: {{2, Reason{Code: InNoGroup, Why: WhyOut, Of: 3}, 2}},
				3: {{3, Reason{Code: InNoGroup, Why: WhyOut, Of: 3}, 3}},
			},
		},
		"together before, and sizes": {
			Input{People: 5, Size: 2, Avoid: []Pair{{3, 4}}}, [][]int32{{0, 1, 2}, {3, 4}}, map[int32][]Obstacle{
				0: {{0, Reason{Code: LargerGroup}, 0}},
				1: {{1, Reason{Code: LargerGroup}, 1}},
				2: {{2, Reason{Code: LargerGroup}, 2}},
				3: {{3, Reason{Code: TogetherBefore, People: []int32{4}, Why: WhyOthers}, 3}},
				4: {{4, Reason{Code: TogetherBefore, People: []int32{3}, Why: WhyOthers}, 4}},
			},
		},
		"fewer": {
			Input{People: 2, Size: 3}, pairs[:1], map[int32][]Obstacle{
				0: {{0, Reason{Code: SmallerGroup}, 0}},
				1: {{1, Reason{Code: SmallerGroup}, 1}},
			},
		},
	} {
		if got := obstaclesOf(t, c.in, c.groups...); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got  %+v\nwant %+v", name, got, c.want)
		}
	}
	if Obstacles(Input{People: -1}, Result{}) != nil {
		t.Error("obstacles of no input")
	}
}
