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
	switch len(rows.people) {
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
	id    string
	cells string
	row   uint32
	at    uint32 // among those who are in the file
}

// rows are those of the file, in its order.
type rows struct {
	people  []person
	numbers [][]int32 // for each want what everybody has there
	// What is kept of the last rows, which is not in people yet: their text in one piece,
	// and where the identifiers and all of it end.
	text []byte
	ends [][2]int
}

// textAtOnce is how much text of people is one object in memory.
const textAtOnce = 1 << 16

func (p *people) readRows(t *table, id int) (*rows, error) {
	rows := &rows{numbers: make([][]int32, len(p.wants))}
	for {
		record, err := t.next()
		if err == nil {
			err = p.readRow(t, record, id, rows)
		}
		if err == nil && len(rows.people) > match.MaxPeople {
			err = t.problem("there are more than %d people", match.MaxPeople)
		}
		if err == nil && len(rows.text) < textAtOnce {
			continue
		}
		rows.keep(t)
		if err == nil {
			continue
		}
		// Whoever is in twice comes before what was found further down.
		slices.SortFunc(rows.people, func(a, b person) int { return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.at, b.at)) })
		if twice := t.duplicate(rows.people); twice != nil {
			return nil, twice
		}
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		return nil, err
	}
}

// readRow keeps what is wanted of a row.
func (p *people) readRow(t *table, record []string, id int, rows *rows) error {
	name := strings.TrimSpace(record[id])
	if name == "" {
		return t.problem("the id is missing")
	}
	rows.text = append(rows.text, name...)
	end := len(rows.text)
	for i, cell := range record {
		if p.kept[i] {
			rows.text = append(appendCell(rows.text, cell), ',')
		}
	}
	rows.ends = append(rows.ends, [2]int{end, len(rows.text)})
	rows.people = append(rows.people, person{row: uint32(t.row), at: uint32(len(rows.people))})
	for i, w := range p.wants {
		rows.numbers[i] = append(rows.numbers[i], w.number(record[w.at]))
	}
	return nil
}

// keep gives the last rows their text. After the first it makes room for about as many
// rows as there are.
func (r *rows) keep(t *table) {
	if size, _ := t.regular(); len(r.people) == len(r.ends) && t.offset() > 0 {
		all := min(int(float64(size)/float64(t.offset())*1.05*float64(len(r.people))), match.MaxPeople)
		more := max(0, all-len(r.people))
		r.people = slices.Grow(r.people, more)
		for i := range r.numbers {
			r.numbers[i] = slices.Grow(r.numbers[i], more)
		}
	}
	text, begin := string(r.text), 0
	last := r.people[len(r.people)-len(r.ends):]
	for i, end := range r.ends {
		last[i].id, last[i].cells = text[begin:end[0]], text[end[0]:end[1]]
		begin = end[1]
	}
	r.text, r.ends = r.text[:0], r.ends[:0]
}

// duplicate finds the first row with an identifier that is in a row before.
func (t *table) duplicate(rows []person) error {
	found := -1
	for i := 1; i < len(rows); i++ {
		if rows[i].id == rows[i-1].id && (found < 0 || rows[i].at < rows[found].at) {
			found = i
		}
	}
	if found < 0 {
		return nil
	}
	first := slices.IndexFunc(rows, func(r person) bool { return r.id == rows[found].id })
	return &Problem{File: t.name, Row: int(rows[found].row), Text: fmt.Sprintf("the id %s is in row %d too", quote(rows[found].id), rows[first].row)}
}

// order numbers people by their identifiers, in whose order the rows are.
func (p *people) order(rows *rows) error {
	p.ids = make([]string, len(rows.people))
	p.cells = make([]string, len(rows.people))
	for i := range rows.people {
		p.ids[i], p.cells[i] = rows.people[i].id, rows.people[i].cells
	}
	p.index = newIndex(p.ids)
	for t, w := range p.wants {
		numbers := make([]int32, len(rows.people))
		for i := range rows.people {
			numbers[i] = rows.numbers[t][rows.people[i].at]
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
