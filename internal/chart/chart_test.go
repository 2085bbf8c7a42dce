package chart_test

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	"cuppa.example/internal/chart"
)

var update = flag.Bool("update", false, "write the golden drawings anew")

func percent(v float64) string { return fmt.Sprintf("%.0f%%", v*100) }

var completion = chart.Chart{
	ID: "met", Title: "Did they meet?", Text: "Of three rounds, the last had 53 to 80 per cent.",
	Labels: []string{"1", "2", "<3>"}, Max: 1, Unit: percent,
	Series: []chart.Series{
		{Name: "Met", Mark: chart.Good, Values: []float64{0.5, 0.75, 16. / 30}},
		{Name: "Nobody said", Mark: chart.Unknown, Values: []float64{0.25, 0, 8. / 30}},
		{Name: "Did not meet", Mark: chart.Bad, Values: []float64{0.25, 0.25, 6. / 30}},
	},
}

func drawings() map[string]templ.Component {
	growth := completion
	growth.ID, growth.Max, growth.Unit = "growth", 0, nil
	growth.Series = []chart.Series{
		{Name: "Joined", Mark: chart.Plain, Values: []float64{3, 0, 17}},
		{Name: "Left", Mark: chart.Other, Values: []float64{0, 1, 2}},
	}
	lines := growth
	lines.ID = "lines"
	lines.Series = []chart.Series{
		{Name: "One", Mark: chart.Plain, Values: []float64{3, 4, 17}},
		{Name: "Two", Mark: chart.Bad, Values: []float64{1, chart.None, 2}},
	}
	bars := chart.Chart{
		ID: "reasons", Title: "Why not", Text: "Most had no time.", Labels: []string{"No time", "Away"}, Missing: "fewer than 5",
		Series: []chart.Series{{Name: "Answers", Mark: chart.Plain, Values: []float64{12, math.NaN()}}},
	}
	return map[string]templ.Component{
		"columns": chart.Columns(completion), "groups": chart.Groups(growth), "lines": chart.Lines(lines), "bars": chart.Bars(bars),
	}
}

func draw(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The drawings are kept. After a change that is meant: go test ./internal/chart -update
func TestDrawings(t *testing.T) {
	t.Parallel()
	for name, c := range drawings() {
		got := strings.ReplaceAll(draw(t, c), "><", ">\n<") + "\n"
		file := filepath.Join("testdata", name+".html")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// What every drawing promises: a name and a sentence for those who do not see
// it, nothing that the content policy forbids, and no colour on its own.
func TestDrawingsKeepTheirPromises(t *testing.T) {
	t.Parallel()
	for name, c := range drawings() {
		source := draw(t, c)
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(source))
		if err != nil {
			t.Fatal(err)
		}
		svg := doc.Find("figure > svg")
		if svg.Length() != 1 || svg.AttrOr("role", "") != "img" {
			t.Errorf("%s: %d images", name, svg.Length())
		}
		for _, id := range strings.Fields(svg.AttrOr("aria-labelledby", "")) {
			if strings.TrimSpace(doc.Find("#"+id).Text()) == "" {
				t.Errorf("%s: %s says nothing", name, id)
			}
		}
		for _, bad := range []string{"style=", "<script", "onload", "<3>"} {
			if strings.Contains(source, bad) {
				t.Errorf("%s holds %s", name, bad)
			}
		}
		doc.Find("rect.cuppa-area[fill]").Each(func(_ int, s *goquery.Selection) {
			id := strings.TrimSuffix(strings.TrimPrefix(s.AttrOr("fill", ""), "url("), ")")
			if doc.Find(id).Length() != 1 {
				t.Errorf("%s: pattern %s is missing", name, id)
			}
		})
		doc.Find("use").Each(func(_ int, s *goquery.Selection) {
			if doc.Find(s.AttrOr("href", "")).Length() != 1 {
				t.Errorf("%s: shape %s is missing", name, s.AttrOr("href", ""))
			}
		})
		looks := map[string]bool{}
		doc.Find(".cuppa-legend__swatch").Each(func(_ int, s *goquery.Selection) {
			look, _ := s.Html()
			if looks[look] {
				t.Errorf("%s: two series look the same", name)
			}
			looks[look] = true
		})
	}
}

// The columns of a stack are as high as their numbers, and end where the next begins.
func TestColumnsAddUp(t *testing.T) {
	t.Parallel()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(draw(t, chart.Columns(completion))))
	if err != nil {
		t.Fatal(err)
	}
	var heights []string
	doc.Find("figure > svg > rect").Each(func(_ int, s *goquery.Selection) {
		heights = append(heights, s.AttrOr("y", "")+"+"+s.AttrOr("height", ""))
	})
	want := []string{"110+110", "55+55", "0+55", "55+165", "0+55", "102.7+117.3", "44+58.7", "0+44"}
	if diff := cmp.Diff(want, heights); diff != "" {
		t.Error(diff)
	}
}

func TestNothingToDraw(t *testing.T) {
	t.Parallel()
	empty := chart.Chart{ID: "x", Title: "Nothing", Text: "No rounds yet.", Labels: []string{"1"}, Series: []chart.Series{{Name: "Met", Mark: chart.Good, Values: nil}}}
	for _, c := range []templ.Component{chart.Columns(empty), chart.Groups(empty), chart.Lines(empty), chart.Bars(empty)} {
		if s := draw(t, c); strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
			t.Errorf("an empty chart holds %s", s)
		}
	}
}
