package drawfile

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"sync"

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
	if _, err := w.Write(append(line, '\n')); err != nil {
		return err
	}
	for _, r := range d.rounds {
		if err := d.writeRound(w, r); err != nil {
			return err
		}
	}
	return nil
}

// groupsAtOnce is how many groups one processor writes at a time.
const groupsAtOnce = 1 << 12

func (d *draw) writeRound(w io.Writer, r *round) error {
	explain := match.Explaining(r.in, r.res)
	parts := make([][]byte, runtime.GOMAXPROCS(0))
	for at := 0; at < len(r.res.Groups); {
		var group sync.WaitGroup
		for i := range parts {
			from := min(at, len(r.res.Groups))
			until := min(from+groupsAtOnce, len(r.res.Groups))
			group.Go(func() { parts[i] = d.appendGroups(parts[i][:0], r, from, until, explain) })
			at = until
		}
		group.Wait()
		for _, part := range parts {
			if _, err := w.Write(part); err != nil {
				return err
			}
		}
	}
	return nil
}

// appendGroups writes the rows of some groups of a round.
func (d *draw) appendGroups(b []byte, r *round, from, until int, explain func(group int) []match.Reason) []byte {
	var before []byte
	if d.Rounds > 0 {
		before = append(strconv.AppendInt(before, int64(r.number), 10), ',')
	}
	said := sayings{}
	for i, group := range r.res.Groups[from:until] {
		reason := said.cell(d, group, explain(from+i))
		for _, a := range group {
			b = strconv.AppendInt(append(b, before...), int64(from+i+1), 10)
			b = append(appendCell(append(b, ','), d.ids[a]), ',')
			b = append(b, d.cells[a]...)
			b = append(b, reason...)
			if d.Explain {
				b = appendCell(append(b, ','), r.less[a])
			}
			b = append(b, '\n')
		}
	}
	return b
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
		People: len(d.ids), Rounds: int(d.Rounds), SizeCounts: map[string]int{}, Same: map[string]int{},
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
