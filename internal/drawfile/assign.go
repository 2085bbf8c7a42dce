package drawfile

import (
	"context"
	"fmt"
	"io"
	"time"
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

// RunAssign assigns seekers to offers. An error about the input is a *Problem, and
// nothing has been written then.
func RunAssign(ctx context.Context, o AssignOptions, stdout, stderr io.Writer) error {
	begun := time.Now()
	seed, err := o.check()
	if err != nil {
		return err
	}
	m, seekers, offers, err := readMarket(o)
	if err != nil {
		return err
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
	r := newAssignReport(a, seekers, offers, len(blocking))
	r.Mode, r.Seed = o.Mode, fmt.Sprintf("%x", seed)
	rows := func(w io.Writer) error { return writeAssignment(w, m, a, seekers, offers) }
	if err := o.write(rows, &r, begun, stdout, seekers.ids, offers.ids); err != nil {
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
