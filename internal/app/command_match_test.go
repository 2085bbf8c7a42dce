package app_test

import (
	"os"
	"path/filepath"
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

// Every command of match ends with 2, a sentence and no file when its input is bad,
// with 1 when what is checked is wrong, and with 0 otherwise.
func TestHowTheCommandsOfMatchEnd(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{
		"p.csv": "id,team\na,x\nb,x\nc,y\nd,y\n", "twice.csv": "id\na\na\n", "empty": "", "apart.csv": "a,b\na,b\n",
		"g.csv": "group,id\n1,a\n1,b\n2,c\n2,d\n", "s.csv": "id,prefers\ns,o\n", "o.csv": "id,capacity,prefers\no,1,\n", "edges": "2 1\n0 1 5\n", "proof": "no",
	} {
		if err := os.WriteFile(file(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := file("out")
	for _, c := range []struct {
		args   string
		status int
		want   string
	}{
		{"match --people p.csv --different team --out out", 0, "4 people in 2 groups"},
		{"match draw --people p.csv --rounds 3 --out out", 0, "in 3 rounds"},
		{"match --people p.csv --mode uniform --out out", 0, "Pure chance"},
		{"match rota --people p.csv --out out", 0, "3 rounds"},
		{"match assign --seekers s.csv --offers o.csv --out out", 0, "1 of 1 seekers"},
		{"match graph edges --out out", 0, "weight 5"},
		{"match check --people p.csv --groups g.csv", 0, "4 of 4 people in 2 groups"},
		{"match check --people p.csv --groups g.csv --apart apart.csv", 1, `"a" and "b" are in one group, but are kept apart`},
		{"match check --people p.csv --groups g.csv --proof proof", 2, "this is not a proof"},
		{"match --people twice.csv --out out", 2, `row 3: the id "a" is in row 2 too.`},
		{"match rota --people empty --out out", 2, "the file is empty."},
		{"match assign --seekers empty --offers o.csv --out out", 2, "the file is empty."},
		{"match graph empty --out out", 2, "the file is empty."},
		{"match check --people p.csv --groups empty", 2, "the file is empty."},
		{"match --people p.csv --mode best-of-all --out out", 2, "--mode must be one of"},
		{"match --people p.csv --rounds two --out out", 2, `"two" is not a number of rounds; it is 1 to 500`},
		{"match --people p.csv --rounds 0 --out out", 2, `"0" is not a number of rounds; it is 1 to 500`},
		{"match --people p.csv --nonsense", 2, "unknown flag"},
		{"match --out out", 2, "missing flags: --people"},
		{"match solve", 2, "unexpected argument"},
	} {
		args := strings.Fields(c.args)
		for i := range args {
			if _, err := os.Stat(file(args[i])); err == nil || args[i] == "out" {
				args[i] = file(args[i])
			}
		}
		status, said, complaint := run(t, args...)
		if status != c.status || !strings.Contains(said+complaint, c.want) {
			t.Errorf("cuppa %s: %d, %s%s", c.args, status, said, complaint)
		}
		if _, err := os.Stat(out); (err == nil) != (c.status == 0 && strings.HasSuffix(c.args, "out")) {
			t.Errorf("cuppa %s: the file is there: %t", c.args, err == nil)
		}
		os.Remove(out)
	}
}
