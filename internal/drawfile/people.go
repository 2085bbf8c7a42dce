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
	traits  []match.Trait
	number  map[string]int32
}

// readPeople takes the values of the named columns as traits.
func readPeople(name string, different []string) (*people, error) {
	t, err := openTable(name)
	if err != nil {
		return nil, err
	}
	defer t.close()
	id, err := t.column("id")
	if err != nil {
		return nil, err
	}
	columns := make([]int, len(different))
	for i, column := range different {
		if columns[i], err = t.column(column); err != nil {
			return nil, err
		}
	}
	p := &people{file: name, number: map[string]int32{}}
	for i, column := range t.header {
		if i != id {
			p.columns = append(p.columns, column)
		}
	}
	rows, err := p.readRows(t, id, columns)
	if err != nil {
		return nil, err
	}
	switch len(rows) {
	case 0:
		return nil, &Problem{File: name, Text: "there is nobody in it; a draw takes two people"}
	case 1:
		return nil, &Problem{File: name, Text: "there is only one person in it; a draw takes two"}
	}
	p.order(rows, len(different))
	return p, nil
}

// person is a row of the file.
type person struct {
	id     string
	cells  string
	values [match.MaxTraits]int32
}

func (p *people) readRows(t *table, id int, columns []int) ([]person, error) {
	var rows []person
	values := make([]map[string]int32, len(columns))
	for i := range values {
		values[i] = map[string]int32{"": 0}
	}
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
		for i, column := range columns {
			value := strings.TrimSpace(record[column])
			n, ok := values[i][value]
			if !ok {
				n = int32(len(values[i]))
				values[i][strings.Clone(value)] = n
			}
			row.values[i] = n
		}
		rows = append(rows, row)
	}
}

// order numbers people by their identifiers.
func (p *people) order(rows []person, traits int) {
	slices.SortFunc(rows, func(a, b person) int { return cmp.Compare(a.id, b.id) })
	p.ids = make([]string, len(rows))
	p.cells = make([]string, len(rows))
	p.number = make(map[string]int32, len(rows))
	for range traits {
		p.traits = append(p.traits, match.Trait{Values: make([]int32, len(rows))})
	}
	for i, row := range rows {
		p.ids[i], p.cells[i] = row.id, row.cells
		p.number[row.id] = int32(i)
		for t := range traits {
			p.traits[t].Values[i] = row.values[t]
		}
	}
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
