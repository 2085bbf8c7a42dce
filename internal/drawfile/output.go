package drawfile

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"cuppa.example/internal/sheet"
	"cuppa.example/match"
)

// appendCell writes a cell of a CSV file. What a spreadsheet would take for a
// formula begins with an apostrophe instead.
func appendCell(b []byte, cell string) []byte {
	cell = sheet.Safe(cell)
	if !strings.ContainsAny(cell, ",\"\r\n") && !strings.HasPrefix(cell, " ") {
		return append(b, cell...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(cell, `"`, `""`)...)
	return append(b, '"')
}

// writeGroups writes groups.csv: a row for everybody who is in a group.
func (d *draw) writeGroups(w io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<16)
	var line []byte
	if d.Rounds > 0 {
		line = append(line, "round,"...)
	}
	line = append(line, "group,id,"...)
	for _, column := range d.columns {
		line = append(appendCell(line, column), ',')
	}
	line = append(line, "reason"...)
	if d.Explain {
		line = append(line, ",in_the_way"...)
	}
	if _, err := out.Write(append(line, '\n')); err != nil {
		return err
	}
	for _, r := range d.rounds {
		if err := d.writeRound(out, r); err != nil {
			return err
		}
	}
	return out.Flush()
}

func (d *draw) writeRound(out *bufio.Writer, r *round) error {
	var line, before []byte
	if d.Rounds > 0 {
		before = append(strconv.AppendInt(before, int64(r.number), 10), ',')
	}
	explained := match.Explain(r.in, r.res)
	for i, group := range r.res.Groups {
		reason := d.reasons(group, explained[i])
		for _, a := range group {
			line = strconv.AppendInt(append(line[:0], before...), int64(i+1), 10)
			line = append(appendCell(append(line, ','), d.ids[a]), ',')
			line = append(line, d.cells[a]...)
			line = appendCell(line, reason)
			if d.Explain {
				line = appendCell(append(line, ','), r.less[a])
			}
			if _, err := out.Write(append(line, '\n')); err != nil {
				return err
			}
		}
	}
	return nil
}

// report is report.json.
type report struct {
	People     int            `json:"people"`
	Rounds     int            `json:"rounds,omitempty"` // of a schedule; what follows is of all of them
	Groups     int            `json:"groups"`
	SizeCounts map[string]int `json:"size_counts"` // group size → how many groups
	Repeats    int            `json:"repeats"`
	Same       map[string]int `json:"same"` // column → pairs in a group who share it
	// Nothing has the columns of --share, and how many pairs in a group have nothing in common.
	Nothing  map[string]int `json:"nothing_in_common,omitempty"`
	Unplaced int            `json:"unplaced"`
	Seed     string         `json:"seed"`
	Digest   string         `json:"digest"` // of the input that was drawn from
	Seconds  float64        `json:"seconds"`
	// How a draw by chance was made.
	How string `json:"how,omitempty"`
	// Less is how many got less than the best, with --explain; Bound what is proven,
	// with --bound.
	Less  *int   `json:"less_than_best,omitempty"`
	Bound *bound `json:"bound,omitempty"`
	// Who is unplaced and why, if anybody is.
	UnplacedPeople []unplacedPerson `json:"unplaced_people,omitempty"`
}

type unplacedPerson struct {
	ID     string `json:"id"`
	Round  int    `json:"round,omitempty"`
	Reason string `json:"reason"`
}

func (d *draw) report() report {
	r := report{
		People: len(d.ids), Rounds: d.Rounds, SizeCounts: map[string]int{}, Same: map[string]int{},
		Seed: fmt.Sprintf("%x", d.seed), Digest: fmt.Sprintf("%x", d.in.Digest()),
	}
	for _, one := range d.rounds {
		d.add(&r, one)
	}
	if d.in.Mode == match.Uniform {
		r.How = d.rounds[0].how()
	}
	if d.Explain {
		n := d.lessThanBest()
		r.Less = &n
	}
	if d.Bound {
		b := d.bound()
		r.Bound = &b
	}
	return r
}

// add counts what is in a round.
func (d *draw) add(r *report, one *round) {
	r.Groups += len(one.res.Groups)
	r.Repeats += len(one.res.Repeats)
	for _, group := range one.res.Groups {
		r.SizeCounts[strconv.Itoa(len(group))]++
	}
	for t, w := range d.wants {
		if !w.share {
			r.Same[w.column] += one.res.Same[t]
			continue
		}
		if r.Nothing == nil {
			r.Nothing = map[string]int{}
		}
		r.Nothing[w.column] += one.res.Same[t]
	}
	r.Unplaced += len(one.res.Unplaced)
	for _, u := range one.res.Unplaced {
		r.UnplacedPeople = append(r.UnplacedPeople, unplacedPerson{d.ids[u.Person], int(one.number), unplaced(u.Why)})
	}
}

func (r report) write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
