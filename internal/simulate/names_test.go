package simulate_test

import (
	"testing"

	"cuppa.example/internal/simulate"
)

func TestNoTwoMadeUpPeopleHaveOneName(t *testing.T) {
	t.Parallel()
	names, emails := map[string]bool{}, map[string]bool{}
	for _, p := range simulate.People(300, 1) {
		if names[p.Name] || emails[p.Email] {
			t.Errorf("there are two of %s, %s", p.Name, p.Email)
		}
		names[p.Name], emails[p.Email] = true, true
	}
	if len(simulate.People(3000, 1)) != 3000 {
		t.Error("more people than names cannot be made up")
	}
}
