package drawfile

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"cuppa.example/match"
)

// people are those who are in, ordered by identifier.
type people struct {
	file    string
	kept    []bool   // per column of the file: it is written to groups.csv
	columns []string // those
	ids     []string
	cells   []string // the columns of each person, encoded as CSV
	wants   []*want
	traits  []match.Trait // of the wants
	index   *index
}

// readPeople takes the values of the wanted columns as traits.
func readPeople(name string, wants []*want) (*people, error) {
	t, err := openTable(name)
	if err != nil {
		return nil, err
	}
	defer t.close()
	id, err := t.column("id")
	if err != nil {
		return nil, err
	}
	for _, w := range wants {
		if err := w.find(t); err != nil {
			return nil, err
		}
	}
	if err := twice(wants); err != nil {
		return nil, err
	}
	p := &people{file: name, wants: wants, kept: kept(t.header, id)}
	for i, column := range t.header {
		if p.kept[i] {
			p.columns = append(p.columns, column)
		}
	}
	rows, err := p.readRows(t, id)
	if err != nil {
		return nil, err
	}
	switch len(rows) {
	case 0:
		return nil, &Problem{File: name, Text: "there is nobody in it; a draw takes two people"}
	case 1:
		return nil, &Problem{File: name, Text: "there is only one person in it; a draw takes two"}
	}
	return p, p.order(rows)
}

// kept says which columns are written to groups.csv as they are: all but the
// identifier and, of people taken from an earlier groups.csv, those written anew.
func kept(header []string, id int) []bool {
	keep := make([]bool, len(header))
	earlier := slices.Contains(header, "group") && slices.Contains(header, "reason")
	for i, column := range header {
		anew := earlier && slices.Contains([]string{"round", "group", "reason", "in_the_way"}, column)
		keep[i] = i != id && !anew
	}
	return keep
}

// person is a row of the file.
type person struct {
	id     string
	cells  string
	row    int
	values [match.MaxTraits]int32
}

func (p *people) readRows(t *table, id int) ([]person, error) {
	var rows []person
	var text []byte
	for {
		record, err := t.next()
		if err == nil {
			var row person
			if row, err = p.readRow(t, record, id, text[:0]); err == nil {
				rows = append(rows, row)
			}
		}
		if err == nil && len(rows) > match.MaxPeople {
			err = t.problem("there are more than %d people", match.MaxPeople)
		}
		if err == nil {
			continue
		}
		// Whoever is in twice comes before what was found further down.
		slices.SortFunc(rows, func(a, b person) int { return cmp.Or(cmp.Compare(a.id, b.id), a.row-b.row) })
		if twice := t.duplicate(rows); twice != nil {
			return nil, twice
		}
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		return nil, err
	}
}

// readRow keeps what is wanted of a row, in one piece of memory.
func (p *people) readRow(t *table, record []string, id int, text []byte) (person, error) {
	row := person{row: t.row}
	name := strings.TrimSpace(record[id])
	if name == "" {
		return row, t.problem("the id is missing")
	}
	text = append(text, name...)
	for i, cell := range record {
		if p.kept[i] {
			text = append(appendCell(text, cell), ',')
		}
	}
	kept := string(text)
	row.id, row.cells = kept[:len(name)], kept[len(name):]
	for i, w := range p.wants {
		row.values[i] = w.number(record[w.at])
	}
	return row, nil
}

// duplicate finds the first row with an identifier that is in a row before.
func (t *table) duplicate(rows []person) error {
	found := -1
	for i := 1; i < len(rows); i++ {
		if rows[i].id == rows[i-1].id && (found < 0 || rows[i].row < rows[found].row) {
			found = i
		}
	}
	if found < 0 {
		return nil
	}
	first := slices.IndexFunc(rows, func(r person) bool { return r.id == rows[found].id })
	return &Problem{File: t.name, Row: rows[found].row, Text: fmt.Sprintf("the id %s is in row %d too", quote(rows[found].id), rows[first].row)}
}

// order numbers people by their identifiers, in whose order the rows are.
func (p *people) order(rows []person) error {
	p.ids = make([]string, len(rows))
	p.cells = make([]string, len(rows))
	for i, row := range rows {
		p.ids[i], p.cells[i] = row.id, row.cells
	}
	p.index = newIndex(p.ids)
	for t, w := range p.wants {
		numbers := make([]int32, len(rows))
		for i := range rows {
			numbers[i] = rows[i].values[t]
		}
		trait, err := w.trait(p.file, numbers)
		if err != nil {
			return err
		}
		trait.With = t > 0 && w.weight > 0 && p.wants[t-1].weight > 0
		p.traits = append(p.traits, trait)
	}
	return nil
}

// find gives the number of the person a cell of another file names.
func (p *people) find(t *table, cell string) (int32, error) {
	cell = strings.TrimSpace(cell)
	if n, ok := p.index.find([]byte(cell)); ok {
		return n, nil
	}
	if cell == "" {
		return 0, t.problem("an id is missing")
	}
	return 0, t.problem("the id %s is not in %s", quote(cell), p.file)
}
