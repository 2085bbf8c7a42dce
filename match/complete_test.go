package match

import (
	"errors"
	"fmt"
	"math/bits"
	"testing"
)

// model is a network as in the comparison with other solvers: everybody can be with
// everybody, and a pair is worth more for what its people have not in common
// (organisation, region, seniority) and for what they have (language, free hours),
// for how new somebody is, and hard for shared interests; with a little that differs
// from pair to pair, or without. Whoever met is worth next to nothing.
type model struct {
	people     []modelPerson
	met        [][]int32
	differs    uint32
	interested bool
}

type modelPerson struct {
	org               int32
	region, seniority uint8
	languages, unmet  uint8
	hours, interests  uint64
}

func newModel(n int, hard bool, differs uint32) *model {
	chance := newSource(seed(77))
	m := &model{people: make([]modelPerson, n), met: make([][]int32, n), differs: differs, interested: hard}
	square := func(most int) int {
		x := chance.below(1 << 16)
		return x * x / (1 << 16) * most / (1 << 16)
	}
	for i := range m.people {
		p := &m.people[i]
		p.org, p.region, p.seniority = int32(square(max(4, n/25))), uint8(square(12)), uint8(chance.below(5))
		p.languages = 1 << chance.below(8)
		if chance.below(10) < 8 {
			p.languages |= 1
		}
		hours := 6
		if chance.below(20) == 0 {
			p.unmet = 1
		}
		if hard {
			hours = 3
			if chance.below(10) < 6 {
				p.org = 0
			}
			if chance.below(10) < 7 {
				p.region = 0
			}
			p.languages = [20]uint8{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 4, 4, 4, 8, 8}[chance.below(20)]
			if chance.below(10) < 3 {
				p.languages |= 16
			}
			for range 8 {
				p.interests |= 1 << chance.below(64)
			}
		}
		for range hours {
			p.hours |= 1 << chance.below(40)
		}
	}
	for range 24 {
		order := everyone(n)
		chance.shuffle(order)
		for i := 0; i+1 < n; i += 2 {
			a, b := order[i], order[i+1]
			m.met[a], m.met[b] = append(m.met[a], b), append(m.met[b], a)
		}
	}
	return m
}

func (m *model) weight(u, v int32) int64 {
	a, b := &m.people[u], &m.people[v]
	x := int64(1000) + 50*int64(a.unmet+b.unmet)
	if a.org != b.org {
		x += 300
	}
	if a.region != b.region {
		x += 200
	}
	if a.seniority != b.seniority {
		x += 100
	}
	if a.languages&b.languages != 0 {
		x += 250
	}
	if a.hours&b.hours != 0 {
		x += 150
	}
	x += 40 * int64(bits.OnesCount64(a.interests&b.interests))
	if m.differs > 0 {
		u, v = min(u, v), max(u, v)
		h := uint32(u)*0x9e3779b1 ^ uint32(v)*0x85ebca77
		h ^= h >> 15
		h *= 0x2c1b3c6d
		h ^= h >> 12
		x += int64(uint64(h) * uint64(m.differs) >> 32)
	}
	return x
}

func (m *model) Weigh(u int32, weights []int64) {
	for v := range weights {
		weights[v] = m.weight(u, int32(v))
	}
	for _, v := range m.met[u] {
		weights[v] = 10
	}
}

// graph writes a model down.
func (m *model) graph() Graph {
	g := Graph{People: len(m.people)}
	row := make([]int64, g.People)
	for a := range int32(g.People) {
		m.Weigh(a, row)
		for b := range a {
			g.Edges = append(g.Edges, Edge{a, b, row[b]})
		}
	}
	return g
}

func TestCompleteGraphsAreSolvedAsTheirEdgesAre(t *testing.T) {
	t.Parallel()
	for i := range 24 {
		m := newModel(30+8*i, i%2 == 0, uint32(i%3)*25)
		g, c := m.graph(), Complete{People: len(m.people), Weigh: m.Weigh}
		written, err := g.Perfect(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		found, err := c.Perfect(t.Context())
		if err != nil || found.Weight != written.Weight {
			t.Fatalf("weighs %d, as a graph %d: %v", found.Weight, written.Weight, err)
		}
		if err := errors.Join(c.Check(found), g.Check(found), c.Check(written), g.Check(written)); err != nil {
			t.Fatal(err)
		}
		found.Duals[3] -= 2
		if err := c.Check(found); !errors.Is(err, ErrNotProven) {
			t.Fatal("a lower dual is taken")
		}
	}
}

func TestCompleteGraphsThatAreRefused(t *testing.T) {
	t.Parallel()
	odd := Complete{People: 3, Weigh: func(int32, []int64) {}}
	if _, err := odd.Perfect(t.Context()); !errors.Is(err, ErrNoPerfect) {
		t.Error(err)
	}
	far := Complete{People: 4, Weigh: func(u int32, w []int64) {
		for v := range w {
			w[v] = int64(u+int32(v)) << 60
		}
	}}
	if _, err := far.Perfect(t.Context()); !errors.Is(err, ErrInput) {
		t.Error(err)
	}
	if m, err := (Complete{}).Perfect(t.Context()); err != nil || len(m.Mate) > 0 {
		t.Error(m, err)
	}
}

func BenchmarkComplete(b *testing.B) {
	for _, n := range []int{1000, 2000, 4000, 10_000} {
		for _, kind := range []struct {
			name    string
			hard    bool
			differs uint32
		}{{"easy", false, 50}, {"hard", true, 50}, {"ties", false, 0}, {"hard with ties", true, 0}} {
			b.Run(fmt.Sprintf("%d/%s", n, kind.name), func(b *testing.B) {
				m := newModel(n, kind.hard, kind.differs)
				c := Complete{People: n, Weigh: m.Weigh}
				for b.Loop() {
					found, err := c.Perfect(b.Context())
					if err != nil {
						b.Fatal(err)
					}
					b.StopTimer()
					if err := c.Check(found); err != nil {
						b.Fatal(err)
					}
					b.StartTimer()
					b.ReportMetric(float64(found.Weight), "weight")
				}
			})
		}
	}
}
