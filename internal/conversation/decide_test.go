package conversation

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// people reads a line of letters: m said they met, n did not, . is silent,
// x cannot make it, g left the network, M left it after saying that they met.
func people(line string) []Person {
	at := time.Date(2027, 1, 20, 12, 0, 0, 0, time.UTC)
	var list []Person
	for i, r := range line {
		p := Person{Position: i}
		switch r {
		case 'm':
			p.Answer = SaidMet
		case 'n':
			p.Answer = SaidNotMet
		case 'x':
			p.LeftAt, p.LeftWhy = at, CannotMakeIt
		case 'g':
			p.LeftAt, p.LeftWhy = at, LeftNetwork
		case 'M':
			p.Answer, p.LeftAt, p.LeftWhy = SaidMet, at, LeftNetwork
		}
		list = append(list, p)
	}
	return list
}

func TestDecide(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		line               string
		state              State
		conflict, complete bool
	}{
		// Pairs.
		{"..", Unconfirmed, false, false},
		{"m.", Met, false, false},
		{"mm", Met, false, true},
		{"n.", NotMet, false, false},
		{"nn", NotMet, false, true},
		{"mn", Unconfirmed, true, true},
		{"nm", Unconfirmed, true, true},
		{"gm", Met, false, true},
		{"gn", NotMet, false, true},
		{"g.", Unconfirmed, false, false},
		{"M.", Met, false, false},
		{"Mn", Unconfirmed, true, true},
		// Three.
		{"...", Unconfirmed, false, false},
		{"m..", Met, false, false},
		{"mn.", Met, false, false}, // the first and the third may have met
		{"mmn", Met, false, true},
		{"mnn", Unconfirmed, true, true},
		{"n..", Unconfirmed, false, false}, // the other two may have met
		{"nn.", NotMet, false, false},
		{"nnn", NotMet, false, true},
		{"xmm", Met, false, true},
		{"xmn", Unconfirmed, true, true},
		{"x.n", NotMet, false, false},
		{"x..", Unconfirmed, false, false},
		// A group.
		{"m.nnnn", Met, false, false},
		{"mnnnnn", Unconfirmed, true, true},
		{"nnnn..", Unconfirmed, false, false},
		{"nnnnn.", NotMet, false, false},
		{"mm....", Met, false, false},
	} {
		v := Decide(people(c.line))
		if v.State != c.state || v.Conflict != c.conflict || v.Complete != c.complete {
			t.Errorf("%s: got %+v, want %s conflict=%t complete=%t", c.line, v, c.state, c.conflict, c.complete)
		}
	}
}

func TestDecideTakesTheEarliestDayThatIsNamed(t *testing.T) {
	t.Parallel()
	first := time.Date(2027, 1, 12, 0, 0, 0, 0, time.UTC)
	p := people("mmn")
	p[0].MetOn, p[1].MetOn = first.Add(24*time.Hour), first
	if v := Decide(p); !v.MetAt.Equal(first) {
		t.Errorf("got %s", v.MetAt)
	}
	p[1].Answer = SaidNotMet
	if v := Decide(p); !v.MetAt.IsZero() {
		t.Errorf("nobody met, but at %s", v.MetAt)
	}
}

func TestDecideDependsOnNobodysPlace(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SliceOfN(rapid.SampledFrom([]rune("mn.xgM")), 2, 9).Draw(t, "people")
		other := rapid.Permutation(line).Draw(t, "in another order")
		if a, b := Decide(people(string(line))), Decide(people(string(other))); a != b {
			t.Fatalf("%s: %+v, %s: %+v", string(line), a, string(other), b)
		}
	})
}

func TestMoreSilenceNeverDeniesThatTheyMet(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringOfN(rapid.RuneFrom([]rune("mn.")), 2, 8, -1).Draw(t, "people")
		if Decide(people(line)).State == Met && Decide(people(line+".")).State != Met {
			t.Fatalf("%s is met, %s. is not", line, line)
		}
	})
}
