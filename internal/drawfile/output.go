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
func (p *people) writeGroups(w io.Writer, in match.Input, res match.Result, columns []string) error {
	out := bufio.NewWriterSize(w, 1<<16)
	line := []byte("group,id,")
	for _, column := range p.columns {
		line = append(appendCell(line, column), ',')
	}
	line = append(line, "reason\n"...)
	if _, err := out.Write(line); err != nil {
		return err
	}
	explained := match.Explain(in, res)
	for i, group := range res.Groups {
		reason := p.reasons(group, explained[i], columns)
		for _, a := range group {
			line = strconv.AppendInt(line[:0], int64(i+1), 10)
			line = append(appendCell(append(line, ','), p.ids[a]), ',')
			line = append(line, p.cells[a]...)
			line = append(appendCell(line, reason), '\n')
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
	Unplaced   int            `json:"unplaced"`
	Seed       string         `json:"seed"`
	Digest     string         `json:"digest"` // of the input that was drawn from
	Seconds    float64        `json:"seconds"`
	// Who is unplaced and why, if anybody is.
	UnplacedPeople []unplacedPerson `json:"unplaced_people,omitempty"`
}

type unplacedPerson struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

func (p *people) report(in match.Input, res match.Result, columns []string, seed [32]byte) report {
	r := report{
		People: len(p.ids), Groups: len(res.Groups), SizeCounts: map[string]int{}, Repeats: len(res.Repeats),
		Same: map[string]int{}, Unplaced: len(res.Unplaced),
		Seed: fmt.Sprintf("%x", seed), Digest: fmt.Sprintf("%x", in.Digest()),
	}
	for _, group := range res.Groups {
		r.SizeCounts[strconv.Itoa(len(group))]++
	}
	for t, column := range columns {
		r.Same[column] = res.Same[t]
	}
	for _, u := range res.Unplaced {
		r.UnplacedPeople = append(r.UnplacedPeople, unplacedPerson{p.ids[u.Person], unplaced(u.Why)})
	}
	return r
}

func (r report) write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
