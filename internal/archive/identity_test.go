package archive_test

import (
	"archive/zip"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"cuppa.example/internal/app"
	"cuppa.example/internal/archive"
	"cuppa.example/internal/db"
	"cuppa.example/internal/testkit"
)

// anything is a row with a column of every kind, each with and without a value.
type anything struct {
	bun.BaseModel `bun:"table:anything"`

	ID     int64 `bun:",pk"`
	Text   *string
	Number *int64
	Share  *float64
	Flag   *bool
	At     *time.Time
	Bytes  []byte
}

// below needs anything, but comes before it in the alphabet.
type below struct {
	bun.BaseModel `bun:"table:a_below"`

	ID         int64 `bun:",pk"`
	AnythingID int64
}

func addTables(t *testing.T, d *db.DB) {
	t.Helper()
	for _, statement := range []string{
		`CREATE TABLE anything (id BIGINT PRIMARY KEY, text TEXT, number BIGINT, share DOUBLE PRECISION, flag BOOLEAN, at TIMESTAMPTZ, bytes BYTEA)`,
		`CREATE TABLE a_below (id BIGINT PRIMARY KEY, anything_id BIGINT NOT NULL REFERENCES anything (id))`,
	} {
		if _, err := d.Writer().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

func lite(t *testing.T) *db.DB {
	t.Helper()
	a, err := app.New(t.Context(), app.Config{Data: t.TempDir(), Base: testkit.Base}, app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a.DB
}

func maybe[T any](t *rapid.T, label string, g *rapid.Generator[T]) *T {
	return rapid.Ptr(g, true).Draw(t, label)
}

// text is what both engines keep: any characters but NUL.
var text = rapid.Map(rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("\"\\\n\r\t<>&'\u2028\ufffd👩‍💻\x01\x7f⟦e\u0301")))),
	func(s string) string { return strings.ReplaceAll(s, "\x00", "") })

func anyRow(t *rapid.T) anything {
	r := anything{
		Text: maybe(t, "text", text), Number: maybe(t, "number", rapid.Int64()),
		Share: maybe(t, "share", rapid.Float64()), Flag: maybe(t, "flag", rapid.Bool()),
		At: maybe(t, "at", rapid.Map(rapid.Int64Range(-60e15, 250e15), func(us int64) time.Time { return time.UnixMicro(us).UTC() })),
	}
	if b := maybe(t, "bytes", rapid.SliceOf(rapid.Byte())); b != nil {
		r.Bytes = append([]byte{}, *b...)
	}
	return r
}

func rowsOf(t *testing.T, d *db.DB) (rows []anything, belows []below) {
	t.Helper()
	if err := d.NewSelect().Model(&rows).Order("id").Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := d.NewSelect().Model(&belows).Order("id").Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	return rows, belows
}

// moved is d's backup restored into other.
func moved(t *testing.T, d, other *db.DB) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "backup.zip")
	if _, err := archive.Write(t.Context(), d, file, archive.Manifest{}); err != nil {
		t.Fatal(err)
	}
	if err := restore(t, file, other); err != nil {
		t.Fatal(err)
	}
}

func restore(t *testing.T, file string, d *db.DB) error {
	t.Helper()
	b, err := archive.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	return b.Restore(t.Context(), d)
}

// Whatever the rows hold: they are the same after a backup of this engine was
// restored into SQLite, and after that one's came back to this engine.
func TestRowsOfAnyKindComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	here, there, back := testkit.New(t).DB, lite(t), testkit.New(t).DB
	for _, d := range []*db.DB{here, there, back} {
		addTables(t, d)
	}
	var rows []anything
	var belows []below
	gen := rapid.Custom(anyRow)
	for i := range 400 {
		row := gen.Example(i)
		row.ID = int64(i)
		rows = append(rows, row)
		belows = append(belows, below{ID: int64(i), AnythingID: int64(i * i % 400)})
	}
	err := here.InTx(t.Context(), func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.NewInsert().Model(&rows).Exec(ctx); err != nil {
			return err
		}
		_, err := tx.NewInsert().Model(&belows).Exec(ctx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	moved(t, here, there)
	moved(t, there, back)
	for _, d := range []*db.DB{there, back} {
		got, gotBelow := rowsOf(t, d)
		if diff := cmp.Diff(rows, got, cmpopts.IgnoreTypes(bun.BaseModel{}), cmpopts.EquateApproxTime(0)); diff != "" {
			t.Errorf("PostgreSQL: %t; want -, got +:\n%s", d.Postgres(), diff)
		}
		if diff := cmp.Diff(belows, gotBelow, cmpopts.IgnoreTypes(bun.BaseModel{})); diff != "" {
			t.Error(diff)
		}
	}
}

// rewrite is a copy of a backup in which one part was changed.
func rewrite(t *testing.T, file, part string, change func(string) string) string {
	t.Helper()
	from, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	name := filepath.Join(t.TempDir(), "changed.zip")
	to, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	z := zip.NewWriter(to)
	for _, f := range from.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == part {
			if body = []byte(change(string(body))); len(body) == 0 {
				continue
			}
		}
		w, err := z.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(body); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

// A backup that is not whole, or not of this schema, restores nothing at all.
func TestADamagedBackupChangesNothing(t *testing.T) {
	t.Parallel()
	k := testkit.New(t)
	k.Member("Ann Lee", testkit.Works("Ashby"))
	k.Member("Bob Ray")
	file := filepath.Join(t.TempDir(), "backup.zip")
	if _, err := archive.Write(t.Context(), k.DB, file, archive.Manifest{}); err != nil {
		t.Fatal(err)
	}
	other := testkit.New(t)
	cat := other.Member("Cat Fox")
	lastLine := func(body string) string {
		body = strings.TrimSpace(body)
		return body[:strings.LastIndex(body, "\n")+1]
	}
	for name, c := range map[string]struct {
		part   string
		change func(string) string
		says   string
	}{
		"a row is missing":                 {"members.jsonl", lastLine, "2 were written"},
		"a table is missing":               {"members.jsonl", func(string) string { return "" }, "members"},
		"one that nobody needs is missing": {"sign_in_links.jsonl", func(string) string { return "" }, "sign_in_links"},
		"a line is cut":                    {"members.jsonl", func(s string) string { return s[:len(s)-9] }, "row 2"},
		"a value is missing":               {"members.jsonl", func(s string) string { return strings.Replace(s, `,"Bob Ray"`, "", 1) }, "values for"},
		"another kind":                     {"members.jsonl", func(s string) string { return strings.Replace(s, `"Bob Ray"`, "7", 1) }, "is not text"},
		"an unknown column":                {"members.jsonl", func(s string) string { return strings.Replace(s, `"name":"about"`, `"name":"shoes"`, 1) }, "shoes"},
		"no time":                          {"members.jsonl", func(s string) string { return strings.Replace(s, "2027-01-11T09:00:00Z", "yesterday", 1) }, "row 1"},
		"an unknown table":                 {"manifest.json", func(s string) string { return strings.Replace(s, `"tables":[`, `"tables":["shoes",`, 1) }, "shoes"},
		"nobody's row":                     {"members.jsonl", func(s string) string { return lastLine(lastLine(s)) }, ""},
	} {
		err := restore(t, rewrite(t, file, c.part, c.change), other.DB)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if m, err := other.Members.ByID(t.Context(), cat.ID); err != nil || m.Name != "Cat Fox" {
			t.Fatalf("%s: what was there is gone: %v", name, err)
		}
	}
}

func TestALayoutOfAnotherTimeIsRefused(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "backup.zip")
	if _, err := archive.Write(t.Context(), testkit.New(t).DB, file, archive.Manifest{}); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(string) string{
		"newer":       func(s string) string { return strings.Replace(s, `"format":1`, `"format":2`, 1) },
		"no manifest": func(string) string { return "" },
		"no JSON":     func(string) string { return "{" },
	} {
		if _, err := archive.Open(rewrite(t, file, "manifest.json", change)); err == nil || !strings.Contains(err.Error(), "is not a backup of Cuppa") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A backup that fails leaves no half of a file behind that looks like one.
func TestAFailedBackupLeavesNothing(t *testing.T) {
	t.Parallel()
	d := testkit.New(t).DB
	dir := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := archive.Write(ctx, d, filepath.Join(dir, "backup.zip"), archive.Manifest{}); err == nil {
		t.Error("a stopped backup is taken for one")
	}
	if _, err := archive.Write(t.Context(), d, filepath.Join(dir, "missing", "backup.zip"), archive.Manifest{}); err == nil {
		t.Error("a backup into a folder that is not there")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}
