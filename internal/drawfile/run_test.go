package drawfile

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const someSeed = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

// desk is a folder with an organiser's files.
type desk struct {
	t   *testing.T
	dir string
}

func newDesk(t *testing.T, files map[string]string) desk {
	t.Helper()
	d := desk{t, t.TempDir()}
	for name, text := range files {
		if err := os.WriteFile(d.path(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func (d desk) path(name string) string { return filepath.Join(d.dir, name) }

// options names the files that are there.
func (d desk) options() Options {
	o := Options{Inputs: Inputs{People: d.path("people.csv"), Size: 2}, Seed: someSeed, Out: d.path("groups.csv"), Report: d.path("report.json")}
	if _, err := os.Stat(d.path("met.csv")); err == nil {
		o.Met = []string{d.path("met.csv")}
	}
	if _, err := os.Stat(d.path("apart.csv")); err == nil {
		o.Apart = d.path("apart.csv")
	}
	return o
}

func (d desk) read(name string) string {
	d.t.Helper()
	b, err := os.ReadFile(d.path(name))
	if err != nil {
		d.t.Fatal(err)
	}
	return string(b)
}

func (d desk) run(o Options) string {
	d.t.Helper()
	var out, told bytes.Buffer
	if err := Run(d.t.Context(), o, &out, &told); err != nil {
		d.t.Fatal(err)
	}
	return out.String()
}

// report reads report.json, and checks that it has the fields that it promises.
func (d desk) report() map[string]any {
	d.t.Helper()
	var r map[string]any
	if err := json.Unmarshal([]byte(d.read("report.json")), &r); err != nil {
		d.t.Fatal(err)
	}
	want := []string{"digest", "groups", "people", "repeats", "same", "seconds", "seed", "size_counts", "unplaced"}
	if got := slices.Sorted(maps.Keys(r)); !slices.Equal(got, want) && r["unplaced"] == 0.0 {
		d.t.Errorf("report has %v, want %v", got, want)
	}
	return r
}

func TestADraw(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{
		"people.csv": "\ufeffid,name,organisation,region\r\n" +
			"cat,Cat,Leeds,North\r\nann,\"Ann, A.\",Bath,South\r\nbob,Bob,Leeds,South\r\ndan,=1+1,Bath,North\r\n",
		"met.csv": "round,a,b\n1,ann,cat\n",
	})
	o := d.options()
	o.Different = []string{"organisation"}
	d.run(o)
	want := "group,id,name,organisation,region,reason\n" +
		"1,ann,\"Ann, A.\",Bath,South,First meeting; different organisation\n" +
		"1,bob,Bob,Leeds,South,First meeting; different organisation\n" +
		"2,cat,Cat,Leeds,North,First meeting; different organisation\n" +
		"2,dan,'=1+1,Bath,North,First meeting; different organisation\n"
	if got := d.read("groups.csv"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	r := d.report()
	if r["people"] != 4.0 || r["groups"] != 2.0 || r["repeats"] != 0.0 || r["seed"] != someSeed {
		t.Errorf("report %v", r)
	}
	if fmt.Sprint(r["size_counts"]) != "map[2:2]" || fmt.Sprint(r["same"]) != "map[organisation:0]" {
		t.Errorf("report %v", r)
	}
	if left, _ := filepath.Glob(d.path(".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestStandardOutputAndANewSeed(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": "id\n1\n2\n3\n"})
	o := d.options()
	o.Out, o.Seed = "", ""
	out := d.run(o)
	if want := "group,id,reason\n1,1,\"First meeting; one more"; !strings.HasPrefix(out, want) {
		t.Errorf("got %s", out)
	}
	first := d.report()["seed"].(string)
	d.run(o)
	if second := d.report()["seed"].(string); len(first) != 64 || first == second {
		t.Errorf("seeds %s and %s", first, second)
	}
}

// members makes people.csv and met.csv with rows in an order of one's choice.
func members(n int, order func([]string)) map[string]string {
	var rows, met []string
	for i := range n {
		rows = append(rows, fmt.Sprintf("m%d,Person %d,council %d,region %d", i, i, i*i%7, i%3))
	}
	for round := range 6 {
		for i := range n / 2 {
			met = append(met, fmt.Sprintf("%d,m%d,m%d", round, (round+i)%n, (round+n-1-i)%n))
		}
	}
	order(rows)
	order(met)
	return map[string]string{
		"people.csv": "id,name,organisation,region\n" + strings.Join(rows, "\n"),
		"met.csv":    "round,a,b\n" + strings.Join(met, "\n"),
		"apart.csv":  "a,b\nm1,m2\n",
	}
}

func TestTheOrderOfRowsDoesNotMatter(t *testing.T) {
	t.Parallel()
	orders := []func([]string){
		func([]string) {},
		slices.Reverse[[]string],
		func(rows []string) { slices.Sort(rows) },
	}
	var groups, digest string
	for i, order := range orders {
		d := newDesk(t, members(31, order))
		o := d.options()
		o.Different = []string{"organisation", "region"}
		d.run(o)
		r := d.report()
		if i == 0 {
			groups, digest = d.read("groups.csv"), r["digest"].(string)
		}
		if d.read("groups.csv") != groups || r["digest"] != digest {
			t.Errorf("order %d: other groups", i)
		}
		if r["people"] != 31.0 || fmt.Sprint(r["size_counts"]) != "map[2:14 3:1]" {
			t.Errorf("report %v", r)
		}
	}
}

// The digest and the groups change with what is meant.
func TestAnotherInputIsAnotherDigest(t *testing.T) {
	t.Parallel()
	d := newDesk(t, members(31, func([]string) {}))
	o := d.options()
	d.run(o)
	before := d.report()["digest"]
	o.Apart = ""
	d.run(o)
	if d.report()["digest"] == before {
		t.Error("the digest does not see who is kept apart")
	}
}

// Round 1: a trio of three, and a chain that is none. The next trio is taken from
// the others.
func TestATrioIsKnownFromItsTriangle(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{
		"people.csv": "id\na\nb\nc\nd\ne\nf\ng\nh\ni\n",
		"met.csv":    "round,a,b\n1,a,b\n1,c,b\n1,a,c\n1,b,a\n1,d,e\n1,e,f\n2,a,b\n2,b,d\n2,a,d\n2,d,g\n",
	})
	d.run(d.options())
	var three []string
	rows, err := csv.NewReader(strings.NewReader(d.read("groups.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if strings.Contains(row[2], "one more") {
			three = append(three, row[1])
		}
	}
	if len(three) != 3 || slices.ContainsFunc(three, func(id string) bool { return strings.Contains("abc", id) }) {
		t.Errorf("the trio is %v", three)
	}
}

func TestReasonsInWords(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{
		"people.csv": "id,team\na,x\nb,x\nc,x\nd,y\n",
		"met.csv":    "round,a,b\n4,a,d\n7,b,d\n5,a,b\n6,a,c\n",
		"apart.csv":  "a,b\na,d\nb,d\n",
	})
	o := d.options()
	o.Different = []string{"team"}
	d.run(o)
	got := d.read("groups.csv")
	for _, want := range []string{
		"Not the first meeting, last in round 5 (one of them has met everybody else they may meet); " +
			"same team (3 of 4 people have it, so at least 1 pair must share it)",
		"First meeting; different team",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestReasonsNameWhoInAGroup(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{
		"people.csv": "id,team\na,x\nb,x\nc,\n",
		"met.csv":    "round,a,b\n-4,a,c\n",
	})
	o := d.options()
	o.Size, o.Different = 4, []string{"team"}
	d.run(o)
	want := "1,a,x,\"Not the first meeting of a and c, last in round -4 (one of them has met 1 of the 2 others); " +
		"same team of a and b (2 of 3 people have it, so at least 1 pair must share it); " +
		"fewer than asked for, because the number of people does not divide\"\n"
	if got := d.read("groups.csv"); !strings.Contains(got, want) {
		t.Errorf("no %s in\n%s", want, got)
	}
}

func TestSomebodyInNoGroup(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{
		"people.csv": "id\na\nb\nc\n",
		"apart.csv":  "a,b\nc,a\nb,c\n",
	})
	var told bytes.Buffer
	if err := Run(t.Context(), d.options(), nil, &told); err != nil {
		t.Fatal(err)
	}
	if got := d.read("groups.csv"); strings.Contains(got, "c") && !strings.HasPrefix(got, "group,id,reason\n1,a,") {
		t.Errorf("groups %s", got)
	}
	if r := d.report(); r["unplaced"] != 1.0 || !strings.Contains(d.read("report.json"), `"reason": "kept apart from everybody else"`) {
		t.Errorf("report %v", r)
	}
	if !strings.Contains(told.String(), "In no group: c, kept apart from everybody else.") {
		t.Errorf("told %q", told.String())
	}
}

func TestProblemsAreOneSentence(t *testing.T) {
	t.Parallel()
	const people = "id,org\na,x\nb,y\n"
	with := func(name, text string) map[string]string {
		return map[string]string{"people.csv": people, name: text}
	}
	alone := func(text string) map[string]string { return map[string]string{"people.csv": text} }
	tests := []struct {
		name  string
		files map[string]string
		edit  func(*Options)
		want  string
	}{
		{"no file", nil, nil, "people.csv: there is no such file."},
		{"empty", alone(""), nil, "people.csv: the file is empty."},
		{"only a mark", alone("\ufeff"), nil, "people.csv: the file is empty."},
		{"only blank lines", alone("\n\n , \n"), nil, "people.csv: the file is empty."},
		{"no column", alone("name,ID2\na,b\n"), nil, `people.csv, row 1: there is no column "id", only "name", "ID2".`},
		{"semicolons", alone("id;name\n1;Ann\n"), nil, `people.csv, row 1: there is no column "id"; cells must be separated by commas.`},
		{"twice the column", alone("id,id\na,b\n"), nil, `people.csv, row 1: there are two columns "id".`},
		{"nobody", alone("id\n"), nil, "people.csv: there is nobody in it; a draw takes two people."},
		{"a cell too many", alone("id\na\nb,c\n"), nil, "people.csv, row 3: it has 2 cells, but the header has 1."},
		{"one person", alone("id\na\n,\n"), nil, "people.csv: there is only one person in it; a draw takes two."},
		{"no id", alone("id,x\na,1\n ,2\n"), nil, "people.csv, row 3: the id is missing."},
		{"twice", alone("id,x\na,\"1\n2\"\n\nb,\n\"a \",\n"), nil, `people.csv, row 5: the id "a" is in row 2 too.`},
		{"latin", alone("id,x\na,1\nb,caf\xe9\n"), nil, "people.csv, row 3: the text is not UTF-8; save the file as “CSV UTF-8”."},
		{"latin header", alone("id,r\xf4le\na,1\n"), nil, "people.csv, row 1: the text is not UTF-8; save the file as “CSV UTF-8”."},
		{"UTF-16", alone("\xff\xfei\x00d\x00"), nil, "people.csv: the text is UTF-16, not UTF-8; save the file as “CSV UTF-8”."},
		{"XLSX", alone("PK\x03\x04xxxx"), nil, "people.csv: this is a spreadsheet, not CSV; save it as “CSV UTF-8”."},
		{"zero byte", alone("id\na\x00\n"), nil, "people.csv, row 2: there is a zero byte in the text."},
		{"a quote", alone("id,x\na,1\nb,2\"\n"), nil, "people.csv, row 3: a quotation mark is out of place."},
		{"a quote never closed", alone("id,x\na,1\nb,\"2\nc,3\n"), nil, "people.csv, row 3: a quotation mark is out of place."},
		{"a long line", alone("id,x\na,1\nb," + strings.Repeat("x", 3<<20) + "\nc,d"), nil, "people.csv, row 3: it is longer than 1048576 bytes, which is the most a row can have; a quotation mark may be missing."},
		{"escapes", alone("id\n\x1b[31m\n\x1b[31m\n"), nil, `people.csv, row 3: the id "\x1b[31m" is in row 2 too.`},
		{"unknown column", alone(people), func(o *Options) { o.Different = []string{"org", "region"} }, `people.csv, row 1: there is no column "region", only "id", "org".`},
		{"met nobody known", with("met.csv", "round,a,b\n1,a,b\n2,a,z\n"), nil, `met.csv, row 3: the id "z" is not in people.csv.`},
		{"met oneself", with("met.csv", "round,a,b\n1,a,a\n"), nil, `met.csv, row 2: a and b are the same person, "a".`},
		{"met sometime", with("met.csv", "round,a,b\nMay,a,b\n"), nil, `met.csv, row 2: the round is "May", but must be a whole number.`},
		{"met in 2147483648", with("met.csv", "round,a,b\n2147483648,a,b\n"), nil, `met.csv, row 2: the round is "2147483648", but must be a whole number.`},
		{"met without round", with("met.csv", "a,b\na,b\n"), nil, `met.csv, row 1: there is no column "round", only "a", "b".`},
		{"met empty", with("met.csv", ""), nil, "met.csv: the file is empty."},
		{"apart from nobody", with("apart.csv", "a,b\na,\n"), nil, "apart.csv, row 2: an id is missing."},
		{"apart from somebody unknown", with("apart.csv", "a,b\nq,a\n"), nil, `apart.csv, row 2: the id "q" is not in people.csv.`},
		{"short seed", alone(people), func(o *Options) { o.Seed = "abc" }, `--seed: "abc" is not a seed; it is 64 digits from 0 to 9 and a to f.`},
		{"odd seed", alone(people), func(o *Options) { o.Seed = strings.Repeat("g", 64) }, `--seed: "gggggggggggggggggggggggggggggggggggggggg…" is not a seed; it is 64 digits from 0 to 9 and a to f.`},
		{"size 1", alone(people), func(o *Options) { o.Size = 1 }, "--size: 1 is not a group size; it is 2 to 12."},
		{"nine columns", alone(people), func(o *Options) { o.Different = make([]string, 9) }, "--different: 9 columns are too many; 8 can be told apart."},
		{"out over people", alone(people), func(o *Options) { o.Out = o.People }, "people.csv: the file is read, so it cannot be written too."},
		{"out over report", alone(people), func(o *Options) { o.Report = o.Out }, "groups.csv: two outputs need a file each."},
		{"no folder", alone(people), func(o *Options) { o.Report += "/x/y.json" }, "report.json/x/y.json: there is no such folder."},
		{"a folder", alone(people), func(o *Options) { o.Out = filepath.Dir(o.Out) }, ": this is not a file that can be written."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, test.files)
			o := d.options()
			if test.edit != nil {
				test.edit(&o)
			}
			var out, told bytes.Buffer
			err := Run(t.Context(), o, &out, &told)
			var problem *Problem
			if !errors.As(err, &problem) {
				t.Fatalf("got %v", err)
			}
			if got := strings.ReplaceAll(err.Error(), d.dir+"/", ""); got != test.want && !strings.HasSuffix(got, test.want) || strings.Contains(got, "\n") {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if out.Len()+told.Len() > 0 {
				t.Errorf("wrote %q and %q", out.String(), told.String())
			}
			entries, err := os.ReadDir(d.dir)
			if err != nil || len(entries) != len(test.files) {
				t.Errorf("%v are there, %v", entries, err)
			}
		})
	}
}

// A hundred megabytes without an end of line are not read.
func TestAnEndlessLine(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": ""})
	if err := os.Truncate(d.path("people.csv"), 100<<20); err != nil {
		t.Fatal(err)
	}
	err := Run(t.Context(), d.options(), nil, nil)
	var problem *Problem
	if !errors.As(err, &problem) || problem.Row != 1 || !strings.Contains(problem.Text, "longer than 1048576 bytes") {
		t.Errorf("got %v", err)
	}
}

func TestAnOldFileStaysWhenSomethingIsWrong(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": "id\na\na\n", "groups.csv": "old", "report.json": "old"})
	if err := Run(t.Context(), d.options(), nil, nil); err == nil {
		t.Fatal("no error")
	}
	if d.read("groups.csv") != "old" || d.read("report.json") != "old" {
		t.Error("written all the same")
	}
}

func TestCellsAreSafeForSpreadsheets(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"plain":        "plain",
		"":             "",
		"a,b":          `"a,b"`,
		`say "hi"`:     `"say ""hi"""`,
		"two\nlines":   "\"two\nlines\"",
		"=HYPERLINK(1": "'=HYPERLINK(1",
		"+44 20":       "'+44 20",
		"-1":           "'-1",
		"@SUM":         "'@SUM",
		"\t=1":         "'\t=1",
		"1-2":          "1-2",
	} {
		if got := string(appendCell(nil, cell)); got != want {
			t.Errorf("%q becomes %s, want %s", cell, got, want)
		}
	}
}

func TestWhoeverNamesNoColumnIsToldOfIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{"people.csv": "id,organisation\na,x\nb,x\nc,y\nd,y\n", "ids.csv": "id\na\nb\n"})
	told := func(o Options) string {
		var out, told bytes.Buffer
		if err := Run(t.Context(), o, &out, &told); err != nil {
			t.Fatal(err)
		}
		return told.String()
	}
	o := d.options()
	if text := told(o); !strings.HasPrefix(text, "No column was looked at; --different names") {
		t.Errorf("it says %q", text)
	}
	o.Different = []string{"organisation"}
	if text := told(o); strings.Contains(text, "--different") {
		t.Errorf("with a column it says %q", text)
	}
	o.Different, o.People = nil, d.path("ids.csv")
	if text := told(o); strings.Contains(text, "--different") {
		t.Errorf("without columns to name it says %q", text)
	}
}
