package drawfile

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"cuppa.example/match"
)

// AssignOptions are the flags of cuppa match assign.
type AssignOptions struct {
	Seekers string `required:"" placeholder:"FILE" help:"CSV with the columns id and prefers: ids of offers, best first, separated by spaces."`
	Offers  string `required:"" placeholder:"FILE" help:"CSV with the columns id, capacity and prefers: ids of the seekers it takes, best first. An empty cell takes everybody, in the order of a lottery."`
	Mode    string `default:"stable" enum:"stable,total" help:"stable: nobody would rather have each other than what they got. total: as many as possible, and then the best sum of places."`
	Seed    string `placeholder:"HEX" help:"64 hexadecimal digits that repeat the lottery. By default it is new every time."`
	Out     string `placeholder:"FILE" help:"Where to write who goes where, as CSV. By default to standard output."`
	Report  string `placeholder:"FILE" help:"Where to write the figures as JSON."`
}

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

// RunAssign assigns seekers to offers. An error about the input is a *Problem, and
// nothing has been written then.
func RunAssign(ctx context.Context, o AssignOptions, stdout, stderr io.Writer) error {
	begun := time.Now()
	seed, err := o.check()
	if err != nil {
		return err
	}
	seekers, err := readSide(o.Seekers, false)
	if err != nil {
		return err
	}
	offers, err := readSide(o.Offers, true)
	if err != nil {
		return err
	}
	if err := errors.Join(seekers.link(o.Seekers, offers, o.Offers), offers.link(o.Offers, seekers, o.Seekers)); err != nil {
		return err
	}
	m := match.Market{Wishes: seekers.prefers, Offers: make([]match.Offer, len(offers.ids))}
	for i := range m.Offers {
		m.Offers[i] = match.Offer{Capacity: offers.rows[i].capacity, Takes: offers.prefers[i]}
	}
	solve := m.Stable
	if o.Mode == "total" {
		solve = m.BestTotal
	}
	a, err := solve(ctx, seed)
	if err != nil {
		return fmt.Errorf("assign: %w", err)
	}
	blocking, err := m.Blocking(a)
	if err != nil {
		return err
	}
	r := assignReport{
		Seekers: len(seekers.ids), Offers: len(offers.ids), Matched: len(seekers.ids) - len(a.Unmatched),
		Unmatched: []unmatched{}, BlockingPairs: len(blocking), Mode: o.Mode, Seed: fmt.Sprintf("%x", seed),
	}
	for _, u := range a.Unmatched {
		r.Unmatched = append(r.Unmatched, unmatched{seekers.ids[u.Seeker], whyUnmatched(u.Why)})
	}
	rows := func(w io.Writer) error { return writeAssignment(w, m, a, seekers, offers) }
	if err := o.write(rows, &r, begun, stdout); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stderr, "%d of %d seekers have an offer. Seed %s.\n", r.Matched, r.Seekers, r.Seed)
	return err
}

func (o AssignOptions) check() (seed [32]byte, err error) {
	for _, path := range []string{o.Out, o.Report} {
		if path != "" && (same(path, o.Seekers) || same(path, o.Offers)) {
			return seed, &Problem{File: path, Text: "the file is read, so it cannot be written too"}
		}
	}
	if o.Out != "" && same(o.Out, o.Report) {
		return seed, &Problem{File: o.Out, Text: "the assignment and the report need a file each"}
	}
	return readSeed(o.Seed)
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
		row := sideRow{id: strings.Clone(strings.TrimSpace(record[id])), row: t.row, prefers: strings.Clone(record[prefers])}
		if row.id == "" || strings.ContainsFunc(row.id, isSpace) {
			return nil, t.problem("%s is not an id; it is missing, or has a space in it", quote(row.id))
		}
		if first, twice := s.number[row.id]; twice {
			return nil, t.problem("the id %s is in row %d too", quote(row.id), s.rows[first].row)
		}
		if capacities {
			places, err := strconv.ParseInt(strings.TrimSpace(record[capacity]), 10, 32)
			if err != nil || places < 0 {
				return nil, t.problem("%s is not a number of places", quote(record[capacity]))
			}
			row.capacity = int32(places)
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

// assignReport is report.json.
type assignReport struct {
	Seekers       int         `json:"seekers"`
	Offers        int         `json:"offers"`
	Matched       int         `json:"matched"`
	Unmatched     []unmatched `json:"unmatched"`
	BlockingPairs int         `json:"blocking_pairs"` // a seeker and an offer who would rather have each other
	Mode          string      `json:"mode"`
	Seed          string      `json:"seed"` // of the lottery
	Seconds       float64     `json:"seconds"`
}

type unmatched struct {
	Seeker string `json:"seeker"`
	Reason string `json:"reason"`
}

func whyUnmatched(why match.WhyUnmatched) string {
	switch why {
	case match.NoWish:
		return "they listed no offer"
	case match.NotTaken:
		return "no offer that they listed takes them"
	}
	return "every offer that they listed and that takes them has no place left"
}

func (r assignReport) write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// write writes the assignment and the report, both or neither.
func (o AssignOptions) write(rows func(io.Writer) error, r *assignReport, begun time.Time, stdout io.Writer) error {
	var f files
	defer f.discard()
	if o.Out != "" {
		if err := f.write(o.Out, rows); err != nil {
			return err
		}
	}
	if o.Report != "" {
		r.Seconds = time.Since(begun).Seconds()
		if err := f.write(o.Report, r.write); err != nil {
			return err
		}
	}
	if o.Out == "" {
		if err := rows(stdout); err != nil {
			return fmt.Errorf("write the assignment: %w", err)
		}
	}
	return f.move()
}

// writeAssignment has a row for everybody who has an offer. Ranks count from 1; an
// offer that takes everybody has none.
func writeAssignment(w io.Writer, m match.Market, a match.Assignment, seekers, offers *side) error {
	out := bufio.NewWriterSize(w, 1<<16)
	if _, err := out.WriteString("seeker,offer,rank_for_seeker,rank_for_offer\n"); err != nil {
		return err
	}
	var line []byte
	for s := range int32(len(seekers.ids)) {
		forSeeker, forOffer := m.Rank(a, s)
		if forSeeker < 0 {
			continue
		}
		line = append(appendCell(line[:0], seekers.ids[s]), ',')
		line = append(appendCell(line, offers.ids[a.Offer[s]]), ',')
		line = append(strconv.AppendInt(line, int64(forSeeker+1), 10), ',')
		if m.Offers[a.Offer[s]].Takes != nil {
			line = strconv.AppendInt(line, int64(forOffer+1), 10)
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return out.Flush()
}
