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
	line := []byte("group,id,")
	for _, column := range d.columns {
		line = append(appendCell(line, column), ',')
	}
	line = append(line, "reason"...)
	if d.Explain {
		line = append(line, ",in_the_way"...)
	}
	line = append(line, '\n')
	if _, err := out.Write(line); err != nil {
		return err
	}
	explained := match.Explain(d.in, d.res)
	for i, group := range d.res.Groups {
		reason := d.reasons(group, explained[i])
		for _, a := range group {
			line = strconv.AppendInt(line[:0], int64(i+1), 10)
			line = append(appendCell(append(line, ','), d.ids[a]), ',')
			line = append(line, d.cells[a]...)
			line = appendCell(line, reason)
			if d.Explain {
				line = appendCell(append(line, ','), d.less[a])
			}
			line = append(line, '\n')
			if _, err := out.Write(line); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}

// report is report.json.
type report struct {
	People     int            `json:"people"`
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
	Reason string `json:"reason"`
}

func (d *draw) report() report {
	r := report{
		People: len(d.ids), Groups: len(d.res.Groups), SizeCounts: map[string]int{}, Repeats: len(d.res.Repeats),
		Same: map[string]int{}, Unplaced: len(d.res.Unplaced),
		Seed: fmt.Sprintf("%x", d.seed), Digest: fmt.Sprintf("%x", d.in.Digest()),
	}
	for _, group := range d.res.Groups {
		r.SizeCounts[strconv.Itoa(len(group))]++
	}
	for t, w := range d.wants {
		if w.share {
			if r.Nothing == nil {
				r.Nothing = map[string]int{}
			}
			r.Nothing[w.column] = d.res.Same[t]
			continue
		}
		r.Same[w.column] = d.res.Same[t]
	}
	if d.in.Mode == match.Uniform {
		r.How = d.how()
	}
	if d.Explain {
		n := lessThanBest(d.less)
		r.Less = &n
	}
	if d.Bound {
		b := d.bound()
		r.Bound = &b
	}
	for _, u := range d.res.Unplaced {
		r.UnplacedPeople = append(r.UnplacedPeople, unplacedPerson{d.ids[u.Person], unplaced(u.Why)})
	}
	return r
}

func (r report) write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
