package drawfile_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cuppa.example/internal/drawfile"
)

func solveGraph(t *testing.T, text string, o drawfile.GraphOptions) (string, string, error) {
	t.Helper()
	folder := t.TempDir()
	o.File, o.Out = filepath.Join(folder, "graph.txt"), filepath.Join(folder, "pairs.txt")
	if err := os.WriteFile(o.File, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err := drawfile.RunGraph(t.Context(), o, &out)
	pairs, _ := os.ReadFile(o.Out)
	figures, _, _ := strings.Cut(out.String(), "seconds")
	return figures, string(pairs), err
}

func TestAGraphIsSolved(t *testing.T) {
	t.Parallel()
	const path = "4 3\n0 1 5\n1 2 9\n 2\t3  1 \r\n"
	for _, c := range []struct {
		max            bool
		figures, pairs string
	}{
		{false, "weight 6\npairs 2\nbound 6\n", "0 1\n2 3\n"},
		{true, "weight 9\npairs 1\nbound 9\n", "1 2\n"},
	} {
		figures, pairs, err := solveGraph(t, path, drawfile.GraphOptions{Max: c.max})
		if err != nil || figures != c.figures || pairs != c.pairs {
			t.Errorf("max is %v: %v, %q, %q", c.max, err, figures, pairs)
		}
	}
}

func TestAGraphOfNobody(t *testing.T) {
	t.Parallel()
	for _, most := range []bool{false, true} {
		if figures, pairs, err := solveGraph(t, "0 0\n\n", drawfile.GraphOptions{Max: most}); err != nil || figures != "weight 0\npairs 0\nbound 0\n" || pairs != "" {
			t.Errorf("max is %v: %v, %q, %q", most, err, figures, pairs)
		}
	}
}

func TestAGraphThatIsNone(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                          "graph.txt: the file is empty.",
		"4\n":                       "graph.txt, row 1: this is not 2 whole numbers.",
		"-1 0\n":                    "graph.txt, row 1: these are not the numbers of people and edges.",
		"4000001 0\n":               "graph.txt, row 1: 4000001 people are too many; it can be 4000000.",
		"4000000 0\n":               "graph.txt: not everybody can be paired; --max pairs those who can.",
		"2 1\n0 1\n":                "graph.txt, row 2: this is not 3 whole numbers.",
		"2 1\n0 1 3 4\n":            "graph.txt, row 2: this is not 3 whole numbers.",
		"2 1\n0 1 0.5\n":            "graph.txt, row 2: this is not 3 whole numbers.",
		"2 1\n0 2 1\n":              "graph.txt, row 2: 0 and 2 are not two of 2 people.",
		"2 1\n1 1 1\n":              "graph.txt, row 2: 1 and 1 are not two of 2 people.",
		"2 1\n0 1 1\n\n0 1 2\n":     "graph.txt, row 4: there is more after 1 edge.",
		"2 2\n0 1 1\n":              "graph.txt: it ends after 1 of 2 edges.",
		"3 1\n0 1 1\n":              "graph.txt: not everybody can be paired; --max pairs those who can.",
		"4 1\n0 1 1\n":              "graph.txt: not everybody can be paired; --max pairs those who can.",
		strings.Repeat("1", 70_000): "graph.txt, row 1: the line is too long.",
		"2 2\n0 1 -9000000000000000000\n0 1 9000000000000000000\n": "graph.txt: the weights are too large or too far apart to be added up exactly.",
		"2 1\n0 1 9223372036854775807\n":                           "graph.txt: the weights are too large or too far apart to be added up exactly.",
	} {
		_, pairs, err := solveGraph(t, text, drawfile.GraphOptions{})
		var bad *drawfile.Problem
		if !errors.As(err, &bad) || !strings.HasSuffix(err.Error(), want) || pairs != "" {
			t.Errorf("%.20q: %v, %q", text, err, pairs)
		}
	}
}

func TestGraphsWithAMarkAtTheirBeginning(t *testing.T) {
	t.Parallel()
	if said, _, err := solveGraph(t, "\ufeff2 1\r\n0 1 5\r\n", drawfile.GraphOptions{}); err != nil || !strings.Contains(said, "weight 5\n") {
		t.Error(said, err)
	}
	err := drawfile.RunGraph(t.Context(), drawfile.GraphOptions{File: t.TempDir()}, io.Discard)
	if err == nil || !strings.HasSuffix(err.Error(), ": the file cannot be read.") {
		t.Errorf("a folder: %v", err)
	}
}
