package drawfile

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"cuppa.example/match"
)

// GraphOptions are the flags of cuppa match graph.
type GraphOptions struct {
	File string `arg:"" placeholder:"FILE" help:"The edges: a line “n m”, then m lines “u v w”. People are 0 to n−1, weights are whole numbers."`
	Max  bool   `help:"The heaviest matching of all, instead of the heaviest of everybody."`
	Out  string `placeholder:"FILE" help:"Where to write the pairs, a line “u v” each."`
}

// RunGraph solves a graph exactly, and says what proves it. An error about the
// input is a *Problem, and nothing has been written then.
func RunGraph(ctx context.Context, o GraphOptions, stdout io.Writer) error {
	if o.Out != "" && same(o.File, o.Out) {
		return &Problem{File: o.Out, Text: "the file is read, so it cannot be written too"}
	}
	g, err := readGraph(o.File)
	if err != nil {
		return err
	}
	solve := g.Perfect
	if o.Max {
		solve = g.Heaviest
	}
	begun := time.Now()
	m, err := solve(ctx)
	took := time.Since(begun)
	switch {
	case errors.Is(err, match.ErrNoPerfect):
		return &Problem{File: o.File, Text: "not everybody can be paired; --max pairs those who can"}
	case errors.Is(err, match.ErrInput):
		return &Problem{File: o.File, Text: "the weights are too large or too far apart to be added up exactly"}
	case err != nil:
		return err
	}
	if err := g.Check(m); err != nil {
		return err
	}
	if o.Out != "" {
		var f files
		defer f.discard()
		if err := f.write(o.Out, func(w io.Writer) error { return writePairs(w, m) }); err != nil {
			return err
		}
		if err := f.move(); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(stdout, "weight %d\npairs %d\nbound %d\nseconds %.3f\n", m.Weight, m.Pairs, m.Bound(), took.Seconds())
	return err
}

func writePairs(w io.Writer, m match.Matching) error {
	b := bufio.NewWriter(w)
	for v, mate := range m.Mate {
		if int32(v) < mate {
			fmt.Fprintf(b, "%d %d\n", v, mate)
		}
	}
	return b.Flush()
}

// mostVertices bounds the memory that a graph's first line can ask for, before
// there are lines to show for it: about 1 GB with --max.
const mostVertices = 4_000_000

func readGraph(name string) (g match.Graph, err error) {
	file, err := os.Open(name)
	if err != nil {
		return g, &Problem{File: name, Text: whyNotOpened(err)}
	}
	defer file.Close()
	lines := graphLines(file)
	row := 0
	next := func(numbers ...*int64) error {
		if !lines.Scan() {
			return io.EOF
		}
		row++
		if !readNumbers(lines.Bytes(), numbers) {
			return &Problem{File: name, Row: row, Text: fmt.Sprintf("this is not %s", count(len(numbers), "whole number"))}
		}
		return nil
	}
	var n, m int64
	err = next(&n, &m)
	switch {
	case err != nil:
	case n < 0 || m < 0:
		err = &Problem{File: name, Row: 1, Text: "these are not the numbers of people and edges"}
	case n > mostVertices:
		err = &Problem{File: name, Row: 1, Text: fmt.Sprintf("%d people are too many; it can be %d", n, mostVertices)}
	}
	g.People = int(n)
	for i := int64(0); i < m && err == nil; i++ {
		var u, v, w int64
		if err = next(&u, &v, &w); err != nil {
			break
		}
		if u < 0 || v < 0 || u >= n || v >= n || u == v {
			err = &Problem{File: name, Row: row, Text: fmt.Sprintf("%d and %d are not two of %d people", u, v, n)}
		}
		g.Edges = append(g.Edges, match.Edge{A: int32(u), B: int32(v), Weight: w})
	}
	if err == nil {
		err = noMore(lines, &row, name, m)
	}
	if errors.Is(err, io.EOF) {
		err = cutShort(lines, name, row, len(g.Edges), m)
	}
	return g, err
}

// graphLines are the lines of a file, without a byte order mark.
func graphLines(file io.Reader) *bufio.Scanner {
	start := bufio.NewReaderSize(file, 1<<16)
	if mark, _ := start.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, _ = start.Discard(3)
	}
	lines := bufio.NewScanner(start)
	lines.Buffer(make([]byte, 1<<16), 1<<16)
	return lines
}

// cutShort says why there are no more lines.
func cutShort(lines *bufio.Scanner, name string, row, edges int, m int64) error {
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return &Problem{File: name, Row: row + 1, Text: "the line is too long"}
	case err != nil:
		return &Problem{File: name, Text: "the file cannot be read"}
	case row == 0:
		return &Problem{File: name, Text: "the file is empty"}
	}
	return &Problem{File: name, Text: fmt.Sprintf("it ends after %d of %d edges", edges, m)}
}

// noMore refuses a file with more edges than it says, which are not to be left out in
// silence.
func noMore(lines *bufio.Scanner, row *int, name string, m int64) error {
	for lines.Scan() {
		*row++
		if len(bytes.TrimSpace(lines.Bytes())) > 0 {
			return &Problem{File: name, Row: *row, Text: fmt.Sprintf("there is more after %s", count(int(m), "edge"))}
		}
	}
	if lines.Err() != nil {
		return io.EOF
	}
	return nil
}

// readNumbers reads exactly so many whole numbers from a line.
func readNumbers(line []byte, into []*int64) bool {
	i := 0
	for _, number := range into {
		for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
			i++
		}
		begin := i
		for i < len(line) && line[i] != ' ' && line[i] != '\t' && line[i] != '\r' {
			i++
		}
		v, err := strconv.ParseInt(string(line[begin:i]), 10, 64)
		if err != nil {
			return false
		}
		*number = v
	}
	for ; i < len(line); i++ {
		if line[i] != ' ' && line[i] != '\t' && line[i] != '\r' {
			return false
		}
	}
	return true
}
