package app_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cuppa.example/internal/simulate"
)

func simulated(t *testing.T, args ...string) (simulate.Report, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.json")
	status, out, errOut := run(t, append([]string{"simulate", "--out", file}, args...)...)
	if status != 0 {
		t.Fatalf("status %d: %s", status, errOut)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var r simulate.Report
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r, out
}

func TestSimulationDrivesTheProgramAndRepeats(t *testing.T) {
	t.Parallel()
	args := []string{"--members", "40", "--rounds", "3", "--seed", "5"}
	a, out := simulated(t, args...)
	if !strings.Contains(out, "This is a model") {
		t.Errorf("it does not say that it is a model:\n%s", out)
	}
	if len(a.Rounds) != 3 || a.Total.Groups < 40 || a.Total.Met == 0 || a.Total.Unconfirmed == 0 {
		t.Errorf("%+v", a.Total)
	}
	if a.Total.Repeats != 0 || a.Total.ReallyMet < 0.45 || a.Total.ReallyMet > 0.9 {
		t.Errorf("repeats %d, really met %.2f", a.Total.Repeats, a.Total.ReallyMet)
	}
	for _, r := range a.Rounds {
		if r.Met+r.NotMet+r.Unconfirmed != r.Groups || float64(r.Met)/float64(r.Groups) != r.AtLeast {
			t.Errorf("round %d does not add up: %+v", r.Number, r)
		}
	}
	if a.Rounds[0].Acts != 1 || a.Rounds[1].Acts != 0 || a.Rounds[2].Acts != 0 {
		t.Errorf("an organiser acts in the first round only, not %d, %d, %d times", a.Rounds[0].Acts, a.Rounds[1].Acts, a.Rounds[2].Acts)
	}
	if b, _ := simulated(t, args...); b.Total != a.Total {
		t.Errorf("the same seed gives\n%+v\nand\n%+v", a.Total, b.Total)
	}
}

func TestSimulationRefusesNonsense(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--members", "1"}, {"--rounds", "0"}, {"--habits", "simulate_test.go"}} {
		if status, _, errOut := run(t, append([]string{"simulate"}, args...)...); status != 2 || errOut == "" {
			t.Errorf("%v: %d %s", args, status, errOut)
		}
	}
}
