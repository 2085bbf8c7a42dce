package sheet_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"cuppa.example/internal/fault"
	"cuppa.example/internal/sheet"
)

func TestCSVInTheUsualForms(t *testing.T) {
	t.Parallel()
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("name,email\nZoë,z@example.org\n")
	if err != nil {
		t.Fatal(err)
	}
	latin, err := charmap.Windows1252.NewEncoder().String("name,email\r\nZoë,z@example.org\r\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"plain": "name,email\nZoë,z@example.org\n", "bom": "\uFEFFname,email\r\nZoë,z@example.org",
		"semicolons": "name;email\nZoë;z@example.org", "tabs": "name\temail\nZoë\tz@example.org",
		"quoted": "\"name\",\"email\"\n\n\"Zoë\",z@example.org\n", "utf16": utf16, "windows": latin,
	} {
		s, err := sheet.Read([]byte(content))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if d := cmp.Diff([]string{"name", "email"}, s.Columns); d != "" || len(s.Rows) != 1 || s.Rows[0].Cell(0) != "Zoë" {
			t.Errorf("%s: %v %v", name, s.Columns, s.Rows)
		}
	}
}

func TestRowNumbersAreThoseThatPeopleSee(t *testing.T) {
	t.Parallel()
	s, err := sheet.Read([]byte("\nname,about\n\n\"Ann\",\"two\nlines\"\nBea,x\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Rows) != 2 || s.Rows[0].Number != 4 || s.Rows[1].Number != 6 {
		t.Errorf("%+v", s.Rows)
	}
}

func TestXLSX(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "name", "B1": "phone", "A2": "Ann", "B2": "07700 900123", "A4": "Bea"} {
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	s, err := sheet.Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Rows) != 2 || s.Rows[0].Cell(1) != "07700 900123" || s.Rows[1].Number != 4 || s.Rows[1].Cell(1) != "" {
		t.Errorf("%+v", s.Rows)
	}
}

// bomb is a workbook whose one sheet unpacks to far more than a network can have.
func bomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	zeros := bytes.Repeat([]byte{' '}, 1<<20)
	for range 200 {
		if _, err := w.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// workbook has one sheet of cells that all name the first shared text.
func workbook(t *testing.T, shared string, rows, columns int) []byte {
	t.Helper()
	var b, cells bytes.Buffer
	for range rows {
		cells.WriteString("<row>" + strings.Repeat(`<c t="s"><v>0</v></c>`, columns) + "</row>")
	}
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="s"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + cells.String() + `</sheetData></worksheet>`,
		"xl/sharedStrings.xml":       shared,
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// repeated would need ten gigabytes as text.
func repeated(t *testing.T) []byte {
	t.Helper()
	return workbook(t, `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>`+strings.Repeat("a", 9000)+`</t></si></sst>`, 1000, 90)
}

func TestHostileFilesGetASentence(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content []byte
		key     string
	}{
		"nothing":                {nil, "sheet.empty"},
		"spaces":                 {[]byte(" \n \n"), "sheet.empty"},
		"commas":                 {[]byte(",,\n,,\n"), "sheet.empty"},
		"header only":            {[]byte("name,email\n"), "sheet.only_header"},
		"old excel":              {[]byte{0xD0, 0xCF, 0x11, 0xE0, 1, 2}, "sheet.old_excel"},
		"not a zip":              {[]byte("PK\x03\x04 but no more"), "sheet.broken_xlsx"},
		"bomb":                   {bomb(t), "sheet.broken_xlsx"},
		"zero bytes":             {[]byte("name\x00,email\nx,y\n"), "sheet.encoding"},
		"wide":                   {[]byte(strings.Repeat("a,", 200) + "\nx\n"), "sheet.too_wide"},
		"long cell":              {[]byte("name\n" + strings.Repeat("a", sheet.MaxCell+1)), "sheet.too_long"},
		"one text in many cells": {repeated(t), "sheet.too_large"},
		"entities":               {workbook(t, "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>", 1, 1), "sheet.broken_xlsx"},
		"many rows":              {[]byte("name\n" + strings.Repeat("x\n", sheet.MaxRows+1)), "sheet.too_many"},
	} {
		_, err := sheet.Read(c.content)
		if key, _, _ := fault.Sentence(err); key != c.key || !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"=1+1", "+44", "-1", "@x", "\t=1", "\r=1", `=HYPERLINK("http://x")`, " =1", "＝1", "a;=1", "a\t=1", "\u00a0@x"})).Draw(t, "cell")
		var b bytes.Buffer
		w, err := sheet.NewWriter(&b)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Write(cell, "end"), w.Close()); err != nil {
			t.Fatal(err)
		}
		for _, other := range ";\t" { // the program of somebody with another separator
			r := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\uFEFF")))
			r.Comma, r.LazyQuotes = other, true
			rows, err := r.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for _, cell := range rows[0] {
				if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@") {
					t.Fatalf("%q becomes the cell %q", b.String(), cell)
				}
			}
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\uFEFF"))).ReadAll()
		if err != nil || len(rows) != 1 || len(rows[0]) != 2 {
			t.Fatalf("%q: %v %v", b.String(), rows, err)
		}
		if got := rows[0][0]; got != "" && strings.ContainsRune("=+-@\t\r", rune(got[0])) {
			t.Fatalf("%q is written as %q", cell, got)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("name,email\na,b\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, content []byte) {
		s, err := sheet.Read(content)
		if err != nil && !errors.Is(err, fault.Invalid) {
			t.Fatalf("%v is not explained", err)
		}
		if err == nil && (len(s.Columns) == 0 || len(s.Rows) == 0) {
			t.Fatal("a sheet without rows")
		}
	})
}
