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

// readMet adds who met in which round: from a file of pairs, or from groups that were
// written earlier, whose rounds come after those known.
func (p *people) readMet(name string, known []match.Meeting) ([]match.Meeting, error) {
	groups, err := holdsGroups(name)
	if err != nil {
		return nil, err
	}
	if !groups {
		met, err := p.readPairs(name, "round")
		if len(known) == 0 {
			return met, err // a long history is not copied
		}
		return append(known, met...), err
	}
	rounds, err := p.readGroups(name)
	for _, r := range rounds {
		known = meetings(known, r.groups)
	}
	return known, err
}

// holdsGroups says that a file has the columns group and id, and not a and b.
func holdsGroups(name string) (bool, error) {
	t, err := openTable(name)
	if err != nil {
		return false, err
	}
	defer t.close()
	has := func(column string) bool { return slices.Contains(t.header, column) }
	return has("group") && has("id") && !has("a") && !has("b"), nil
}

// readApart reads who is kept apart.
func (p *people) readApart(name string) ([]match.Pair, error) {
	read, err := p.readPairs(name, "")
	apart := make([]match.Pair, len(read))
	for i, m := range read {
		apart[i] = match.Pair{A: m.A, B: m.B}
	}
	return apart, err
}

// readPairs reads a file with columns a and b, and one for the round unless its name
// is "". A file without rows below its header is fine.
func (p *people) readPairs(name, round string) ([]match.Meeting, error) {
	t, err := openTable(name)
	if err != nil {
		return nil, err
	}
	defer t.close()
	columns := pairColumns{round: -1, all: len(t.header)}
	if columns.a, err = t.column("a"); err != nil {
		return nil, err
	}
	if columns.b, err = t.column("b"); err != nil {
		return nil, err
	}
	if round != "" {
		if columns.round, err = t.column(round); err != nil {
			return nil, err
		}
	}
	met, err := p.readBlocks(t, columns)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	for {
		record, err := t.next()
		if errors.Is(err, io.EOF) {
			return met, nil
		}
		if err != nil {
			return nil, err
		}
		m, err := p.pair(t, record, columns)
		if err != nil {
			return nil, err
		}
		met = append(met, m)
	}
}

// pair reads a row.
func (p *people) pair(t *table, record []string, columns pairColumns) (m match.Meeting, err error) {
	if m.A, err = p.findWritten(t, record[columns.a]); err != nil {
		return m, err
	}
	if m.B, err = p.findWritten(t, record[columns.b]); err != nil {
		return m, err
	}
	if m.A == m.B {
		return m, t.problem("a and b are the same person, %s", quote(p.ids[m.A]))
	}
	if columns.round < 0 {
		return m, nil
	}
	cell := strings.TrimSpace(record[columns.round])
	round, err := strconv.ParseInt(cell, 10, 32)
	if err != nil {
		return m, t.problem("the round is %s, but must be a whole number", quote(cell))
	}
	m.Round = int32(round)
	return m, nil
}

// trios counts for every person in how many rounds they were in a trio: three
// people who met each other and nobody else in that round.
func trios(n int, met []match.Meeting) []int32 {
	byRound := met
	compare := func(a, b match.Meeting) int { return cmp.Compare(a.Round, b.Round) }
	if !slices.IsSortedFunc(byRound, compare) {
		byRound = slices.Clone(met)
		slices.SortFunc(byRound, compare)
	}
	had := make([]int32, n)
	times := make([]uint8, n) // in which somebody is in the round
	with := make([]company, n)
	for len(byRound) > 0 {
		end := 1
		for end < len(byRound) && byRound[end].Round == byRound[0].Round {
			end++
		}
		triosIn(byRound[:end], times, with, had)
		byRound = byRound[end:]
	}
	return had
}

// triosIn counts those of one round. Few people meet more than one, so that these are
// looked for first; nothing is left in times and with.
func triosIn(round []match.Meeting, times []uint8, with []company, had []int32) {
	for _, m := range round {
		times[m.A] = min(times[m.A]+1, 200)
		times[m.B] = min(times[m.B]+1, 200)
	}
	var several []match.Meeting
	for _, m := range round {
		if times[m.A] > 1 || times[m.B] > 1 {
			several = append(several, m)
		}
	}
	for _, m := range round {
		times[m.A], times[m.B] = 0, 0
	}
	for _, m := range several {
		with[m.A].add(m.B)
		with[m.B].add(m.A)
	}
	for _, m := range several {
		for _, a := range []int32{m.A, m.B} {
			if isTrio(with, a) {
				had[a] = min(had[a]+1, match.MaxTurns)
				with[a].counted = true
			}
		}
	}
	for _, m := range several {
		with[m.A], with[m.B] = company{}, company{}
	}
}

// company is whom somebody met in a round: how many, and the first two.
type company struct {
	n       int32
	first   [2]int32
	counted bool
}

func (c *company) add(b int32) {
	for i := range min(c.n, 2) {
		if c.first[i] == b {
			return
		}
	}
	if c.n < 2 {
		c.first[c.n] = b
	}
	c.n++
}

func isTrio(with []company, a int32) bool {
	if with[a].n != 2 || with[a].counted {
		return false
	}
	b, c := with[a].first[0], with[a].first[1]
	return with[b].n == 2 && with[c].n == 2 && slices.Contains(with[b].first[:], c)
}
