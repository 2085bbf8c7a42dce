package match

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// checkRota says that every allowed pair meets once, and nobody is in a slot twice.
func checkRota(t interface {
	Helper()
	Fatalf(string, ...any)
}, r Rotation, people int, allowed func(a, b int32) bool,
) {
	t.Helper()
	met := map[Pair]bool{}
	for i, slot := range r.Slots {
		in := map[int32]bool{}
		for _, p := range slot {
			if p.A >= p.B || in[p.A] || in[p.B] || met[p] || !allowed(p.A, p.B) {
				t.Fatalf("slot %d: %v", i, slot)
			}
			in[p.A], in[p.B], met[p] = true, true, true
		}
	}
	for a := range int32(people) {
		for b := a + 1; b < int32(people); b++ {
			if allowed(a, b) && !met[Pair{a, b}] {
				t.Fatalf("%d and %d never meet", a, b)
			}
		}
	}
	if len(r.Slots) < r.Least {
		t.Fatalf("%d slots, but at least %d", len(r.Slots), r.Least)
	}
}

func TestARotaOfAll(t *testing.T) {
	t.Parallel()
	all := func(_, _ int32) bool { return true }
	for n := range 40 {
		r, err := Rota(n, nil, seed(n))
		if err != nil {
			t.Fatal(err)
		}
		checkRota(t, r, n, all)
		want := n - 1 + n%2
		if n < 2 {
			want = 0
		}
		if len(r.Slots) != want || r.Least != want {
			t.Errorf("%d people: %d slots, at least %d, want %d", n, len(r.Slots), r.Least, want)
		}
	}
	one, _ := Rota(12, nil, seed(1))
	again, _ := Rota(12, nil, seed(1))
	other, _ := Rota(12, nil, seed(2))
	if !reflect.DeepEqual(one, again) || reflect.DeepEqual(one, other) {
		t.Error("a rota follows from its seed, and differs with it")
	}
}

func TestARotaKeepsPeopleApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 24).Draw(t, "people")
		var apart []Pair
		for a := range int32(n) {
			for b := range a {
				if rapid.IntRange(0, 3).Draw(t, "apart") == 0 {
					apart = append(apart, Pair{a, b})
				}
			}
		}
		r, err := Rota(n, apart, seed(1))
		if err != nil {
			t.Fatal(err)
		}
		allowed := func(a, b int32) bool {
			return !slices.Contains(apart, Pair{a, b}) && !slices.Contains(apart, Pair{b, a})
		}
		checkRota(t, r, n, allowed)
		most := 0
		for a := range int32(n) {
			degree := 0
			for b := range int32(n) {
				if a != b && allowed(a, b) {
					degree++
				}
			}
			most = max(most, degree)
		}
		if len(r.Slots) > most+1 {
			t.Fatalf("%d slots, somebody meets %d", len(r.Slots), most)
		}
	})
}

func TestARotaOfTwoSides(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first, second := rapid.IntRange(0, 12).Draw(t, "first"), rapid.IntRange(0, 12).Draw(t, "second")
		var apart []Pair
		degree := make([]int, first+second)
		for a := range first {
			for b := first; b < first+second; b++ {
				if rapid.IntRange(0, 4).Draw(t, "apart") == 0 {
					apart = append(apart, Pair{int32(b), int32(a)})
					continue
				}
				degree[a]++
				degree[b]++
			}
		}
		r, err := RotaOfTwoSides(first, second, apart, seed(1))
		if err != nil {
			t.Fatal(err)
		}
		checkRota(t, r, first+second, func(a, b int32) bool {
			return int(a) < first && int(b) >= first && !slices.Contains(apart, Pair{b, a})
		})
		if most := slices.Max(append(degree, 0)); len(r.Slots) != most || r.Least != most {
			t.Fatalf("%d slots, at least %d, somebody meets %d", len(r.Slots), r.Least, most)
		}
		// The same told as people who are kept apart: it finds the two sides.
		for a := range int32(first + second) {
			for b := range a {
				if (int(a) < first) == (int(b) < first) {
					apart = append(apart, Pair{a, b})
				}
			}
		}
		if all, err := Rota(first+second, apart, seed(1)); err != nil || len(all.Slots) != len(r.Slots) {
			t.Fatalf("%d slots, %v", len(all.Slots), err)
		}
	})
}

func TestRotasThatMakeNoSense(t *testing.T) {
	t.Parallel()
	for _, n := range []int{-1, MaxRota + 1} {
		if _, err := Rota(n, nil, seed(1)); !errors.Is(err, ErrInput) {
			t.Errorf("%d people: %v", n, err)
		}
	}
	if _, err := Rota(4, []Pair{{0, 4}}, seed(1)); !errors.Is(err, ErrInput) {
		t.Error(err)
	}
	if _, err := RotaOfTwoSides(5, -1, nil, seed(1)); !errors.Is(err, ErrInput) {
		t.Error(err)
	}
}

func BenchmarkRota(b *testing.B) {
	for b.Loop() {
		r, err := Rota(500, []Pair{{0, 1}, {2, 3}}, seed(1))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(r.Slots)), "slots")
	}
}
