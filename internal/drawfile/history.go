package drawfile

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"cuppa.example/match"
)

// past is who has met, on its way from files to a draw.
type past struct {
	met  *match.HistoryBuilder
	last int32 // the last round, 0 if there is none
}

func newPast(people int) *past { return &past{met: match.NewHistory(people)} }

func (h *past) add(met []match.Meeting) error {
	for i := range met {
		h.last = max(h.last, min(met[i].Round, math.MaxInt32-1))
	}
	return h.met.Add(met)
}

// readMet adds who met in which round: from a file of pairs, or from groups that were
// written earlier, whose rounds come after those known.
func (p *people) readMet(name string, known *past) error {
	groups, err := holdsGroups(name)
	if err != nil {
		return err
	}
	if !groups {
		return p.readPairs(name, "round", known.add)
	}
	rounds, err := p.readGroups(name)
	for _, r := range rounds {
		if err := known.add(meetings(known.last+1, r.groups)); err != nil {
			return err
		}
	}
	return err
}

// meetings are those of a round.
func meetings(round int32, groups [][]int32) (met []match.Meeting) {
	for _, g := range groups {
		for i, a := range g {
			for _, b := range g[i+1:] {
				met = append(met, match.Meeting{Round: round, A: a, B: b})
			}
		}
	}
	return met
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
func (p *people) readApart(name string) (apart []match.Pair, err error) {
	err = p.readPairs(name, "", func(pairs []match.Meeting) error {
		for _, m := range pairs {
			apart = append(apart, match.Pair{A: m.A, B: m.B})
		}
		return nil
	})
	return apart, err
}

// rowsAtOnce is how many pairs are read row by row before they are kept.
const rowsAtOnce = 1 << 12

// readPairs reads a file with columns a and b, and one for the round unless its name
// is "". A file without rows below its header is fine. What keep is given is only its
// own until it returns.
func (p *people) readPairs(name, round string, keep func([]match.Meeting) error) error {
	t, err := openTable(name)
	if err != nil {
		return err
	}
	defer t.close()
	columns := pairColumns{round: -1, all: len(t.header)}
	if columns.a, err = t.column("a"); err != nil {
		return err
	}
	if columns.b, err = t.column("b"); err != nil {
		return err
	}
	if round != "" {
		if columns.round, err = t.column(round); err != nil {
			return err
		}
	}
	if err := p.readBlocks(t, columns, keep); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	var some []match.Meeting
	for {
		record, err := t.next()
		if errors.Is(err, io.EOF) {
			return keep(some)
		}
		if err != nil {
			return err
		}
		m, err := p.pair(t, record, columns)
		if err != nil {
			return err
		}
		if some = append(some, m); len(some) == rowsAtOnce {
			if err := keep(some); err != nil {
				return err
			}
			some = some[:0]
		}
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
// people who met each other and nobody else in that round. Almost everybody only ever
// meets one person in a round, so that those who may have met more are found first, by
// a bit for every round that somebody was in, 63 rounds apart the same.
func trios(h *match.History) []int32 {
	const several = 1 << 63
	seen, any := make([]uint64, h.People()), false
	meet := func(a int32, round uint64) {
		if seen[a]&round != 0 {
			seen[a] |= several
			any = true
		}
		seen[a] |= round
	}
	for m := range h.All() {
		round := uint64(1) << (uint32(m.Round) % 63)
		meet(m.A, round)
		meet(m.B, round)
	}
	had := make([]int32, h.People())
	if !any {
		return had
	}
	var byRound []match.Meeting
	for m := range h.All() {
		if (seen[m.A]|seen[m.B])&several != 0 {
			byRound = append(byRound, m)
		}
	}
	slices.SortFunc(byRound, func(a, b match.Meeting) int { return cmp.Compare(a.Round, b.Round) })
	times := make([]uint8, h.People()) // in which somebody is in the round
	with := make([]company, h.People())
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
