package app_test

import (
	"strings"
	"testing"
)

// Who asks what match takes wants the flags of a draw.
func TestHelpOfMatchShowsTheFlagsOfADraw(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"match", "--help"}, {"match", "-h"}, {"help", "match"}} {
		status, out, errOut := run(t, args...)
		if status != 0 || errOut != "" {
			t.Errorf("%v: %d %s", args, status, errOut)
		}
		for _, want := range []string{"Usage: cuppa match draw --people=FILE", "--different=COLUMN,...", "--seed=HEX", "Other commands:\n", "\n  match assign\n", "match graph\n"} {
			if !strings.Contains(out, want) {
				t.Errorf("%v does not show %q:\n%s", args, want, out)
			}
		}
	}
	if _, out, _ := run(t, "match", "graph", "--help"); strings.Contains(out, "Other commands") || !strings.Contains(out, "--max") {
		t.Errorf("match graph --help shows\n%s", out)
	}
}

func TestBenchNamesItsRows(t *testing.T) {
	t.Parallel()
	if status, out, errOut := run(t, "bench", "match", "--list"); status != 0 || !strings.Contains(out, "sparse-100000") {
		t.Errorf("%d %s %s", status, out, errOut)
	}
	if status, _, errOut := run(t, "bench", "match", "--only", "nothing"); status != 2 || !strings.Contains(errOut, `no row "nothing"`) {
		t.Errorf("%d %s", status, errOut)
	}
}
