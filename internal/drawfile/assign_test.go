package drawfile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cuppa.example/internal/drawfile"
)

func assign(t *testing.T, seekers, offers, mode string) (string, map[string]any, error) {
	t.Helper()
	folder := t.TempDir()
	o := drawfile.AssignOptions{
		Seekers: filepath.Join(folder, "s.csv"), Offers: filepath.Join(folder, "o.csv"), Mode: mode,
		Seed: strings.Repeat("07", 32), Out: filepath.Join(folder, "out.csv"), Report: filepath.Join(folder, "report.json"),
	}
	for name, text := range map[string]string{o.Seekers: seekers, o.Offers: offers} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out, told bytes.Buffer
	err := drawfile.RunAssign(t.Context(), o, &out, &told)
	rows, _ := os.ReadFile(o.Out)
	var report map[string]any
	if text, err := os.ReadFile(o.Report); err == nil {
		if err := json.Unmarshal(text, &report); err != nil {
			t.Fatal(err)
		}
	}
	return string(rows), report, err
}

func TestSeekersAreAssignedFromSpreadsheets(t *testing.T) {
	t.Parallel()
	const (
		seekers = "id,name,prefers\nsue,Sue,ben ann\ntom,Tom,ben\numa,Uma,\n=vi,Vi,ann\n"
		offers  = "id,capacity,prefers\nann,2,\nben,1,tom sue\n"
		head    = "seeker,offer,rank_for_seeker,rank_for_offer\n"
	)
	for mode, want := range map[string]string{
		"stable": head + "'=vi,ann,1,\nsue,ann,2,\ntom,ben,1,1\n",
		"total":  head + "'=vi,ann,1,\nsue,ann,2,\ntom,ben,1,1\n",
	} {
		rows, report, err := assign(t, seekers, offers, mode)
		if err != nil || rows != want {
			t.Errorf("%s: %v\n%s", mode, err, rows)
		}
		if report["matched"] != 3.0 || report["blocking_pairs"] != 0.0 || report["mode"] != mode || report["seed"] != strings.Repeat("07", 32) {
			t.Errorf("%s: %v", mode, report)
		}
		alone := report["unmatched"].([]any)
		if len(alone) != 1 || alone[0].(map[string]any)["seeker"] != "uma" || alone[0].(map[string]any)["reason"] != "they listed no offer" {
			t.Errorf("%s: %v", mode, alone)
		}
	}
}

func TestAMarketThatIsNone(t *testing.T) {
	t.Parallel()
	const seekers, offers = "id,prefers\na,x\n", "id,capacity,prefers\nx,1,a\n"
	for _, c := range []struct{ seekers, offers, want string }{
		{"", offers, "s.csv: the file is empty."},
		{"id\na\n", offers, `s.csv, row 1: there is no column "prefers", only "id".`},
		{"id,prefers\n", offers, "s.csv: there is nobody in it."},
		{"id,prefers\na,x\na,x\n", offers, `s.csv, row 3: the id "a" is in row 2 too.`},
		{"id,prefers\na,y\n", offers, `s.csv, row 2: the id "y" is not in `},
		{"id,prefers\na,x x\n", offers, `s.csv, row 2: the id "x" is there twice.`},
		{"id,prefers\na b,x\n", offers, `s.csv, row 2: "a b" is not an id; it is missing, or has a space in it.`},
		{seekers, "id,prefers\nx,a\n", `o.csv, row 1: there is no column "capacity"`},
		{seekers, "id,capacity,prefers\nx,-1,a\n", `o.csv, row 2: "-1" is not a number of places.`},
		{seekers, "id,capacity,prefers\nx,many,a\n", `o.csv, row 2: "many" is not a number of places.`},
		{seekers, "id,capacity,prefers\nx,1,b\n", `o.csv, row 2: the id "b" is not in `},
	} {
		rows, report, err := assign(t, c.seekers, c.offers, "stable")
		var bad *drawfile.Problem
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), c.want) || rows != "" || report != nil {
			t.Errorf("%q: %v, %q", c.want, err, rows)
		}
	}
}
