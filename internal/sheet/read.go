// Package sheet reads the spreadsheets that people have (CSV in any of the
// usual encodings, XLSX) and writes CSV that is safe to open in one.
package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"cuppa.example/internal/fault"
)

// What a spreadsheet may hold.
const (
	MaxRows    = 20_000
	MaxColumns = 100
	MaxCell    = 10_000 // characters
	// maxText bounds all cells together, in bytes. A small XLSX file can name one
	// long text in a million cells.
	maxText = 32 << 20
	// maxUnzipped bounds what an XLSX file may unpack to, all parts together.
	maxUnzipped = 64 << 20
)

// Sheet is a table with a header.
type Sheet struct {
	Columns []string
	Rows    []Row
	// Encoding is how a CSV file was read when it was not UTF-8, or empty.
	Encoding string
}

// Row is a line, with the number that the person's program shows for it.
type Row struct {
	Number int
	Cells  []string // as many as there are columns
}

// Cell is the text in a column, or empty.
func (r Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// Read reads a CSV or XLSX file. What is wrong with it is an explained error
// of kind fault.Invalid.
func Read(content []byte) (Sheet, error) {
	switch {
	case len(bytes.TrimSpace(content)) == 0:
		return Sheet{}, invalid("sheet.empty")
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return readXLSX(content)
	case bytes.HasPrefix(content, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return Sheet{}, invalid("sheet.old_excel")
	}
	return readCSV(content)
}

func invalid(key string, args ...any) error { return fault.Because(fault.Invalid, key, args...) }

func readCSV(content []byte) (Sheet, error) {
	text, encoding, err := decode(content)
	if err != nil {
		return Sheet{}, err
	}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes, r.Comma = -1, true, separator(text)
	b := builder{sheet: Sheet{Encoding: encoding}}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return b.done()
		}
		if err != nil {
			return Sheet{}, invalid("sheet.broken")
		}
		line, _ := r.FieldPos(0)
		if err := b.add(line, cells); err != nil {
			return Sheet{}, err
		}
	}
}

// decode gives the text of a file in UTF-8, UTF-16 with a mark, or the code
// page that Excel uses on Windows in Western Europe.
func decode(content []byte) (text, encoding string, err error) {
	switch {
	case bytes.HasPrefix(content, []byte{0xFF, 0xFE}), bytes.HasPrefix(content, []byte{0xFE, 0xFF}):
		utf16 := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
		b, _, err := transform.Bytes(utf16.NewDecoder(), content)
		if err != nil {
			return "", "", invalid("sheet.encoding")
		}
		return string(b), "UTF-16", nil
	case bytes.IndexByte(content, 0) >= 0:
		return "", "", invalid("sheet.encoding")
	case utf8.Valid(content):
		return string(bytes.TrimPrefix(content, []byte("\uFEFF"))), "", nil
	}
	b, err := charmap.Windows1252.NewDecoder().Bytes(content)
	if err != nil {
		return "", "", invalid("sheet.encoding")
	}
	return string(b), "Windows-1252", nil
}

// separator is what stands most often in the first line: comma, semicolon or tab.
func separator(text string) rune {
	first, _, _ := strings.Cut(text, "\n")
	best, most := ',', strings.Count(first, ",")
	for _, s := range ";\t" {
		if n := strings.Count(first, string(s)); n > most {
			best, most = s, n
		}
	}
	return best
}

func readXLSX(content []byte) (Sheet, error) {
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped / 2,
		ShortDatePattern: "yyyy-mm-dd", // or a date would be read as an American writes it
	})
	if err != nil {
		return Sheet{}, invalid("sheet.broken_xlsx")
	}
	defer f.Close()
	names := f.GetSheetList()
	if len(names) == 0 {
		return Sheet{}, invalid("sheet.empty")
	}
	rows, err := f.Rows(names[0])
	if err != nil {
		return Sheet{}, invalid("sheet.broken_xlsx")
	}
	defer rows.Close()
	var b builder
	for line := 1; rows.Next(); line++ {
		cells, err := rows.Columns()
		if err != nil {
			return Sheet{}, invalid("sheet.broken_xlsx")
		}
		if err := b.add(line, cells); err != nil {
			return Sheet{}, err
		}
	}
	if rows.Error() != nil {
		return Sheet{}, invalid("sheet.broken_xlsx")
	}
	return b.done()
}

// builder puts lines together: the first that is not empty is the header.
type builder struct {
	sheet Sheet
	size  int
}

func (b *builder) add(number int, cells []string) error {
	if len(cells) > MaxColumns {
		return invalid("sheet.too_wide", "row", number, "max", MaxColumns)
	}
	empty := true
	for i, c := range cells {
		if utf8.RuneCountInString(c) > MaxCell {
			return invalid("sheet.too_long", "row", number, "max", MaxCell)
		}
		cells[i] = plain(strings.TrimSpace(strings.ToValidUTF8(c, "")))
		empty = empty && cells[i] == ""
		b.size += len(cells[i])
	}
	if b.size > maxText {
		return invalid("sheet.too_large")
	}
	switch {
	case empty:
	case b.sheet.Columns == nil:
		b.sheet.Columns = cells
	case len(b.sheet.Rows) == MaxRows:
		return invalid("sheet.too_many", "max", MaxRows)
	default:
		b.sheet.Rows = append(b.sheet.Rows, Row{number, cells})
	}
	return nil
}

func (b *builder) done() (Sheet, error) {
	if b.sheet.Columns == nil {
		return Sheet{}, invalid("sheet.empty")
	}
	if len(b.sheet.Rows) == 0 {
		return Sheet{}, invalid("sheet.only_header")
	}
	return b.sheet, nil
}

// Writer writes CSV. Its cells are safe.
type Writer struct {
	out *bufio.Writer
	err error
}

// NewWriter writes to w, beginning with the mark that makes Excel read UTF-8.
func NewWriter(w io.Writer) (*Writer, error) {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return nil, fmt.Errorf("write CSV: %w", err)
	}
	return &Writer{out: bufio.NewWriter(w)}, nil
}

// Write writes one row. All cells but the plainest stand in quotation marks:
// programs that take another sign than the comma for the separator would
// otherwise cut a cell in two, and find a formula at the beginning of the second.
func (w *Writer) Write(cells ...string) error {
	for i, c := range cells {
		if i > 0 {
			w.put(",")
		}
		if c = Safe(c); strings.Trim(c, bare) != "" || len(cells) == 1 {
			c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
		}
		w.put(c)
	}
	w.put("\r\n")
	return w.err
}

const bare = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-_@"

func (w *Writer) put(text string) {
	if w.err == nil {
		_, w.err = w.out.WriteString(text)
	}
}

// Close writes what is left.
func (w *Writer) Close() error {
	if w.err == nil {
		w.err = w.out.Flush()
	}
	return w.err
}

// Safe is a cell that no spreadsheet program takes for a formula: one that
// would begin a formula gets an apostrophe in front. One that says so already
// gets another, so that reading it gives back what was written.
func Safe(cell string) string {
	if formula(strings.TrimLeft(cell, "'")) {
		return "'" + cell
	}
	return cell
}

// plain is the cell that Safe was given.
func plain(cell string) string {
	if strings.HasPrefix(cell, "'") && formula(strings.TrimLeft(cell, "'")) {
		return cell[1:]
	}
	return cell
}

// formula reports whether a program may take a cell for one. Those in Chinese
// and Japanese also know the wide forms of the signs, and some look behind spaces.
func formula(cell string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(cell, " \n\u00a0"))
	return cell != "" && strings.ContainsRune("=+-@\t\r\uff1d\uff0b\uff0d\uff20", first)
}
