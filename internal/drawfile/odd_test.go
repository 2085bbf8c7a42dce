package drawfile

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Names and identifiers as they may come: long, in quotes, over two lines, from right
// to left, with markup, with a formula.
func TestOddButGoodInput(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 10_000)
	people := [][2]string{
		{long, "b\r\nc"}, {"2", "“quoted” \"twice\""}, {"<b>3</b>", "שלום"}, {"=4", "@SUM(A1)"}, {"5 or so", " spaces "}, {"٦", ""},
	}
	var text strings.Builder
	text.WriteString("\ufeffNAME, Id \r\n")
	w := csv.NewWriter(&text)
	w.UseCRLF = true
	for _, p := range people {
		if err := w.Write([]string{p[1], p[0]}); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	d := newDesk(t, map[string]string{
		"people.csv": text.String(),
		"met.csv":    "A,B,ROUND\r\n=4,5 or so,-7\r\n" + long + ",2, 3 \r\n",
		"apart.csv":  "b,a,why\n<b>3</b>,٦,\"they\nfell out\"\n",
	})
	o := d.options()
	o.Explain, o.Bound = true, true
	d.run(o)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(d.read("groups.csv"), byteOrderMark))).ReadAll()
	if err != nil || len(rows) != 7 || !slices.Equal(rows[0], []string{"group", "id", "NAME", "reason", "in_the_way"}) {
		t.Fatalf("%v, %d rows, %.200v", err, len(rows), rows)
	}
	got := map[string]string{}
	for _, row := range rows[1:] {
		got[row[1]] = row[2]
	}
	for id, name := range map[string]string{long: "b\nc", "2": people[1][1], "<b>3</b>": "שלום", "'=4": "'@SUM(A1)", "5 or so": " spaces ", "٦": ""} {
		if n, there := got[id]; !there || n != name {
			t.Errorf("%.20q is called %q, want %q", id, n, name)
		}
	}
	if err := RunCheck(t.Context(), CheckOptions{Inputs: o.Inputs, Groups: o.Out}, new(strings.Builder), nil); err != nil {
		t.Error(err)
	}
}

// A long identifier does not fill the screen.
func TestAComplaintIsShort(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 10_000)
	d := newDesk(t, map[string]string{"people.csv": "id\n" + long + "\n" + long + "\n"})
	err := Run(t.Context(), d.options(), nil, nil)
	if err == nil || len(err.Error()) > 300 {
		t.Errorf("it says %v", err)
	}
}

var secondsTaken = regexp.MustCompile(`"seconds": [^\n]*`)

// The same seed and files give the same bytes, in any order of the rows; another seed
// does not.
func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	draw := func(order func([]string), size int, seed string) string {
		var rows, met []string
		r := rand.New(rand.NewPCG(5, 5))
		for i := range 47 {
			speaks := []string{"en", "en cy", "cy;pl", "pl", "", "en;pl"}[r.IntN(6)]
			rows = append(rows, fmt.Sprintf("m%d,Person %d,council %d,%s", i, i, r.IntN(5), speaks))
		}
		for round := range 9 {
			for range 20 {
				if a, b := r.IntN(47), r.IntN(47); a != b {
					met = append(met, fmt.Sprintf("%d,m%d,m%d", round, a, b))
				}
			}
		}
		order(rows)
		order(met)
		d := newDesk(t, map[string]string{
			"people.csv": "id,name,organisation,speaks\n" + strings.Join(rows, "\n"),
			"met.csv":    "round,a,b\n" + strings.Join(met, "\n"),
			"apart.csv":  "a,b\nm3,m4\nm9,m40\n",
		})
		o := d.options()
		o.Size, o.Seed, o.Different, o.Share = size, seed, []string{"organisation:2"}, []string{"speaks:3"}
		o.Explain, o.Bound = true, true
		said := d.told(o)
		return said + d.read("groups.csv") + secondsTaken.ReplaceAllString(d.read("report.json"), "")
	}
	as := func([]string) {}
	for _, size := range []int{2, 5} {
		first := draw(as, size, someSeed)
		for name, order := range map[string]func([]string){"again": as, "backwards": slices.Reverse[[]string], "sorted": slices.Sort[[]string]} {
			if draw(order, size, someSeed) != first {
				t.Errorf("size %d, %s: other bytes", size, name)
			}
		}
		if draw(as, size, strings.Repeat("0", 64)) == first {
			t.Errorf("size %d: the seed does not matter", size)
		}
	}
}
