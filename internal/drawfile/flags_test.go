package drawfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
)

// seven people, of whom five are of one organisation, who speak some languages.
const seven = "id,organisation,region,languages\n" +
	"ann,Leeds,North,en cy\nbob,Leeds,North,en\ncat,Leeds,South,pl\ndan,Bath,South,cy\n" +
	"eve,Leeds,North,en pl\nfay,Bath,North,en\ngus,Leeds,South,\n"

// told runs a draw and gives what it said on standard error.
func (d desk) told(o Options) string {
	d.t.Helper()
	var out, told bytes.Buffer
	if err := Run(d.t.Context(), o, &out, &told); err != nil {
		d.t.Fatal(err)
	}
	return told.String()
}

func TestSomethingInCommonIsWanted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ cells, want string }{
		{"en cy,pl,cy,pl", "1,a,en cy,First meeting; in common languages\n1,c,cy"},
		{"New Way; York,New Way; Bath,Bath,York", "1,a,New Way; York,First meeting; in common languages\n1,d,York"},
		{"x,y,x,y", "1,a,x,First meeting; in common languages\n1,c,x"},
	} {
		cells := strings.Split(c.cells, ",")
		d := newDesk(t, map[string]string{"people.csv": "id,languages\na," + cells[0] + "\nb," + cells[1] + "\nc," + cells[2] + "\nd," + cells[3] + "\n"})
		o := d.options()
		o.Share = []string{"languages"}
		said := d.told(o)
		if got := d.read("groups.csv"); !strings.Contains(got, c.want) {
			t.Errorf("%s: got\n%s", c.cells, got)
		}
		if spaces := strings.Contains(said, "In the column languages, spaces separate values (cy, en, pl)."); spaces != strings.HasPrefix(c.cells, "en cy") {
			t.Errorf("%s: said %q", c.cells, said)
		}
		if !strings.Contains(d.read("report.json"), `"nothing_in_common": {
    "languages": 0
  }`) {
			t.Error(d.read("report.json"))
		}
	}
}

func TestNothingInCommonIsExplained(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": "id,tongue\na,x y\nb,z\nc,y x\nd,z\ne,q\nf,x\n", "met.csv": "round,a,b\n1,b,d\n"})
	o := d.options()
	o.Share, o.Explain = []string{"tongue"}, true
	said := d.told(o)
	got := d.read("groups.csv")
	for _, want := range []string{
		"none of the 5 others has", "nothing in common in tongue (",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if !strings.Contains(said, "people got less than the best; the column in_the_way says") {
		t.Errorf("said %q", said)
	}
}

// Weighed columns count together: one region outweighs three organisations.
func TestColumnsWithWeightsCountTogether(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": "id,organisation,region\na,x,n\nb,y,n\nc,x,s\nd,y,s\n", "apart.csv": "a,b\na,d\n"})
	o := d.options()
	for weights, want := range map[string]string{
		"organisation,region":     "1,a,x,n,First meeting; different organisation; same region",
		"organisation:1,region:2": "1,a,x,n,First meeting; different region; same organisation",
		"organisation:2,region":   "1,a,x,n,First meeting; different organisation; same region",
		"region:3,organisation:2": "1,a,x,n,First meeting; different region; same organisation",
	} {
		o.Different = strings.Split(weights, ",")
		d.run(o)
		if got := d.read("groups.csv"); !strings.Contains(got, want) {
			t.Errorf("%s: got\n%s", weights, got)
		}
	}
}

// A header that looks like a weight is a header.
func TestAColonInAHeader(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": "id,team:2\na,x\nb,x\nc,y\nd,y\n"})
	o := d.options()
	o.Different = []string{"team:2"}
	d.run(o)
	if got := d.read("report.json"); !strings.Contains(got, `"team:2": 0`) {
		t.Error(got)
	}
}

func TestWhatStoodInTheWayIsInAColumn(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{
		"people.csv": "id,team\na,x\nb,x\nc,x\nd,y\n",
		"met.csv":    "round,a,b\n4,a,d\n7,b,d\n5,a,b\n6,a,c\n",
		"apart.csv":  "a,b\na,d\nb,d\n",
	})
	o := d.options()
	o.Different, o.Explain = []string{"team"}, true
	said := d.told(o)
	want := "group,id,team,reason,in_the_way\n"
	got := d.read("groups.csv")
	if !strings.HasPrefix(got, want) || !strings.Contains(got, ",\"Meets b again, last in round 5: they have met, or must not meet, all 3 others; same team as b: they have met, or must not meet, the only other of another team\"\n") {
		t.Errorf("got\n%s", got)
	}
	if !strings.Contains(got, "d,y,First meeting; different team,\n") {
		t.Errorf("nothing stood in d's way:\n%s", got)
	}
	if !strings.HasPrefix(said, "2 people got less than the best;") || !strings.Contains(d.read("report.json"), `"less_than_best": 2`) {
		t.Errorf("said %q", said)
	}
}

func TestTheBoundIsSaidInPlainWords(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": seven, "met.csv": "round,a,b\n1,ann,dan\n"})
	o := d.options()
	o.Different, o.Share, o.Bound = []string{"organisation", "region:2"}, []string{"languages:3"}, true
	said := d.told(o)
	want := "How it was made: the best there is, which is proven of the pairs beside the group of three.\n" +
		"Groups of one more: 1, and none has fewer.\n" +
		"Pairs who meet again: 0, and none has fewer.\n" +
		"Pairs of the same organisation: 2, and none has fewer.\n" +
		"Weight of pairs of the same region, and with nothing in common in languages: "
	if !strings.Contains(said, want) {
		t.Errorf("said %s", said)
	}
	var r struct {
		Bound bound `json:"bound"`
	}
	if err := json.Unmarshal([]byte(d.read("report.json")), &r); err != nil {
		t.Fatal(err)
	}
	if !r.Bound.Proven || len(r.Bound.Levels) != 5 || r.Bound.Levels[3] != (boundLevel{"pairs of the same organisation", 2, 2}) {
		t.Errorf("report %+v", r.Bound)
	}
}

func TestPureChanceSaysHowItWasDrawn(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": seven, "met.csv": "round,a,b\n1,ann,dan\n", "apart.csv": "a,b\neve,fay\n"})
	o := d.options()
	o.Mode, o.Bound, o.Explain, o.Different = "uniform", true, true, []string{"organisation"}
	seen := map[string]bool{}
	for i := range 20 {
		o.Seed = fmt.Sprintf("%064d", i)
		said := d.told(o)
		if !strings.Contains(said, "How it was made: pure chance: every possible draw was exactly as likely") || strings.Contains(said, "organisation") {
			t.Fatalf("said %s", said)
		}
		groups := d.read("groups.csv")
		seen[groups] = true
		if strings.Contains(groups, "as others") || strings.Contains(groups, "Not the first") {
			t.Errorf("got\n%s", groups)
		}
		if !strings.Contains(d.read("report.json"), `"how": "pure chance: every possible draw`) {
			t.Error(d.read("report.json"))
		}
	}
	if len(seen) < 5 {
		t.Errorf("only %d draws in 20", len(seen))
	}
	d = newDesk(t, map[string]string{"people.csv": "id,x\na,1\nb,1\n", "met.csv": "round,a,b\n1,a,b\n"})
	o = d.options()
	o.Mode, o.Proof = "uniform", d.path("proof")
	if said := d.told(o); !strings.HasPrefix(said, "Not by chance alone, because somebody has to meet again") || strings.Contains(said, "--different") {
		t.Errorf("said %s", said)
	}
	o.Met = nil
	if said := d.told(o); !strings.Contains(said, "There is no proof to write") {
		t.Errorf("said %s", said)
	}
}

// A bound that was not reached says how far it is.
func TestABoundThatIsNotReached(t *testing.T) {
	t.Parallel()
	b := bound{How: "x", Levels: []boundLevel{{"people in no group", 0, 0}, {"groups of one more", 0, 0}, {"pairs who meet again", 7, 4}, {"pairs of the same team", 1200, 1190}}}
	want := "How it was made: x.\nPairs who meet again: 7. Proven is only that any has at least 4.\n" +
		"Pairs of the same team: 1,200. As good in all before, any draw has at least 1,190: at most 10 fewer, 0.2 % of all pairs.\n"
	if got := b.tell(5000); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAProofIsConfirmedWithoutDrawing(t *testing.T) {
	t.Parallel()
	d := newDesk(t, members(30, func([]string) {}))
	o := d.options()
	o.Different, o.Proof = []string{"organisation", "region"}, d.path("draw.proof")
	d.run(o)
	check := func(change func(*CheckOptions)) (string, error) {
		c := CheckOptions{Inputs: o.Inputs, Groups: o.Out, Proof: o.Proof}
		change(&c)
		var out bytes.Buffer
		err := RunCheck(t.Context(), c, &out, nil)
		return out.String(), err
	}
	said, err := check(func(*CheckOptions) {})
	if err != nil || !strings.HasPrefix(said, "30 of 30 people in 15 groups, nobody meets again.\n0 pairs have the same organisation.\n") ||
		!strings.HasSuffix(said, "The proof holds: nobody could be paired better.\n") {
		t.Errorf("%v, %s", err, said)
	}
	if said, err := check(func(c *CheckOptions) { c.Different = nil }); !errors.Is(err, ErrWrong) || said != "" {
		t.Errorf("a proof of another order: %v, %s", err, said)
	}
	if err := os.WriteFile(d.path("none"), []byte("no proof"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*CheckOptions){
		"none: this is not a proof, or it was changed.": func(c *CheckOptions) { c.Proof = d.path("none") },
		"gone: there is no such file.":                  func(c *CheckOptions) { c.Proof = d.path("gone") },
	} {
		if _, err := check(change); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	// Two pairs change partners: the groups are as they were, but not the best.
	rows := strings.Split(d.read("groups.csv"), "\n")
	rows[2], rows[3] = "1"+rows[3][1:], "2"+rows[2][1:]
	if err := os.WriteFile(d.path("other.csv"), []byte(strings.Join(rows, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := check(func(c *CheckOptions) { c.Groups, c.Proof = d.path("other.csv"), "" }); err != nil || strings.Contains(said, "proof") {
		t.Errorf("%v, %s", err, said)
	}
}

func TestGroupsThatAreWrong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                             "groups.csv: the file is empty.",
		"group,id\n":                   "groups.csv: there are no groups in it.",
		"id\na\n":                      `groups.csv, row 1: there is no column "group", only "id".`,
		"group,id\n1,a\n1,z\n":         `groups.csv, row 3: the id "z" is not in people.csv.`,
		"group,id\n1,a\n1,b\n2,a\n":    `groups.csv, row 4: "a" is in row 2 too.`,
		"group,id\n1,a\n1,b\n\n2,c\n":  `groups.csv, row 5: "c" is alone in a group.`,
		"group,id\n1,a\n,b\n":          "groups.csv, row 3: the group is missing.",
		"group,id\n1,c\n2,a\n2,b\n1,d": `this is wrong: "d" and "c" are in one group, but are kept apart`,
	} {
		d := newDesk(t, map[string]string{"people.csv": "id\na\nb\nc\nd\n", "apart.csv": "a,b\nd,c\n", "groups.csv": text})
		var out bytes.Buffer
		err := RunCheck(t.Context(), CheckOptions{Inputs: d.options().Inputs, Groups: d.path("groups.csv")}, &out, nil)
		if err == nil || strings.ReplaceAll(err.Error(), d.dir+"/", "") != want || out.Len() > 0 {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

// Whoever met in a round of the file has met in the rounds after it.
func TestRoundsAreCheckedInTurn(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{
		"people.csv": "id\na\nb\n=c\nd\n",
		"groups.csv": "round,group,id\n1,1,a\n1,1,b\n1,2,'=c\n1,2,d\n2,1,a\n2,1,'=c\n2,2,b\n2,2,d\n3,1,a\n3,1,b\n",
	})
	var out bytes.Buffer
	if err := RunCheck(t.Context(), CheckOptions{Inputs: d.options().Inputs, Groups: d.path("groups.csv")}, &out, nil); err != nil {
		t.Fatal(err)
	}
	want := "Round 1: 4 of 4 people in 2 groups, nobody meets again.\nRound 2: 4 of 4 people in 2 groups, nobody meets again.\n" +
		"Round 3: 2 of 4 people in 1 group, 1 pair meets again.\n"
	if out.String() != want {
		t.Errorf("got\n%s", out.String())
	}
}

func TestFlagsThatCannotBe(t *testing.T) {
	t.Parallel()
	many := "id,x\n"
	for i := range 65 {
		many += string(rune('A'+i)) + ",y v" + string(rune('A'+i)) + "\n"
	}
	for want, edit := range map[string]func(*Options){
		`--different: "0" is not a weight; it is 1 to 1048576.`:                                             func(o *Options) { o.Different = []string{"x:0"} },
		`--share: "two" is not a weight; it is 1 to 1048576.`:                                               func(o *Options) { o.Share = []string{"x:two"} },
		`--share: the column "x" is named twice.`:                                                           func(o *Options) { o.Different, o.Share = []string{"x"}, []string{"x:3"} },
		`people.csv, row 1: there is no column "y", only "id", "x".`:                                        func(o *Options) { o.Share = []string{"y"} },
		`people.csv: there are 66 different values in the column "x"; several in a cell can be at most 64.`: func(o *Options) { o.Share = []string{"x"} },
		"--different: 9 columns are too many; 8 can be told apart.":                                         func(o *Options) { o.Different, o.Share = make([]string, 4), make([]string, 5) },
		"people.csv: the file is read, so it cannot be written too.":                                        func(o *Options) { o.Proof = o.People },
		"--proof: only a draw of pairs can be proven; of groups --bound says what is known.":                func(o *Options) { o.Proof, o.Size = o.Out+"x", 3 },
		"report.json: two outputs need a file each.":                                                        func(o *Options) { o.Proof = o.Report },
	} {
		d := newDesk(t, map[string]string{"people.csv": many})
		o := d.options()
		edit(&o)
		var out bytes.Buffer
		err := Run(t.Context(), o, &out, &out)
		var p *Problem
		if !errors.As(err, &p) || strings.ReplaceAll(err.Error(), d.dir+"/", "") != want || out.Len() > 0 {
			t.Errorf("got %v, want %s", err, want)
		}
		if entries, _ := os.ReadDir(d.dir); len(entries) != 1 {
			t.Errorf("%s: left behind %v", want, entries)
		}
	}
}
