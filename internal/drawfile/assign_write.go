package drawfile

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"cuppa.example/match"
)

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

func newAssignReport(a match.Assignment, seekers, offers *side, blocking int) assignReport {
	r := assignReport{
		Seekers: len(seekers.ids), Offers: len(offers.ids), Matched: len(seekers.ids) - len(a.Unmatched),
		Unmatched: []unmatched{}, BlockingPairs: blocking,
	}
	for _, u := range a.Unmatched {
		r.Unmatched = append(r.Unmatched, unmatched{seekers.ids[u.Seeker], whyUnmatched(u.Why)})
	}
	return r
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
func (o AssignOptions) write(rows func(io.Writer) error, r *assignReport, begun time.Time, stdout io.Writer, texts ...[]string) error {
	var f files
	defer f.discard()
	if o.Out != "" {
		if err := f.writeSheet(o.Out, rows, texts...); err != nil {
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
