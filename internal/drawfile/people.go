package drawfile

import (
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"

	"cuppa.example/match"
)

// people are those who are in, ordered by identifier.
type people struct {
	file    string
	columns []string // besides id, as they are written to groups.csv
	ids     []string
	cells   []string // the columns of each person, encoded as CSV
	wants   []*want
	traits  []match.Trait // of the wants
	number  map[string]int32
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
	p := &people{file: name, wants: wants, number: map[string]int32{}}
	for i, column := range t.header {
		if i != id {
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

// person is a row of the file.
type person struct {
	id     string
	cells  string
	values [match.MaxTraits]int32
}

func (p *people) readRows(t *table, id int) ([]person, error) {
	var rows []person
	var cells []byte
	rowOf := map[string]int{}
	for {
		record, err := t.next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		row := person{id: strings.Clone(strings.TrimSpace(record[id]))}
		if row.id == "" {
			return nil, t.problem("the id is missing")
		}
		if first, ok := rowOf[row.id]; ok {
			return nil, t.problem("the id %s is in row %d too", quote(row.id), first)
		}
		rowOf[row.id] = t.row
		if len(rows) == match.MaxPeople {
			return nil, t.problem("there are more than %d people", match.MaxPeople)
		}
		cells = cells[:0]
		for i, cell := range record {
			if i != id {
				cells = append(appendCell(cells, cell), ',')
			}
		}
		row.cells = string(cells)
		for i, w := range p.wants {
			row.values[i] = w.number(record[w.at])
		}
		rows = append(rows, row)
	}
}

// order numbers people by their identifiers.
func (p *people) order(rows []person) error {
	slices.SortFunc(rows, func(a, b person) int { return cmp.Compare(a.id, b.id) })
	p.ids = make([]string, len(rows))
	p.cells = make([]string, len(rows))
	p.number = make(map[string]int32, len(rows))
	for i, row := range rows {
		p.ids[i], p.cells[i] = row.id, row.cells
		p.number[row.id] = int32(i)
	}
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
	if n, ok := p.number[cell]; ok {
		return n, nil
	}
	if cell == "" {
		return 0, t.problem("an id is missing")
	}
	return 0, t.problem("the id %s is not in %s", quote(cell), p.file)
}
