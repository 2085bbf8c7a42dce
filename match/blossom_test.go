package match

import (
	"context"
	"fmt"
	"math"
	"testing"
)

// certify proves that a matching is best without solving again: the conditions
// in the comment of blossoms, checked for every edge and blossom.
func certify(s *blossoms) error {
	var sum int64
	for v := range int32(s.n) {
		m := s.mate[v]
		if m < 0 || m == v || s.mate[m] != v {
			return fmt.Errorf("vertex %d has mate %d", v, m)
		}
		if v < m {
			sum += s.cost[int(v)*s.n+int(m)]
		}
	}
	for b := s.n; b < len(s.z); b++ {
		if s.children[b] != nil && s.z[b] < 0 {
			return fmt.Errorf("blossom %d has z %d", b, s.z[b])
		}
	}
	for v := range int32(s.n) {
		for w := range v {
			if slack := s.gap(v, w) + s.common(v, w); slack < 0 {
				return fmt.Errorf("slack of %d and %d is %d", v, w, slack)
			}
		}
	}
	if sum != s.bound() {
		return fmt.Errorf("cost %d, bound %d", sum, s.bound())
	}
	return nil
}

// common is Σ z(B) over the blossoms with both ends.
func (s *blossoms) common(v, w int32) (sum int64) {
	around := map[int32]bool{}
	for b := s.parent[v]; b >= 0; b = s.parent[b] {
		around[b] = true
	}
	for b := s.parent[w]; b >= 0; b = s.parent[b] {
		if around[b] {
			sum += s.z[b]
		}
	}
	return sum
}

func randomCosts(chance *source, n, most int) []int64 {
	cost := make([]int64, n*n)
	for v := range n {
		for w := range v {
			c := 2 * int64(chance.below(most))
			cost[v*n+w], cost[w*n+v] = c, c
		}
	}
	return cost
}

func cheapest(cost []int64, n int, free uint) int64 {
	if free == 0 {
		return 0
	}
	v := 0
	for free>>v&1 == 0 {
		v++
	}
	best := int64(math.MaxInt64)
	for w := v + 1; w < n; w++ {
		if free>>w&1 == 1 {
			best = min(best, cost[v*n+w]+cheapest(cost, n, free&^(1<<v|1<<w)))
		}
	}
	return best
}

func TestBlossomsAreTheCheapest(t *testing.T) {
	t.Parallel()
	chance := newSource([32]byte{1})
	for range 4000 {
		n := 2 * (1 + chance.below(5))
		cost := randomCosts(chance, n, 1+chance.below(12))
		s := newBlossoms(n, cost)
		if err := s.solve(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
		if err := certify(s); err != nil {
			t.Fatalf("%v in %v", err, cost)
		}
		if want := cheapest(cost, n, 1<<n-1); s.bound() != want {
			t.Fatalf("cost %d, want %d, in %v", s.bound(), want, cost)
		}
	}
}

func TestBlossomsProveThemselves(t *testing.T) {
	t.Parallel()
	chance := newSource([32]byte{2})
	for _, n := range []int{12, 30, 60, 150, 300} {
		for _, most := range []int{2, 3, 10, 100, 1 << 40} {
			for range 4 {
				s := newBlossoms(n, randomCosts(chance, n, most))
				if err := s.solve(context.Background(), nil); err != nil {
					t.Fatal(err)
				}
				if err := certify(s); err != nil {
					t.Fatalf("n=%d costs below %d: %v", n, most, err)
				}
			}
		}
	}
}

func BenchmarkBlossoms(b *testing.B) {
	for _, n := range []int{100, 300, 1000} {
		for _, most := range []int{2, 50, 1 << 40} {
			b.Run(fmt.Sprintf("n=%d/costs=%d", n, most), func(b *testing.B) {
				cost := randomCosts(newSource([32]byte{3}), n, most)
				for b.Loop() {
					if err := newBlossoms(n, cost).solve(context.Background(), nil); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
