package drawfile

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"cuppa.example/match"
)

// RotaOptions are the flags of cuppa match rota.
type RotaOptions struct {
	People  string `required:"" placeholder:"FILE" help:"CSV with a column id, and any others."`
	Apart   string `placeholder:"FILE" help:"CSV with the columns a and b: who must never meet."`
	Between string `placeholder:"COLUMN" help:"A column with two values, as in mentor and mentee: everybody of the one meets everybody of the other."`
	Seed    string `placeholder:"HEX" help:"64 hexadecimal digits that repeat a rota. By default it is new every time."`
	Out     string `placeholder:"FILE" help:"Where to write the pairs as CSV, with the columns round, a and b, as --met takes them. By default to standard output."`
	Report  string `placeholder:"FILE" help:"Where to write the figures as JSON."`
}

// rotaReport is report.json of a rota.
type rotaReport struct {
	People   int     `json:"people"`
	Rounds   int     `json:"rounds"`
	Least    int     `json:"least_rounds"` // that any rota of these people needs
	Meetings int     `json:"meetings"`
	Seed     string  `json:"seed"`
	Seconds  float64 `json:"seconds"`
}

// RunRota makes everybody meet everybody once, one to one. An error about the input is
// a *Problem, and nothing has been written then.
func RunRota(_ context.Context, o RotaOptions, stdout, stderr io.Writer) error {
	begun := time.Now()
	inputs := Inputs{People: o.People, Apart: o.Apart, Size: 2}
	if o.Between != "" {
		inputs.Different = []string{o.Between}
	}
	if err := inputs.check([]string{o.Out, o.Report}, nil); err != nil {
		return err
	}
	seed, err := readSeed(o.Seed)
	if err != nil {
		return err
	}
	p, in, err := inputs.read(nil)
	if err != nil {
		return err
	}
	if in.People > match.MaxRota {
		return &Problem{File: o.People, Text: fmt.Sprintf("%s people are too many; a rota can have %s", grouped(int64(in.People)), grouped(match.MaxRota))}
	}
	rota, err := p.rota(in, o.Between != "", seed)
	if err != nil {
		return err
	}
	r := rotaReport{People: in.People, Rounds: len(rota.Slots), Least: rota.Least, Seed: fmt.Sprintf("%x", seed)}
	for _, slot := range rota.Slots {
		r.Meetings += len(slot)
	}
	if err := o.write(p, rota, &r, begun, stdout); err != nil {
		return err
	}
	return r.tell(stderr)
}

// rota numbers the people of the first side first, if there are two.
func (p *people) rota(in match.Input, sides bool, seed [32]byte) (match.Rotation, error) {
	if !sides {
		return match.Rota(in.People, in.Apart, seed)
	}
	who, first, err := p.sides()
	if err != nil {
		return match.Rotation{}, err
	}
	at := make([]int32, len(who))
	for i, a := range who {
		at[a] = int32(i)
	}
	var apart []match.Pair
	for _, pair := range in.Apart {
		a, b := at[pair.A], at[pair.B]
		apart = append(apart, match.Pair{A: min(a, b), B: max(a, b)})
	}
	rota, err := match.RotaOfTwoSides(first, len(who)-first, apart, seed)
	for _, slot := range rota.Slots {
		for i, pair := range slot {
			slot[i] = match.Pair{A: who[pair.A], B: who[pair.B]}
		}
	}
	return rota, err
}

// sides gives everybody, those of the first value of the column first, and how many
// these are.
func (p *people) sides() (who []int32, first int, err error) {
	w := p.wants[0]
	bySide := map[string][]int32{}
	for a := range int32(len(p.ids)) {
		value := string(w.cells.at(p.traits[0].Values[a]))
		bySide[value] = append(bySide[value], a)
	}
	if _, empty := bySide[""]; empty || len(bySide) != 2 {
		return nil, 0, &Problem{File: p.file, Text: fmt.Sprintf("the column %s must have one of two values in every row, and has %d different ones", quote(w.column), len(bySide))}
	}
	values := make([]string, 0, 2)
	for value := range bySide {
		values = append(values, value)
	}
	slices.Sort(values)
	return slices.Concat(bySide[values[0]], bySide[values[1]]), len(bySide[values[0]]), nil
}

// write writes the rota and the report, both or neither.
func (o RotaOptions) write(p *people, rota match.Rotation, r *rotaReport, begun time.Time, stdout io.Writer) error {
	var f files
	defer f.discard()
	rows := func(w io.Writer) error { return p.writeRota(w, rota) }
	if o.Out != "" {
		if err := f.writeSheet(o.Out, rows, p.ids); err != nil {
			return err
		}
	}
	if o.Report != "" {
		r.Seconds = time.Since(begun).Seconds()
		err := f.write(o.Report, func(w io.Writer) error {
			e := json.NewEncoder(w)
			e.SetIndent("", "  ")
			return e.Encode(r)
		})
		if err != nil {
			return err
		}
	}
	if o.Out == "" {
		if err := rows(stdout); err != nil {
			return fmt.Errorf("write the rota: %w", err)
		}
	}
	return f.move()
}

func (p *people) writeRota(w io.Writer, rota match.Rotation) error {
	out := bufio.NewWriterSize(w, 1<<16)
	if _, err := out.WriteString("round,a,b\n"); err != nil {
		return err
	}
	var line []byte
	for i, slot := range rota.Slots {
		for _, pair := range slot {
			line = append(strconv.AppendInt(line[:0], int64(i+1), 10), ',')
			line = append(appendCell(line, p.ids[pair.A]), ',')
			line = append(appendCell(line, p.ids[pair.B]), '\n')
			if _, err := out.Write(line); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}

// tell says in a line what came of it.
func (r rotaReport) tell(w io.Writer) error {
	var text strings.Builder
	fmt.Fprintf(&text, "%d people meet in %s and %s", r.People, count(r.Rounds, "round"), count(r.Meetings, "conversation"))
	if r.Rounds <= r.Least {
		text.WriteString("; fewer rounds are not possible.")
	} else {
		fmt.Fprintf(&text, "; no rota has fewer than %d.", r.Least)
	}
	_, err := fmt.Fprintf(w, "%s Seed %s.\n", text.String(), r.Seed)
	return err
}
