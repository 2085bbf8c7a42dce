package drawfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// peopleNamed makes people.csv with so many people of four teams.
func peopleNamed(n int) string {
	var text strings.Builder
	text.WriteString("id,team\n")
	for i := range n {
		fmt.Fprintf(&text, "p%02d,t%d\n", i, i%4)
	}
	return text.String()
}

// Three rounds of groups of four out of sixteen: nobody has to meet twice.
func TestAWholeSchedule(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": peopleNamed(16)})
	o := d.options()
	o.Size, o.Rounds, o.Bound = 4, 3, true
	said := d.told(o)
	for _, want := range []string{"How it was made: by ", "Meetings of people who met before: 0, and none has fewer.\n", "16 people in 3 rounds and 12 groups, nobody meets again. Seed 0001"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in %s", want, said)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(d.read("groups.csv"))).ReadAll()
	if err != nil || !slices.Equal(rows[0], []string{"round", "group", "id", "team", "reason"}) || len(rows) != 1+3*16 {
		t.Fatalf("%v, %d rows, %v", err, len(rows), rows[0])
	}
	met := map[string]bool{}
	inGroup := map[string][]string{}
	for _, row := range rows[1:] {
		key := row[0] + " " + row[1]
		for _, other := range inGroup[key] {
			if pair := min(other, row[2]) + max(other, row[2]); met[pair] {
				t.Errorf("%s and %s meet again in %s", other, row[2], key)
			} else {
				met[pair] = true
			}
		}
		inGroup[key] = append(inGroup[key], row[2])
	}
	if len(inGroup) != 12 || rows[1][0] != "1" || rows[48][0] != "3" {
		t.Errorf("%d groups", len(inGroup))
	}
	report := d.read("report.json")
	for _, want := range []string{`"rounds": 3,`, `"groups": 12,`, `"4": 12`, `"repeats": 0`, `"proven": true`} {
		if !strings.Contains(report, want) {
			t.Errorf("no %s in %s", want, report)
		}
	}
	var out bytes.Buffer
	if err := RunCheck(t.Context(), CheckOptions{Inputs: o.Inputs, Groups: o.Out}, &out, nil); err != nil || strings.Count(out.String(), "16 of 16 people in 4 groups, nobody meets again.") != 3 {
		t.Errorf("%v, %s", err, out.String())
	}
}

// The rounds of a schedule go on after those of met.csv, and count as met for each
// other: with four people two pairs have to repeat in one of three.
func TestAScheduleGoesOnAfterThePast(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": "id\na\nb\nc\nd\n", "met.csv": "round,a,b\n7,a,b\n7,c,d\n"})
	o := d.options()
	o.Rounds, o.Explain = 3, true
	said := d.told(o)
	if !strings.Contains(said, "4 people in 3 rounds and 6 groups, 2 pairs meet again.") || !strings.Contains(said, "4 people got less than the best;") {
		t.Errorf("said %s", said)
	}
	groups := d.read("groups.csv")
	for _, want := range []string{"round,group,id,reason,in_the_way\n8,1,a,First meeting,\n", "\n9,1,a,", "\n10,1,a,", ",\"Not the first meeting, last in round "} {
		if !strings.Contains(groups, want) {
			t.Errorf("no %q in\n%s", want, groups)
		}
	}
	o.Seed = someSeed
	d.run(o)
	if d.read("groups.csv") != groups {
		t.Error("another schedule from the same seed")
	}
}

func TestSchedulesThatCannotBe(t *testing.T) {
	t.Parallel()
	for want, edit := range map[string]func(*Options){
		"--rounds: -1 is not a number of rounds; it is 1 to 500.":                     func(o *Options) { o.Rounds = -1 },
		"--rounds: 501 is not a number of rounds; it is 1 to 500.":                    func(o *Options) { o.Rounds = 501 },
		"--proof: a schedule comes without a proof; --bound says what is known.":      func(o *Options) { o.Rounds, o.Proof = 2, o.Out+"x" },
		"--rounds: a schedule is made to spread meetings, and cannot be pure chance.": func(o *Options) { o.Rounds, o.Mode = 2, "uniform" },
		"--met: the rounds have too large numbers for more to come after them.":       func(o *Options) { o.Rounds = 2 },
	} {
		d := newDesk(t, map[string]string{"people.csv": "id\na\nb\n", "met.csv": "round,a,b\n2147483647,a,b\n"})
		o := d.options()
		edit(&o)
		var out bytes.Buffer
		err := Run(t.Context(), o, &out, &out)
		var p *Problem
		if !errors.As(err, &p) || p.Error() != strings.Replace(want, "met.csv", d.path("met.csv"), 1) || out.Len() > 0 {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
