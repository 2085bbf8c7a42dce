package drawfile

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"cuppa.example/match"
)

// Options are the flags of cuppa match.
type Options struct {
	Inputs
	Rounds  Rounds `placeholder:"N" help:"A whole schedule of so many rounds, in which people meet again as little as possible. The groups then begin with a column round."`
	Seed    string `placeholder:"HEX" help:"64 hexadecimal digits that repeat a draw. By default the draw is new every time."`
	Out     string `placeholder:"FILE" help:"Where to write the groups as CSV. By default to standard output."`
	Report  string `placeholder:"FILE" help:"Where to write the figures as JSON."`
	Explain bool   `help:"Add a column that says for everybody what stood in the way of something better."`
	Bound   bool   `help:"Say what is proven: how much better any other draw could be at most."`
	Proof   string `placeholder:"FILE" help:"Where to write the proof that the pairs are the best, for cuppa match check."`
}

// Rounds is a number of rounds; 0 where none was asked for.
type Rounds int

// UnmarshalText reads what was asked for.
func (r *Rounds) UnmarshalText(text []byte) error {
	n, err := strconv.Atoi(string(text))
	if err != nil || n < 1 || n > match.MaxRounds {
		return fmt.Errorf("%s is not a number of rounds; it is 1 to %d", quote(string(text)), match.MaxRounds)
	}
	*r = Rounds(n)
	return nil
}

// draw is a draw on its way from files to files.
type draw struct {
	Options
	*people
	seed   [32]byte
	in     match.Input
	rounds []*round
	plan   match.Plan // with --rounds
}

// round is what was drawn at once.
type round struct {
	number int32 // 0 without --rounds
	in     match.Input
	res    match.Result
	less   []string // for everybody what stood in the way of better, with --explain
}

// Run does a draw. An error about the input is a *Problem, and nothing has been
// written then. What an organiser should know goes to stderr in a line or two.
func Run(ctx context.Context, o Options, stdout, stderr io.Writer) (err error) {
	begun := time.Now()
	d := draw{Options: o}
	if err := o.checkFlags(); err != nil {
		return err
	}
	if d.seed, err = readSeed(o.Seed); err != nil {
		return err
	}
	line := newProgress(stderr)
	defer line.end()
	if d.people, d.in, err = o.read(line); err != nil {
		return err
	}
	if err := d.solve(line.context(ctx)); err != nil {
		return err
	}
	if o.Explain {
		for _, r := range d.rounds {
			r.less = d.obstacles(r)
		}
	}
	r := d.report()
	if o.Out != "" {
		line.show("Writing " + o.Out)
	} else {
		line.end() // the groups may go to the same terminal
	}
	if err := d.write(&r, begun, stdout); err != nil {
		return err
	}
	line.end()
	if err := d.note(stderr); err != nil {
		return err
	}
	return r.tell(stderr)
}

// solve draws.
func (d *draw) solve(ctx context.Context) error {
	if d.Rounds > 0 {
		return d.schedule(ctx)
	}
	res, err := match.Draw(ctx, d.in, d.seed)
	d.rounds = []*round{{in: d.in, res: res}}
	if err != nil {
		return fmt.Errorf("draw: %w", err)
	}
	return d.prove(ctx, d.rounds[0])
}

// prove finds the proof that was asked for, where the draw has none with it.
func (d *draw) prove(ctx context.Context, r *round) (err error) {
	if d.Proof == "" || r.res.Proof != nil || !r.res.Optimal {
		return nil
	}
	r.res.Proof, err = match.Prove(ctx, r.in, r.res)
	if errors.Is(err, match.ErrNotProven) {
		return nil // note says so
	}
	return err
}

// readSeed reads a seed, or makes one.
func readSeed(text string) (seed [32]byte, err error) {
	if text == "" {
		_, err := rand.Read(seed[:])
		return seed, err
	}
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(seed) {
		return seed, &Problem{File: "--seed", Text: fmt.Sprintf("%s is not a seed; it is 64 digits from 0 to 9 and a to f", quote(text))}
	}
	return [32]byte(b), nil
}

// same says that two paths are one file.
func same(a, b string) bool {
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// write writes all files, or none.
func (d *draw) write(r *report, begun time.Time, stdout io.Writer) error {
	var f files
	defer f.discard()
	if d.Out != "" {
		if err := f.writeSheet(d.Out, d.writeGroups, d.columns, d.ids, d.cells); err != nil {
			return err
		}
	}
	if d.Proof != "" && d.rounds[0].res.Proof != nil {
		if err := f.write(d.Proof, d.writeProof); err != nil {
			return err
		}
	}
	if d.Report != "" {
		r.Seconds = time.Since(begun).Seconds()
		if err := f.write(d.Report, r.write); err != nil {
			return err
		}
	}
	if d.Out == "" {
		if err := d.writeGroups(stdout); err != nil {
			return fmt.Errorf("write the groups: %w", err)
		}
	}
	return f.move()
}

func (d *draw) writeProof(w io.Writer) error {
	_, err := w.Write(d.rounds[0].res.Proof.Encode())
	return err
}

// note says what whoever asked may not have thought of.
func (d *draw) note(w io.Writer) error {
	var text string
	if len(d.wants) == 0 && len(d.columns) > 0 && d.in.Mode == match.Best {
		text += "No column was looked at; --different names those in which people should differ.\n"
	}
	for _, want := range d.wants {
		text += want.note()
	}
	if d.Explain {
		text += d.lessText()
	}
	if d.Bound {
		text += d.boundText()
	} else if d.in.Mode == match.Uniform {
		text += sentence([]string{d.rounds[0].how()}) + ".\n"
	}
	if d.Proof != "" && d.rounds[0].res.Proof == nil {
		text += "There is no proof to write, because these groups are not proven to be the best.\n"
	}
	_, err := io.WriteString(w, text)
	return err
}

// lessText says how many got less than the best. Whoever is in no group did too, but
// is in no row of the groups.
func (d *draw) lessText() string {
	text, out := somePeople(d.lessThanBest()), 0
	for _, r := range d.rounds {
		out += len(r.res.Unplaced)
	}
	if out > 0 {
		text += " in a group"
	}
	return text + " got less than the best; the column in_the_way says what stood in the way.\n"
}

// tell says in a line or two what came of it.
func (r report) tell(w io.Writer) error {
	text := fmt.Sprintf("%d people in %s, %s.", r.People-r.Unplaced, count(r.Groups, "group"), repeats(r.Repeats))
	if r.Rounds > 0 {
		text = fmt.Sprintf("%d people in %s and %s, %s.", r.People, count(r.Rounds, "round"), count(r.Groups, "group"), repeats(r.Repeats))
	}
	text += " Seed " + r.Seed + "."
	for _, u := range r.UnplacedPeople {
		where := "In no group"
		if r.Rounds > 0 {
			where += fmt.Sprintf(" in round %d", u.Round)
		}
		text += fmt.Sprintf("\n%s: %s, %s.", where, strings.Trim(quote(u.ID), `"`), u.Reason)
	}
	_, err := fmt.Fprintln(w, text)
	return err
}

func somePeople(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

func repeats(n int) string {
	switch n {
	case 0:
		return "nobody meets again"
	case 1:
		return "1 pair meets again"
	}
	return fmt.Sprintf("%d pairs meet again", n)
}
