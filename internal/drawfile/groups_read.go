package drawfile

import (
	"errors"
	"io"
	"slices"
	"strings"
)

// groupsOf are the groups of a round.
type groupsOf struct {
	name   string // of the round; "" where there is only one
	groups [][]int32

	group map[string]int // its number, by the cell
	row   map[int32]int  // where a person is
}

// readGroups reads groups.csv, the rounds in the order in which they begin.
func (p *people) readGroups(name string) (rounds []groupsOf, err error) {
	t, err := openTable(name)
	if err != nil {
		return nil, err
	}
	defer t.close()
	var columns [3]int
	for i, column := range []string{"group", "id"} {
		if columns[i], err = t.column(column); err != nil {
			return nil, err
		}
	}
	columns[2] = slices.Index(t.header, "round")
	number := map[string]int{}
	for {
		record, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		round := ""
		if columns[2] >= 0 {
			round = strings.TrimSpace(record[columns[2]])
		}
		at, there := number[round]
		if !there {
			at = len(rounds)
			number[strings.Clone(round)] = at
			rounds = append(rounds, groupsOf{name: strings.Clone(round), group: map[string]int{}, row: map[int32]int{}})
		}
		if err := rounds[at].add(p, t, record[columns[0]], record[columns[1]]); err != nil {
			return nil, err
		}
	}
	for _, r := range rounds {
		for _, g := range r.groups {
			if len(g) == 1 {
				return nil, &Problem{File: name, Row: r.row[g[0]], Text: quote(p.ids[g[0]]) + " is alone in a group"}
			}
		}
	}
	if len(rounds) == 0 {
		return nil, &Problem{File: name, Text: "there are no groups in it"}
	}
	return rounds, nil
}

// add puts somebody into a group.
func (r *groupsOf) add(p *people, t *table, group, id string) error {
	group = strings.TrimSpace(group)
	if group == "" {
		return t.problem("the group is missing")
	}
	person, err := p.findWritten(t, id)
	if err != nil {
		return err
	}
	if row, twice := r.row[person]; twice {
		return t.problem("%s is in row %d too", quote(p.ids[person]), row)
	}
	r.row[person] = t.row
	g, there := r.group[group]
	if !there {
		g = len(r.groups)
		r.group[strings.Clone(group)] = g
		r.groups = append(r.groups, nil)
	}
	r.groups[g] = append(r.groups[g], person)
	return nil
}

// findWritten is find for what writeGroups and rotas wrote: an identifier that a spreadsheet
// would have taken for a formula has an apostrophe before it.
func (p *people) findWritten(t *table, cell string) (int32, error) {
	n, err := p.find(t, cell)
	if rest, is := strings.CutPrefix(strings.TrimSpace(cell), "'"); err != nil && is {
		if safe, there := p.index.find([]byte(rest)); there {
			return safe, nil
		}
	}
	return n, err
}
