package app_test

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"cuppa.example/internal/app"
)

// The files are named in the sentence before them.
var fileNamed = regexp.MustCompile("`([a-z]+\\.(csv|txt))`")

// Every command in docs/matching.md prints what the page shows. With UPDATE_DOCS=1
// the page is written anew.
func TestTheExamplesOfThePageOnMatching(t *testing.T) {
	const page = "../../docs/matching.md"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	var out strings.Builder
	before, commands := "", 0
	for _, block := range blocksOf(string(text)) {
		out.WriteString(block)
		command, is := strings.CutPrefix(block, "    $ cuppa ")
		switch {
		case is:
			commands++
			line, _, _ := strings.Cut(command, "\n")
			if got := printed(t, strings.Fields(line)); "    $ cuppa "+line+"\n"+got != block {
				t.Errorf("cuppa %s prints\n%s", line, got)
				written := out.String()
				out.Reset()
				out.WriteString(strings.TrimSuffix(written, block) + "    $ cuppa " + line + "\n" + got)
			}
		case strings.HasPrefix(block, "    "):
			if names := fileNamed.FindAllStringSubmatch(before, -1); names != nil {
				name := names[len(names)-1][1]
				if err := os.WriteFile(name, []byte(strings.ReplaceAll(strings.TrimPrefix(block, "    "), "\n    ", "\n")), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		if strings.TrimSpace(block) != "" {
			before = block
		}
	}
	if commands < 8 {
		t.Errorf("only %d examples", commands)
	}
	if os.Getenv("UPDATE_DOCS") != "" {
		t.Chdir(originalDir)
		if err := os.WriteFile(page, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

var originalDir, _ = os.Getwd()

// blocksOf parts a text into what stands between blank lines, and the blank lines.
func blocksOf(text string) (blocks []string) {
	var block strings.Builder
	blank := false
	for line := range strings.Lines(text) {
		if (line == "\n") != blank {
			blocks = append(blocks, block.String())
			block.Reset()
			blank = !blank
		}
		block.WriteString(line)
	}
	return append(blocks, block.String())
}

var secondsTaken = regexp.MustCompile(`seconds [0-9.]+`)

// printed runs a command and indents what it prints.
func printed(t *testing.T, args []string) string {
	t.Helper()
	var out bytes.Buffer
	if status := app.Main(args, &out, &out); status != 0 {
		t.Errorf("%v ends with %d: %s", args, status, out.String())
	}
	var indented strings.Builder
	for line := range strings.Lines(secondsTaken.ReplaceAllString(out.String(), "seconds 0.000")) {
		indented.WriteString("    " + line)
	}
	return indented.String()
}
