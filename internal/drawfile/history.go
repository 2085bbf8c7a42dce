package drawfile

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"cuppa.example/match"
)

// readMet reads who met in which round.
func (p *people) readMet(name string) (met []match.Meeting, err error) {
	err = p.readPairs(name, "round", func(t *table, pair match.Pair, cell string) error {
		cell = strings.TrimSpace(cell)
		round, err := strconv.ParseInt(cell, 10, 32)
		if err != nil {
			return t.problem("the round is %s, but must be a whole number", quote(cell))
		}
		met = append(met, match.Meeting{Round: int32(round), A: pair.A, B: pair.B})
		return nil
	})
	return met, err
}

// readApart reads who is kept apart.
func (p *people) readApart(name string) (apart []match.Pair, err error) {
	err = p.readPairs(name, "", func(_ *table, pair match.Pair, _ string) error {
		apart = append(apart, pair)
		return nil
	})
	return apart, err
}

// readPairs reads a file with columns a and b, and one more unless it is "". A
// file without rows below its header is fine.
func (p *people) readPairs(name, more string, add func(t *table, pair match.Pair, cell string) error) error {
	t, err := openTable(name)
	if err != nil {
		return err
	}
	defer t.close()
	columns := make([]int, 3)
	for i, column := range []string{"a", "b", more} {
		if column == "" {
			continue
		}
		if columns[i], err = t.column(column); err != nil {
			return err
		}
	}
	for {
		record, err := t.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var pair match.Pair
		if pair.A, err = p.find(t, record[columns[0]]); err != nil {
			return err
		}
		if pair.B, err = p.find(t, record[columns[1]]); err != nil {
			return err
		}
		if pair.A == pair.B {
			return t.problem("a and b are the same person, %s", quote(p.ids[pair.A]))
		}
		if err := add(t, pair, record[columns[2]]); err != nil {
			return err
		}
	}
}

// trios counts for every person in how many rounds they were in a trio: three
// people who met each other and nobody else in that round.
func trios(n int, met []match.Meeting) []int32 {
	byRound := slices.Clone(met)
	slices.SortFunc(byRound, func(a, b match.Meeting) int { return int(a.Round) - int(b.Round) })
	had := make([]int32, n)
	with := make([]company, n)
	for len(byRound) > 0 {
		end := 1
		for end < len(byRound) && byRound[end].Round == byRound[0].Round {
			end++
		}
		round := byRound[:end]
		byRound = byRound[end:]
		for _, m := range round {
			with[m.A].add(m.B)
			with[m.B].add(m.A)
		}
		for _, m := range round {
			for _, a := range []int32{m.A, m.B} {
				if isTrio(with, a) {
					had[a] = min(had[a]+1, match.MaxTurns)
					with[a].counted = true
				}
			}
		}
		for _, m := range round {
			with[m.A], with[m.B] = company{}, company{}
		}
	}
	return had
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
