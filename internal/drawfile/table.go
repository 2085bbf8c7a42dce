package drawfile

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"
)

// mostRow bounds the bytes of one row, so that no file can fill the memory by
// having no end of line.
const mostRow = 1 << 20

// table reads a CSV file row by row.
type table struct {
	name   string
	file   *os.File
	bound  *bounded
	csv    *csv.Reader
	mark   int64 // the bytes before the header
	header []string
	row    int // of the record read last, as a spreadsheet counts
	line   int // where it begins
	inside int // line ends within its cells
}

// bounded gives an error once too much is read for one row.
type bounded struct {
	r    io.Reader
	left int
}

var errRowTooLong = errors.New("row too long")

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errRowTooLong
	}
	n, err := b.r.Read(p)
	b.left -= n
	return n, err
}

// openTable reads the header too.
func openTable(name string) (*table, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, &Problem{File: name, Text: whyNotOpened(err)}
	}
	t := &table{name: name, file: file}
	start := bufio.NewReaderSize(file, 1<<16)
	if err := t.checkStart(start); err != nil {
		file.Close()
		return nil, err
	}
	t.bound = &bounded{r: start}
	t.csv = csv.NewReader(t.bound)
	t.csv.ReuseRecord = true
	header, err := t.next()
	if errors.Is(err, io.EOF) {
		err = &Problem{File: name, Text: "the file is empty"}
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	for _, cell := range header {
		t.header = append(t.header, strings.TrimSpace(strings.Clone(cell)))
	}
	return t, nil
}

func whyNotOpened(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case errors.Is(err, fs.ErrPermission):
		return "the file may not be read"
	}
	return "the file cannot be read"
}

// checkStart skips a byte order mark, and knows other kinds of file.
func (t *table) checkStart(r *bufio.Reader) error {
	start, err := r.Peek(4)
	if err != nil && err != io.EOF {
		return t.problem("the file cannot be read")
	}
	switch {
	case bytes.HasPrefix(start, []byte("\xef\xbb\xbf")):
		n, err := r.Discard(3)
		t.mark = int64(n)
		return err
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		return t.problem("the text is UTF-16, not UTF-8; save the file as “CSV UTF-8”")
	case bytes.HasPrefix(start, []byte("PK\x03\x04")), bytes.HasPrefix(start, []byte("\xd0\xcf\x11\xe0")):
		return t.problem("this is a spreadsheet, not CSV; save it as “CSV UTF-8”")
	}
	return nil
}

// problem is about the row read last, or the whole file before the first.
func (t *table) problem(format string, a ...any) error {
	return &Problem{File: t.name, Row: t.row, Text: fmt.Sprintf(format, a...)}
}

// next gives the cells of the next row that has any, valid until the next call;
// io.EOF after the last.
func (t *table) next() ([]string, error) {
	for {
		t.bound.left = mostRow
		record, err := t.csv.Read()
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		if err != nil && !errors.Is(err, csv.ErrFieldCount) {
			return nil, t.explain(err)
		}
		line, _ := t.csv.FieldPos(0)
		t.row += line - t.line - t.inside
		t.line, t.inside = line, 0
		empty := true
		for _, cell := range record {
			if !utf8.ValidString(cell) {
				return nil, t.problem("the text is not UTF-8; save the file as “CSV UTF-8”")
			}
			if strings.IndexByte(cell, 0) >= 0 {
				return nil, t.problem("there is a zero byte in the text")
			}
			t.inside += strings.Count(cell, "\n")
			empty = empty && strings.TrimSpace(cell) == ""
		}
		if empty {
			continue
		}
		if t.header != nil && len(record) != len(t.header) {
			return nil, t.problem("it has %s, but the header has %d", count(len(record), "cell"), len(t.header))
		}
		return record, nil
	}
}

// explain turns an error of the reader into a sentence.
func (t *table) explain(err error) error {
	row := t.row + 1
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		row = t.row + parse.StartLine - t.line - t.inside
	}
	p := &Problem{File: t.name, Row: row}
	switch {
	case errors.Is(err, errRowTooLong):
		p.Text = fmt.Sprintf("it is longer than %d bytes, which is the most a row can have; a quotation mark may be missing", mostRow)
	case errors.Is(err, csv.ErrQuote), errors.Is(err, csv.ErrBareQuote):
		p.Text = "a quotation mark is out of place"
	default:
		return fmt.Errorf("read %s: %w", t.name, err)
	}
	return p
}

// column finds a required column by its name, in any case if need be.
func (t *table) column(name string) (int, error) {
	found := -1
	for i, cell := range t.header {
		if cell == name || found < 0 && strings.EqualFold(cell, name) {
			if found >= 0 && t.header[found] == name {
				return 0, t.problem("there are two columns %s", quote(name))
			}
			found = i
		}
	}
	if found >= 0 {
		return found, nil
	}
	if len(t.header) == 1 && strings.ContainsAny(t.header[0], ";\t") {
		return 0, t.problem("there is no column %s; cells must be separated by commas", quote(name))
	}
	return 0, t.problem("there is no column %s, only %s", quote(name), t.columns())
}

func (t *table) columns() string {
	const most = 12
	var names []string
	for i, cell := range t.header {
		if i == most {
			names = append(names, fmt.Sprintf("and %d more", len(t.header)-most))
			break
		}
		names = append(names, quote(cell))
	}
	return strings.Join(names, ", ")
}

// regular gives the size of a file that can be read at any place, 0 of others.
func (t *table) regular() (int64, error) {
	info, err := t.file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return 0, err
	}
	return info.Size(), nil
}

// offset is where the next row begins.
func (t *table) offset() int64 { return t.mark + t.csv.InputOffset() }

// resume goes on at another row, the row before it having this number.
func (t *table) resume(offset int64, row int) error {
	if _, err := t.file.Seek(offset, io.SeekStart); err != nil {
		return err
	}
	t.bound = &bounded{r: bufio.NewReaderSize(t.file, 1<<16)}
	t.csv = csv.NewReader(t.bound)
	t.csv.ReuseRecord = true
	t.row, t.line, t.inside = row, 0, 0
	return nil
}

func (t *table) close() { t.file.Close() }

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
