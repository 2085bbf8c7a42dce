package govuk

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// errUnsupported marks a fixture that uses an option which our components do not have.
var errUnsupported = errors.New("unsupported option")

// adapter makes our component from a fixture's options.
type adapter func(options json.RawMessage) (templ.Component, error)

// adapt decodes options strictly: an option that T does not name is one that our component
// does not have, and its fixture is skipped by name.
func adapt[T any](f func(T) (templ.Component, error)) adapter {
	return func(options json.RawMessage) (templ.Component, error) {
		var t T
		d := json.NewDecoder(bytes.NewReader(options))
		d.DisallowUnknownFields()
		if err := d.Decode(&t); err != nil {
			return nil, fmt.Errorf("%w: %w", errUnsupported, err)
		}
		return f(t)
	}
}

// TestConformance holds our components against the HTML that govuk-frontend's own templates
// make of the same options. Each component says how many of its fixtures must be covered,
// so that an adapter which silently skips too much fails.
func TestConformance(t *testing.T) {
	t.Parallel()
	dir := "../../node_modules/govuk-frontend/dist/govuk/components"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("node_modules is missing, so nothing is compared: npm ci --ignore-scripts")
	}
	for component, c := range conformance {
		t.Run(component, func(t *testing.T) {
			t.Parallel()
			covered := 0
			for _, f := range readFixtures(t, filepath.Join(dir, component, "fixtures.json")) {
				ours, err := c.adapter(f.Options)
				if errors.Is(err, errUnsupported) {
					t.Logf("not covered: %s: %v", f.Name, err)
					continue
				}
				covered++
				t.Run(f.Name, func(t *testing.T) {
					compare(t, render(t, t.Context(), ours), f.HTML, c.change)
				})
			}
			if covered != c.covers {
				t.Errorf("%d fixtures of %s are covered, want %d", covered, component, c.covers)
			}
		})
	}
}

type fixture struct {
	Name    string
	Options json.RawMessage
	HTML    string
}

func readFixtures(t *testing.T, path string) []fixture {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Fixtures []fixture }
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	return file.Fixtures
}

func compare(t *testing.T, ours, theirs string, change func(ours, theirs string) (string, string)) {
	t.Helper()
	if change != nil {
		ours, theirs = change(ours, theirs)
	}
	if diff := cmp.Diff(normalise(t, theirs), normalise(t, ours)); diff != "" {
		t.Errorf("govuk-frontend (-) and ours (+) differ:\n%s", diff)
	}
}

// normalise writes HTML as one line per tag and text, attributes in order, white space
// collapsed: what a browser or a screen reader can tell apart stays.
func normalise(t *testing.T, s string) []string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, n := range nodes {
		lines = appendNode(lines, n, "")
	}
	return lines
}

func appendNode(lines []string, n *html.Node, indent string) []string {
	switch n.Type {
	case html.TextNode:
		if text := strings.Join(strings.Fields(n.Data), " "); text != "" {
			lines = append(lines, indent+text)
		}
	case html.ElementNode:
		attrs := make([]string, 0, len(n.Attr))
		for _, a := range n.Attr {
			v := strings.Join(strings.Fields(a.Val), " ")
			attrs = append(attrs, fmt.Sprintf("%s=%q", a.Key, v))
		}
		slices.Sort(attrs)
		lines = append(lines, indent+"<"+strings.Join(append([]string{n.Data}, attrs...), " ")+">")
		for c := range n.ChildNodes() {
			lines = appendNode(lines, c, indent+" ")
		}
	}
	return lines
}
