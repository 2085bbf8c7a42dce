package sheet_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"cuppa.example/internal/sheet"
)

// What was written safely is read as it was, formulas and apostrophes too.
func TestWhatIsExportedIsReadBack(t *testing.T) {
	t.Parallel()
	// A cell as people's texts are: trimmed, and without control characters.
	cell := rapid.Map(rapid.OneOf(
		rapid.StringOf(rapid.SampledFrom([]rune("=+-@'\",;\n aé👩1"))),
		rapid.String(),
	), func(s string) string {
		return strings.TrimSpace(strings.Map(func(r rune) rune {
			if r < ' ' && r != '\n' || r == '\ufeff' {
				return -1
			}
			return r
		}, strings.ToValidUTF8(s, "")))
	})
	rapid.Check(t, func(t *rapid.T) {
		var want [][]string
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			want = append(want, []string{"x", cell.Draw(t, "cell"), cell.Draw(t, "cell"), "end"})
		}
		var b bytes.Buffer
		w, err := sheet.NewWriter(&b)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write("a", "b", "c", "d"); err != nil {
			t.Fatal(err)
		}
		for _, row := range want {
			if err := w.Write(append([]string{}, row...)...); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		s, err := sheet.Read(b.Bytes())
		if err != nil {
			t.Fatalf("%q: %v", b.String(), err)
		}
		var got [][]string
		for _, r := range s.Rows {
			got = append(got, r.Cells)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("%q; want -, got +:\n%s", b.String(), d)
		}
	})
}

func TestSafeTellsApart(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"": "", "Ann": "Ann", "'tis": "'tis", "o'lee": "o'lee", "=1": "'=1", "'=1": "''=1", "''=1": "'''=1", "'": "'", "-": "'-", "\t=1": "'\t=1", "a=1": "a=1",
	} {
		if got := sheet.Safe(cell); got != want {
			t.Errorf("%q is written as %q", cell, got)
		}
	}
}

// A date of a workbook has no words in it, only a format that follows the
// reader's country. It is read in the one order that has no two meanings.
func TestDatesOfWorkbooks(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	short, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	british := "dd/mm/yyyy"
	own, err2 := f.NewStyle(&excelize.Style{CustomNumFmt: &british})
	day := time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)
	err = errors.Join(
		err, err2,
		f.SetSheetRow("Sheet1", "A1", &[]any{"short", "british", "text", "number"}),
		f.SetSheetRow("Sheet1", "A2", &[]any{day, day, "1 Feb 2027", 12345.5}),
		f.SetCellStyle("Sheet1", "A2", "A2", short), f.SetCellStyle("Sheet1", "B2", "B2", own),
	)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	s, err := sheet.Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"2027-02-01", "01/02/2027", "1 Feb 2027", "12345.5"}, s.Rows[0].Cells); d != "" {
		t.Error(d)
	}
}
