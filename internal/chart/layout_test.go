package chart

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// network is people who had so many conversations each, all at random.
func network(people, rounds int) [][2]int {
	r := rand.New(rand.NewPCG(1, 2))
	var lines [][2]int
	for range rounds {
		order := r.Perm(people)
		for i := 0; i+1 < people; i += 2 {
			lines = append(lines, [2]int{order[i], order[i+1]})
		}
	}
	return lines
}

func TestLayoutGivesEverybodyAPlaceOfTheirOwn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		people := rapid.IntRange(1, 60).Draw(t, "people")
		person := rapid.IntRange(0, people-1)
		var lines [][2]int
		for range rapid.IntRange(0, 2*people).Draw(t, "lines") {
			if a, b := person.Draw(t, "a"), person.Draw(t, "b"); a != b {
				lines = append(lines, [2]int{a, b})
			}
		}
		plan := Layout(people, lines, 20)
		taken := map[Point]bool{}
		for i, p := range plan.Points {
			if p.X < 0 || p.Y < 0 || p.X > plan.Width+people || p.Y > plan.Height {
				t.Fatalf("person %d is at %v, outside %d × %d", i, p, plan.Width, plan.Height)
			}
			if taken[p] {
				t.Fatalf("two people are at %v", p)
			}
			taken[p] = true
		}
		if again := Layout(people, lines, 20); !slices.Equal(again.Points, plan.Points) {
			t.Fatal("the same people and lines gave another picture")
		}
	})
}

func TestLayoutDrawsPairsAsShortLines(t *testing.T) {
	t.Parallel()
	plan := Layout(61, append(network(60, 1), [2]int{0, 60}), 20)
	if plan.Width > 3*plan.Height || plan.Height > 2*plan.Width {
		t.Errorf("%d × %d is not legible", plan.Width, plan.Height)
	}
	for _, l := range network(60, 1) {
		if d := distance(plan, l); l[0] != 0 && l[1] != 0 && math.Abs(d-20) > 2 {
			t.Errorf("a pair is %.0f apart", d)
		}
	}
}

func distance(p Plan, l [2]int) float64 {
	a, b := p.Points[l[0]], p.Points[l[1]]
	return math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y))
}

// Forces: people joined by a line are nearer than people who are not, nobody
// hides anybody, and the picture has no long arms.
func TestForcesShowWhoBelongsTogether(t *testing.T) {
	t.Parallel()
	// Ten circles of twelve, joined in a ring by single lines.
	var lines [][2]int
	const circles, size = 10, 12
	for c := range circles {
		for i := range size {
			for j := range i {
				lines = append(lines, [2]int{c*size + j, c*size + i})
			}
		}
		lines = append(lines, [2]int{c * size, (c+1)%circles*size + 1})
	}
	plan := Layout(circles*size, lines, 20)
	var inside, outside, insides, outsides float64
	for i := range circles * size {
		for j := range i {
			d := distance(plan, [2]int{i, j})
			if d < 8 {
				t.Errorf("%d and %d are %.1f apart", i, j, d)
			}
			if i/size == j/size {
				inside, insides = inside+d, insides+1
			} else {
				outside, outsides = outside+d, outsides+1
			}
		}
	}
	if in, out := inside/insides, outside/outsides; in*2 > out {
		t.Errorf("people of a circle are %.0f apart, others %.0f", in, out)
	}
}

func TestForcesUseTheWholePicture(t *testing.T) {
	t.Parallel()
	plan := Layout(2000, network(2000, 24), 20)
	var quarter [4]int
	for _, p := range plan.Points {
		n := 0
		if p.X > plan.Width/2 {
			n = 1
		}
		if p.Y > plan.Height/2 {
			n += 2
		}
		quarter[n]++
	}
	for i, n := range quarter {
		if n < 300 {
			t.Errorf("quarter %d holds %d of 2,000", i, n)
		}
	}
	if side := 20 * math.Sqrt(2000); float64(plan.Width) > 2*side || float64(plan.Height) > 2*side {
		t.Errorf("%d × %d for 2,000 people", plan.Width, plan.Height)
	}
}

func BenchmarkLayout(b *testing.B) {
	for _, c := range []struct {
		name           string
		people, rounds int
	}{
		{"60 people, 3 rounds", 60, 3},
		{"2000 people, 1 round", 2000, 1},
		{"2000 people, 4 rounds", 2000, 4},
		{"2000 people, 24 rounds", 2000, 24},
		{"4000 people, 4 rounds", 4000, 4},
	} {
		lines := network(c.people, c.rounds)
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				Layout(c.people, lines, 20)
			}
		})
	}
}
