package unmentoring

import (
	"testing"

	"cuppa.example/match"
)

// A draw is called unbeaten only as far as it is proved: where there is an odd
// person, of the pairs beside the three.
func TestUnbeatenSaysOfWhatItIsProved(t *testing.T) {
	t.Parallel()
	ctx := spoken(t)
	odd := Draw{Optimal: true, Groups: 2, People: 5, Repeats: 1, Least: &match.Bound{}}
	even, tight := odd, odd
	even.People = 4
	tight.Repeats = 0
	for _, c := range []struct {
		name string
		draw Draw
		want string
	}{
		{"odd", odd, "no other draw is better with these three together"},
		{"even", even, "no other draw is better"},
		{"odd, and nothing can be less", tight, "no other draw is better"},
	} {
		if got := c.draw.unbeaten(ctx); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	nobody := Draw{Groups: 2, People: 4, Traits: Lines{DifferOrganisation, DifferRegion}, Same: Lines{"0", "0"}}
	if got := nobody.spread(ctx, nil); len(got) != 1 || got[0] != "No pair has the same organisation or region." {
		t.Errorf("spread says %q", got)
	}
}
