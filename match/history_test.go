package match

import (
	"bytes"
	"cmp"
	"errors"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// sorted is what a history should have, the simple way.
func sorted(met []Meeting) []Meeting {
	out := make([]Meeting, len(met))
	for i, m := range met {
		out[i] = Meeting{m.Round, min(m.A, m.B), max(m.A, m.B)}
	}
	slices.SortFunc(out, func(a, b Meeting) int {
		return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B), cmp.Compare(a.Round, b.Round))
	})
	return slices.Compact(out)
}

// randomMet are meetings of few people, many of them twice.
func randomMet(chance *source, n, people int, round func() int32) (met []Meeting) {
	for len(met) < n {
		a, b := int32(chance.below(people)), int32(chance.below(people))
		if a == b {
			continue
		}
		met = append(met, Meeting{round(), a, b})
		if chance.below(3) == 0 {
			met = append(met, Meeting{met[len(met)-1].Round, b, a})
		}
	}
	return met
}

// However many rounds there are, and however they are numbered.
func TestHistoryHasEveryMeetingOnce(t *testing.T) {
	chance := newSource(seed(7))
	numbered := int32(0)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for name, round := range map[string]func() int32{
		"one round":           func() int32 { return 5 },
		"few rounds":          func() int32 { return int32(chance.below(24)) - 3 },
		"256 rounds":          func() int32 { return int32(chance.below(256)) },
		"more than a byte":    func() int32 { return int32(chance.below(257)) * 100 },
		"any number":          func() int32 { return int32(chance.below(1<<31)) - 1<<30 },
		"every one its round": func() int32 { numbered++; return -numbered },
	} {
		for _, n := range []int{1, 40, 150_000} {
			met := randomMet(chance, n, 3+n/10, round)
			var first *History
			for _, procs := range []int{1, 2, 8} {
				runtime.GOMAXPROCS(procs)
				b := NewHistory(3 + n/10)
				for part := range slices.Chunk(met, 1+len(met)/3) {
					if err := b.Add(part); err != nil {
						t.Fatal(err)
					}
				}
				h := b.History()
				if first == nil {
					first = h
				}
				if !reflect.DeepEqual(h, first) {
					t.Fatalf("%s: another history at %d processors", name, procs)
				}
			}
			want := sorted(met)
			if got := slices.Collect(first.All()); !slices.Equal(got, want) || first.Len() != len(want) {
				t.Fatalf("%s: %d meetings, want %d", name, len(got), len(want))
			}
			most := slices.MaxFunc(met, func(a, b Meeting) int { return cmp.Compare(a.Round, b.Round) }).Round
			if last, any := first.Last(); !any || last != most {
				t.Errorf("%s: the last round is %d, want %d", name, last, most)
			}
			for m := range first.All() { // whoever has seen enough may stop
				if m != want[0] {
					t.Errorf("%s: %v comes first, want %v", name, m, want[0])
				}
				break
			}
		}
	}
}

// Which meetings are in Met, and which in Past, says nothing.
func TestBothFormsOfMeetingsAreTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := inputs(t)
		split := rapid.IntRange(0, len(in.Met)).Draw(t, "split")
		twice := rapid.IntRange(0, split).Draw(t, "twice")
		other := in
		b := NewHistory(in.People)
		if err := b.Add(in.Met[:split]); err != nil {
			t.Fatal(err)
		}
		other.Past, other.Met = b.History(), in.Met[twice:]
		if !bytes.Equal(in.Encode(), other.Encode()) {
			t.Fatal("encoded otherwise")
		}
		if a, b := mustDrawRapid(t, in), mustDrawRapid(t, other); !reflect.DeepEqual(a, b) {
			t.Fatalf("%+v, then %+v", a, b)
		}
		if a, b := lastRound(in), lastRound(other); a != b {
			t.Fatalf("the last round is %d, then %d", a, b)
		}
	})
}

func TestHistoryRefuses(t *testing.T) {
	t.Parallel()
	b := NewHistory(3)
	for _, m := range []Meeting{{1, 0, 0}, {1, 0, 3}, {1, -1, 2}} {
		if err := b.Add([]Meeting{{1, 0, 1}, m}); !errors.Is(err, ErrInput) {
			t.Errorf("%v: %v", m, err)
		}
	}
	if err := NewHistory(MaxPeople + 1).Add(nil); !errors.Is(err, ErrInput) {
		t.Errorf("too many people: %v", err)
	}
	if h := b.History(); h != nil {
		t.Errorf("%d meetings of nobody", h.Len())
	}
	if err := b.Add([]Meeting{{1, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	in := Input{People: 4, Size: 2, Past: b.History()}
	if err := in.Validate(); !errors.Is(err, ErrInput) {
		t.Errorf("a history of other people: %v", err)
	}
	if in.People = in.Past.People(); in.Validate() != nil {
		t.Error(in.Validate())
	}
}
