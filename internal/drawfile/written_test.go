package drawfile

import (
	"strings"
	"testing"
)

// A rota that names somebody whose identifier looks like a formula can be given back
// as who has met, and as who is kept apart.
func TestWhatWasWrittenCanBeRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": "id\n@ann\n-bob\ncat\n"})
	if _, _, err := d.rota(nil); err != nil {
		t.Fatal(err)
	}
	written := d.read("rota.csv")
	if !strings.Contains(written, "'@ann") {
		t.Fatalf("nothing is made safe in\n%s", written)
	}
	o := d.options()
	o.Met = d.path("rota.csv")
	d.run(o)
	o.Met, o.Apart = "", d.path("rota.csv")
	if said := d.told(o); !strings.Contains(said, "In no group: @ann, kept apart from everybody else.") {
		t.Errorf("said %q", said)
	}
}

// Whoever is in no group got less than the best, too.
func TestWhoIsInNoGroupIsNotSaidToHaveTheBest(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": "id\na\nb\n", "apart.csv": "a,b\na,b\n"})
	o := d.options()
	o.Explain = true
	if said := d.told(o); !strings.HasPrefix(said, "0 people in a group got less than the best;") && !strings.Contains(said, "\n0 people in a group got less than the best;") {
		t.Errorf("said %q", said)
	}
}
