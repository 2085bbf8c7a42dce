package drawfile

import (
	"fmt"
	"slices"

	"cuppa.example/match"
)

// Inputs are the flags of what is drawn from; cuppa match check has them too.
type Inputs struct {
	People    string   `required:"" placeholder:"FILE" help:"CSV with a column id, and any others."`
	Met       []string `sep:"none" placeholder:"FILE" help:"Who has met: CSV with the columns round, a and b, or groups that cuppa match wrote earlier. Several files may be named, the oldest first: --met may.csv --met june.csv."`
	Apart     string   `placeholder:"FILE" help:"CSV with the columns a and b: who must never be put together."`
	Size      int      `default:"2" help:"People in a group, 2 to 12."`
	Different []string `placeholder:"COLUMN" help:"Columns in which people in a group should differ, the most important first."`
	Share     []string `placeholder:"COLUMN" help:"Columns in which they should have something in common, after those: a cell may hold several values, as in “English Welsh” or “Mon 9:00; Tue 14:00”. With weights, as in region:2, columns beside each other count together."`
	Mode      string   `default:"best" enum:"best,uniform" help:"best: the best groups there are. uniform: pure chance: of the draws in which nobody is with somebody they have met or are kept apart from, each is as likely as every other."`
}

// read reads the files, and says so to a terminal.
func (o Inputs) read(line *progress) (*people, match.Input, error) {
	line.show("Reading " + o.People)
	p, err := readPeople(o.People, o.wants())
	if err != nil {
		return nil, match.Input{}, err
	}
	in := match.Input{People: len(p.ids), Size: o.Size, Traits: p.traits}
	if o.Mode == "uniform" {
		in.Mode = match.Uniform
	}
	known := newPast(in.People)
	for _, name := range o.Met {
		line.show("Reading " + name)
		if err = p.readMet(name, known); err != nil {
			return nil, in, err
		}
	}
	in.Past = known.met.History()
	if o.Size == 2 && in.Past != nil {
		in.Larger = trios(in.Past)
	}
	if o.Apart != "" {
		if in.Apart, err = p.readApart(o.Apart); err != nil {
			return nil, in, err
		}
	}
	in.Traits = in.Canonical().Traits // once, so that nobody has to number them again
	return p, in, nil
}

// check looks at what can be wrong before any file is opened. Written are the files
// that are to be written, and read what is read besides the inputs.
func (o Inputs) check(written, read []string) error {
	if o.Size < 2 || o.Size > match.MaxSize {
		return &Problem{File: "--size", Text: fmt.Sprintf("%d is not a group size; it is 2 to %d", o.Size, match.MaxSize)}
	}
	if n := len(o.Different) + len(o.Share); n > match.MaxTraits {
		return &Problem{File: "--different", Text: fmt.Sprintf("%d columns are too many; %d can be told apart", n, match.MaxTraits)}
	}
	for i, path := range written {
		if path == "" {
			continue
		}
		for _, other := range slices.Concat([]string{o.People, o.Apart}, o.Met, read) {
			if other != "" && same(path, other) {
				return &Problem{File: path, Text: "the file is read, so it cannot be written too"}
			}
		}
		for _, other := range written[:i] {
			if other != "" && same(path, other) {
				return &Problem{File: other, Text: "two outputs need a file each"}
			}
		}
	}
	return nil
}
