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

// Excel takes a file for UTF-8 if a byte order mark says so. Scripts would rather have
// none: there is only one where it makes a difference, and never on standard output.
func TestAccentsAreSafeInExcel(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": "id,name\na,Zoë\nb,Bob\nc,Cat\nd,Dan\n", "plain.csv": "id,name\nx,Ann\ny,Bob\n"})
	o := d.options()
	o.Report = ""
	d.run(o)
	written := d.read("groups.csv")
	if !strings.HasPrefix(written, "\ufeffgroup,id,name,reason\n") {
		t.Errorf("no mark in\n%q", written)
	}
	o.Met, o.People, o.Out = []string{d.path("groups.csv")}, d.path("groups.csv"), ""
	var out, told strings.Builder
	if err := Run(t.Context(), o, &out, &told); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(out.String(), "group,id,name,reason\n") || !strings.Contains(out.String(), "Zoë") {
		t.Errorf("on standard output\n%q", out.String())
	}
	if !strings.Contains(told.String(), "4 people in 2 groups, nobody meets again.") {
		t.Errorf("said %q", told.String())
	}
	o.People, o.Met, o.Out = d.path("plain.csv"), nil, d.path("out.csv")
	d.run(o)
	if written := d.read("out.csv"); !strings.HasPrefix(written, "group,") {
		t.Errorf("a mark before plain letters in\n%q", written)
	}
}

// A number of rounds that makes no sense is refused, and not taken for none.
func TestRoundsAreReadFromOne(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"0", "-1", "501", "two", ""} {
		var r Rounds
		if err := r.UnmarshalText([]byte(text)); err == nil || !strings.Contains(err.Error(), "it is 1 to 500") {
			t.Errorf("%q: %v", text, err)
		}
	}
	var r Rounds
	if err := r.UnmarshalText([]byte("3")); err != nil || r != 3 {
		t.Errorf("%d, %v", r, err)
	}
}

// One group alone is not larger than others.
func TestOneGroupOfThree(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": "id\na\nb\nc\n"})
	d.run(d.options())
	if written := d.read("groups.csv"); !strings.Contains(written, "one more than asked for, because the number of people does not divide") {
		t.Errorf("written\n%s", written)
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
