package simulate_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cuppa.example/internal/simulate"
)

func TestTheBaselineReachesWhatWasMeasured(t *testing.T) {
	t.Parallel()
	c, err := simulate.Calibrate(simulate.Published())
	if err != nil {
		t.Fatal(err)
	}
	r := simulate.Baseline(simulate.Plan{People: simulate.People(400, 1), Rounds: 200, Seed: 1, Habits: c})
	if got := r.Total.ReallyMet; math.Abs(got-0.54) > 0.01 {
		t.Errorf("the baseline meets in %.3f of the cases, not in 0.54", got)
	}
	if r.Total.Met != 0 || r.Total.AtLeast != 0 || r.Total.AtMost != 1 {
		t.Errorf("nobody is asked in the baseline, but it knows %+v", r.Total)
	}
}

func TestCalibrationHitsItsMarks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := simulate.Published()
		for name, v := range h {
			v.Value = rapid.Float64Range(v.Low, v.High).Draw(t, name)
			h[name] = v
		}
		c, err := simulate.Calibrate(h)
		if err != nil {
			return // more than these people can reach
		}
		there := 1 - h["silent"].Value - h["away"].Value
		rate := there * there * (1 - (1-c.Starts)*(1-c.Starts)) * h["replies"].Value * h["keeps"].Value
		if math.Abs(rate-h["company_rate"].Value) > 1e-6 {
			t.Fatalf("calibrated to %.4f, not %.4f", rate, h["company_rate"].Value)
		}
		if c.Named < c.Starts || c.Named > 1 {
			t.Fatalf("named %.3f, unasked %.3f", c.Named, c.Starts)
		}
	})
}

func TestEveryHabitHasASourceOrSaysThatItIsAssumed(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("habits.toml")
	if err != nil {
		t.Fatal(err)
	}
	read := func(change func(string) string) error {
		path := filepath.Join(t.TempDir(), "habits.toml")
		if err := os.WriteFile(path, []byte(change(string(text))), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := simulate.ReadHabits(path)
		return err
	}
	if err := read(func(s string) string { return s }); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(string) string{
		"source":   func(s string) string { return strings.Replace(s, `source = "assumed"`, `source = ""`, 1) },
		"missing":  func(s string) string { return strings.Replace(s, "[keeps]", "[keeps_not]", 1) },
		"over one": func(s string) string { return strings.Replace(s, "value = 0.95", "value = 1.95", 1) },
		"no toml":  func(string) string { return "[" },
	} {
		if err := read(change); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestPeopleAreMadeUpTheSameWayEveryTime(t *testing.T) {
	t.Parallel()
	a, b := simulate.People(2000, 7), simulate.People(2000, 7)
	seen := map[string]bool{}
	for i := range a {
		if a[i].Email != b[i].Email || a[i].Organisation != b[i].Organisation {
			t.Fatalf("%+v and %+v", a[i], b[i])
		}
		if seen[a[i].Email] || !strings.HasSuffix(a[i].Email, "@cuppa.example") {
			t.Fatalf("address %s", a[i].Email)
		}
		seen[a[i].Email] = true
	}
}
