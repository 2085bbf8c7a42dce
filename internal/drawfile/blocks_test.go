package drawfile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cuppa.example/match"
)

// A long file is read in blocks, and says the same as read row by row, whatever is in
// its middle; what is wrong in it is found in the same row.
func TestLongFilesOfPairs(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var list strings.Builder
	list.WriteString("id\n")
	for i := range 1000 {
		fmt.Fprintf(&list, "somebody%d%s\n", i, strings.Repeat("x", i%16))
	}
	p, err := readPeople(write("people.csv", list.String()), nil)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	var want []match.Meeting
	for i := range 3 * blockSize / 20 {
		m := match.Meeting{Round: int32(i % 37), A: int32(i % 1000), B: int32((i*i + 7*i + 1) % 1000)}
		if m.A == m.B {
			m.B = (m.A + 1) % 1000
		}
		want = append(want, m)
		rows = append(rows, fmt.Sprintf("%s,%d,%s", p.ids[m.B], m.Round, p.ids[m.A]))
	}
	tests := []struct{ name, row, want string }{
		{"plain", "", ""},
		{"quoted", fmt.Sprintf("%q,4,%s", p.ids[9], p.ids[8]), ""},
		{"spaces", fmt.Sprintf(" %s ,4,%s\r", p.ids[9], p.ids[8]), ""},
		{"nobody", "somebody,4,else", `the id "else" is not in`},
		{"alone", fmt.Sprintf("%s,4,%s", p.ids[9], p.ids[9]), "a and b are the same person"},
		{"cells", "a,b", "it has 2 cells, but the header has 3"},
		{"round", fmt.Sprintf("%s,4.5,%s", p.ids[9], p.ids[8]), "the round is"},
		{"letters", "\xff,1,2", "not UTF-8"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			rows, want := slices.Clone(rows), slices.Clone(want)
			const at = blockSize / 12
			if test.row != "" {
				rows[at], want[at] = test.row, match.Meeting{Round: 4, A: 8, B: 9}
			}
			rows[5] += "\n" // an empty row
			path := write(test.name+".csv", "\ufeffb,round,a\n"+strings.Join(rows, "\n"))
			var met []match.Meeting
			err := p.readPairs(path, "round", func(some []match.Meeting) error {
				met = append(met, some...)
				return nil
			})
			if test.want != "" {
				var problem *Problem
				if !errors.As(err, &problem) || !strings.Contains(problem.Text, test.want) || problem.Row != at+3 {
					t.Errorf("%v, want %s in row %d", err, test.want, at+3)
				}
				return
			}
			if err != nil || !slices.Equal(met, want) {
				t.Errorf("%d meetings, want %d: %v", len(met), len(want), err)
			}
		})
	}
}
