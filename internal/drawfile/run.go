package drawfile

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cuppa.example/match"
)

// Options are the flags of cuppa match.
type Options struct {
	People    string   `required:"" placeholder:"FILE" help:"CSV with a column id, and any others."`
	Met       string   `placeholder:"FILE" help:"CSV with the columns round, a and b: who has met."`
	Apart     string   `placeholder:"FILE" help:"CSV with the columns a and b: who must never be put together."`
	Size      int      `default:"2" help:"People in a group, 2 to 12."`
	Different []string `placeholder:"COLUMN" help:"Columns in which people in a group should differ, the most important first."`
	Seed      string   `placeholder:"HEX" help:"64 hexadecimal digits that repeat a draw. By default the draw is new every time."`
	Out       string   `placeholder:"FILE" help:"Where to write the groups as CSV. By default to standard output."`
	Report    string   `placeholder:"FILE" help:"Where to write the figures as JSON."`
}

// Run does a draw. An error about the input is a *Problem, and nothing has been
// written then. What an organiser should know goes to stderr in a line or two.
func Run(ctx context.Context, o Options, stdout, stderr io.Writer) error {
	begun := time.Now()
	seed, err := o.check()
	if err != nil {
		return err
	}
	line := newProgress(stderr)
	defer line.end()
	p, err := readPeople(o.People, o.Different)
	if err != nil {
		return err
	}
	in := match.Input{People: len(p.ids), Size: o.Size, Traits: p.traits}
	if o.Met != "" {
		if in.Met, err = p.readMet(o.Met); err != nil {
			return err
		}
		if o.Size == 2 {
			in.Larger = trios(len(p.ids), in.Met)
		}
	}
	if o.Apart != "" {
		if in.Apart, err = p.readApart(o.Apart); err != nil {
			return err
		}
	}
	res, err := match.Draw(line.context(ctx), in, seed)
	if err != nil {
		return fmt.Errorf("draw: %w", err)
	}
	line.end()
	r := p.report(in, res, o.Different, seed)
	if err := o.write(p, in, res, &r, begun, stdout); err != nil {
		return err
	}
	if len(o.Different) == 0 && len(p.columns) > 0 {
		if _, err := fmt.Fprintln(stderr, "No column was looked at; --different names those in which people should differ."); err != nil {
			return err
		}
	}
	return r.tell(stderr)
}

// check looks at what can be wrong before any file is opened.
func (o Options) check() (seed [32]byte, err error) {
	if o.Size < 2 || o.Size > match.MaxSize {
		return seed, &Problem{File: "--size", Text: fmt.Sprintf("%d is not a group size; it is 2 to %d", o.Size, match.MaxSize)}
	}
	if len(o.Different) > match.MaxTraits {
		return seed, &Problem{File: "--different", Text: fmt.Sprintf("%d columns are too many; %d can be told apart", len(o.Different), match.MaxTraits)}
	}
	for _, path := range []string{o.Out, o.Report} {
		for _, other := range []string{o.People, o.Met, o.Apart} {
			if path != "" && same(path, other) {
				return seed, &Problem{File: path, Text: "the file is read, so it cannot be written too"}
			}
		}
	}
	if o.Out != "" && same(o.Out, o.Report) {
		return seed, &Problem{File: o.Out, Text: "the groups and the report need a file each"}
	}
	return readSeed(o.Seed)
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

// write writes the groups and the report, both or neither.
func (o Options) write(p *people, in match.Input, res match.Result, r *report, begun time.Time, stdout io.Writer) error {
	var f files
	defer f.discard()
	groups := func(w io.Writer) error { return p.writeGroups(w, in, res, o.Different) }
	if o.Out != "" {
		if err := f.write(o.Out, groups); err != nil {
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
		if err := groups(stdout); err != nil {
			return fmt.Errorf("write the groups: %w", err)
		}
	}
	return f.move()
}

// tell says in a line or two what came of it.
func (r report) tell(w io.Writer) error {
	text := fmt.Sprintf("%d people in %s, %s. Seed %s.", r.People-r.Unplaced, count(r.Groups, "group"), repeats(r.Repeats), r.Seed)
	for _, u := range r.UnplacedPeople {
		text += fmt.Sprintf("\nIn no group: %s, %s.", strings.Trim(quote(u.ID), `"`), u.Reason)
	}
	_, err := fmt.Fprintln(w, text)
	return err
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
