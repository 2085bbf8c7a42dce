package match

import (
	"bytes"
	"encoding/binary"
	"errors"
	"reflect"
	"slices"
	"testing"
)

func TestSizes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		people, size int
		want         []int
	}{
		{0, 2, nil},
		{1, 2, nil},
		{2, 2, []int{2}},
		{3, 2, []int{3}},
		{5, 2, []int{3, 2}},
		{41, 2, append([]int{3}, slices.Repeat([]int{2}, 19)...)},
		{2, 6, []int{2}},
		{5, 3, []int{3, 2}},
		{7, 3, []int{4, 3}},
		{8, 3, []int{4, 4}},
		{38, 6, []int{7, 7, 6, 6, 6, 6}},
		{23, 8, []int{8, 8, 7}},
		{9, 7, []int{5, 4}},
		{13, 12, []int{13}},
	} {
		if got := Sizes(test.people, test.size); !slices.Equal(got, test.want) {
			t.Errorf("%d in groups of %d: %v, want %v", test.people, test.size, got, test.want)
		}
	}
}

func TestInvalidInput(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]Input{
		"negative people":   {People: -1, Size: 2},
		"too many people":   {People: MaxPeople + 1, Size: 2},
		"size 1":            {People: 4, Size: 1},
		"size 13":           {People: 4, Size: MaxSize + 1},
		"too many traits":   {Size: 2, Traits: make([]Trait, MaxTraits+1)},
		"short trait":       {People: 2, Size: 2, Traits: []Trait{{Values: []int32{1}}}},
		"both":              {People: 1, Size: 2, Traits: []Trait{{Values: []int32{1}, Sets: []uint64{1}}}},
		"negative value":    {People: 1, Size: 2, Traits: []Trait{{Values: []int32{-1}}}},
		"short sets":        {People: 2, Size: 2, Traits: []Trait{{Sets: []uint64{1}}}},
		"negative weight":   {Size: 2, Traits: []Trait{{Weight: -1}}},
		"huge weight":       {Size: 2, Traits: []Trait{{Weight: MaxWeight + 1}}},
		"with nothing":      {Size: 2, Traits: []Trait{{With: true}}},
		"mode":              {Size: 2, Mode: Uniform + 1},
		"short priority":    {People: 2, Size: 2, Priority: []int32{1}},
		"negative priority": {People: 2, Size: 2, Priority: []int32{1, -1}},
		"huge larger":       {People: 2, Size: 2, Larger: []int32{0, MaxTurns + 1}},
		"met oneself":       {People: 2, Size: 2, Met: []Meeting{{1, 1, 1}}},
		"met a stranger":    {People: 2, Size: 2, Met: []Meeting{{1, 1, 2}}},
		"avoid a stranger":  {People: 2, Size: 2, Avoid: []Pair{{0, -1}}},
		"apart of oneself":  {People: 2, Size: 2, Apart: []Pair{{0, 0}}},
		"pin of one":        {People: 2, Size: 2, Pin: [][]int32{{0}}},
		"pinned twice":      {People: 3, Size: 2, Pin: [][]int32{{0, 1}, {1, 2}}},
		"pinned stranger":   {People: 2, Size: 2, Pin: [][]int32{{0, 2}}},
		"pinned and apart":  {People: 4, Size: 2, Pin: [][]int32{{3, 0}}, Apart: []Pair{{0, 3}}},
	} {
		if err := in.Validate(); !errors.Is(err, ErrInput) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := Draw(t.Context(), in, seed(1)); !errors.Is(err, ErrInput) {
			t.Errorf("%s: Draw says %v", name, err)
		}
	}
}

// Everything at its largest: no sum may overflow, and no level may run into the
// next.
func TestTheLargestNumbers(t *testing.T) {
	t.Parallel()
	const n = 40
	for _, size := range []int{2, 3, MaxSize} {
		in := Input{People: n + 1, Size: size, Priority: make([]int32, n+1), Larger: make([]int32, n+1)}
		for t := range MaxTraits {
			in.Traits = append(in.Traits, Trait{Values: slices.Repeat([]int32{int32(t + 1)}, n+1)})
		}
		for a := range int32(n + 1) {
			in.Priority[a], in.Larger[a] = MaxTurns-a, MaxTurns-7*a
			for b := range a {
				for r := range int32(60) {
					in.Met = append(in.Met, Meeting{r * 1_000_000, a, b})
				}
				in.Avoid = append(in.Avoid, Pair{a, b})
			}
		}
		s := newScale(newProblem(in))
		for l := 1; l < levelCount; l++ {
			if l != levelRepeated && s.unit[l] >= s.unit[l-1] || s.unit[l] <= 0 {
				t.Errorf("unit %d is %d, that above %d", l, s.unit[l], s.unit[l-1])
			}
		}
		res := mustDraw(t, in, seed(1))
		if want := Sizes(n+1, size); len(res.Groups) != len(want) || len(res.Unplaced) > 0 {
			t.Errorf("%d groups, %d unplaced", len(res.Groups), len(res.Unplaced))
		}
	}
}

// The largest weights that are taken still fit, and more are refused.
func TestLargeWeights(t *testing.T) {
	t.Parallel()
	in := Input{People: 20, Size: 2}
	for i := range 3 {
		values := make([]int32, 20)
		for p := range values {
			values[p] = int32(p/(5+i) + 1)
		}
		in.Traits = append(in.Traits, Trait{Values: values, Weight: 1}, Trait{Values: values, Share: i == 1, With: true, Weight: 200})
	}
	taken := 0
	for w := int32(200); w < MaxWeight; w = w*5/4 | 1 {
		in.Traits[1].Weight = w
		in.Traits[3].Weight = w
		in.Traits[5].Weight = w
		if err := in.Validate(); err != nil {
			if !errors.Is(err, ErrInput) {
				t.Fatal(err)
			}
			continue
		}
		taken++
		s := newScale(newProblem(in))
		for l := levelRepeated + 1; l < levelTrait+3; l++ {
			if s.unit[l] <= 0 || s.unit[l] >= s.unit[l-1] {
				t.Fatalf("weight %d: unit %d is %d", w, l, s.unit[l])
			}
		}
	}
	if taken == 0 || in.Validate() == nil {
		t.Errorf("%d weights taken, and the last: %v", taken, in.Validate())
	}
}

func encodedExample() Input {
	return Input{
		People: 5, Size: 3,
		Mode: Uniform,
		Traits: []Trait{
			{Values: []int32{9, 9, 0, 4, 9}, Weight: 77},
			{Sets: []uint64{1<<63 | 1<<7, 0, 1 << 7, 0, 1}, Weight: 20},
			{Values: []int32{0, 0, 0, 0, 5}, Share: true, With: true, Weight: 30},
		},
		Met:      []Meeting{{2, 4, 1}, {-1, 0, 3}, {1, 1, 4}, {1, 4, 1}},
		Avoid:    []Pair{{2, 1}},
		Apart:    []Pair{{4, 3}, {0, 4}},
		Pin:      [][]int32{{2, 0}},
		Priority: []int32{0, 0, 1, 0, 300},
		Larger:   []int32{0, 0, 0, 0, 0},
	}
}

func TestTheEncodedFormStays(t *testing.T) {
	t.Parallel()
	const want = header + "\x01\x05\x03" + // mode, people, size
		"\x03\x00\x01\x05\x01\x01\x00\x02\x01" + // the first trait, of five people
		"\x04\x02\x05\x03\x00\x01\x00\x04" + // a trait of sets that weighs 2
		"\x03\x03\x05\x00\x00\x00\x00\x01" + // one wanted in common, weighed with it, that weighs 3
		"\x03\x00\x03\x01\x01\x03\x02\x00\x00\x04" + // met: 0 3 in −1, 1 4 in 1, 1 4 in 2
		"\x01\x01\x01" + // avoid: 1 2
		"\x02\x00\x04\x03\x01" + // apart: 0 4, 3 4
		"\x01\x02\x00\x02" + // pin: 0 2
		"\x05\x00\x00\x01\x00\xac\x02" + // priority
		"\x00" // larger: nobody
	b := encodedExample().Encode()
	if string(b) != want {
		t.Errorf("%q, want %q", b, want)
	}
	in, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if met := []Meeting{{-1, 0, 3}, {1, 1, 4}, {2, 1, 4}}; !slices.Equal(in.Met, met) {
		t.Errorf("met %v", in.Met)
	}
	if !reflect.DeepEqual(in.canonical(), encodedExample().canonical()) {
		t.Errorf("%+v", in)
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	whole := encodedExample().Encode()
	for n := range whole {
		if _, err := Decode(whole[:n]); !errors.Is(err, ErrInput) {
			t.Fatalf("the first %d bytes: %v", n, err)
		}
	}
	if _, err := Decode(append(slices.Clone(whole), 0)); !errors.Is(err, ErrInput) {
		t.Errorf("a byte too many: %v", err)
	}
	huge := binary.AppendUvarint([]byte(header), MaxPeople)
	huge = append(huge, 2, 1)
	if _, err := Decode(binary.AppendUvarint(huge, MaxPeople)); !errors.Is(err, ErrInput) {
		t.Errorf("a list longer than the bytes: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(encodedExample().Encode())
	f.Add(benchmarkInput(30, 3, true).Encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		in, err := Decode(b)
		if err != nil {
			return
		}
		if !bytes.Equal(in.Encode(), b) {
			t.Error("decoded, but encodes to other bytes")
		}
	})
}
