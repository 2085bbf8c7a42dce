package drawfile

import (
	"io"
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
	o.Met = []string{d.path("rota.csv")}
	d.run(o)
	o.Met, o.Apart = nil, d.path("rota.csv")
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

// The groups of the last months are who has met, in the order in which they are
// named, and their people can be drawn again.
func TestGroupsOfEarlierMonthsAreWhoHasMet(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": "id,name\na,Ann\nb,Bob\nc,Cat\nd,Dan\n"})
	o := d.options()
	partner := map[string]bool{}
	for month, name := range []string{"may.csv", "june.csv", "july.csv", "august.csv"} {
		o.Out = d.path(name)
		d.run(o)
		written := d.read(name)
		if again := strings.Contains(written, "Not the first meeting"); again != (month == 3) {
			t.Errorf("%s:\n%s", name, written)
		}
		partner[partnerOf(written)] = true
		if month == 3 && !strings.Contains(written, "last in round 1 ") {
			t.Errorf("not those who met longest ago:\n%s", written)
		}
		o.People, o.Met = o.Out, append(o.Met, o.Out)
	}
	if len(partner) != 3 {
		t.Errorf("the first person had %d partners", len(partner))
	}
	if header, _, _ := strings.Cut(d.read("august.csv"), "\n"); header != "group,id,name,reason" {
		t.Errorf("the columns are %s", header)
	}
}

// partnerOf is who is in the group of the first row.
func partnerOf(written string) string {
	return strings.Split(strings.Split(written, "\n")[2], ",")[1]
}

// A rota and groups can be named together.
func TestFilesOfBothKindsAreWhoHasMet(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{
		"people.csv": "id\na\nb\nc\nd\n", "pairs.csv": "round,a,b\n7,a,b\n7,c,d\n",
		"groups.csv": "round,group,id\nfirst,1,a\nfirst,1,c\nfirst,2,b\nfirst,2,d\nsecond,1,a\nsecond,1,d\nsecond,2,b\nsecond,2,c\n",
	})
	o := d.options()
	o.Met, o.Out = []string{d.path("pairs.csv"), d.path("groups.csv")}, d.path("out.csv")
	d.run(o)
	if written := d.read("out.csv"); !strings.Contains(written, "last in round 7 ") {
		t.Errorf("not those who met longest ago:\n%s", written)
	}
	o.Met = []string{d.path("people.csv")}
	if err := Run(t.Context(), o, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), `people.csv, row 1: there is no column "a"`) {
		t.Errorf("said %v", err)
	}
}
