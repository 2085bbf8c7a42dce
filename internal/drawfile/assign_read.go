package drawfile

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"cuppa.example/match"
)

// side is the seekers or the offers, ordered by identifier.
type side struct {
	ids     []string
	number  map[string]int32
	rows    []sideRow
	prefers [][]int32
}

type sideRow struct {
	id       string
	row      int
	capacity int32
	prefers  string
}

// readMarket reads both sides, and whom they prefer.
func readMarket(o AssignOptions) (m match.Market, seekers, offers *side, err error) {
	if seekers, err = readSide(o.Seekers, false); err != nil {
		return m, nil, nil, err
	}
	if offers, err = readSide(o.Offers, true); err != nil {
		return m, nil, nil, err
	}
	if err := seekers.link(o.Seekers, offers, o.Offers); err != nil {
		return m, nil, nil, err
	}
	if err := offers.link(o.Offers, seekers, o.Seekers); err != nil {
		return m, nil, nil, err
	}
	m = match.Market{Wishes: seekers.prefers, Offers: make([]match.Offer, len(offers.ids))}
	for i := range m.Offers {
		m.Offers[i] = match.Offer{Capacity: offers.rows[i].capacity, Takes: offers.prefers[i]}
	}
	return m, seekers, offers, nil
}

// readSide reads one side of the market.
func readSide(name string, capacities bool) (*side, error) {
	t, err := openTable(name)
	if err != nil {
		return nil, err
	}
	defer t.close()
	id, err := t.column("id")
	if err != nil {
		return nil, err
	}
	prefers, err := t.column("prefers")
	if err != nil {
		return nil, err
	}
	capacity := -1
	if capacities {
		if capacity, err = t.column("capacity"); err != nil {
			return nil, err
		}
	}
	s := &side{number: map[string]int32{}}
	for {
		record, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		row, err := s.readRow(t, record, id, capacity, prefers)
		if err != nil {
			return nil, err
		}
		s.number[row.id] = int32(len(s.rows))
		s.rows = append(s.rows, row)
	}
	if len(s.rows) == 0 {
		return nil, &Problem{File: name, Text: "there is nobody in it"}
	}
	slices.SortFunc(s.rows, func(a, b sideRow) int { return cmp.Compare(a.id, b.id) })
	for i, row := range s.rows {
		s.ids = append(s.ids, row.id)
		s.number[row.id] = int32(i)
	}
	return s, nil
}

// readRow reads a row by its columns; capacity is −1 for seekers.
func (s *side) readRow(t *table, record []string, id, capacity, prefers int) (sideRow, error) {
	row := sideRow{id: strings.Clone(strings.TrimSpace(record[id])), row: t.row, prefers: strings.Clone(record[prefers])}
	if row.id == "" || strings.ContainsFunc(row.id, isSpace) {
		return row, t.problem("%s is not an id; it is missing, or has a space in it", quote(row.id))
	}
	if first, twice := s.number[row.id]; twice {
		return row, t.problem("the id %s is in row %d too", quote(row.id), s.rows[first].row)
	}
	if capacity < 0 {
		return row, nil
	}
	places, err := strconv.ParseInt(strings.TrimSpace(record[capacity]), 10, 32)
	if err != nil || places < 0 {
		return row, t.problem("%s is not a number of places", quote(record[capacity]))
	}
	row.capacity = int32(places)
	return row, nil
}

func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' }

// link finds whom everybody prefers. An empty list is nil.
func (s *side) link(name string, other *side, otherName string) error {
	s.prefers = make([][]int32, len(s.rows))
	for i, row := range s.rows {
		seen := map[int32]bool{}
		for _, id := range strings.Fields(row.prefers) {
			n, ok := other.number[id]
			if !ok {
				return &Problem{File: name, Row: row.row, Text: fmt.Sprintf("the id %s is not in %s", quote(id), otherName)}
			}
			if seen[n] {
				return &Problem{File: name, Row: row.row, Text: fmt.Sprintf("the id %s is there twice", quote(id))}
			}
			seen[n] = true
			s.prefers[i] = append(s.prefers[i], n)
		}
	}
	return nil
}
