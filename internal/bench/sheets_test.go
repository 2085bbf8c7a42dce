package bench

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cuppa.example/internal/drawfile"
)

// What is written is read by cuppa match as what it was.
func TestSheetsAreTheNetwork(t *testing.T) {
	t.Parallel()
	k := kind{n: 60, rounds: 4, hard: true}
	file := filepath.Join(t.TempDir(), "x")
	if err := writeSheets(file, k); err != nil {
		t.Fatal(err)
	}
	met, err := os.ReadFile(file + ".met")
	if err != nil || bytes.Count(met, []byte("\n")) != 1+4*30 {
		t.Errorf("met.csv: %v\n%s", err, met)
	}
	for _, r := range sheets() {
		args := r.command(file)
		o := drawfile.Options{
			Inputs: drawfile.Inputs{People: args[2], Met: []string{args[4]}, Size: 2, Different: strings.Split(args[8], ","), Share: strings.Split(args[10], ",")},
			Seed:   strings.Repeat("01", 32), Out: args[6], Report: file + ".report",
		}
		var said bytes.Buffer
		if err := drawfile.Run(t.Context(), o, nil, &said); err != nil || !strings.Contains(said.String(), "60 people in 30 groups, nobody meets again.") {
			t.Errorf("%v, %s", err, said.String())
		}
	}
}
