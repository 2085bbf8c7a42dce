package drawfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// rota makes one, and gives its rounds as sets of pairs and what was said.
func (d desk) rota(edit func(*RotaOptions)) (rounds map[string][]string, said string, err error) {
	d.t.Helper()
	o := RotaOptions{People: d.path("people.csv"), Seed: someSeed, Out: d.path("rota.csv"), Report: d.path("report.json")}
	if edit != nil {
		edit(&o)
	}
	var out, told bytes.Buffer
	if err := RunRota(d.t.Context(), o, &out, &told); err != nil {
		return nil, told.String(), err
	}
	lines := strings.Split(strings.TrimSpace(d.read("rota.csv")), "\n")
	if lines[0] != "round,a,b" {
		d.t.Errorf("header %s", lines[0])
	}
	rounds = map[string][]string{}
	for _, line := range lines[1:] {
		cells := strings.Split(line, ",")
		rounds[cells[0]] = append(rounds[cells[0]], cells[1]+" "+cells[2])
	}
	return rounds, told.String(), nil
}

func TestEverybodyMeetsEverybody(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{2: 1, 7: 7, 8: 7, 21: 21} {
		d := newDesk(t, map[string]string{"people.csv": peopleNamed(n)})
		rounds, said, err := d.rota(nil)
		if err != nil || len(rounds) != want || !strings.Contains(said, "fewer rounds are not possible. Seed 0001") {
			t.Errorf("%d people: %v, %d rounds, %s", n, err, len(rounds), said)
		}
		met := map[string]bool{}
		for round, pairs := range rounds {
			busy := map[string]bool{}
			for _, pair := range pairs {
				a, b, _ := strings.Cut(pair, " ")
				if busy[a] || busy[b] || met[pair] || a >= b {
					t.Errorf("%d people, round %s: %s", n, round, pair)
				}
				busy[a], busy[b], met[pair] = true, true, true
			}
		}
		if len(met) != n*(n-1)/2 {
			t.Errorf("%d people: %d conversations", n, len(met))
		}
		var r rotaReport
		if err := json.Unmarshal([]byte(d.read("report.json")), &r); err != nil || r.People != n || r.Rounds != want || r.Least != want || r.Meetings != len(met) {
			t.Errorf("%v, report %+v", err, r)
		}
	}
}

func TestARotaBetweenTwoSides(t *testing.T) {
	t.Parallel()
	d := newDesk(t, map[string]string{
		"people.csv": "id,role\nz,mentor\na,mentee\nb,mentee\ny,mentor\nc,mentee\n", "apart.csv": "a,b\nz,c\n",
	})
	rounds, said, err := d.rota(func(o *RotaOptions) { o.Between, o.Apart = "role", d.path("apart.csv") })
	if err != nil || len(rounds) != 3 || !strings.HasPrefix(said, "5 people meet in 3 rounds and 5 conversations;") {
		t.Errorf("%v, %v, %s", err, rounds, said)
	}
	for _, pairs := range rounds {
		for _, pair := range pairs {
			if !strings.Contains("a y,b y,c y,a z,b z", pair) {
				t.Errorf("the pair %s", pair)
			}
		}
	}
	first := d.read("rota.csv")
	if _, _, err := d.rota(func(o *RotaOptions) { o.Between, o.Apart = "role", d.path("apart.csv") }); err != nil || d.read("rota.csv") != first {
		t.Errorf("%v; the same seed gives another rota", err)
	}
}

func TestRotasThatCannotBe(t *testing.T) {
	t.Parallel()
	many := "id\n"
	for i := range 2001 {
		many += fmt.Sprintf("%d\n", i)
	}
	for want, c := range map[string]struct {
		people string
		edit   func(*RotaOptions)
	}{
		"people.csv: 2,001 people are too many; a rota can have 2,000.":                                  {many, nil},
		`people.csv: the column "x" must have one of two values in every row, and has 3 different ones.`: {"id,x\na,1\nb,2\nc,\n", func(o *RotaOptions) { o.Between = "x" }},
		`people.csv: the column "x" must have one of two values in every row, and has 1 different ones.`: {"id,x\na,1\nb,1\n", func(o *RotaOptions) { o.Between = "x" }},
		`people.csv, row 1: there is no column "y", only "id".`:                                          {"id\na\nb\n", func(o *RotaOptions) { o.Between = "y" }},
		"people.csv: the file is read, so it cannot be written too.":                                     {"id\na\nb\n", func(o *RotaOptions) { o.Out = o.People }},
		`--seed: "x" is not a seed; it is 64 digits from 0 to 9 and a to f.`:                             {"id\na\nb\n", func(o *RotaOptions) { o.Seed = "x" }},
	} {
		d := newDesk(t, map[string]string{"people.csv": c.people})
		_, said, err := d.rota(c.edit)
		var p *Problem
		if !errors.As(err, &p) || strings.ReplaceAll(err.Error(), d.dir+"/", "") != want || said != "" {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
